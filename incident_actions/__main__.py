"""`python -m incident_actions` is the command `incident-actions`."""

from incident_actions.cli.main import main

main()
