"""The desk: everything that answering an issue needs. Look, decide, make, decide again; then carry out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from incident_actions.gateway.local import runner
from incident_actions.runs import plan_log

if TYPE_CHECKING:
    from incident_actions.contract.decision import Context, Memory
    from incident_actions.contract.effects import Creation, Plan
    from incident_actions.contract.issue import Issue
    from incident_actions.contract.snapshot import Made, Snapshot
    from incident_actions.gateway.client.connection import Connection
    from incident_actions.gateway.client.other_repositories import Elsewhere
    from incident_actions.gateway.issues.reader import Reader
    from incident_actions.gateway.issues.writer import Writer
    from incident_actions.gateway.notify.addresses import Address
    from incident_actions.gateway.repository.configuration import Broken
    from incident_actions.model.person import Person
    from incident_actions.model.process.process import Process
    from incident_actions.text import issue_form
    from incident_actions.text.messages import Message
    from incident_actions.text.wording import Wording
    from incident_actions.timers.watch import Seen

log = logging.getLogger("incident_actions")
T = TypeVar("T")

HANDLED, FAILED, MISCONFIGURED = 0, 1, 2
ROUNDS = 2_000
"""How often a decision is taken again at the most; each round answers a question or makes a thing."""

CLOCK = "incident-clock"
"""The type of the dispatch that starts the clock workflow."""

LOOKS = 5
"""How often a run looks again at the most after it wrote: another run wrote at that very moment, or comments wait."""

MOST_MADE = 50
"""How many branches, issues and the like commands have made in one turn, before the card is written."""


class Desk:
    """Everything that answering needs, put together once it is known that there is something to answer.

    `met` tells of each incident how its timers stood when it was met, `left` holds its issue as it was seen last.
    """

    def __init__(self, here: runner.Surroundings, now: datetime, *, dry_run: bool) -> None:
        from incident_actions.contract.decision import Memory
        from incident_actions.gateway.client.budget import Budget
        from incident_actions.gateway.client.connection import Connection
        from incident_actions.gateway.client.identity import who_am_i
        from incident_actions.gateway.client.other_repositories import Elsewhere
        from incident_actions.gateway.issues.reader import Reader, default_branch
        from incident_actions.gateway.issues.writer import Writer
        from incident_actions.gateway.repository import configuration, templates

        self.process: Process
        self.broken: Broken | None
        self.connection: Connection = Connection(here.token, here.repository, here.api_url)
        self.process, self.broken = configuration.process(here.workspace, self.connection)
        if here.app_key:
            here = self._as_app(here)
        self.here, self.now, self.dry_run = here, now, dry_run
        self.wording: Wording = templates.wording(here.workspace)
        self.elsewhere: Elsewhere = Elsewhere(self.connection, here.services_token or here.token)
        bot = self._with_former(who_am_i(self.connection, here.token, self.process.bot, here.app_slug))
        branch = here.default_branch or default_branch(self.connection)
        self.reader: Reader = Reader(self.connection, bot, branch, here.server, here.signing_key, self.elsewhere)
        self.reader.notify_urls = here.notify_urls
        self.writer: Writer = Writer(self.connection, bot, branch, self.addresses, self.elsewhere)
        self.memory: Memory = Memory()
        self.budget: Budget = Budget()
        self.left: dict[int, Snapshot] = {}
        self.met: dict[int, Seen | None] = {}

    @property
    def asked(self) -> int:
        """How many requests this run has sent."""
        return self.connection.asked + self.elsewhere.asked

    def context(self, snapshot: Snapshot, *, makes: bool = True) -> Context:
        """Return what a decision about an issue may look at."""
        from incident_actions.contract.decision import Context

        return Context(snapshot, self.process, self.wording, self.now, self.memory, makes)

    def _as_app(self, here: runner.Surroundings) -> runner.Surroundings:
        """Act as the App from now on; the configuration, which was read already, names what its token must reach."""
        from incident_actions.gateway.client.app_token import as_app

        before = self.connection
        here = as_app(here, before, () if here.services_token else self.process.repositories)
        self.connection = before.beside(here.token, here.repository)
        before.close()
        return here

    def renew(self, now: datetime) -> None:
        """Begin anew at another time: what was seen and written before counts no more, and patience is whole again."""
        from incident_actions.gateway.client.budget import Budget
        from incident_actions.gateway.client.retry import Patience
        from incident_actions.gateway.issues.writer import Writer

        self.now = now
        self.budget = Budget(self.asked)
        reader = self.reader
        self.writer = Writer(self.connection, reader.bot, reader.default_branch, self.addresses, self.elsewhere)
        self.connection.patience = Patience()
        self.left.clear()
        self.met.clear()

    def as_itself(self, act: Callable[[], T]) -> T:
        """Do something; where it turns out that this token writes as another account, do it once more as that one.

        What was written already is then found, as after a run that died.
        """
        from incident_actions.gateway.client.identity import Mistaken

        try:
            return act()
        except Mistaken as found:
            log.warning(
                "this token writes as %s: tell the tool so by INCIDENT_APP_SLUG, or by the key `bot`",
                found.person.login,
            )
            self.reader.bot = self._with_former(found.person)
        self.renew(self.now)
        return act()

    def _with_former(self, bot: Person) -> Person:
        from incident_actions.model.person import Person

        return replace(bot, formerly=tuple(Person(login) for login in self.process.former_bots))

    def recognise(self, snapshot: Snapshot) -> None:
        """See that what claims to be our record is ours; raises Mistaken where we are its author, else Estranged."""
        from incident_actions.gateway.client.identity import Estranged, Mistaken, claimant, is_mine, shows, stranger

        author = stranger(snapshot)
        if author is None:
            return
        if is_mine(self.connection, author):
            raise Mistaken(author)
        opened = claimant(snapshot.issue, snapshot.bot)
        if opened or shows(author, self.reader.changes(snapshot.issue.number), self.process):
            raise Estranged(author, snapshot.bot)

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Where notifications go; most repositories have no such address, and load nothing for it."""
        if not self.here.notify_urls:
            return ()
        from incident_actions.gateway.notify.addresses import addresses

        return addresses(self.here.notify_urls)

    @cached_property
    def form_fields(self) -> tuple[issue_form.Field, ...]:
        """The fields of the incident form, or of the one that the process gives; only declaring needs them."""
        from incident_actions.gateway.repository import configuration, older_forms

        return configuration.form_fields(self.here.workspace) or older_forms.of_process(
            self.process, self.wording.render
        )

    def asked_in(self, body: str) -> tuple[issue_form.Field, ...]:
        """The fields that a body answers, by the labels that they had when it was filed."""
        from incident_actions.text import issue_form

        if not issue_form.seem_older(body, self.form_fields):
            return self.form_fields
        from incident_actions.gateway.repository.older_forms import understood

        return understood(body, self.form_fields, self.process, self.wording.render, self.connection)

    def answer(self, snapshot: Snapshot, ended_pull: int = 0) -> Plan:
        """Settle what an issue needs and carry it out; then look again, until there is nothing left to do.

        Two runs may answer one issue at the same moment, and the later write of its card hides what the other wrote.
        So a run that wrote is over only when a second look finds all as it should be. Where more comments wait than one
        turn answers it goes on with them, as long as its budget lasts. The plan tells all that was done.
        """
        plan, snapshot = self.settle(snapshot, ended_pull)
        whole = plan
        self.carry_out(plan)
        for _ in range(LOOKS):
            if self.dry_run or not (plan.contended or plan.unfinished):
                break
            if plan.unfinished and self.budget.is_spent(self.asked):
                break
            plan, snapshot = self.settle(self.reader.again(snapshot, self.writer.wrote), ended_pull)
            self.carry_out(plan)
            whole = whole.and_then(plan)
        self.left[snapshot.issue.number] = snapshot
        return whole

    def settle(self, snapshot: Snapshot, ended_pull: int = 0) -> tuple[Plan, Snapshot]:
        """Decide, answer what the decision asks, make what it needs, until nothing is asked and nothing lacks.

        Making takes its time, so then it is looked and decided once more. The plan names what was made; what it has
        left are its effects. The snapshot is that from which it was decided.
        """
        from incident_actions.contract import card_comment
        from incident_actions.engine.reconcile import reconcile

        self.recognise(snapshot)
        issue = self.writer.wrote.as_painted(snapshot.issue)
        snapshot = replace(snapshot, issue=issue, notifies=bool(self.addresses))
        form_fields = self.asked_in(snapshot.issue.body) if card_comment.find_card(snapshot) is None else ()
        made: tuple[Creation, ...] = ()
        looked_at = made
        for _ in range(ROUNDS):
            plan = reconcile(self.context(snapshot, makes=self._may_make(made)), form_fields, ended_pull)
            if plan.questions:
                snapshot = snapshot.knowing(self.reader.answers(plan.questions))
            elif plan.creations:
                snapshot = snapshot.with_made({each.key: self._made(each) for each in plan.creations})
                made += plan.creations
            elif made == looked_at or self.dry_run:
                return replace(plan, creations=made), snapshot
            else:
                snapshot, looked_at = self.reader.again(snapshot, self.writer.wrote), made
        raise RuntimeError(f"#{snapshot.issue.number} was not settled after {ROUNDS} rounds")

    def _may_make(self, made: tuple[Creation, ...]) -> bool:
        """Whether commands may have more made in this turn; the first thing is made in any case."""
        return not made or (len(made) < MOST_MADE and not self.budget.is_spent(self.asked))

    def _made(self, creation: Creation) -> Made:
        from incident_actions.contract.effects import OpenIssue
        from incident_actions.contract.snapshot import Made

        if self.dry_run:
            assigned = creation.assignees if isinstance(creation, OpenIssue) else ()
            return Made(name="(rehearsal)", assigned=assigned)
        log.info("%s", plan_log.line(creation))
        return self.writer.make(creation)

    def carry_out(self, plan: Plan) -> None:
        """Do what a plan has left, unless this is a rehearsal."""
        for effect in () if self.dry_run else plan.effects:
            log.info("%s", plan_log.line(effect))
            self.writer.carry_out(effect)

    def tick(self, issue: Issue) -> Seen:
        """Fire what has come due on an incident, and tell when its next timer does; one request where nothing has."""
        from incident_actions.timers.watch import NOTHING

        snapshot = replace(self.reader.of(issue), sweeping=True)
        told = self.met[issue.number] = self.seen(snapshot, asking=True)
        if told is not None and not told.is_due(self.now):
            return told
        log.info("#%d: %s", issue.number, self.answer(snapshot).outcome)
        return self.seen(self.left[issue.number], asking=True) or NOTHING

    def seen(self, snapshot: Snapshot, *, asking: bool = False) -> Seen | None:
        """When the timers of an incident come round, by its record as it stands; None where that must be built again.

        Without `asking`, None also where GitHub would have to be asked first.
        """
        from incident_actions.contract.decision import NeedsAnswer
        from incident_actions.engine.commands.waiting_comments import waiting
        from incident_actions.engine.record_integrity import standing
        from incident_actions.timers import watch

        self.recognise(snapshot)
        while True:
            context = self.context(snapshot)
            try:
                stands = standing(context)
                if stands.rebuilding:
                    return None
                waits = min((each.created for each in waiting(context, stands.entries)), default=None)
                return watch.seen(context.incident(stands.entries), self.process, waits)
            except NeedsAnswer as wanted:
                if not asking:
                    return None
                snapshot = snapshot.knowing(self.reader.answers((wanted.question,)))

    @property
    def awaited(self) -> bool:
        """Whether an incident that was looked at needs a clock that is awake."""
        told = (self.seen(snapshot) for snapshot in self.left.values())
        return any(each is not None and (each.awake(self.now) or each.waits) for each in told)

    @property
    def asleep(self) -> bool:
        """Whether what was met and left shows that no clock is awake, though one is needed."""
        from incident_actions.timers import watch

        return any(
            watch.asleep(met, self.seen(self.left[number]) if number in self.left else met, self.now)
            for number, met in self.met.items()
        )

    def start_clock(self, why: str) -> None:
        """Start the clock workflow, unless one is awake and another waits; where one is awake, this one takes over."""
        from incident_actions.gateway.repository import clock_runs

        if clock_runs.are_enough(self.connection, self.here.workflow):
            log.info("another clock waits already: none is started, though %s", why)
            return
        log.info("%s the clock: %s", "would start" if self.dry_run else "starting", why)
        if not self.dry_run:
            # Twice is as good as once, so this POST may be sent again.
            self.connection.send("POST", "dispatches", body={"event_type": CLOCK}, once=False)

    def close(self) -> None:
        """Let all connections go."""
        self.elsewhere.close()
        self.connection.close()

    def complain(self, plan: Plan, snapshot: Snapshot) -> None:
        """Say on an issue where something was done what is wrong with the repository's own files, once for each."""
        from incident_actions.contract.effects import Plan

        for message in self._complaints() if plan.effects else ():
            digest = hashlib.sha256(repr(message).encode()).hexdigest()[:12]
            key = f"configuration:{digest}"
            self.carry_out(plan_log.with_news(Plan(), snapshot, key, self.wording.say(message)))

    def _complaints(self) -> Iterator[Message]:
        from incident_actions.gateway.repository.templates import OWN
        from incident_actions.text.messages import ConfigurationBroken, TemplatesFailed

        if self.broken:
            mistakes, instead = self.broken.wrong.mistakes, self.broken.instead
            yield ConfigurationBroken(tuple(map(str, mistakes)), instead.commit, instead.committed, instead.preset)
        if failed := self.wording.failed:
            yield TemplatesFailed(tuple((f"{OWN}/{name}", problem) for name, problem in sorted(failed.items())))

    def complained(self) -> bool:
        """Write into the log what is wrong with the repository's own files; whether anything is."""
        for mistake in self.broken.wrong.mistakes if self.broken else ():
            log.error("%s", mistake)
        for name, problem in self.wording.failed.items():
            log.error("template %s: %s", name, problem)
        return self.broken is not None or bool(self.wording.failed)

    def confess(self, issue: int, key: str) -> None:
        """Say on the issue that a run failed, once for one event; that this may fail too is only logged."""
        from incident_actions.text.messages import RunFailed

        self.connection.patience.lose()
        self._said(issue, f"failed:{key}", RunFailed(self.here.run_url))

    def disown(self, issue: int, by: Person) -> None:
        """Say on the issue, once, that its record is by another bot than this run writes as; a failure is logged."""
        from incident_actions.text.messages import RecordEstranged

        self._said(issue, f"estranged:{by.login}", RecordEstranged(by.login, self.reader.bot.login))

    def _said(self, issue: int, key: str, message: Message) -> None:
        from incident_actions.contract.effects import Plan
        from incident_actions.gateway.client.errors import warn

        try:
            words = self.wording.say(message)
            self.carry_out(plan_log.with_news(Plan(), self.reader.snapshot(issue), key, words))
        except Exception as error:  # noqa: BLE001  the run has failed already, and says with what
            warn(f"the failure could not be said on #{issue}", error)
