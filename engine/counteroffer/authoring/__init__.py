"""For those who write rules: their cases, coverage and levers that can't fire."""
