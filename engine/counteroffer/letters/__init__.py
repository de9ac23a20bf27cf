"""Word for word: the playbook, the letter and their pictures."""
