"""`/hide <time>` and `/star <time>`: choose which lines of the timeline enter the post-mortem's file."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.model.incident import entry as e
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_width
from incident_actions.text import timeline
from incident_actions.text.messages import LineChosen, NoSuchLine, SeveralLines
from incident_actions.text.slash_grammar import SlashCommand

ADDRESS = lazy_pattern(
    r"(?P<off>off\s+)?(?:(?P<day>\d{4}-\d{2}-\d{2})[ T])?(?P<clock>\d{1,2}:\d{2})(?:\s+#?(?P<number>\d{1,3}))?\Z"
)

MOST_LISTED = 20
"""How many lines of one minute a reply lists."""


def _marking(mark: str, meaning: str) -> Command:
    usage = f"/{mark} [off] <time of the line, as shown>"

    def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
        """Mark a line. The same line marked twice stays as it is."""
        found = ADDRESS.match(to_plain_width(asked.rest).strip())
        if found is None:
            raise wrong_form(asked, usage)
        clock = found["clock"].zfill(5)
        matching = _lines_at(found["day"], clock, request)
        number = int(found["number"] or 0)
        if not matching or number > len(matching):
            raise Refused(NoSuchLine(asked.word, f"{found['day'] or ''} {clock}".strip()))
        if len(matching) > 1 and not number:
            words = tuple(_words(each, request) for each in matching[:MOST_LISTED])
            raise Refused(SeveralLines(asked.word, found[0].strip(), words))
        entry, chosen = matching[number - 1], "" if found["off"] else mark
        marked = e.LineMarked(**request.entry_fields(), line=timeline.line_key(entry), mark=chosen)
        return Decision((marked,), (LineChosen(mark, f"{entry.at:%H:%M}", _words(entry, request), bool(found["off"])),))

    return Command(mark, usage, meaning, decide)


def _lines_at(day: str | None, clock: str, request: CommandRequest) -> list[e.Entry]:
    """Return the entries whose lines show a time, in UTC as they do, and on that day if one is given."""
    recorded = set(map(id, request.entries))
    return [
        each
        for each in timeline.visible_entries(request.entries)
        if id(each) in recorded and f"{each.at:%H:%M}" == clock and day in (None, f"{each.at:%Y-%m-%d}")
    ]


def _words(entry: e.Entry, request: CommandRequest) -> str:
    return timeline.word_entry(entry, request.context.wording, request.process).text


_MEANINGS: dict[str, str] = {
    "hide": "leave a line of the timeline out of the post-mortem; it stays on record",
    "star": "put a line of the timeline into the post-mortem's timeline, whatever it is",
}

MARK_COMMANDS = tuple(_marking(mark, meaning) for mark, meaning in _MEANINGS.items())
"""The commands that choose lines for the post-mortem."""
