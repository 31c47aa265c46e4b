"""Set up a repository: the files that are added to it, and how they are updated."""
