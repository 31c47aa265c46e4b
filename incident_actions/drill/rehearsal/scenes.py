"""The scenes of a rehearsal in their order; each is left out if the process has nothing for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from incident_actions.drill.rehearsal import declaration, postmortem, response
from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.stage import Scene, Stage


def has_anything(_: Timeline) -> bool:
    """Return True: every process has something for this scene."""
    return True


Played = Callable[[Timeline, Stage], None]
Has = Callable[[Timeline], bool]

PARTS: tuple[tuple[str, str, Has, Played], ...] = (
    (
        "A team adopts it",
        "Its configuration extends the preset, and puts people behind the names.",
        has_anything,
        declaration.adopt_process,
    ),
    (
        "Somebody notices",
        "Whoever sees it files the form, which asks what this process wants to know.",
        has_anything,
        declaration.file_the_form,
    ),
    (
        "Nobody answers",
        "Nobody touches anything. The clock alone moves, and the process does what it says for silence.",
        declaration.has_response_timers,
        declaration.leave_unanswered,
    ),
    (
        "Somebody is on it",
        "Acknowledged and rated: from now on the process knows how much it asks.",
        has_anything,
        declaration.acknowledge,
    ),
    ("Who does what", "Roles by the names that this process has for them.", response.has_roles, response.assign_roles),
    ("The room", "Where they talk; the card leads everybody there.", response.has_room, response.open_room),
    (
        "The first words",
        "Those who wait hear that it is known; no guess at the cause.",
        has_anything,
        response.post_first_update,
    ),
    (
        "What users hear",
        "Published words are the only ones that ever leave the team.",
        response.has_public_updates,
        response.publish,
    ),
    (
        "Silence",
        "Everybody is busy, and nobody writes. What was promised, and what must not last, is asked for.",
        response.has_recurring_timers,
        response.stop_updating,
    ),
    (
        "The cause is known",
        "The status words of this process, in their order.",
        response.has_later_statuses,
        response.set_later_statuses,
    ),
    (
        "Stuck",
        "Who is stuck need not wait for the ladder's minutes.",
        response.has_manual_escalation,
        response.escalate,
    ),
    (
        "It takes longer",
        "Updates come on time now. The ladder goes on all the same, to the minute.",
        response.has_late_escalations,
        response.reach_late_escalations,
    ),
    (
        "The fix goes out",
        "A branch, a pull request, a merge; the timeline writes itself.",
        has_anything,
        response.open_hotfix,
    ),
    ("Users no longer hurt", "Mitigated comes before understood.", has_anything, response.mitigate),
    (
        "Watching that it holds",
        "Nobody leaves before it has held for as long as agreed.",
        response.has_watch,
        response.watch,
    ),
    ("It is over", "Resolving asks for the checklist, and prepares the post-mortem.", has_anything, response.resolve),
    (
        "The same day",
        "The facts are filled in, in the form of this process. Why it happened is for people.",
        has_anything,
        postmortem.review_postmortem,
    ),
    (
        "The review is merged",
        "Each action item becomes an issue. Nothing is owed then; the incident closes.",
        has_anything,
        postmortem.merge_postmortem,
    ),
)


def rehearsal_scenes(timeline: Timeline) -> tuple[Scene, ...]:
    """Return the scenes for which the process has something."""
    return tuple(Scene(title, meaning, partial(play, timeline)) for title, meaning, has, play in PARTS if has(timeline))
