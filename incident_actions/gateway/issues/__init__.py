"""Issues, their comments and labels: read as a snapshot, written as a plan's effects."""
