"""Questions about an answer, a folder each: what if, solve, explain, least change, compare,
risk."""
