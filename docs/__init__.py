"""What the documentation is built from."""
