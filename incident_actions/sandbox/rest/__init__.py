"""The REST face: GitHub's routes, each answered from the state."""
