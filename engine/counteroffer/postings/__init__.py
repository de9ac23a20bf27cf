"""Job postings, and what recruiting systems say of them → figures of pay with their places."""
