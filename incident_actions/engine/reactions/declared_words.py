"""Offer the first words of an incident, each once: when everything that people can fill in is known."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.contract.decision import Context, Decision
from incident_actions.engine import ready_words
from incident_actions.engine.ready_words import DECLARED
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.text.messages import ReadyWords, WordsComplete

FILLING = (
    e.SeveritySet, e.RoleTaken, e.ImpactSet, e.ServicesSet, e.RoomOpened, e.UpdatePosted, e.UpdatePublished,
    e.StatusSet, e.MilestoneSet, e.ActionOpened,
)  # fmt: skip
"""Entries that can fill the last blank of a text."""


def split_words(
    incident: Incident, steps: Sequence[Incident | None], context: Context
) -> tuple[tuple[ReadyWords, ...], tuple[ReadyWords, ...]]:
    """Return the first words that the last of `steps` completes, and those new ones that still lack something.

    An entry of an earlier run has no steps, since its words were posted then.
    """
    if not steps:
        return (), ()
    process, before = context.process, steps[-2]
    words = ready_words.for_stages((DECLARED,), incident, process)
    complete = [each for each in words if ready_words.completed_at(each, steps, process) == len(steps) - 2]
    new = [each for each in words if not (before and process.applies_to(each.severities, before.severity))]
    waiting = [each for each in new if not ready_words.are_complete(each, incident, process)]
    ready = ready_words.fill_announcements(complete, incident, process, context.now)
    return ready, ready_words.fill_announcements(waiting, incident, process, context.now)


def offer_completed(known: int, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Post the first words that this run's entries, those after the first `known`, have completed.

    Those that a declaration or a raise completes are in its comment. Nobody needs them once users are no longer
    affected, or if they were completed in an offline log.
    """
    incident, process = context.incident(entries), context.process
    if incident is None or incident.phase is not Phase.ACTIVE:
        return Decision()
    if not any(isinstance(entry, FILLING) for entry in entries[known:]):
        return Decision()
    steps = context.incident_steps(entries)
    complete = (
        each
        for each in ready_words.for_stages((DECLARED,), incident, process)
        if ready_words.are_complete(each, incident, process)
        and not ready_words.are_complete(each, steps[known], process)
    )
    replayed = e.replay_comments(entries)
    found = []
    for each in complete:
        place = ready_words.completed_at(each, steps, process)
        if place is not None and place >= known and entries[place].comment not in replayed:
            found += [] if _has_own_comment(entries[place], steps[place], process) else [each]
    if not found:
        return Decision()
    ready = ready_words.fill_announcements(found, incident, process, context.now)
    message = WordsComplete(ready, any(ready_words.has_brackets(each.text, process) for each in ready))
    return Decision((), (message,), " ".join(f"words:{each.name}" for each in found))


def is_raised(before: str, severity: str, process: Process) -> bool:
    """Return whether a severity was set for the first time, or is worse than before."""
    was, now = process.rank(before), process.rank(severity)
    return now != 0 and (was == 0 or now < was)


def _has_own_comment(entry: e.Entry, before: Incident | None, process: Process) -> bool:
    """Return whether the comment about an entry has the words: a declaration, or a severity that is set or raised."""
    if isinstance(entry, e.Declared):
        return True
    return isinstance(entry, e.SeveritySet) and is_raised(before.severity if before else "", entry.to, process)
