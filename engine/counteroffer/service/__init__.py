"""The calculator over HTTP: the same questions, the same bytes, for those who do not write Python.

The extra `server` brings what it needs; `counteroffer serve` starts it.
"""
