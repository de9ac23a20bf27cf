"""The least change that gives a result: of one fact (`solve`), or of all that a lever asks for."""
