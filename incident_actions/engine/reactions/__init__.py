"""What happens without a command: declarations, alerts, manual changes, pages, and what follows a resolution."""
