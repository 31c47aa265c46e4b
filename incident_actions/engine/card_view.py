"""Render the part of the card that people see, from the record alone: the same record always gives the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any
from urllib.parse import quote

from incident_actions.contract.decision import Context
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine import (
    announcement_values,
    card_clock,
    checklists,
    form_answers,
    playbooks,
    ready_words,
    reference_material,
)
from incident_actions.engine.commands.registry import usable_commands
from incident_actions.model.fast_dataclass import dataclass, fields, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.incident.recent_change import change_to_undo
from incident_actions.model.incident.timer import Timer
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.ladder import Condition
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import awaits_review, due_by, is_owed
from incident_actions.postmortem.recurrence_lines import shown_recurrence
from incident_actions.postmortem.review_list import review_list_url
from incident_actions.text import timeline
from incident_actions.text.messages import ExpectedResponse
from incident_actions.timers.schedule import (
    expected_response,
    next_update,
    pending_targets,
    running_series,
)
from incident_actions.timers.targets import has_response, unclaimed_roles

SHOWN_LINES = 40
"""How many of the newest timeline lines the card shows at most. The post-mortem shows all."""

FEW_LINES = 6
"""How many lines it shows if the card would be too long otherwise."""

SHOWN_BOT_LINES = 5
"""How many of the newest notes of bots the card shows, so that they don't push out what people did."""

SHOWN_TEXT = 300
"""How many characters of a text the card's timeline shows. The line links to the comment with the whole text."""

SHOWN_ALARMS = 8
"""How many alerts the card shows at most."""

SHOWN_TARGETS = 3
"""How many targets the card shows at most, the earliest first."""

SHOWN_PEOPLE = 6
"""How many of the people who were paged the card shows at most."""

SHOWN_LINKS = 12
"""How many links of the process and the affected services the card shows at most."""

SHOWN_CHECKLISTS = 4
"""To how many comments with checklists the card links at most, the newest ones."""

SHOWN_ANSWERS = 6
"""How many of the form's answers the card shows at most."""

SHOWN_LENGTH = 12_000
"""How many characters the card's timeline takes at most."""

NO_MATERIAL: Mapping[str, object] = {"shell_commands": (), "references": (), "contacts": ()}
NO_DETAILS: Mapping[str, object] = {"changes_before": None, "options": (), "ready": (), "playbooks": (), **NO_MATERIAL}

_FILE = lazy_pattern(r"/?(?P<path>(?:[\w.-]+/)*[\w.-]+\.(?:md|rst|adoc|txt))")


@dataclass(frozen=True)
class Escalation:
    """The next escalation step: whom it pages, when, and under which condition."""

    people: tuple[str, ...]
    at: datetime
    when: Condition


def render(incident: Incident, entries: tuple[e.Entry, ...], context: Context, room: int) -> str:
    """Return as much as fits into so many characters.

    If it is too long, what people only look up is left out first, then the other collapsed details, and then all but
    the newest lines. The card of a private incident shows only where that is.
    """
    if incident.private:
        return context.wording.render("parts/private_card.md", {"where": incident.private})
    readable = timeline.visible_entries(entries)
    changes = timeline.source_changes(entries)
    lines_of_entries = [
        timeline.mark_change(
            timeline.word_entry(_shortened(each), context.wording, context.process), changes, context.wording
        )
        for each in _without_many_bot_notes(readable)[-SHOWN_LINES:]
    ]
    details = {**_details(incident, entries, context), **_material(incident, entries, context)}
    text = ""
    for lines, left_out in (
        (SHOWN_LINES, {}),
        (SHOWN_LINES, NO_MATERIAL),
        (SHOWN_LINES, NO_DETAILS),
        (FEW_LINES, NO_DETAILS),
    ):
        shown = newest_that_fit([len(line.text) for line in lines_of_entries[-lines:]], SHOWN_LENGTH)
        values = {
            **_values(incident, entries, context),
            **details,
            **left_out,
            "lines": lines_of_entries[-shown:],
            "timeline": _newest_first(lines_of_entries[-shown:], incident),
            "hidden": max(0, len(readable) - shown),
        }
        text = context.wording.render("comments/card.md", values)
        if len(text) <= room:
            break
    return text


