"""`/replay` above a log: put on record, with its own times, a log that was kept while GitHub was down.

The log names who did what. But anybody can write a name into a file, so it runs with the permissions of the person who
replays it. Each line has a digest, which the record keeps: a line that was replayed before, by anybody, is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from incident_actions.contract.decision import CommandRequest, Context, Decision, Refused
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.dispatch import run_command
from incident_actions.engine.commands.sev import split_severity, unknown_severity
from incident_actions.engine.reactions.declaration import build_declaration
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.time_text import TOLERANCE
from incident_actions.model.person import Person
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text.messages import (
    CouldNotCheck,
    HotfixReady,
    IncidentMoved,
    LineRefused,
    LogFlawed,
    LogReplayed,
    MayNot,
    Message,
    NotAPerson,
    NotHere,
    Refusal,
    RollbackReady,
    TooMuch,
    UnknownCommand,
)
from incident_actions.text.offline_log import MOST, Log, LogLine, NotALog, read_log, strip_fence
from incident_actions.text.slash_grammar import SlashCommand, commands_in

if TYPE_CHECKING:
    pass

LINE_INDEXES = 1_000
"""Where the indexes of a log's lines begin within a comment, so that they differ from those of its other commands."""

RETRIABLE = (MayNot, CouldNotCheck)
"""Refusals that another person, or another try, may overcome. Such a line is left for a later replay."""

USAGE = "/replay <the log in a code block>"


@dataclass(frozen=True)
class ReplayedLine:
    """The entries and messages that one line of a log led to."""

    line: LogLine
    entries: tuple[e.Entry, ...]
    messages: tuple[Message, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def _decide(registry: Mapping[str, Command], asked: SlashCommand, request: CommandRequest) -> Decision:
    """Replay the lines that the record doesn't have yet. If any line can't be read, the whole log is refused."""
    if request.authority:
        raise Refused(UnknownCommand(asked.word, ""))  # a log can't contain another log
    if request.item:
        raise Refused(NotHere(asked.word, "incident"))
    log = _log(asked, request)
    taken = {digest for each in request.entries if isinstance(each, e.LogLinesReplayed) for digest in each.lines}
    new = {line.digest: line for line in log.lines if line.digest not in taken}
    begun = _declare(asked, log, request) if request.incident is None else ()
    if not new and not begun:
        return Decision(
            (e.CommandAnswered(**request.entry_fields(), word=asked.word),), (_summary(log, (), begun, request),)
        )
    replayed = tuple(_replay_lines(tuple(new.values())[:MOST], begun, request, registry))
    facts = tuple(entry for each in replayed for entry in each.entries)
    kept = e.LogLinesReplayed(
        **request.entry_fields(),
        log=log.key,
        lines=tuple(
            each.line.digest for each in replayed if not any(isinstance(why, RETRIABLE) for why in each.refusals)
        ),
        first=min((log.declared if begun else log.last, *(each.line.at for each in replayed))),
        last=max((each.line.at for each in replayed), default=log.declared),
    )
    replies: list[Message] = [_summary(log, replayed, begun, request)]
    for each in replayed:
        replies += [LineRefused(each.line.at, each.line.by, each.line.typed), *each.refusals] if each.refusals else ()
        replies += [
            message for message in each.messages if isinstance(message, HotfixReady | IncidentMoved | RollbackReady)
        ]
    replies += [TooMuch(asked.word, MOST)] if len(new) > MOST else ()
    return Decision((*begun, *(replace(each, accepted=request.context.now) for each in facts), kept), tuple(replies))


def answer_line(  # noqa: PLR0913, PLR0917  a line, what was before it, and what answers it
    line: LogLine,
    entries: tuple[e.Entry, ...],
    index: int,
    request: CommandRequest,
    authority: Person,
    registry: Mapping[str, Command],
) -> ReplayedLine:
    """Answer one line as the comment that it would have been, at its time."""
    said = replace(request.comment, author=Person(line.by), body=line.typed, created=line.at, updated=line.at)
    then = replace(request.context, now=line.at)
    found: tuple[e.Entry, ...] = ()
    replies: tuple[Message, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    for place, each in enumerate(commands_in(line.typed)):
        known = (*entries, *found)
        incident = request.context.incident(known)
        there = CommandRequest(then, said, index + place, incident, known, authority=authority)
        decision, refusal = run_command(each, there, registry)
        found += decision.entries
        replies += decision.messages
        refusals += (refusal,) if refusal else ()
    return ReplayedLine(line, found, replies, refusals)


def declaration_in(log: Log, context: Context, comment: Comment, index: int = 0) -> e.Declared:
    """Return the declaration in the log's head, read like the incident form's answers."""
    issue = replace(
        context.snapshot.issue, title=log.title, author=Person(log.by), created=log.declared, updated=log.declared
    )
    then = replace(context, snapshot=replace(context.snapshot, issue=issue, changes=()))
    named = split_severity(log.severity, context.process) if log.severity else None
    answers = {**log.answers, "services": log.services, "impact": log.impact, "started_at": log.started}
    severity = {"severity": named[0].label} if named else {}
    title = context.snapshot.issue.title
    begun = build_declaration(then, answers | severity)
    return replace(begun, comment=comment.id, index=index, renamed_from=title if title != log.title else "")


def _log(asked: SlashCommand, request: CommandRequest) -> Log:
    try:
        log = read_log(strip_fence(full_text(asked)), request.comment.created + TOLERANCE)
    except NotALog as wrong:
        raise wrong_form(asked, USAGE) from wrong
    if log.flaws:
        raise Refused(LogFlawed(asked.word, log.flaws))
    if log.severity and split_severity(log.severity, request.process) is None:
        raise Refused(unknown_severity(asked.word, log.severity, request.process, copied=""))
    return log


def _declare(asked: SlashCommand, log: Log, request: CommandRequest) -> tuple[e.Entry, ...]:
    """Return the declaration, if whoever replays the log may declare."""
    person = request.comment.author.login
    needed, actual = needed_role("declare", request.process), request.context.ask(RoleOf(person))
    if actual == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, person))
    if not is_enough(actual, needed):
        raise Refused(MayNot("declare", person, needed, actual))
    return (declaration_in(log, request.context, request.comment, asked.index),)


