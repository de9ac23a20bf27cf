"""Text that everything else is made of: errors, characters from outside, phrases, and where the
data lies."""
