"""One negotiation: what people state, put into numbers, changed, and reduced to its public part."""
