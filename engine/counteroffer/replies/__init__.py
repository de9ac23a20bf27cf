"""Drafts of letters and mails: what they claim of a case, held against what is true of it and may
be said."""
