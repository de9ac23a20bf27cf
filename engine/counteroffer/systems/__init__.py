"""Offers out of applicant tracking systems: payload and map → a case, and all that is left."""
