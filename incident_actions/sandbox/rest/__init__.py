"""The REST API: GitHub's routes, each answered from the state."""
