"""The lessons: people finish the post-mortem in the form that the process gives it, and merge it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from incident_actions.drill.rehearsal.cast import FIRST
from incident_actions.drill.rehearsal.response import speaker
from incident_actions.drill.rehearsal.tale import INCIDENT, Tale
from incident_actions.drill.stage import NotAsTold, Stage
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.time_text import format_moment
from incident_actions.model.process.business_time import deadline
from incident_actions.model.process.postmortem import PostmortemRules, Section

BRANCH = f"postmortem/{INCIDENT}"
PROSE = (
    (r"summary", "A release cut the connections of checkout to its database from 50 to 5; payments timed out."),
    (r"impact", "All customers, for 40 minutes; about 1,300 orders failed. Nobody was charged twice."),
    (r"cause|factor", "The example value of 5 went along with release 41. Nothing compares it with the workers."),
    (r"well|worked", "The release note named the setting: the cause was found minutes after somebody looked."),
    (r"wrong|poorly|not", "Customers noticed before any alert did."),
    (r"luck", "It was three in the morning. At noon it would have been 20 times as many orders."),
)
ELSE = "Checkout's settings are compared with its workers from now on; the runbook says how."
"""What people write, by the name of the section."""

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HINT = re.compile(r"[ \t]*<!--.*?-->[ \t]*\n?", re.DOTALL)
ITEMS = (
    ("Refuse a release whose connection pool is smaller than its workers", "grace", "2026-03-20"),
    ("Alert when the connection pool is 80 % used", "linus", "2026-03-27"),
)


def filled(text: str, tale: Tale) -> str:
    """The file as people leave it: each section written, no hint left, two action items more."""
    rules = tale.process.postmortem
    parts = re.split(r"(?m)^(?=##+ )", text)
    titles = {section.title.strip(): section for section in rules.sections}
    written = (_written(part, titles.get(part.partition("\n")[0].lstrip("# ").strip()), tale) for part in parts)
    return "".join(written)


def _written(part: str, section: Section | None, tale: Tale) -> str:
    """One section: what the tool has put there stays, and people add what it cannot know."""
    if section is None:
        return COMMENT.sub(PROSE[1][1], part)
    head, _, rest = HINT.sub("", part).partition("\n")
    if section.content == "action items":
        return f"{head}\n\n{_with_items(rest, section, tale)}\n"
    if section.content not in ("text", "summary", "impact"):
        return HINT.sub("", part)
    kept = "\n".join(line for line in rest.splitlines() if not _is_prompt(line, section))
    answers = "\n".join(f"- {prompt}: nothing more than is said above" for prompt in section.prompts)
    return "\n\n".join(filter(None, (head, kept.strip(), _prose(section), answers))) + "\n\n"


def _is_prompt(line: str, section: Section) -> bool:
    return any(f"[{prompt}]" in line for prompt in section.prompts)


def _prose(section: Section) -> str:
    return next((words for form, words in PROSE if re.search(form, section.title, re.IGNORECASE)), ELSE)


def _with_items(rest: str, section: Section, tale: Tale) -> str:
    """The action items below what stands there, in the form of the process: rows of its table, or lines."""
    lines = [line for line in rest.strip().splitlines() if not _is_prompt(line, section)]
    return "\n".join((*lines, *_items(tale))) + "\n"


def _items(tale: Tale) -> Iterator[str]:
    rules, types = tale.process.postmortem, tale.process.actions.types
    for text, owner, due in ITEMS:
        cells = {"item": text, "owner": f"@{owner}", "due": due, "type": types[0] if types else ""}
        if rules.items == "table":
            yield f"| {' | '.join(cells[each] for each in rules.column_contents)} |"
        else:
            named = [f"{column.name}: {cells[column.content]}" for column in rules.columns if column.content != "item"]
            yield f"- {'[ ] ' if rules.items == 'checklist' else ''}{' — '.join((text, *named))}"


def reviews(tale: Tale, on: Stage) -> None:
    """The file has the form of the process; people fill it in."""
    incident = tale.incident(on)
    if incident.postmortem is None:
        raise NotAsTold("no post-mortem was opened")
    tale.path, tale.postmortem = incident.postmortem.path, incident.postmortem.pull
    on.to(on.now.replace(hour=13, minute=40, second=0))
    before = on.world.text(tale.path, BRANCH)
    _has_its_form(tale, on, before, incident)
    due = deadline(incident.milestones["resolved"], tale.process.postmortem.due, tale.process.calendar)
    on.expect(
        f"it is due {tale.process.postmortem.due} after the resolution: {due:%A}, {format_moment(due)}",
        format_moment(due) in on.world.card(INCIDENT),
    )
    _is_written(tale, on, filled(before, tale))


def _has_its_form(tale: Tale, on: Stage, text: str, incident: Incident) -> None:
    """Its name, its title, its sections and the fields of its header are those of the process, in their order."""
    rules = tale.process.postmortem
    on.expect(f"#{tale.postmortem} holds {tale.path}", tale.path.rpartition("/")[2], file_name(rules))
    named = rules.title.format(number=INCIDENT, title=incident.title)
    on.expect(f"its title: {named}", title(text), named)
    sections = [section.title for section in rules.sections]
    on.expect(f"its sections: {' · '.join(sections)}", headings(text, rules), sections)
    if rules.header:
        fields = [each.name for each in rules.header]
        on.expect(f"its header: {' · '.join(fields)}", header(text)[: len(fields)], fields)
    wanted = tuple(each.name for each in rules.columns if rules.items == "table" or each.content != "item")
    on.expect(f"its action items, as a {rules.items}: {' · '.join(wanted)}", columns(text, rules, wanted), wanted)


def _is_written(tale: Tale, on: Stage, text: str) -> None:
    """Somebody writes it, and the check has nothing against it."""
    writer = speaker(tale)
    runs = on.act(
        writer,
        "writes what only people know, and two action items more",
        "push of the post-mortem",
        lambda: on.world.write(writer, BRANCH, tale.path, text, "Say why it happened and what we do about it"),
    )
    outcomes = [(run.job.command, run.outputs["outcome"]) for run in runs]
    on.expect("the check reads it, and finds nothing to mend", outcomes, [(["check"], "clean")])


def file_name(rules: PostmortemRules) -> str:
    """What the process calls the file of an incident that began on that Thursday."""
    return rules.file.format(date="2026-03-05", name="checkout-answers-with-an-error-500", number=INCIDENT)


def title(text: str) -> str:
    """The first heading of a file."""
    return next(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))


def headings(text: str, rules: PostmortemRules) -> list[str]:
    """The headings below the title, in their order."""
    mark = f"{'#' * (rules.level + 1)} "
    return [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]


def header(text: str) -> list[str]:
    """The names of the fields between the title and the first section."""
    return re.findall(r"(?m)^- \*\*(.*?):\*\*", re.split(r"(?m)^##+ (?!Incident)", text)[0])


def columns(text: str, rules: PostmortemRules, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the wanted columns that the section of the action items names, in the order in which it does."""
    heading = next(section.title for section in rules.sections if section.content == "action items")
    part = text.partition(f"# {heading}\n")[2]
    return tuple(sorted((name for name in wanted if name in part), key=part.index))


def merges(tale: Tale, on: Stage) -> None:
    """The merge files it, opens its action items, and closes the incident."""
    on.to(on.now + timedelta(hours=3))
    on.act(FIRST, f"approves #{tale.postmortem}", "review", lambda: on.world.approve(FIRST, tale.postmortem, "Yes."))
    on.narration.acts(on.now, FIRST, f"merges #{tale.postmortem}")
    on.hear(INCIDENT, "merge post-mortem", lambda: on.world.merge(FIRST, tale.postmortem))
    items = [(each.number, on.world.owners(each.number), each.state) for each in on.world.items()]
    on.expect(
        "its action items are open, each with its owner",
        [(owners, state) for _, owners, state in items],
        [((owner,), "open") for _, owner, _ in ITEMS],
    )
    on.expect(
        "#1 has closed itself",
        (on.world.state(INCIDENT), on.world.labels(INCIDENT)),
        ("closed", {tale.process.labels.incident, tale.severity.label}),
    )
