"""Tables of cases in, the same tables with their answers out."""
