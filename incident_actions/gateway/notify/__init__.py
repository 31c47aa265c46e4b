"""Notifications to the team's own addresses, sent by a separate process."""
