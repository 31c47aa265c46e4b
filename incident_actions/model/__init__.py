"""The incident, the team's process and the alerts, as values that are independent of GitHub."""
