"""What a decision may look at, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypedDict, TypeVar, cast
from zoneinfo import ZoneInfo

from incident_actions.contract import accounts
from incident_actions.contract.accounts import Accounts
from incident_actions.contract.issue import Comment, ManualChange
from incident_actions.contract.questions import (
    AnyQuestion,
    ChangesOf,
    CommentOf,
    CommentsOf,
    Question,
)
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.model.incident import action_item, incident
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.history import History
from incident_actions.model.incident.incident import Incident
from incident_actions.model.person import Person
from incident_actions.text.messages import Message, Refusal

if TYPE_CHECKING:
    from incident_actions.contract.effects import Creation
    from incident_actions.model.process.process import Process
    from incident_actions.text.wording import Wording

T = TypeVar("T")


class NeedsAnswer(Exception):
    """A decision needs an answer first. The shell finds it and the decision is taken again from the start."""

    def __init__(self, question: AnyQuestion) -> None:
        super().__init__(question)
        self.question = question


class NeedsCreation(Exception):
    """A decision needs something made first, so that it can name it. The shell makes it; then it is taken again."""

    def __init__(self, creation: Creation) -> None:
        super().__init__(creation)
        self.creation = creation


class CreationLimitReached(Exception):
    """A command needs something made, and this turn has made as much as it may."""


MOST_ROUNDS = 2_000
"""How often a decision is taken again at most; each round answers a question or makes a thing."""


def decide(
    decision: Callable[[Snapshot], T],
    snapshot: Snapshot,
    answer: Callable[[AnyQuestion], Mapping[AnyQuestion, object]],
    make: Callable[[Creation], CreationResult],
) -> tuple[T, Snapshot]:
    """Take a decision again and again, with what it asks answered and what it needs made, until it lacks nothing.

    Return it with the snapshot on which it was taken at last. `answer` may give more answers than it was asked for.
    """
    for _ in range(MOST_ROUNDS):
        try:
            return decision(snapshot), snapshot
        except NeedsAnswer as needed:
            snapshot = snapshot.with_answers(answer(needed.question))
        except NeedsCreation as needed:
            snapshot = snapshot.with_created({needed.creation.key: make(needed.creation)})
    raise RuntimeError(f"#{snapshot.issue.number} was not settled after {MOST_ROUNDS} rounds")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision comes to: facts for the record, and what is said about them.

    `key` makes a reaction's words be said once; those of a command go by its comment.
    """

    entries: tuple[e.Entry, ...] = ()
    messages: tuple[Message, ...] = ()
    key: str = ""


class EntryFields(TypedDict):
    """The fields that every entry has."""

    at: datetime
    accepted: datetime
    by: str
    by_id: int
    comment: int
    index: int


class HistoryCache:
    """What decisions about a few issues have worked out so far, so that each entry is folded once in a run."""

    MOST_ISSUES = 8
    """How many issues are remembered: an event's run looks at three, and a sweep at each of many once."""

    def __init__(self) -> None:
        self._incidents: dict[int, History[Incident]] = {}
        self._items: dict[int, History[ActionItem]] = {}
        self._accounts: tuple[tuple[object, ...], Accounts] = ((), Accounts({}, {}))

    def accounts_of(self, snapshot: Snapshot) -> Accounts:
        """Return the accounts that a look at an issue shows."""
        look = (snapshot.issue, snapshot.comments, snapshot.event_comment)
        if tuple(map(id, look)) != tuple(map(id, self._accounts[0])):
            self._accounts = (look, accounts.shown_accounts(snapshot))
        return self._accounts[1]

    def incident_history(self, number: int) -> History[Incident]:
        """Return how the record of an incident grew."""
        return _history(self._incidents, number, partial(History[Incident], partial(incident.fold_entry, number)))

    def item_history(self, number: int) -> History[ActionItem]:
        """Return how the record of an action item grew."""
        return _history(self._items, number, partial(History[ActionItem], action_item.fold_entry))


