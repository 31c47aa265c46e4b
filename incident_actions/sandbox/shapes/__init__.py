"""The state in the JSON shapes that GitHub publishes."""
