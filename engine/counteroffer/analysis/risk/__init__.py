"""Risk: what an answer hangs on."""
