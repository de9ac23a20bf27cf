"""Conditions and arithmetic as one tree: nodes, text form, compiled form, and proofs about it."""
