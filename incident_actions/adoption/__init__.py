"""Adopting the tool: which files a repository gets, and what becomes of those that it has."""
