"""State in the JSON shapes that GitHub publishes."""
