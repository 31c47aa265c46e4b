"""Collect a plan: the record as it grows, and the comments to post."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import COMMENT_MARK, Effect, PostComment, ReportCheck
from incident_actions.contract.issue import Comment
from incident_actions.engine.reactions.phase_checklists import DueChecklists
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.text.messages import (
    IncidentDeclared,
    IncidentResolved,
    Message,
    PhaseBegun,
    RepliesCut,
    SeverityRaised,
)
from incident_actions.timers.firing import FiringTimer

LONGEST_REPLY = 60_000
"""How many characters of messages one comment holds, below GitHub's limit of 65,536."""


@dataclass(frozen=True)
class PendingComment:
    """Messages for one comment, rendered only once it is certain that the comment is posted."""

    messages: tuple[Message, ...]
    key: str
    on_record: bool
    pull: int = 0
    """The pull request, or the other incident, that gets the comment; 0 for the issue itself."""


@dataclass
class PlanBuilder:
    """The entries and comments that a run has collected so far."""

    context: Context
    entries: tuple[e.Entry, ...]
    comments: list[PendingComment] = field(default_factory=list)
    reminders: list[tuple[str, Message]] = field(default_factory=list)
    reports: list[ReportCheck] = field(default_factory=list)
    heading: Message | None = None
    """What the comment with the reminders begins with."""

    @property
    def incident(self) -> Incident | None:
        """Return the incident that the entries add up to, or None before it was declared."""
        return self.context.incident(self.entries)

    @property
    def declared(self) -> Incident:
        """Return the incident once it was declared, which no entry undoes."""
        incident = self.incident
        assert incident is not None  # noqa: S101  asked only after the declaration
        return incident

    def add_all(self, decisions: Iterable[Decision]) -> None:
        """Add decisions one by one. The next may depend on what the one before has added."""
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> None:
        """Add the entries and messages of a decision."""
        self.entries += decision.entries
        self.reports += decision.reports
        self.post(decision.messages, decision.key, pull=decision.pull)

    def post(self, messages: tuple[Message, ...], key: str, *, on_record: bool = True, pull: int = 0) -> None:
        """Post messages in one comment, once for each of the keys in `key`, on the issue or on a pull request."""
        if messages:
            self.comments.append(PendingComment(messages, key, on_record, pull))

    def keep_messages(self, keep: Callable[[tuple[Message, ...]], tuple[Message, ...]]) -> None:
        """Post only what `keep` returns of the messages of each comment."""
        self.comments = [replace(each, messages=left) for each in self.comments if (left := keep(each.messages))]

    def post_checklists(self, due: DueChecklists) -> None:
        """Post checklists in the comment that announces their phase anyway, or else in one of their own."""
        if not due.keys:
            return
        keys = " ".join(due.keys)
        for place, comment in enumerate(self.comments):
            first, *others = comment.messages
            if isinstance(first, IncidentDeclared | SeverityRaised | IncidentResolved):
                held = (replace(first, steps=due.steps), *others)
                if len(self._words(held)) <= LONGEST_REPLY:
                    self.comments[place] = replace(comment, messages=held, key=f"{comment.key} {keys}")
                    return
        self.post((PhaseBegun(due.status, due.steps),), keys)

    def remind(self, timers: Iterable[FiringTimer], heading: Message | None = None) -> None:
        """Add the timers that are due. One comment holds all their reminders, so that nobody gets ten at once.

        In a long incident, it begins with a `heading`.
        """
        self.heading = heading
        for timer in timers:
            self.entries += (timer.entry, *((timer.page,) if timer.page else ()))
            self.reminders.append((timer.entry.timer, timer.message))

    def pending(self, comments: tuple[Comment, ...]) -> tuple[Effect, ...]:
        """Return the comments that are not on the issue yet, so that a run that died does not post one twice."""
        posted = card_comment.posted_keys(comments, self.context.snapshot)
        posts = [self._comment(each) for each in self.comments if not posted.issuperset(each.key.split())]
        chased = [
            (key, self.context.wording.word_message(message)) for key, message in self.reminders if key not in posted
        ]
        if chased:
            keys = " ".join(key for key, _ in chased)
            heading = (self.context.wording.word_message(self.heading),) if self.heading else ()
            words = "\n\n".join((*heading, *(text for _, text in chased)))
            posts.append(
                PostComment(self.context.snapshot.issue.number, keys, f"{COMMENT_MARK.format(key=keys)}\n{words}")
            )
        return tuple(posts)

    def _comment(self, pending: PendingComment) -> PostComment:
        text = f"{COMMENT_MARK.format(key=pending.key)}\n{self._words(pending.messages)}"
        return PostComment(pending.pull or self.context.snapshot.issue.number, pending.key, text, pending.on_record)

    def _words(self, messages: tuple[Message, ...]) -> str:
        """Word as many messages as fit into a comment, and report how many do not."""
        words: list[str] = []
        room = LONGEST_REPLY
        for place, message in enumerate(messages):
            text = self.context.wording.word_message(message)
            room -= len(text) + 2
            if room < 0 and words:
                return "\n\n".join((*words, self.context.wording.word_message(RepliesCut(len(messages) - place))))
            words.append(text)
        return "\n\n".join(words)
