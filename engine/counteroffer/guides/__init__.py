"""Guides in Markdown: read, imported, checked and found."""
