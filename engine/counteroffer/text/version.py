"""The version of the package, for whatever names it in what it writes."""

VERSION = "0.1.0"
