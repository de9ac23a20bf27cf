"""What if: every combination of values of some facts, as lazy columns."""
