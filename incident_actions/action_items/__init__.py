"""Action items: the issues that they become, their reminders, and how a damaged one is rebuilt."""
