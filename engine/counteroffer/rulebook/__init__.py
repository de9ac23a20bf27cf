"""Rules as data: facts, levers, guides and what else a folder of rules holds, loaded and
checked."""
