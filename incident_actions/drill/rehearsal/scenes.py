"""The scenes of a rehearsal in their order; a process that has nothing for a scene goes without it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from incident_actions.drill.rehearsal import alarm, lessons, response
from incident_actions.drill.rehearsal.tale import Tale
from incident_actions.drill.stage import Scene, Stage


def always(_: Tale) -> bool:
    """Every process has something for this scene."""
    return True


Played = Callable[[Tale, Stage], None]
Has = Callable[[Tale], bool]

PARTS: tuple[tuple[str, str, Has, Played], ...] = (
    (
        "A team adopts it",
        "Its configuration extends the preset, and puts people behind the names.",
        always,
        alarm.adopts,
    ),
    (
        "Somebody notices",
        "Whoever sees it files the form, which asks what this process wants to know.",
        always,
        alarm.files_the_form,
    ),
    (
        "Nobody answers",
        "Nobody touches anything. The clock alone moves, and the process does what it says for silence.",
        alarm.is_left_alone,
        alarm.nobody_answers,
    ),
    (
        "Somebody is on it",
        "Acknowledged and rated: from now on the process knows how much it asks.",
        always,
        alarm.answers,
    ),
    ("Who does what", "Roles by the names that this process has for them.", response.has_roles, response.takes_roles),
    ("The room", "Where they talk; the card leads everybody there.", response.has_room, response.meets),
    ("The first words", "Those who wait hear that it is known; no guess at the cause.", always, response.speaks_first),
    (
        "What users hear",
        "Published words are the only ones that ever leave the team.",
        response.has_public,
        response.publishes,
    ),
    (
        "Silence",
        "Everybody is busy, and nobody writes. What was promised, and what must not last, is asked for.",
        response.lasts,
        response.falls_silent,
    ),
    (
        "The cause is known",
        "The status words of this process, in their order.",
        response.has_words,
        response.moves_along,
    ),
    ("Stuck", "Who is stuck need not wait for the ladder's minutes.", response.is_blocked, response.escalates),
    (
        "It takes longer",
        "Updates come on time now. The ladder goes on all the same, to the minute.",
        response.climbs,
        response.takes_longer,
    ),
    (
        "The fix goes out",
        "A branch, a pull request, a merge; the timeline writes itself.",
        always,
        response.opens_the_hotfix,
    ),
    ("Users no longer hurt", "Mitigated comes before understood.", always, response.mitigates),
    (
        "Watching that it holds",
        "Nobody leaves before it has held for as long as agreed.",
        response.has_watch,
        response.watches,
    ),
    ("It is over", "Resolving asks for the checklist, and prepares the post-mortem.", always, response.resolves),
    (
        "The same day",
        "The facts are filled in, in the form of this process. Why it happened is for people.",
        always,
        lessons.reviews,
    ),
    (
        "The review is merged",
        "Each action item becomes an issue. Nothing is owed then; the incident closes.",
        always,
        lessons.merges,
    ),
)


def scenes(tale: Tale) -> tuple[Scene, ...]:
    """The scenes that this process has something for."""
    return tuple(Scene(title, meaning, partial(play, tale)) for title, meaning, has, play in PARTS if has(tale))
