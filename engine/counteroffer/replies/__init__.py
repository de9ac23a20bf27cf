"""Drafts of letters and mails, held against what is true of a case and may be said."""
