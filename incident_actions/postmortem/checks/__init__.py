"""What a post-mortem is checked for: one file per concern, listed once in `postmortem/check.py`."""
