"""Amounts read and written, and the exchange rates between currencies."""
