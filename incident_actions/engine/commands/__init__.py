"""The slash commands, one file for each, listed in `registry.py`."""
