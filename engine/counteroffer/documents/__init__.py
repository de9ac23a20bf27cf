"""YAML and JSON files with positions, and their validation."""
