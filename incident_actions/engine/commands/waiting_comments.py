"""Find the comments that wait for an answer, and which of their authors may run commands."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.able_people import role_of
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.model.process.permission import is_enough, lowest_role, needed_item_role
from incident_actions.model.process.process import Process
from incident_actions.text.slash_grammar import SlashCommand, commands_in, may_hold_command

DECLARING_WORDS = ("declare", "drill", "replay", "maintenance")
"""The commands that work on an ordinary issue; the first three turn it into an incident."""

BOT_WORDS = ("note",)
"""The commands that a bot of the configuration may run. Whatever else it types is not for the tool."""

HELP_WORD = "help"
"""The command that changes nothing. People who may run no other are answered as strangers."""

MOST_PEOPLE = 50
"""How many people's roles one run asks for on an issue, with a request each. Comments of further people wait."""

REFUSAL_KEY = "refusal"
"""How the key of a reply to somebody without rights begins. The comment's id follows."""

MOST_REFUSALS = 10
"""How many commands of a person without rights get a reply within `FLOOD_WINDOW`."""

FLOOD_WINDOW = timedelta(hours=1)

ALWAYS_LISTED = 100
"""How many of an issue's comments every run lists."""


LONGEST_WAIT = timedelta(days=1)
"""How long a comment waits whose commands are all typed loosely (`/sev1`, `/ack.`).

Earlier versions did not read such lines. Without a limit, an upgrade would carry out comments that are weeks old.
"""


@dataclass(frozen=True)
class Queue:
    """The comments that wait, oldest first: those of responders, and those of people who may run no command."""

    responders: tuple[Comment, ...] = ()
    strangers: tuple[Comment, ...] = ()
    unfinished: bool = False
    """Whether more people wait than one run asks GitHub about."""


def queue_comments(context: Context, entries: tuple[e.Entry, ...]) -> Queue:
    """Sort the waiting comments by their authors' rights; raises NeedsAnswer until each author's role is known.

    GitHub is asked about the author of this run's comment first, then about the others in the order of their comments.
    """
    comments = waiting_comments(context, entries)
    event = context.snapshot.event_comment
    people: dict[str, Person] = {}
    for comment in sorted(comments, key=lambda each: event is None or each.id != event.id):
        people.setdefault(comment.author.login.casefold(), comment.author)
    asked = list(people.items())[:MOST_PEOPLE]
    known = {login: may_run_commands(person, context, entries) for login, person in asked}
    rights = [(each, known.get(each.author.login.casefold())) for each in comments]
    return Queue(
        tuple(each for each, may in rights if may),
        tuple(each for each, may in rights if may is False),
        unfinished=len(people) > MOST_PEOPLE,
    )


def may_run_commands(person: Person, context: Context, entries: tuple[e.Entry, ...] = ()) -> bool:
    """Return whether somebody may run any command but `/help`; raises NeedsAnswer until their role is known.

    GitHub knows no role of a bot, so the configuration decides.
    """
    if context.process.is_noting_bot(person):
        return True
    item = context.item(entries)
    least = least_role(context.process)
    needed = {least, needed_item_role("done", item, person, context.process)} if item else {least}
    return any(is_enough(role_of(person, context), each) for each in needed)


def least_role(process: Process) -> str:
    """Return the lowest role that may run a command that leaves something on record."""
    return lowest_role((word for word in BY_WORD if word != HELP_WORD), process)


def tool_commands(comment: Comment, process: Process) -> tuple[SlashCommand, ...]:
    """Return the commands of a comment, without the words that the configuration leaves to other bots."""
    commands = (each for each in commands_in(comment.body) if each.word not in process.ignored_words)
    return tuple(each for each in commands if not comment.author.bot or each.word in BOT_WORDS)


