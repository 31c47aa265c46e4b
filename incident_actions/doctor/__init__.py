"""The checks of a repository's setup, one file for each area, and their report."""
