"""Local receivers of notifications: what real services would get, got on loopback."""
