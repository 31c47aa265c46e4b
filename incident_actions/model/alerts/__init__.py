"""Alerts from monitoring systems, read into one shape."""
