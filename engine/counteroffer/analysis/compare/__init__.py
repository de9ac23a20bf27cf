"""Compare: packages year by year, and two answers with each other."""
