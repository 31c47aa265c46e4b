"""What a decision can use, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast
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
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import action_item, incident
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.history import History
from incident_actions.model.incident.incident import Incident
from incident_actions.model.person import Person
from incident_actions.text.messages import Message, Refusal

if TYPE_CHECKING:
    from incident_actions.contract.effects import Creation, ReportCheck
    from incident_actions.model.process.process import Process
    from incident_actions.text.wording import Wording

T = TypeVar("T")


class NeedsAnswer(Exception):
    """A decision needs an answer. The run finds it, and takes the decision again from the start."""

    def __init__(self, question: AnyQuestion) -> None:
        super().__init__(question)
        self.question = question


class NeedsCreation(Exception):
    """A decision needs something created first, so that it can refer to it. The run creates it, then decides again."""

    def __init__(self, creation: Creation) -> None:
        super().__init__(creation)
        self.creation = creation


class CreationLimitReached(Exception):
    """A command needs something created, but this turn has created as much as it may."""


MOST_ROUNDS = 2_000
"""How often a decision is taken again at most. Each round answers a question or creates something."""


def decide(
    decision: Callable[[Snapshot], T],
    snapshot: Snapshot,
    answer: Callable[[AnyQuestion], Mapping[AnyQuestion, object]],
    make: Callable[[Creation], CreationResult],
) -> tuple[T, Snapshot]:
    """Take a decision again and again until it needs no more answers or creations.

    Return it with the snapshot that it was finally based on. `answer` may return more answers than it was asked for.
    """
    for _ in range(MOST_ROUNDS):
        try:
            return decision(snapshot), snapshot
        except NeedsAnswer as needed:
            snapshot = snapshot.with_answers(answer(needed.question))
        except NeedsCreation as needed:
            snapshot = snapshot.with_created({needed.creation.key: make(needed.creation)})
    raise RuntimeError(f"#{snapshot.issue.number} was not settled after {MOST_ROUNDS} rounds")


@dataclass(frozen=True)
class Decision:
    """The result of a decision: entries for the record, and messages about them."""

    entries: tuple[e.Entry, ...] = ()
    messages: tuple[Message, ...] = ()
    key: str = ""
    """Identifies a reaction's messages, so that they are posted once. A command's messages go by its comment."""
    pull: int = 0
    """The pull request, or the other incident, that gets the messages; 0 for the issue itself."""
    reports: tuple[ReportCheck, ...] = ()
    """What the check found in proposed post-mortems."""


class EntryFields(TypedDict):
    """The fields that every entry has."""

    at: datetime
    accepted: datetime
    by: str
    by_id: int
    comment: int
    index: int


class HistoryCache:
    """What a run has computed for a few issues, so that it folds each entry only once."""

    MOST_ISSUES = 8
    """How many issues are cached. An event's run reads three, and a sweep reads each of many once."""

    def __init__(self) -> None:
        self._incidents: dict[int, History[Incident]] = {}
        self._items: dict[int, History[ActionItem]] = {}
        self._accounts: tuple[tuple[object, ...], Accounts] = ((), Accounts({}, {}))
        self._last: dict[str, tuple[object, Any]] = {}

    def accounts_of(self, snapshot: Snapshot) -> Accounts:
        """Return the accounts that an issue's snapshot shows."""
        look = (snapshot.issue, snapshot.comments, snapshot.event_comment)
        if tuple(map(id, look)) != tuple(map(id, self._accounts[0])):
            self._accounts = (look, accounts.shown_accounts(snapshot))
        return self._accounts[1]

    def last_result(self, name: str, given: object, compute: Callable[[], T]) -> T:
        """Return a result, computed anew only if it follows from something else than last time.

        A decision that proposes a file is taken again once that is done, with the same file and the same findings.
        """
        if name not in self._last or self._last[name][0] != given:
            self._last[name] = (given, compute())
        result: T = self._last[name][1]
        return result

    def incident_history(self, number: int) -> History[Incident]:
        """Return the history of an incident."""
        return _history(self._incidents, number, partial(History[Incident], partial(incident.fold_entry, number)))

    def item_history(self, number: int) -> History[ActionItem]:
        """Return the history of an action item."""
        return _history(self._items, number, partial(History[ActionItem], action_item.fold_entry))


def _history(histories: dict[int, T], number: int, begin: Callable[[], T]) -> T:
    if number not in histories:
        histories[number] = begin()
        if len(histories) > HistoryCache.MOST_ISSUES:
            histories.pop(next(iter(histories)))
    return histories[number]