def waiting_comments(context: Context, entries: tuple[e.Entry, ...]) -> tuple[Comment, ...]:
    """Return people's comments that hold commands for the tool and have no answer yet, oldest first.

    The record shows which commands of responders were answered, and the tool's replies show whom it refused. This run's
    own comment counts as its event has it.
    """
    unanswered = unanswered_comments(context, entries)
    refused = refused_comments(context)
    flooding = find_floods(unanswered)
    event = context.snapshot.event_comment
    return tuple(
        each
        for each in _comments_for_us(unanswered, context, entries)
        if each.id not in refused
        and ((event and event.id == each.id) or not (flooding.get(each.id) in refused or _long_answered(each, context)))
    )


def refused_comments(context: Context) -> frozenset[int]:
    """Return the ids of the comments that the tool's replies name as refused."""
    posted = card_comment.posted_keys(context.snapshot.comments, context.snapshot)
    keys = (key.partition(":") for key in posted)
    return frozenset(int(number) for kind, _, number in keys if kind == REFUSAL_KEY and number.isdecimal())


def find_floods(comments: tuple[Comment, ...]) -> dict[int, int]:
    """Map each comment that exceeds its author's limit within `FLOOD_WINDOW` to the first one that did.

    Only comments without an entry count, so nobody who may run commands ever floods.
    """
    found: dict[int, int] = {}
    by_author: dict[str, list[Comment]] = {}
    for comment in comments:
        before = by_author.setdefault(comment.author.login.casefold(), [])
        if len(before) >= MOST_REFUSALS and comment.created - before[-MOST_REFUSALS].created < FLOOD_WINDOW:
            found[comment.id] = found.get(before[-1].id, comment.id)
        before.append(comment)
    return found


def unanswered_comments(context: Context, entries: tuple[e.Entry, ...]) -> tuple[Comment, ...]:
    """Return the comments of people, and of bots that may note, that may hold commands and have no entry yet."""
    recorded = {entry.comment for entry in entries}
    posted = {comment.id: comment for comment in context.snapshot.comments}
    event = context.snapshot.event_comment
    if event is not None:
        posted[event.id] = event
    bot = context.snapshot.bot
    waiting = (posted[number] for number in sorted(posted.keys() - recorded))
    by_others = (each for each in waiting if not each.author.is_same_as(bot))
    heard = (each for each in by_others if not each.author.bot or context.process.is_noting_bot(each.author))
    return tuple(each for each in heard if may_hold_command(each.body))


def _comments_for_us(
    comments: tuple[Comment, ...], context: Context, entries: tuple[e.Entry, ...]
) -> tuple[Comment, ...]:
    """Return the comments that hold a command for the tool.

    Other bots use slash commands too, so on an ordinary issue nothing counts before a command that declares an
    incident.
    """
    item, incident = context.item(entries), context.incident(entries)
    due = tuple(each for each in comments if _is_due(each, context))
    if item is not None:
        return tuple(each for each in due if each.is_since(item.opened))
    if incident is not None:
        begun = declaring_comment(entries)
        return tuple(each for each in due if each.is_since(incident.declared) or each.id == begun)
    words = [{one.word for one in tool_commands(each, context.process)} for each in due]
    first = next((place for place, each in enumerate(words) if each.intersection(DECLARING_WORDS)), len(due))
    return due[first:]


def _is_due(comment: Comment, context: Context) -> bool:
    """Return whether a comment holds a command, and is young enough, marked as answered, or typed plainly."""
    commands = tool_commands(comment, context.process)
    if not commands or any(not each.typed_as for each in commands):
        return bool(commands)
    return comment.is_acknowledged or context.now - comment.created < LONGEST_WAIT


def declaring_comment(entries: tuple[e.Entry, ...]) -> int:
    """Return the id of the comment that declared the incident, or 0 if none did."""
    return next((entry.comment for entry in entries if isinstance(entry, e.Declared)), 0)


def _long_answered(comment: Comment, context: Context) -> bool:
    """Return whether an old comment was marked as refused, though the reply to it may not be listed any more.

    Of a long issue, the first hundred comments are listed, and those since an hour before the record's newest entry.
    """
    refused = "confused" in (comment.reactions or ())
    return refused and len(context.snapshot.comments) > ALWAYS_LISTED and context.now - comment.created > FLOOD_WINDOW