def _without_many_bot_notes(entries: list[e.Entry]) -> list[e.Entry]:
    notes = [each for each in entries if timeline.is_bot_note(each)]
    if len(notes) <= SHOWN_BOT_LINES:
        return entries
    left_out = set(map(id, notes[:-SHOWN_BOT_LINES]))
    return [each for each in entries if id(each) not in left_out]


def _newest_first(
    lines: Sequence[timeline.TimelineRow], incident: Incident
) -> list[tuple[timeline.TimelineRow, datetime]]:
    """Return the lines, each with the time whose day it need not repeat: that of the line above, or the start."""
    ordered = lines[::-1]
    start = incident.start
    return list(zip(ordered, (start, *(line.at for line in ordered)), strict=False))


def newest_that_fit(lengths: Sequence[int], room: int) -> int:
    """Return how many of the newest fit into so many characters; at least one."""
    taken = accumulate(reversed(lengths))
    return max(1, sum(1 for length in taken if length <= room))


def _values(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> dict[str, object]:
    process = context.process
    rank = process.rank(incident.severity)
    running, changes = incident.phase in RUNNING, incident.changes_before
    holders = [(each.key, each.name, incident.roles[each.key]) for each in process.roles if each.key in incident.roles]
    return {
        "incident": incident,
        "severity": process.severities[rank - 1] if rank else None,
        "rank": rank,
        "severities": len(process.severities),
        "running": running,
        "owed": is_owed(incident, process),
        "review_list": review_list_url(incident, process, context.snapshot.server, context.snapshot.repository),
        "postmortem_due": due_by(incident, process) if is_owed(incident, process) else None,
        "next": expected_step(incident, process),
        "roles": [each for role, *each in holders if role != "commander"],
        "holders": [each for _, *each in holders],
        "unclaimed": _unclaimed(incident, process) if running else (),
        **_timers(incident, entries, process),
        **_paged(entries, process, running=running),
        **_alarms(incident),
        "last_change": change_to_undo(changes.changes) if changes and incident.phase is Phase.ACTIVE else None,
        "checklists": _checklists(incident, entries, context),
        **_answers(incident, process),
        "recurrence": shown_recurrence(entries),
        "issues": "",
        "blob": _file_address(context.snapshot),
        "ask": missing_milestone(incident, process),
        "addresses": tuple(_addresses(incident, context))[:SHOWN_LINKS] if running else (),
        "commands": [each for each in usable_commands("incident", process) if each.place != "any issue"],
        "issue": f"{context.snapshot.server}/{context.snapshot.repository}/issues/{incident.number}",
        "dismissed": next((each for each in reversed(entries) if isinstance(each, e.Dismissed)), None),
    }


def _file_address(snapshot: Snapshot) -> str:
    """Return the address of the files on the default branch."""
    return f"{snapshot.server}/{snapshot.repository}/blob/{quote(snapshot.default_branch, errors='replace')}"


def _checklists(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> tuple[e.ChecklistRead, ...]:
    """Return what was read last in each comment with a checklist of this phase and round, oldest first."""
    read = {entry.on: entry for entry in entries if isinstance(entry, e.ChecklistRead)}
    if not read:
        return ()
    *_, (_, number) = checklists.numbered_rounds(context.incident_steps(entries))
    needed = {each.key for each in checklists.for_round(incident, number, context.process)}
    return tuple(read[comment] for comment in sorted(read) if needed & set(read[comment].lists))[-SHOWN_CHECKLISTS:]


def _unclaimed(incident: Incident, process: Process) -> tuple[str, ...]:
    """Return the roles that nobody holds and that are required, the commander always being one."""
    required = unclaimed_roles(incident, process) if incident.severity else ()
    commander = process.role("commander")
    missing = commander is not None and commander.key not in incident.roles and commander.name not in required
    return (commander.name, *required) if commander and missing else required


def _timers(incident: Incident, entries: tuple[e.Entry, ...], process: Process) -> dict[str, object]:
    """Return what the card shows of time: its clock, the next update, targets and escalation, a watch, and a snooze."""
    clock, snoozed = card_clock.read_clock(incident, entries), _snoozed(incident, entries)
    watches = (each.first for each in running_series(incident, process) if each.what == Timer.WATCH)
    return {
        "clock": clock,
        "next_update": next_update(incident, process),
        "update": card_clock.describe_update(incident, process, clock, snoozed.until if snoozed else None),
        "response": _response(incident, process),
        "targets": pending_targets(incident, process)[:SHOWN_TARGETS],
        "escalation": _escalation(incident, process),
        "watch_until": next(watches, None),
        "snoozed": snoozed,
    }


def _response(incident: Incident, process: Process) -> ExpectedResponse | None:
    """Return how fast the incident must be answered, as long as nobody works on it."""
    if incident.phase not in RUNNING or has_response(incident):
        return None
    return expected_response(incident, process)


def _paged(entries: tuple[e.Entry, ...], process: Process, *, running: bool) -> dict[str, object]:
    """Return the people who were paged that the card shows, those without an answer first."""
    people = card_clock.paged_people(entries, process) if running else ()
    ordered = sorted(people, key=lambda each: each.answered is not None)
    return {"paged": ordered[:SHOWN_PEOPLE], "paged_hidden": len(ordered[SHOWN_PEOPLE:])}


def _escalation(incident: Incident, process: Process) -> Escalation | None:
    """Return the earliest escalation step that was not reached yet."""
    waiting = [
        (max(each.first, incident.pace.snoozed_until or each.first), each.rung)
        for each in running_series(incident, process)
        if each.rung and each.rounds_fired(incident.pace.fired) == 0
    ]
    if not waiting:
        return None
    at, rung = min(waiting, key=lambda each: each[0])
    return Escalation(tuple(process.contact_name(name) for name in rung.page), at, rung.when)


def _snoozed(incident: Incident, entries: tuple[e.Entry, ...]) -> e.TimersSnoozed | None:
    """Return the snooze that is in effect, or None once the record has an entry later than its end."""
    if incident.phase not in RUNNING or incident.pace.snoozed_until is None:
        return None
    last = max(entry.accepted for entry in entries)
    newest_first = (each for each in reversed(entries) if isinstance(each, e.TimersSnoozed))
    return next(
        (each for each in newest_first if each.until == incident.pace.snoozed_until and each.until > last), None
    )


def _alarms(incident: Incident) -> dict[str, object]:
    """Return the alerts that the card shows, those that are firing first."""
    ordered = sorted(incident.alarms, key=lambda alarm: not alarm.firing)
    return {"alarms": ordered[:SHOWN_ALARMS], "alarms_hidden": len(ordered[SHOWN_ALARMS:])}


def _answers(incident: Incident, process: Process) -> dict[str, object]:
    """Return the form's answers that the card shows while it runs."""
    given = form_answers.answers_with_questions(incident, process) if incident.phase in RUNNING else ()
    return {"answers": given[:SHOWN_ANSWERS], "answers_hidden": len(given[SHOWN_ANSWERS:])}


def missing_milestone(incident: Incident, process: Process) -> str:
    """Return the command for a time that the process's words need and nobody named, once the first steps are done."""
    if incident.phase in (Phase.CLOSED, Phase.DISMISSED) or not incident.severity:
        return ""
    if "acknowledged" not in incident.milestones or "commander" not in incident.roles:
        return ""
    words = (each.text for each in process.announcements if process.applies_to(each.severities, incident.severity))
    needed = any("{time_to_detect}" in text for text in words)
    known = announcement_values.known_values(incident, process, None)["time_to_detect"]
    return announcement_values.missing_command("time_to_detect", incident, process) if needed and not known else ""


def _addresses(incident: Incident, context: Context) -> Iterator[tuple[str, str]]:
    """Return the names and addresses of useful pages: the affected services' first, then the process's."""
    affected = {name.casefold() for name in incident.services}
    services = [each for each in context.process.services if each.name.casefold() in affected]
    process, links = context.process, context.process.links
    named = (
        *((f"{each.name} dashboard", each.dashboard) for each in services),
        *((f"{each.name} runbook", each.runbook) for each in services),
        ("dashboards", links.dashboards),
        ("runbooks", links.runbooks),
        ("status page", process.page_address),
        ("on-call schedule", links.on_call),
        # once it is open, it has a row of its own
        ("war room", "" if incident.room else context.process.room_name(incident.number, incident.declared.date())),
    )
    return ((name, _address(where.strip(), context)) for name, where in named if where.strip())


def _address(where: str, context: Context) -> str:
    """Return the URL of a file in the repository, or any other address unchanged."""
    found = _FILE.fullmatch(where)
    return f"{context.snapshot.server}/{context.snapshot.repository}/blob/HEAD/{found['path']}" if found else where


def _details(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> dict[str, object]:
    """Return the collapsed details: the phase's options, ready-made announcements, and playbooks that match."""
    process, running = context.process, incident.phase in RUNNING
    lists = checklists.for_phase(incident.phase, incident, process) if running else ()
    words = ready_words.for_stages(word_stages(incident), incident, process)
    now = card_clock.read_clock(incident, entries).as_of
    fitting = playbooks.matching_playbooks(incident, process) if running else ()
    return {
        "changes_before": incident.changes_before if running else None,
        "options": checklists.to_steps(each for each in lists if each.kind == "options"),
        "ready": ready_words.fill_announcements(words, incident, process, now),
        "playbooks": [(each, _address(each.link.strip(), context)) for each in fitting],
    }


def _material(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> dict[str, object]:
    """Return what people look up: the phase's shell commands, contacts and references."""
    process, running = context.process, incident.phase in RUNNING
    snippets = reference_material.shell_commands(incident, process) if running else ()
    people = reference_material.contacts(incident, process, max(each.accepted for each in entries)) if running else ()
    references = process.references if running or incident.phase is Phase.RESOLVED else ()
    return {
        "shell_commands": snippets,
        "contacts": people,
        "references": [(each, _address(each.link.strip(), context)) for each in references],
    }


def word_stages(incident: Incident) -> tuple[str, ...]:
    """Return the stages whose words the card shows. The first words stay until users are no longer affected."""
    if incident.phase is Phase.RESOLVED:
        return ("resolved",)
    if incident.phase not in RUNNING:
        return ()
    first = (ready_words.DECLARED,) if incident.phase is Phase.ACTIVE else ()
    return (*first, incident.status, "update")


def _shortened(entry: e.Entry) -> e.Entry:
    """Return the entry with its long texts cut to what the card's timeline shows."""
    texts = ((slot.name, getattr(entry, slot.name)) for slot in fields(entry))
    long: dict[str, Any] = {
        name: f"{text[: SHOWN_TEXT - 1]}…" for name, text in texts if isinstance(text, str) and len(text) > SHOWN_TEXT
    }
    return replace(entry, **long) if long else entry


def expected_step(incident: Incident, process: Process) -> str:
    """Return the next step that people are expected to take, by the name that the card's template knows."""
    if incident.phase in (Phase.CLOSED, Phase.DISMISSED):
        return "review" if awaits_review(incident, process) else incident.phase
    if incident.phase is Phase.RESOLVED:
        return "postmortem" if is_owed(incident, process) else "close"
    if not incident.severity:
        return "severity"
    if "acknowledged" not in incident.milestones:
        return "acknowledge"
    if "commander" not in incident.roles:
        return "commander"
    return "mitigate" if incident.phase is Phase.ACTIVE else "resolve"
