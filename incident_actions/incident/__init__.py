"""What an incident is; nothing here knows that GitHub exists."""
