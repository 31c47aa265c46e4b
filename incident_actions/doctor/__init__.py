"""The checks of a repository's setup, with one file for each area, and their report."""
