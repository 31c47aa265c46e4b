"""The incident, the team's process and the alerts, as values that know nothing of GitHub."""
