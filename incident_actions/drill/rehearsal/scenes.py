"""The scenes of a rehearsal in their order; each is left out if the process has nothing for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from incident_actions.drill.rehearsal import declaration, postmortem, relapse, response, updates
from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.stage import Scene, Stage


def has_anything(_: Timeline) -> bool:
    """Return True: every process has something for this scene."""
    return True


Played = Callable[[Timeline, Stage], None]
Has = Callable[[Timeline], bool]

PARTS: tuple[tuple[str, str, Has, Played], ...] = (
    (
        "The team adopts the process",
        "Its configuration extends the preset and assigns people to its contacts.",
        has_anything,
        declaration.adopt_process,
    ),
    (
        "Customer support reports an outage",
        "Filing the form declares the incident. The form asks this process's own questions.",
        has_anything,
        declaration.file_the_form,
    ),
    (
        "Nobody acknowledges",
        "Nobody responds, so the process's timers fire and its escalation steps page people.",
        declaration.has_response_timers,
        declaration.leave_unanswered,
    ),
    (
        "Acknowledged",
        "The incident has a responder and a severity. The severity decides what the process requires.",
        has_anything,
        declaration.acknowledge,
    ),
    (
        "Roles",
        "The commander assigns every role of this process, by its own name.",
        response.has_roles,
        response.assign_roles,
    ),
    ("War room", "The card links to the place where the responders talk.", response.has_room, response.open_room),
    (
        "The first update",
        "Stakeholders learn that the team is working on it.",
        has_anything,
        updates.post_first_update,
    ),
    (
        "The first public update",
        "Only published text is meant for people outside the team.",
        updates.has_public_updates,
        updates.publish,
    ),
    (
        "Nobody posts an update",
        "The tool asks for the update, and escalates when there is no progress.",
        updates.has_recurring_timers,
        updates.stop_updating,
    ),
    (
        "The cause is known",
        "The incident moves through the statuses of this process.",
        response.has_later_statuses,
        response.set_later_statuses,
    ),
    (
        "Blocked",
        "A responder who is blocked can escalate at once.",
        response.has_manual_escalation,
        response.escalate,
    ),
    (
        "The outage continues",
        "The responders report on time now. The escalation ladder continues, to the minute.",
        updates.has_late_escalations,
        updates.reach_late_escalations,
    ),
    (
        "The fix ships",
        "A branch, a pull request and a merge. The timeline records them automatically.",
        has_anything,
        response.open_hotfix,
    ),
    ("Mitigated", "Users are no longer affected. The cause can wait.", has_anything, response.mitigate),
    (
        "Monitoring",
        "The process asks the team to watch the fix for a while.",
        response.has_watch,
        response.watch,
    ),
    ("Resolved", "Resolving posts the checklist and opens the post-mortem.", has_anything, response.resolve),
    (
        "The outage comes back",
        "The incident is reopened and resolved again. The post-mortem follows, as long as nobody has edited it.",
        relapse.has_postmortem,
        relapse.come_back,
    ),
    (
        "The post-mortem is written",
        "The tool has filled in the facts, in this process's format. People add the causes.",
        has_anything,
        postmortem.review_postmortem,
    ),
    (
        "The post-mortem is merged",
        "Each action item becomes an issue, and the incident closes.",
        has_anything,
        postmortem.merge_postmortem,
    ),
)


def rehearsal_scenes(timeline: Timeline) -> tuple[Scene, ...]:
    """Return the scenes for which the process has something."""
    return tuple(Scene(title, meaning, partial(play, timeline)) for title, meaning, has, play in PARTS if has(timeline))
