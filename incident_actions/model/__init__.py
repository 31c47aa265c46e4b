"""What things are, whatever GitHub is: the incident, the team's process, and alerts, as values."""
