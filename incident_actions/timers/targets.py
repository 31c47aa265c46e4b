"""The targets of an incident: by when each is due, and whether it was met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.process import ON_CALL, Process

COMMANDER, COMMS = "commander", "comms"


@dataclass(frozen=True)
class TimeLimit:
    """A time limit that the severity sets."""

    what: Timer
    due: datetime
    is_met: bool
    page: tuple[str, ...]
    """The names that its reminder pages."""


def set_targets(incident: Incident, process: Process) -> Iterator[TimeLimit]:
    """Yield the targets that the severity sets, the worst one where none is set.

    Updates, the response and the watch are not among them: what they count from moves with the incident.
    """
    limits = process.targets_of(process.severity_or_worst(incident.severity))
    begun = counting_start(incident, process)
    hurting = max(begun, incident.pace.hurting)
    rows = (
        (Timer.ASSESS, limits.assess, begun, bool(incident.severity), (COMMANDER,)),
        (Timer.PUBLIC_UPDATE, limits.public_update, begun, bool(incident.published), (COMMS, COMMANDER)),
        (Timer.ROOM, limits.room, begun, bool(incident.room), (COMMANDER,)),
        (Timer.ROLES, limits.roles, begun, not unclaimed_roles(incident, process), (COMMANDER,)),
        (Timer.MITIGATE, limits.mitigate, hurting, incident.phase is not Phase.ACTIVE, (COMMANDER,)),
        (Timer.ACKNOWLEDGE, limits.acknowledge, begun, has_response(incident), (ON_CALL, COMMANDER)),
    )
    for what, minutes, since, is_met, page in rows:
        if minutes:
            yield TimeLimit(what, since + timedelta(minutes=minutes), is_met, page)


def counting_start(incident: Incident, process: Process) -> datetime:
    """Return what targets and the ladder count from: the declaration, or the last reopening or raise.

    Setting a severity for the first time is not a raise: until then the worst one applied.
    """
    changes = (pair for pair in pairwise(incident.pace.severities) if pair[0][1])
    raised = (after[0] for before, after in changes if process.rank(after[1]) < process.rank(before[1]))
    return max((incident.pace.begun, *raised))


def has_response(incident: Incident) -> bool:
    """Whether somebody works on the incident: it was acknowledged, or a person did more than describe it."""
    return incident.pace.responded or "acknowledged" in incident.milestones


def unclaimed_roles(incident: Incident, process: Process) -> tuple[str, ...]:
    """Return the names of the roles that the severity requires and nobody holds."""
    rank = process.rank(process.severity_or_worst(incident.severity).label)
    wanted = (role for role in process.roles if role.required_from and rank <= process.rank(role.required_from))
    return tuple(role.name for role in wanted if role.key not in incident.roles)
