"""The page at `/`: one form, its answer beside it, for either side; it works without JavaScript."""
