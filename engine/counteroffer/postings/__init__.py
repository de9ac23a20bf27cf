"""Job postings, and what recruiting systems say of them, read into figures of pay with their places."""
