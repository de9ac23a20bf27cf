"""Conditions and arithmetic as one tree: its nodes, text form, compiled form, and proofs about it."""
