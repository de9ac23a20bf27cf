"""Questions about an answer, a folder each: what if, explain, least change, compare, risk."""
