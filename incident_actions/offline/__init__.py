"""Incident response without GitHub: the offline log, its status, contacts and the runbook."""
