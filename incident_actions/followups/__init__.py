"""Action items: the issue they become, and their reminders."""
