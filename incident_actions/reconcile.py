"""From what an issue shows to a plan: the whole of what we decide.

A run looks at one issue and closes the gap between what it shows and what its record says, whatever the event was.
Every decision is taken from the start until it needs no answer and nothing made any more (see `Wanted`, `ToMake`);
it is pure, so taking it again costs nothing and a crash between two attempts loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incident_actions import card as cards
from incident_actions import form, projection
from incident_actions.commands.answering import Answer, answers
from incident_actions.effects import SAID, Effect, Plan, React, Say, WriteCard
from incident_actions.followups import item as items
from incident_actions.followups.reminding import remind
from incident_actions.incident import entry as e
from incident_actions.incident.action_item import ActionItem
from incident_actions.incident.action_item import fold as fold_item
from incident_actions.incident.incident import Incident, fold
from incident_actions.messages import Message, NotDeclared
from incident_actions.process.permission import enough, needed_for
from incident_actions.reactions import aftermath
from incident_actions.reactions.by_hand import by_hand, item_by_hand
from incident_actions.reactions.declared import declared
from incident_actions.scene import COULD_NOT_CHECK, Decision, ToMake, View, Wanted
from incident_actions.snapshot import Comment

DONE, TURNED_DOWN = "+1", "confused"


def reconcile(view: View, form_fields: tuple[form.Field, ...] = (), ended_pull: int = 0) -> Plan:
    """Decide what one issue needs; questions and creations come back one at a time until none is left.

    `form_fields` are the incident form's, `ended_pull` is the pull request that this run's event tells has ended.
    """
    try:
        if items.entries_of(view.snapshot.issue, view.snapshot.bot):
            return _item(view)
        return _incident(view, form_fields, ended_pull)
    except Wanted as wanted:
        return Plan(questions=(wanted.question,), outcome="asking")
    except ToMake as pending:
        return Plan(creations=(pending.creation,), outcome="making")


@dataclass
class Draft:
    """A plan in the making: the record as it grows, and what is to be said."""

    view: View
    entries: tuple[e.Entry, ...]
    says: list[Effect] = field(default_factory=list)

    def take(self, decision: Decision) -> None:
        """Add what a decision came to."""
        self.entries += decision.entries
        self.say(decision.says, decision.key)

    def say(self, messages: tuple[Message, ...], key: str) -> None:
        """Say messages in one comment, once."""
        if messages:
            words = "\n\n".join(self.view.wording.say(message) for message in messages)
            self.says.append(Say(self.view.snapshot.issue.number, key, f"{SAID.format(key=key)}\n{words}"))

    def unsaid(self, comments: tuple[Comment, ...]) -> tuple[Effect, ...]:
        """What was not said yet: a run that died after saying it is not repeated."""
        mine = (each.body for each in comments if each.author.login == self.view.snapshot.bot.login)
        heard = {body.split("\n", 1)[0].strip() for body in mine}
        return tuple(say for say in self.says if isinstance(say, Say) and SAID.format(key=say.key) not in heard)


def _incident(view: View, form_fields: tuple[form.Field, ...], ended_pull: int) -> Plan:
    snapshot = view.snapshot
    card = cards.find(snapshot)
    draft = Draft(view, cards.entries_on(card, view))
    before = fold(snapshot.issue.number, draft.entries)
    not_declared = before is None and _begin(draft, form_fields)
    answered = answers(view, draft.entries)
    for answer in answered:
        draft.entries += answer.entries
        draft.say(answer.says, answer.key)
    incident = fold(snapshot.issue.number, draft.entries)
    if incident is not None:
        return _rest(draft, before or incident, card, answered, ended_pull)
    reactions = _reactions(view, draft.entries)
    return Plan(
        effects=(*draft.unsaid(snapshot.comments), *reactions),
        outcome=_outcome(answered, draft, card) if answered or not_declared else "not an incident",
    )


def _begin(draft: Draft, form_fields: tuple[form.Field, ...]) -> bool:
    """Declare the incident where the issue carries the label; True where the one who put it there may not.

    A `/declare` by somebody who may still makes it one.
    """
    view = draft.view
    if view.process.labels.incident not in view.snapshot.issue.label_names:
        return False
    begun = declared(view, form.answers(view.snapshot.issue.body, form_fields))
    needed = needed_for("declare", view.process)
    actual = view.role_of(begun.by)
    if enough(actual, needed):
        draft.entries += (begun,)
        return False
    key = "not-declared" if actual != COULD_NOT_CHECK else "not-checked"
    draft.say((NotDeclared(begun.by, needed, actual),), key)
    return True


def _rest(draft: Draft, before: Incident, card: Comment | None, answered: tuple[Answer, ...], ended_pull: int) -> Plan:
    """By hand, then what follows by itself, then what is due; and then the difference to what is shown."""
    view, number = draft.view, before.number

    def now() -> Incident:
        incident = fold(number, draft.entries)
        assert incident is not None  # noqa: S101  it was declared, and no entry undoes that
        return incident

    for decision in by_hand(before, now(), draft.entries, view) if card else ():
        draft.take(decision)
    draft.take(aftermath.follow_hotfixes(now(), ended_pull, view))
    draft.take(aftermath.follow_postmortem(now(), view))
    draft.take(aftermath.open_postmortem(now(), draft.entries, view))
    draft.take(aftermath.announce(before, now(), view))
    draft.take(aftermath.chase_postmortem(now(), view))
    draft.take(aftermath.close(now(), view))
    incident = now()
    text = cards.body(incident, draft.entries, card, view)
    effects: list[Effect] = [*draft.unsaid(view.snapshot.comments)]
    if card is None or text != card.body.replace("\r\n", "\n"):
        effects.append(WriteCard(number, card.id if card else 0, text))
    effects += projection.incident_issue(incident, draft.entries, view)
    effects += projection.paint(view, effects)
    effects += _reactions(view, draft.entries)
    return Plan(effects=tuple(effects), outcome=_outcome(answered, draft, card))


def _item(view: View) -> Plan:
    """An action item's issue: its commands, what was done by hand, its reminders."""
    known = items.entries_of(view.snapshot.issue, view.snapshot.bot)
    draft = Draft(view, known)
    opened = fold_item(known)
    assert opened is not None  # noqa: S101  the caller looked
    answered = answers(view, known)
    for answer in answered:
        draft.entries += answer.entries
        draft.say(answer.says, answer.key)
    draft.take(item_by_hand(_folded(draft), draft.entries, view))
    draft.take(remind(_folded(draft), view.process, view.now))
    item = _folded(draft)
    comments = view.snapshot.comments
    if draft.says and not comments:
        comments = view.comments_since(item.opened)
    effects: tuple[Effect, ...] = draft.unsaid(comments)
    effects += projection.item_issue(item, draft.entries, items.body(draft.entries, view), view)
    effects += projection.paint(view, effects)
    return Plan(
        effects=(*effects, *_reactions(view, draft.entries)),
        outcome=_outcome(answered, draft, None),
    )


