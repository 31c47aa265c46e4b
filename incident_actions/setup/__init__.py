"""Set up a repository: the files that it gets, and how they are updated."""
