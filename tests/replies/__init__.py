"""Drafts of letters, held against cases."""
