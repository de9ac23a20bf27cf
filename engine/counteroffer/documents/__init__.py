"""YAML and JSON files with positions, their validation, and writing files whole or not at all."""