def _replay_lines(
    lines: tuple[LogLine, ...], begun: tuple[e.Entry, ...], request: CommandRequest, registry: Mapping[str, Command]
) -> Iterator[ReplayedLine]:
    entries, index = (*request.entries, *begun), LINE_INDEXES * (request.index + 1)
    for line in lines:
        replayed = answer_line(line, entries, index, request, request.comment.author, registry)
        replayed = _check_role_holder(replayed, request.context)
        entries += replayed.entries
        index += max(1, len(commands_in(line.typed)))
        yield replayed


def _check_role_holder(replayed: ReplayedLine, context: Context) -> ReplayedLine:
    """Refuse a role for a name without access to the repository: mentioning it could page a stranger."""
    taken = (each for each in replayed.entries if isinstance(each, e.RoleTaken))
    stranger = next((each for each in taken if context.ask(RoleOf(each.person)) == "none"), None)
    if stranger is None:
        return replayed
    word = replayed.line.typed[1:].split()[0].lower()
    stamp = {name: getattr(stranger, name) for name in ("at", "accepted", "by", "comment", "index")}
    refusal = NotAPerson(word, stranger.person)
    return ReplayedLine(replayed.line, (e.CommandRefused(**stamp, word=word, reason="NotAPerson"),), (), (refusal,))


def _summary(
    log: Log, replayed: tuple[ReplayedLine, ...], begun: tuple[e.Entry, ...], request: CommandRequest
) -> LogReplayed:
    refused = sum(bool(each.refusals) for each in replayed)
    known = max(0, min(len(log.lines), MOST) - len(replayed))
    by = request.comment.author.login
    return LogReplayed(by, bool(begun), len(replayed) - refused, refused, known, log.declared, log.last)


def replay_command(registry: Mapping[str, Command]) -> Command:
    """Return the command. It runs those of a registry that includes itself."""
    meaning = "put an offline log on record, with its times"
    return Command("replay", USAGE, meaning, partial(_decide, registry), "any issue")
