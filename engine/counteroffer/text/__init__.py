"""Errors, text from outside, shared phrases, and where the data lies: what all else is built on."""
