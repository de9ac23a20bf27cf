"""The one tree of conditions and arithmetic: its nodes, its text form, its compiled form and what
can be proved of it."""
