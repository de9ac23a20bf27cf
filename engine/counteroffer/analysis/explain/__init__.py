"""Explain: each figure of an answer down to the case, the rules and the rates."""
