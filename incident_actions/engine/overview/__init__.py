"""The overview: one pinned issue that shows the open incidents, what is owed, who is on call, and a few figures."""
