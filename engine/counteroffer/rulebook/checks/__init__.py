"""Checks of guides: where one contradicts itself or lacks something."""
