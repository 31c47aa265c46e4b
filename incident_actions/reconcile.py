"""From what an issue shows to a plan: the whole of what we decide.

A run looks at one issue and closes the gap between what it shows and what its record says, whatever the event was.
Every decision is taken from the start until it needs no answer and nothing made any more (see `Wanted`, `ToMake`);
it is pure, so taking it again costs nothing and a crash between two attempts loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from incident_actions import card as cards
from incident_actions import form, projection
from incident_actions.commands.answering import Answer, answers
from incident_actions.effects import SAID, Effect, Plan, React, Remove, Say, WriteCard, said_key
from incident_actions.followups import item as items
from incident_actions.followups import restoring
from incident_actions.followups.reminding import remind
from incident_actions.incident import entry as e
from incident_actions.incident.action_item import ActionItem
from incident_actions.incident.action_item import fold as fold_item
from incident_actions.incident.incident import Incident, fold
from incident_actions.incident.phase import Phase
from incident_actions.messages import Message, NotDeclared
from incident_actions.process.permission import enough, needed_for
from incident_actions.reactions import aftermath, alerted, restored
from incident_actions.reactions.by_hand import by_hand, item_by_hand
from incident_actions.reactions.declared import declared
from incident_actions.scene import COULD_NOT_CHECK, Decision, ToMake, View, Wanted
from incident_actions.snapshot import Comment
from incident_actions.standing import Standing, standing, was_answered

DONE, TURNED_DOWN = "+1", "confused"


def reconcile(view: View, form_fields: tuple[form.Field, ...] = (), ended_pull: int = 0) -> Plan:
    """Decide what one issue needs; questions and creations come back one at a time until none is left.

    `form_fields` are the incident form's, `ended_pull` is the pull request that this run's event tells has ended.
    """
    try:
        if items.is_item(view.snapshot.issue, view.snapshot.bot, view.process.labels.action_item):
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
        heard = {said_key(each.body) for each in comments if cards.is_ours(each, self.view.snapshot, "")}
        return tuple(say for say in self.says if isinstance(say, Say) and say.key not in heard)


def _incident(view: View, form_fields: tuple[form.Field, ...], ended_pull: int) -> Plan:
    snapshot = view.snapshot
    stands = standing(view)
    draft = Draft(view, stands.entries)
    before = fold(snapshot.issue.number, draft.entries)
    not_declared = before is None and _begin(draft, form_fields, stands)
    answered = _answered(draft, form_fields, stands)
    draft.take(restored.mended(stands, view))
    incident = fold(snapshot.issue.number, draft.entries)
    if incident is not None:
        begun = fold(snapshot.issue.number, (each for each in draft.entries if isinstance(each, e.Declared)))
        known = incident if stands.rebuilding else before or begun or incident
        return _rest(draft, known, stands, answered, ended_pull)
    reactions = _reactions(view, draft.entries)
    return Plan(
        effects=(*draft.unsaid(snapshot.comments), *reactions),
        outcome=_outcome(answered, draft, stands.card) if answered or not_declared else "not an incident",
    )


def _answered(draft: Draft, form_fields: tuple[form.Field, ...], stands: Standing) -> tuple[Answer, ...]:
    """Answer what no entry answers; a reply that was given before its entry was lost is not given again."""
    answered = answers(draft.view, draft.entries)
    if stands.rebuilding and fold(draft.view.snapshot.issue.number, entries_of(answered, draft)) is None:
        draft.entries = (_declared(draft.view, form_fields), *draft.entries)
        answered = answers(draft.view, draft.entries)
    for answer in answered:
        draft.entries += answer.entries
        if not (stands.rebuilding and was_answered(answer.comment)):
            draft.say(answer.says, answer.key)
    return answered


def entries_of(answered: tuple[Answer, ...], draft: Draft) -> tuple[e.Entry, ...]:
    """The record as it will be with some answers."""
    return (*draft.entries, *(entry for answer in answered for entry in answer.entries))


def _declared(view: View, form_fields: tuple[form.Field, ...]) -> e.Declared:
    return declared(view, form.answers(view.snapshot.issue.body, form_fields))


def _begin(draft: Draft, form_fields: tuple[form.Field, ...], stands: Standing) -> bool:
    """Declare the incident where the issue carries the label; True where the one who put it there may not.

    A `/declare` by somebody who may still makes it one. One that was declared before is not asked for permission again.
    """
    view = draft.view
    if stands.rebuilding:
        by_label = (_declared(view, form_fields),) if restored.declared_by_label(view) else ()
        draft.entries += alerted.begun(view) or by_label
        return False
    if view.process.labels.incident not in view.snapshot.issue.label_names:
        return False
    if opened := alerted.begun(view):
        draft.entries += opened
        return False
    begun = _declared(view, form_fields)
    needed = needed_for("declare", view.process)
    actual = view.role_of(begun.by)
    if enough(actual, needed):
        draft.entries += (begun,)
        return False
    key = "not-declared" if actual != COULD_NOT_CHECK else "not-checked"
    draft.say((NotDeclared(begun.by, needed, actual),), key)
    return True


def _rest(draft: Draft, before: Incident, stands: Standing, answered: tuple[Answer, ...], ended_pull: int) -> Plan:
    """By hand, then what follows by itself, then what is due; and then the difference to what is shown."""
    view, number, card = draft.view, before.number, stands.card

    def now() -> Incident:
        incident = fold(number, draft.entries)
        assert incident is not None  # noqa: S101  it was declared, and no entry undoes that
        return incident

    for decision in by_hand(before, now(), draft.entries, view) if card or stands.rebuilding else ():
        draft.take(decision)
    draft.take(restored.postmortem(now(), stands, view))
    draft.take(alerted.heard(now(), draft.entries, view))
    draft.take(aftermath.follow_hotfixes(now(), ended_pull, view))
    draft.take(aftermath.follow_postmortem(now(), view))
    draft.take(aftermath.open_postmortem(now(), draft.entries, view))
    unannounced = replace(now(), phase=Phase.ACTIVE) if stands.rebuilding else before
    draft.take(aftermath.announce(unannounced, now(), view))
    draft.take(aftermath.chase_postmortem(now(), view))
    draft.take(aftermath.close(now(), view))
    incident = now()
    drawn = cards.drawn(incident, draft.entries, stands.pages, stands.on_pages, view)
    effects: list[Effect] = [*draft.unsaid(view.snapshot.comments)]
    if card is None or drawn.text(stands.written, view.snapshot.seal) != card.body.replace("\r\n", "\n"):
        effects.append(WriteCard(number, card.id if card else 0, drawn.text(view.now, view.snapshot.seal)))
    effects += projection.pin(card, view)
    effects += _twice(view)
    effects += projection.incident_issue(incident, draft.entries, view)
    effects += projection.paint(view, effects)
    effects += _reactions(view, draft.entries)
    return Plan(effects=tuple(effects), outcome=_outcome(answered, draft, card))


def _twice(view: View) -> tuple[Effect, ...]:
    """Take away what two runs at the same moment both wrote: the card, or a saying; the older one stays."""
    card = cards.find(view.snapshot)
    first: dict[str, int] = {}
    again = [each.id for each in cards.all_of(view.snapshot) if card and each.id != card.id]
    for comment in sorted(view.snapshot.comments, key=lambda each: each.id):
        said = said_key(comment.body) if cards.is_ours(comment, view.snapshot, "") else ""
        if said and first.setdefault(said, comment.id) != comment.id:
            again.append(comment.id)
    return tuple(Remove(comment) for comment in again)


def _item(view: View) -> Plan:
    """An action item's issue: its commands, what was done by hand, its reminders."""
    known, harm = restoring.stands(view)
    if fold_item(known) is None:
        return Plan(outcome="an action item without its record")
    draft = Draft(view, known)
    answered = answers(view, known)
    for answer in answered:
        draft.entries += answer.entries
        if not (harm and was_answered(answer.comment)):
            draft.say(answer.says, answer.key)
    if harm:
        draft.take(Decision((e.Mended(at=view.now, accepted=view.now, what=harm),)))
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
