"""Least change: what would make a silent lever fire, or the proof that nothing does."""
