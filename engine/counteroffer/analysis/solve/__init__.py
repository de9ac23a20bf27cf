"""Solve: the least change of one fact that gives a result."""
