"""Every question at one place: what is in force is said once, and each question is a method."""
