"""What a repository is checked for: one file per concern, every check listed once in `doctor/table.py`."""
