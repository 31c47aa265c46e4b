"""Action items: their issues, their reminders, and how a damaged record is rebuilt."""
