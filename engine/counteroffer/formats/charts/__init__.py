"""Charts: for a terminal as text, elsewhere as SVG."""
