"""Tables of cases settled as columns: the answers of the row path, many rows at a time."""
