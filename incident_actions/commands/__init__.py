"""The slash commands: one file per word that people must learn, listed once in `table.py`."""