@dataclass(frozen=True)
class Context:
    """What every decision can use: the issue's snapshot, the process, the templates, and the time."""

    snapshot: Snapshot
    process: Process
    wording: Wording
    now: datetime
    cache: HistoryCache = field(default_factory=HistoryCache, compare=False)
    """The run's cache, so that a decision that is taken again computes only what is new."""
    may_create: bool = True
    """Whether commands may create anything that was not created before."""

    def incident(self, entries: Sequence[e.Entry]) -> Incident | None:
        """Return the incident that entries add up to, or None before it was declared."""
        known = self.cache.incident_history(self.snapshot.issue.number).last_state(entries)
        return known and accounts.current_incident(known, self)

    def incident_steps(self, entries: Sequence[e.Entry]) -> list[Incident | None]:
        """Return the incident before the first entry and after each one."""
        return self.cache.incident_history(self.snapshot.issue.number).all_states(entries)

    def item(self, entries: Sequence[e.Entry]) -> ActionItem | None:
        """Return the action item that entries add up to, or None if it was never opened."""
        known = self.cache.item_history(self.snapshot.issue.number).last_state(entries)
        return known and accounts.current_item(known, self)

    def for_incident(self, known: Incident | None) -> Context:
        """Return the context of decisions about an incident: in a drill, nothing reaches beyond it."""
        return replace(self, process=self.process.for_drill()) if known and known.drill else self

    @property
    def accounts(self) -> Accounts:
        """Return the accounts that the issue shows."""
        return self.cache.accounts_of(self.snapshot)

    def ask(self, question: Question[T]) -> T:
        """Return the answer to a question; raises NeedsAnswer until it is known."""
        known = cast("AnyQuestion", question)  # a test holds that each question is one of them
        if known not in self.snapshot.answers:
            raise NeedsAnswer(known)
        return cast("T", self.snapshot.answers[known])

    def manual_changes(self) -> tuple[ManualChange, ...]:
        """Return the manual changes to the issue; raises NeedsAnswer until they are known."""
        return self.ask(ChangesOf(self.snapshot.issue.number))

    def comments_since(self, moment: datetime) -> tuple[Comment, ...]:
        """Return the issue's comments since a moment; raises NeedsAnswer until they are known."""
        return self.ask(CommentsOf(self.snapshot.issue.number, moment))

    def find_comment(self, number: int) -> Comment | None:
        """Return a comment by its id, or None if it was deleted; raises NeedsAnswer until it is known."""
        shown = next((each for each in self.snapshot.comments if each.id == number), None)
        return shown or self.ask(CommentOf(number))

    def create(self, creation: Creation) -> CreationResult:
        """Return the result of a creation.

        Raises NeedsCreation until it was tried, or CreationLimitReached if it must wait for a later turn.
        """
        if creation.key not in self.snapshot.created:
            raise NeedsCreation(creation) if self.may_create else CreationLimitReached
        return self.snapshot.created[creation.key]

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of times that are given without one."""
        return self.process.zone


@dataclass(frozen=True)
class CommandRequest:
    """A command's circumstances: who gave it, in which comment, and for which incident or action item."""

    context: Context
    comment: Comment
    index: int
    incident: Incident | None = None
    entries: tuple[e.Entry, ...] = ()
    item: ActionItem | None = None
    authority: Person | None = None
    """The person whose permission counts, if that is not the comment's author."""

    @property
    def asker(self) -> str:
        """Return the login of the comment's author."""
        return self.comment.author.login

    @property
    def key(self) -> str:
        """Return the key of this command's effects, so that they happen once."""
        return f"c{self.comment.id}.{self.index}"

    @property
    def process(self) -> Process:
        """Return the team's process."""
        return self.context.process

    def entry_fields(self, at: datetime | None = None) -> EntryFields:
        """Return the fields of this command's entries; `at` is when the fact happened, if not when it was posted."""
        return {
            "at": at or self.comment.created,
            "accepted": self.context.now,
            "by": self.asker,
            "by_id": self.comment.author.id,
            "comment": self.comment.id,
            "index": self.index,
        }


class Refused(Exception):
    """A command is not carried out, for the reason that the refusal gives."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


TEXT_LIMIT = 2_000
"""How many characters of a person's text an entry holds. The comment has the whole text."""


def cut_text(text: str) -> str:
    """Shorten a text to what an entry holds."""
    text = text.strip()
    return text if len(text) <= TEXT_LIMIT else f"{text[: TEXT_LIMIT - 1]}…"
