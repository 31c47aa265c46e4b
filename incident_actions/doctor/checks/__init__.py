"""The checks of a repository, one file per concern, each listed once in `doctor/registry.py`."""
