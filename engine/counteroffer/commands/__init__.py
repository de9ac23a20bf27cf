"""Groups of commands that `cli.py` loads when they are called, and what they share."""
