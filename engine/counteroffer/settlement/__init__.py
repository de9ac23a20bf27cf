"""The arithmetic of the answer, once, as expressions of the tree."""
