"""Rehearsals: the story of a preset, derived from its process; each scene follows from what the process says."""
