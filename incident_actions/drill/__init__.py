"""The whole life of an incident on a laptop, for people to watch."""
