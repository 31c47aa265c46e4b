"""Notifications to the team's own addresses, sent by a process of its own."""
