"""Ordinary files with a few things wrong: nothing may end in anything but words."""
