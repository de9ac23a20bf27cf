"""Rules as data: facts, levers, guides and the other files of a folder, loaded and checked."""
