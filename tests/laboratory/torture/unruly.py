"""A world in memory whose events are lost, repeated, late and out of order, whose lists lag, and whose people change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from incident_actions.contract.effects import AddReaction, Effect, Plan
from incident_actions.contract.issue import Comment, ManualAction, ManualChange, PullRequest
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.incident.entry import Entry
from incident_actions.model.person import GHOST, Person
from tests.action_items.item_world import ItemWorld, item_world
from tests.worlds import RunDied, World


@dataclass(frozen=True, slots=True)
class Event:
    """What started a run: a comment as it was posted, a change by hand, the end of a pull request, or the sweep."""

    comment: Comment | None = None
    changes: tuple[ManualChange, ...] = ()
    ended_pull: int = 0


SWEEP = Event()

TALLY: Counter[str] = Counter()
"""How many runs there were in all worlds, how many of them died, and how many comments were posted."""


@dataclass
class Unruly(World):
    """A world in which each act leaves an event, which is run when, how often and however far it pleases."""

    events: list[Event] = field(default_factory=list)
    roles_at: dict[str, str] = field(default_factory=dict)
    lagging: bool = False
    event: Event = SWEEP
    last_event: Event = SWEEP

    # ── what people do

    def comment(self, by: Person, body: str) -> None:
        """Somebody comments, or something does under its own name or under the bot's."""
        TALLY["comment"] += 1
        posted = replace(self.post(by.login, body), author=by)
        self.comments[posted.id] = posted
        self.events += [] if by.bot else [Event(comment=posted)]

    def changed(self, by: Person, hand: ManualAction, label: str = "", seconds: int = 0) -> None:
        """Somebody changes the issue by hand; the event may tell the time a little later than the timeline does."""
        self.change_manually(by.login, hand, label)
        told = replace(self.changes.pop(), by=by)
        self.changes.append(told)
        self.events += [] if by.bot else [Event(changes=(replace(told, at=told.at + timedelta(seconds=seconds)),))]

    def edited(self, number: int, body: str) -> None:
        """Somebody edits a comment."""
        self.advance(seconds=1)
        node_id = self.comments[number].node_id or f"IC_{number}"
        self.comments[number] = replace(self.comments[number], body=body, updated=self.now, node_id=node_id)
        self.editors[node_id] = "mallory"

    def reworded(self, body: str) -> None:
        """Somebody edits the issue's body."""
        self.advance(seconds=1)
        self.issue = replace(self.issue, body=body, updated=self.now)

    def deleted_account(self, login: str) -> None:
        """An account is deleted: what it wrote stays, as a ghost's."""
        self.roles = {name: role for name, role in self.roles.items() if name != login}
        for number, comment in self.comments.items():
            if comment.author.login == login:
                self.comments[number] = replace(comment, author=GHOST)

    def ended(self, pull: int, by: str, *, merged: bool) -> None:
        """A pull request is merged or closed."""
        self.advance(seconds=1)
        commit = "abc" if merged else ""
        self.pulls[pull] = PullRequest(pull, open=False, merged=merged, head=commit, ended_by=by, ended=self.now)
        self.events.append(Event(ended_pull=pull))

    # ── runs

    def responded(self, event: Event, strength: int = 10_000, *, lagging: bool = False) -> Plan | None:
        """Run for one event; None where the run died after so many steps."""
        self.event, self.lagging, self.strength = event, lagging, strength
        self.last_event = event
        TALLY["run"] += 1
        self.roles_at, self.ended_pull = dict(self.roles), event.ended_pull
        try:
            return self.run()
        except RunDied:
            TALLY["died"] += 1
            return None
        finally:
            self.event, self.lagging, self.ended_pull = SWEEP, False, 0

    @property
    def snapshot(self) -> Snapshot:
        """What this run sees: its event's own, and a list that may lag behind the event's comment."""
        snapshot = super().snapshot
        event = self.event
        shown = snapshot.comments
        if self.lagging and event.comment:
            shown = tuple(each for each in shown if each.author.bot or each.id < event.comment.id)
        sweeping = event == SWEEP
        return replace(snapshot, comments=shown, event_comment=event.comment, changes=event.changes, is_sweep=sweeping)

    def shows(self, effect: Effect) -> bool:
        """Whether an effect would change nothing: the reaction stands, or its comment is gone."""
        if not isinstance(effect, AddReaction):
            return False
        comment = self.comments.get(effect.comment)
        return comment is None or effect.content in (comment.reactions or ())

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, AddReaction) and effect.comment not in self.comments:
            self._spend()  # GitHub answers 404, which the gateway takes for done
            return
        super()._carry_out(effect)


@dataclass
class UnrulyItem(Unruly, ItemWorld):
    """The same for an action item's own issue."""

    def entries(self) -> tuple[Entry, ...]:
        """The record, which stands in the issue's body."""
        return ItemWorld.entries(self)


def unruly_item(**given: object) -> UnrulyItem:
    """Issue 20, as `item_world` has it."""
    return UnrulyItem(issue=item_world(**given).issue)
