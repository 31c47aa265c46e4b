"""`python -m incident_actions` is the command `incident-actions`."""

import gc

# Loading makes no garbage that is worth collecting. The command line says how much is.
gc.disable()

from incident_actions.cli.program import main  # noqa: E402

main()
