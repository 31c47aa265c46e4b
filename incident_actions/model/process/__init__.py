"""The team's process: severities, roles, the escalation ladder and everything else in its configuration."""
