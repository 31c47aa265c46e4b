"""Scenes of a rehearsal's post-mortem: people finish it in the form of the process, and merge it."""

from __future__ import annotations

import re
from datetime import timedelta

from incident_actions.drill.rehearsal.people import FIRST
from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.rehearsal.updates import update_author
from incident_actions.drill.rehearsal.written_file import ITEMS, fill_in
from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Stage, UnexpectedResult
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.time_text import format_moment
from incident_actions.model.process.business_time import deadline
from incident_actions.model.process.postmortem import PostmortemRules

BRANCH = f"postmortem/{INCIDENT}"


def review_postmortem(timeline: Timeline, on: Stage) -> None:
    """Check the file's form, and let people fill it in."""
    incident = timeline.read_incident(on)
    if incident.postmortem is None:
        raise UnexpectedResult("no post-mortem was opened")
    timeline.path, timeline.postmortem = incident.postmortem.path, incident.postmortem.pull
    on.wait_until(on.now.replace(hour=13, minute=40, second=0))
    on.narration.print_action(on.now, update_author(timeline), f"reads the file in #{timeline.postmortem}")
    before = on.repository.text(timeline.path, BRANCH)
    _check_form(timeline, on, before, incident)
    due = deadline(incident.milestones["resolved"], timeline.process.postmortem.due, timeline.process.calendar)
    on.check(
        f"due {timeline.process.postmortem.due} after the resolution: {due:%A}, {format_moment(due)}",
        f"| Post-mortem due | {timeline.card_time(due, on)} |" in on.repository.card(INCIDENT),
    )
    _write_and_check(timeline, on, fill_in(before, timeline.process))


def _check_form(timeline: Timeline, on: Stage, text: str, incident: Incident) -> None:
    """Check that the file's name, title, sections and header are those of the process, in their order."""
    rules = timeline.process.postmortem
    on.check(
        f"#{timeline.postmortem} adds {timeline.path}", timeline.path.rpartition("/")[2], expected_file_name(rules)
    )
    named = rules.title.format(number=INCIDENT, title=incident.title)
    on.check(f"title: {named}", first_heading(text), named)
    sections = [section.title for section in rules.sections]
    on.check(f"sections: {' · '.join(sections)}", section_headings(text, rules), sections)
    if rules.header:
        fields = [each.name for each in rules.header]
        on.check(f"header: {' · '.join(fields)}", header_fields(text)[: len(fields)], fields)
    wanted = tuple(each.name for each in rules.columns if rules.items == "table" or each.content != "item")
    on.check(f"action items as a {rules.items}: {' · '.join(wanted)}", item_columns(text, rules, wanted), wanted)


def _write_and_check(timeline: Timeline, on: Stage, text: str) -> None:
    """Let somebody write the file, and check that the check accepts it."""
    writer = update_author(timeline)
    runs = on.perform(
        writer,
        "adds the causes and two more action items",
        "push of the post-mortem",
        lambda: on.repository.commit_file(writer, BRANCH, timeline.path, text, "Explain the cause and plan the fixes"),
    )
    outcomes = [(run.job.command, run.outputs["outcome"]) for run in runs]
    on.check("the check runs on the pull request and finds nothing to fix", outcomes, [(["check"], "clean")])


def expected_file_name(rules: PostmortemRules) -> str:
    """Return the process's file name for an incident that began on that Thursday."""
    return rules.file.format(date="2026-03-05", name="checkout-returns-http-500", number=INCIDENT)


def first_heading(text: str) -> str:
    """Return the first heading of a file."""
    return next(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))


def section_headings(text: str, rules: PostmortemRules) -> list[str]:
    """Return the headings below the title, in their order."""
    mark = f"{'#' * (rules.level + 1)} "
    return [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]


def header_fields(text: str) -> list[str]:
    """Return the names of the fields between the title and the first section."""
    return re.findall(r"(?m)^(?:- )?\*\*(.*?)(?::\*\*|\*\*:)", re.split(r"(?m)^##+ (?!Incident)", text)[0])


def item_columns(text: str, rules: PostmortemRules, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the `wanted` columns that the action items' section names, in its order."""
    heading = next(section.title for section in rules.sections if section.content == "action items")
    part = text.partition(f"# {heading}\n")[2]
    return tuple(sorted((name for name in wanted if name in part), key=part.index))


def merge_postmortem(timeline: Timeline, on: Stage) -> None:
    """Merge the post-mortem, which opens its action items and closes the incident."""
    on.wait_until(on.now + timedelta(hours=3))
    on.perform(
        FIRST,
        f"approves #{timeline.postmortem}",
        "review",
        lambda: on.repository.approve(FIRST, timeline.postmortem, "Yes."),
    )
    on.narration.print_action(on.now, FIRST, f"merges #{timeline.postmortem}")
    on.collect_replies(INCIDENT, "merge post-mortem", lambda: on.repository.merge(FIRST, timeline.postmortem))
    items = [(each.number, on.repository.assignees(each.number), each.state) for each in on.repository.items()]
    on.check(
        "each action item is open and assigned to its owner",
        [(owners, state) for _, owners, state in items],
        [((owner,), "open") for _, owner, _ in ITEMS],
    )
    kept = {timeline.process.labels.incident, timeline.severity.label}
    listed = {timeline.process.labels.review} - {""}
    on.check(
        "#1 was closed automatically",
        (on.repository.state(INCIDENT), on.repository.labels(INCIDENT)),
        ("closed", kept | listed),
    )
    if listed:
        on.comment(FIRST, INCIDENT, "/reviewed The release check compares the pool with the workers from now on")
        on.check(
            f"#1 is no longer in the list of the label {timeline.process.labels.review}",
            on.repository.labels(INCIDENT),
            kept,
        )
