"""Why: derivations, replays, smallest changes and attribution."""