def _history(histories: dict[int, T], number: int, begin: Callable[[], T]) -> T:
    if number not in histories:
        histories[number] = begin()
        if len(histories) > HistoryCache.MOST_ISSUES:
            histories.pop(next(iter(histories)))
    return histories[number]


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of every decision: the issue's snapshot, the process, the words, and the time.

    `memory` is the run's, so that a decision which is taken again works out only what is new. Where `makes` is false,
    no command may have anything made that was not made before.
    """

    snapshot: Snapshot
    process: Process
    wording: Wording
    now: datetime
    cache: HistoryCache = field(default_factory=HistoryCache, compare=False)
    may_create: bool = True

    def incident(self, entries: Sequence[e.Entry]) -> Incident | None:
        """Return the incident that entries make; None before it was declared."""
        known = self.cache.incident_history(self.snapshot.issue.number).last_state(entries)
        return known and accounts.current_incident(known, self)

    def incident_steps(self, entries: Sequence[e.Entry]) -> list[Incident | None]:
        """Return the incident before the first entry and after each one."""
        return self.cache.incident_history(self.snapshot.issue.number).all_states(entries)

    def item(self, entries: Sequence[e.Entry]) -> ActionItem | None:
        """Return the action item that entries make; None where it was never opened."""
        known = self.cache.item_history(self.snapshot.issue.number).last_state(entries)
        return known and accounts.current_item(known, self)

    @property
    def accounts(self) -> Accounts:
        """The accounts that the issue shows."""
        return self.cache.accounts_of(self.snapshot)

    def ask(self, question: Question[T]) -> T:
        """Return the answer to a question; raises NeedsAnswer until it is known."""
        known = cast("AnyQuestion", question)  # a test holds that each question is one of them
        if known not in self.snapshot.answers:
            raise NeedsAnswer(known)
        return cast("T", self.snapshot.answers[known])

    def manual_changes(self) -> tuple[ManualChange, ...]:
        """Return how the issue was changed manually; raises NeedsAnswer until it is known."""
        return self.ask(ChangesOf(self.snapshot.issue.number))

    def comments_since(self, moment: datetime) -> tuple[Comment, ...]:
        """Return the comments on the issue since a moment; raises NeedsAnswer until they are known."""
        return self.ask(CommentsOf(self.snapshot.issue.number, moment))

    def find_comment(self, number: int) -> Comment | None:
        """Return a comment by its id; raises NeedsAnswer until it is known."""
        shown = next((each for each in self.snapshot.comments if each.id == number), None)
        return shown or self.ask(CommentOf(number))

    def create(self, creation: Creation) -> CreationResult:
        """What came of a creation; raises ToMake until it was tried, or NoMoreMade where it must not be now."""
        if creation.key not in self.snapshot.created:
            raise NeedsCreation(creation) if self.may_create else CreationLimitReached
        return self.snapshot.created[creation.key]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times without one are read."""
        return self.process.zone


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """One command's surroundings: who asked, in which comment, and about what.

    `authority` is the person on whose permission it is carried out, where that is not who asked.
    """

    context: Context
    comment: Comment
    index: int
    incident: Incident | None = None
    entries: tuple[e.Entry, ...] = ()
    item: ActionItem | None = None
    authority: Person | None = None

    @property
    def asker(self) -> str:
        """The login of the person who asked."""
        return self.comment.author.login

    @property
    def key(self) -> str:
        """What makes this command's effects happen once."""
        return f"c{self.comment.id}.{self.index}"

    @property
    def process(self) -> Process:
        """How the team runs incidents."""
        return self.context.process

    def entry_fields(self, at: datetime | None = None) -> EntryFields:
        """The fields that every entry of this command has; `at` where it happened at another time than it was told."""
        return {
            "at": at or self.comment.created,
            "accepted": self.context.now,
            "by": self.asker,
            "by_id": self.comment.author.id,
            "comment": self.comment.id,
            "index": self.index,
        }


class Refused(Exception):
    """A command is not carried out; the refusal says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


TEXT_LIMIT = 2_000
"""How much of a person's text an entry keeps; the comment it came from keeps the whole."""


def cut_text(text: str) -> str:
    """Cut a text to what an entry keeps."""
    text = text.strip()
    return text if len(text) <= TEXT_LIMIT else f"{text[: TEXT_LIMIT - 1]}…"
