"""Guides in Markdown, read into values and imported.

A leaf: commands and sources alone use it.
"""
