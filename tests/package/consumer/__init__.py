"""A small service that uses the library as others do: by its public names alone."""
