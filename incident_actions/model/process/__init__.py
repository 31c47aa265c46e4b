"""How a team runs incidents: its process as types, read from a preset and the repository's configuration."""
