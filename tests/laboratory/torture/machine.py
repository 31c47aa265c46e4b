"""A machine that plays people, events and runs of one incident at random, and judges after every step."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from incident_actions.contract.effects import Effect
from incident_actions.contract.issue import Comment, ManualAction, PullRequest
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.person import GHOST, Person
from incident_actions.model.process.configuration_reader import read_process
from tests.laboratory.torture import invariants
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.typed import COMMENTS, RIGHT
from tests.laboratory.torture.unruly import SWEEP, Event, Unruly
from tests.laboratory.torture.walking import walked
from tests.worlds import BOT, IDS, PROCESS, ROLES, make_labels

STRICT = read_process(
    "permissions: {sev: admin, hotfix: nobody, action: maintain, resolve: read, note: read, help: triage}",
    templates.load_preset,
    tuple(BY_WORD),
)
PEOPLE = st.sampled_from((*ROLES, "nobody", "mallory")).map(lambda login: Person(login, IDS.get(login, 8)))
COMMANDERS = st.sampled_from(("ada", "ada", "grace")).map(lambda login: Person(login, IDS[login]))
OTHERS = st.sampled_from((Person("dependabot[bot]", 2, bot=True), BOT, GHOST))
OURS = (
    "incident",
    "SEV-1",
    "SEV-2",
    "SEV-4",
    "status: identified",
    "status: monitoring",
    "status: resolved",
    "needs-postmortem",
)
FOREIGN = ("bug", "help wanted", "P1", "SEV-ish", "status", "wontfix")
LABELS = st.sampled_from((*OURS, *FOREIGN))
STEPS = st.integers(0, 4) | st.integers(0, 14)
WHICH = st.integers(0, 30)
LOOKS = 4
"""The longest chain: the answer, a comment found deleted, the post-mortem updated with it, and nothing."""


class Machine(RuleBasedStateMachine):
    """What can happen to any issue that is run by comments."""

    world: Unruly

    def __init__(self) -> None:
        super().__init__()
        self.posted: dict[int, Comment] = {}
        self.foreign: set[str] = set()

    # ── what people do

    @rule(by=PEOPLE, body=COMMENTS)
    def comment(self, by: Person, body: str) -> None:
        self._comment(by, body)

    @rule(by=OTHERS, body=COMMENTS)
    def comment_by_another(self, by: Person, body: str) -> None:
        self._comment(by, f"plain\n{body}" if by == BOT else body)

    @rule(by=COMMANDERS, lines=st.lists(RIGHT, min_size=1, max_size=3))
    def command(self, by: Person, lines: list[str]) -> None:
        """Somebody who mostly may gives right commands, and the run comes at once, as on most days."""
        self._comment(by, "\n".join(lines))
        self._run(self.world.events.pop())

    @rule(by=COMMANDERS, lines=st.lists(RIGHT, min_size=1, max_size=3), steps=st.integers(0, 5), again=st.booleans())
    def command_and_die(self, by: Person, lines: list[str], steps: int, again: bool) -> None:
        """The same, but the run dies half way; somebody may run it again."""
        self._comment(by, "\n".join(lines))
        self._run(self.world.events[-1], steps)
        if again:
            self._run(self.world.events.pop())

    @rule(by=COMMANDERS, before=COMMENTS, line=RIGHT)
    def edit_before_it_is_read(self, by: Person, before: str, line: str) -> None:
        """Somebody turns a comment into a command before any run has seen it, and its event is lost."""
        self._comment(by, before)
        self.world.events.pop()
        self.world.edited(max(self.world.comments), line)
        self._run(SWEEP)

    def _comment(self, by: Person, body: str) -> None:
        self.world.comment(by, body)
        newest = self.world.comments[max(self.world.comments)]
        self.posted[newest.id] = newest

    @precondition(lambda self: self._theirs())
    @rule(which=WHICH, body=COMMENTS)
    def edit(self, which: int, body: str) -> None:
        self.world.edited(self._theirs()[which % len(self._theirs())], body)

    @precondition(lambda self: self._theirs())
    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        del self.world.comments[self._theirs()[which % len(self._theirs())]]

    def _theirs(self) -> list[int]:
        return [number for number, comment in self.world.comments.items() if not comment.author.bot]

    @rule(
        by=PEOPLE | OTHERS, hand=st.sampled_from((ManualAction.CLOSED, ManualAction.REOPENED)), late=st.integers(0, 1)
    )
    def close_or_reopen(self, by: Person, hand: ManualAction, late: int) -> None:
        if by != BOT and self.world.issue.open is (hand is ManualAction.CLOSED):
            self.world.changed(by, hand, seconds=late)

    @rule(by=PEOPLE | OTHERS, label=LABELS, late=st.integers(0, 1))
    def label_or_unlabel(self, by: Person, label: str, late: int) -> None:
        if by != BOT:
            there = label in self.world.issue.label_names
            self.world.changed(by, ManualAction.UNLABELED if there else ManualAction.LABELED, label, late)
            self.foreign ^= {label} & set(FOREIGN)

    @rule(hours=st.integers(1, 24 * 12) | st.integers(1, 3))
    def wait(self, hours: int) -> None:
        self.world.advance(hours=hours)

    @rule(
        login=st.sampled_from((*ROLES, "mallory")),
        role=st.sampled_from((*invariants.RANKS, "could-not-check", "custom")),
    )
    def change_role(self, login: str, role: str) -> None:
        self.world.roles = {**self.world.roles, login: role}

    @rule(login=st.sampled_from(("linus", "mary", "mallory")))
    def delete_account(self, login: str) -> None:
        self.world.deleted_account(login)

    # ── what comes of it

    @precondition(lambda self: self.world.events)
    @rule(which=WHICH, lagging=st.booleans(), again=st.booleans(), newest=st.booleans())
    def respond(self, which: int, newest: bool, lagging: bool, again: bool) -> None:
        """An event is answered, and answered again: the newest or any other, so in any order; then it may come once more."""
        self._run(self._event(which, newest=newest, again=again), lagging=lagging)

    @precondition(lambda self: self.world.events)
    @rule(which=WHICH, steps=STEPS, newest=st.booleans())
    def respond_and_die(self, which: int, steps: int, newest: bool) -> None:
        self._run(self._event(which, newest=newest, again=False), steps)

    @precondition(lambda self: self.world.events)
    @rule(which=WHICH)
    def lose_an_event(self, which: int) -> None:
        self._event(which, newest=False, again=False)

    @rule()
    def sweep(self) -> None:
        self._run(SWEEP)

    @rule(steps=STEPS)
    def sweep_and_die(self, steps: int) -> None:
        self._run(SWEEP, steps)

    def _event(self, which: int, *, newest: bool, again: bool) -> Event:
        events = self.world.events
        place = len(events) - 1 if newest else which % len(events)
        return events[place] if again else events.pop(place)

    def _run(self, event: Event, strength: int = 10_000, *, lagging: bool = False) -> None:
        world = self.world
        before, made = world.entries(), set(world.made)
        completed = world.responded(event, strength, lagging=lagging)
        invariants.nothing_lost(before, world)
        invariants.nobody_unauthorised(before, world, self.posted)
        invariants.nothing_made_unauthorised(world, self.posted, made)
        if completed is None:
            return
        self._come_to_rest(event, lagging=lagging)
        seen = [each for each in world.comments.values() if event.comment is None or each.id < event.comment.id]
        self.settled(seen if lagging else [each for each in world.comments.values() if not self._is_older(event, each)])

    def _come_to_rest(self, event: Event, *, lagging: bool) -> None:
        """Run until nothing is left: what one look records, the next may still tell the post-mortem."""
        left: list[Effect] = []
        for _ in range(LOOKS):
            made = set(self.world.made)
            again = self.world.responded(event, lagging=lagging)
            assert again is not None
            left = [each for each in again.effects if not self.world.shows(each)]
            if not left and made == set(self.world.made):
                return
        raise AssertionError(f"a run found something to do after {LOOKS} looks: {left}")

    @staticmethod
    def _is_older(event: Event, comment: Comment) -> bool:
        """Whether a run saw a comment as it was posted, not as it stands now."""
        return event.comment is not None and event.comment.id == comment.id and event.comment.body != comment.body

    def settled(self, seen: list[Comment]) -> None:
        """Judge what the issue shows after a run that saw these comments and came to its end."""
        raise NotImplementedError

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "world"):
            invariants.nothing_twice(self.world)
            invariants.nothing_hidden(self.world)


class IncidentMachine(Machine):
    """The same for an issue that is, or may become, an incident."""

    @initialize(
        author=COMMANDERS | PEOPLE,
        declared=st.sampled_from((True, True, True, False)),
        strict=st.booleans(),
        body=COMMENTS,
    )
    def open_issue(self, author: Person, declared: bool, strict: bool, body: str) -> None:
        self.world = Unruly(process=STRICT if strict else PROCESS)
        labels = make_labels("incident") if declared else ()
        self.world.issue = replace(self.world.issue, author=author, labels=labels, body=body)

    @precondition(lambda self: self.world.pulls)
    @rule(
        which=WHICH,
        by=st.sampled_from(("ada", "grace", "github-actions[bot]")),
        merged=st.booleans(),
        rows=st.integers(0, 3),
    )
    def end_pull(self, which: int, by: str, merged: bool, rows: int) -> None:
        pull = self.world.pulls[sorted(self.world.pulls)[which % len(self.world.pulls)]]
        if not pull.open or pull.number not in self.recorded():
            return
        self.write_items(rows)
        self.world.ended(pull.number, by, merged=merged)

    def recorded(self) -> set[int]:
        """The pull requests in the record; one that ends before it stands there is heard of one run later."""
        opened = (entry for entry in self.world.entries() if isinstance(entry, e.HotfixOpened | e.PostmortemOpened))
        return {entry.pull for entry in opened}

    def write_items(self, count: int) -> None:
        """People write action items into every post-mortem file, as into any draft."""
        for path, text in self.world.files.items():
            table = "|---|---|---|---|\n"
            rows = "".join(
                f"| Item {each} @acme/all <!-- x | @linus | 2026-04-0{each + 1} | prevent |\n" for each in range(count)
            )
            self.world.files[path] = text.replace(table, table + rows, 1) if not path.endswith("README.md") else text

    @precondition(lambda self: any(not pull.open and not pull.merged for pull in self.world.pulls.values()))
    @rule()
    def reopen_pulls(self) -> None:
        for pull in self.world.pulls.values():
            if not pull.open and not pull.merged:
                self.world.pulls[pull.number] = PullRequest(pull.number, open=True, merged=False)

    @precondition(lambda self: self.world.files)
    @rule()
    def revert_merge(self) -> None:
        self.world.files.clear()

    def settled(self, seen: list[Comment]) -> None:
        """An incident's labels, state and title are what its entries say, and every command has its answer."""
        world = self.world
        assert "action-item" not in world.issue.label_names, "a person's text was read as an item's record"
        incident = fold(world.issue.number, world.entries())
        if incident is None:
            return
        assert len(world.cards()) >= 1
        assert world.issue.label_names == invariants.labels_of(incident, world) | self.foreign
        assert world.issue.open is (incident.phase not in ("closed", "dismissed"))
        declaring = next(entry.comment for entry in world.entries() if entry.kind == "declared")
        ours = [each for each in seen if each.created >= incident.declared or each.id == declaring]
        invariants.every_command_answered(world, ours)


def torture(seed: int, seconds: float) -> Row:
    """Let it walk until the time is over."""
    return walked("random walks of an incident", IncidentMachine, seed, seconds)
