"""What to do next: packages of equal worth, concessions, days."""
