"""An incident without GitHub: its log, its status, whom to phone, and the runbook on paper."""
