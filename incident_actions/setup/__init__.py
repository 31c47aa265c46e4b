"""What a repository adopts: which files it gets, and what becomes of those that it has."""