def _folded(draft: Draft) -> ActionItem:
    item = fold_item(draft.entries)
    assert item is not None  # noqa: S101  it was opened, and no entry undoes that
    return item


def _reactions(view: View, entries: tuple[e.Entry, ...]) -> tuple[Effect, ...]:
    """Acknowledge, last of all, each comment that was answered and bears no sign of it."""
    turned = {entry.comment for entry in entries if isinstance(entry, e.Turned)}
    answered = {entry.comment for entry in entries}
    wanted = []
    for comment in _shown(view):
        content = TURNED_DOWN if comment.id in turned else DONE
        if comment.id in answered and comment.reactions is not None and not comment.reactions.get(content):
            wanted.append(React(comment.id, content))
    return tuple(wanted)


def _shown(view: View) -> Iterable[Comment]:
    """The comments as they stand, and that of this run's event where a list that lags behind does not show it yet."""
    event = view.snapshot.event_comment
    shown = {comment.id: comment for comment in ((event,) if event else ())}
    return (shown | {comment.id: comment for comment in view.snapshot.comments}).values()


def _outcome(answered: tuple[Answer, ...], draft: Draft, card: Comment | None) -> str:
    """One word for machines: the reason of the first refusal, or what happened."""
    turned = [entry.reason for answer in answered for entry in answer.entries if isinstance(entry, e.Turned)]
    if turned:
        return turned[0]
    if card is None and any(isinstance(entry, e.Declared) for entry in draft.entries):
        return "declared"
    return "answered" if answered else "reconciled"
