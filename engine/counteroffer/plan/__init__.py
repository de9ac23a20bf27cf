"""What next: packages of equal worth, concessions, days."""
