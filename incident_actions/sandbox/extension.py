"""What a program that serves a sandbox can add to it: pages, links to them, and things that happen at their time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from incident_actions.sandbox.pages.visit import PageRoute
from incident_actions.sandbox.time_passage import Appointments


@dataclass(frozen=True, slots=True)
class Extension:
    """Pages below `/_sandbox/`, whose templates may extend the sandbox's own, and links to them in its header."""

    pages: Sequence[PageRoute] = ()
    templates: Path | None = None
    links: Sequence[tuple[str, str]] = ()
    """The words and the address of each link."""
    appointments: Sequence[Appointments] = field(default=())
