"""What people write into a post-mortem: a text for each section, and action items in the form of the process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process

PROSE = (
    (r"summary", "Release 41 reduced checkout's database connections from 50 to 5, and payments timed out."),
    (r"impact", "All customers, for 40 minutes. About 1,300 orders failed. Nobody was charged twice."),
    (
        r"cause|factor",
        "Release 41 copied an example value of 5. Nothing compares the setting with the number of workers.",
    ),
    (r"well|worked", "The release note named the setting, so the cause was found within minutes."),
    (r"wrong|poorly|not", "Customers noticed before our alerts did."),
    (r"luck", "It was 3 a.m. At noon, about 20 times as many orders would have failed."),
)
ELSE = "A check now compares checkout's settings with its number of workers. The runbook explains how."
"""What people write into a section that no pattern of `PROSE` matches."""

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HINT = re.compile(r"[ \t]*<!--.*?-->[ \t]*\n?", re.DOTALL)
APPENDIX = "\n<details>\n<summary>Appendix"
"""Where the part begins that people leave as it is."""

TABLE_HEAD = 2
"""The lines of a table above its rows."""

ITEMS = (
    ("Refuse a release whose connection pool is smaller than its number of workers", "grace", "2026-03-20"),
    ("Alert when the connection pool is 80 % used", "linus", "2026-03-27"),
)


def fill_in(text: str, process: Process, items: Sequence[tuple[str, str, str]] = ITEMS) -> str:
    """Return the file as people leave it: sections written, hints removed, and more action items."""
    rules = process.postmortem
    text, mark, appendix = text.partition(APPENDIX)
    parts = re.split(r"(?m)^(?=##+ )", text)
    titles = {section.title.strip(): section for section in rules.sections}
    written = (
        _fill_in_section(part, titles.get(part.partition("\n")[0].lstrip("# ").strip()), process, items)
        for part in parts
    )
    return "".join((*written, mark, appendix))


def _fill_in_section(
    part: str, section: Section | None, process: Process, items: Sequence[tuple[str, str, str]]
) -> str:
    """Return one section with people's words added to the tool's."""
    if section is None:
        return COMMENT.sub(PROSE[1][1], part)
    head, _, rest = HINT.sub("", part).partition("\n")
    if section.content == "action items":
        return f"{head}\n\n{_with_items(rest, section, process, items)}\n"
    if section.content not in ("text", "summary", "impact"):
        return HINT.sub("", part)
    kept = "\n".join(line for line in rest.split("\n") if not _is_prompt(line, section))
    answers = "\n".join(f"- {prompt}: nothing beyond the text above" for prompt in section.prompts)
    return "\n\n".join(filter(None, (head, kept.strip(), _prose(section), answers))) + "\n\n"


def _is_prompt(line: str, section: Section) -> bool:
    return any(f"[{prompt}]" in line for prompt in section.prompts)


def _prose(section: Section) -> str:
    return next((words for form, words in PROSE if re.search(form, section.title, re.IGNORECASE)), ELSE)


def _with_items(rest: str, section: Section, process: Process, items: Sequence[tuple[str, str, str]]) -> str:
    """Append the action items in the form of the process: rows of its table, or lines; say so if there are none."""
    lines = [line for line in rest.strip().split("\n") if not _is_prompt(line, section)]
    has_some = items or sum(line.startswith(("|", "- ")) for line in lines) > TABLE_HEAD
    return "\n".join((*lines, *_items(process, items), *(() if has_some else ("", "None.")))) + "\n"


def _items(process: Process, items: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    rules, types = process.postmortem, process.actions.types
    for text, owner, due in items:
        cells = {"item": text, "owner": f"@{owner}", "due": due, "type": types[0] if types else ""}
        if rules.items == "table":
            yield f"| {' | '.join(cells[each] for each in rules.column_contents)} |"
        else:
            named = [f"{column.name}: {cells[column.content]}" for column in rules.columns if column.content != "item"]
            yield f"- {'[ ] ' if rules.items == 'checklist' else ''}{' — '.join((text, *named))}"
