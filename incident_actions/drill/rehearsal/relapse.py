"""A scene of a rehearsal in which the outage comes back: the incident is reopened, fixed again, and resolved again."""

from __future__ import annotations

from incident_actions.drill.rehearsal.people import FIRST
from incident_actions.drill.rehearsal.timeline import Timeline, minutes_span
from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Stage

REOPEN = """\
/reopen Payments fail again: a restart brought the old setting back.
/update Payments have been failing again since the restart. We're restoring the setting."""
MITIGATED = "/mitigated Orders go through again. The setting is part of the release now."
RESOLVE = "/resolve Release 41 cut checkout's database connections from 50 to 5. Release 42 sets 50."
QUIET, SHORT = 20, 3
"""Minutes until the outage comes back, and between two steps of the responders."""


def has_postmortem(timeline: Timeline) -> bool:
    """Whether the incident has a post-mortem, which must follow the record."""
    return timeline.severity.postmortem


def come_back(timeline: Timeline, on: Stage) -> None:
    """Reopen the incident and resolve it again, and check that its post-mortem has the new end."""
    before = timeline.read_incident(on)
    timeline.pass_time(on, on.now + minutes_span(QUIET))
    on.comment(FIRST, INCIDENT, REOPEN)
    on.check("#1 runs again, and its timers with it", "resolved" not in timeline.read_incident(on).milestones)
    for text in (MITIGATED, RESOLVE):
        timeline.pass_time(on, on.now + minutes_span(SHORT))
        on.comment(FIRST, INCIDENT, text)
    _check_postmortem(timeline, on, before.postmortem.pull if before.postmortem else 0)


def _check_postmortem(timeline: Timeline, on: Stage, pull: int) -> None:
    """Check that the pull request is the same one, and that its file has the time of the last resolution."""
    incident = timeline.read_incident(on)
    postmortem, resolved = incident.postmortem, incident.milestones["resolved"]
    text = on.repository.text(postmortem.path, postmortem.branch) if postmortem else ""
    ends = [line for line in text.splitlines() if line.startswith("resolved:")]
    on.check(
        f"the post-mortem is still #{pull}, and its file now has {resolved:%H:%M} as the end",
        (postmortem.pull if postmortem else 0, ends),
        (pull, [f"resolved: '{resolved:%Y-%m-%dT%H:%M:%SZ}'"]),
    )
