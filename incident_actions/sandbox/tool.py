"""The tool as the sandbox's repositories name it: whatever commit of it they ask for, this very one runs."""

from incident_actions import __version__
from incident_actions.setup.source import Source

TOOL = Source("incident-actions/incident-actions", "0" * 40, __version__)
