"""The arithmetic of the answer, written once as expressions of the tree."""
