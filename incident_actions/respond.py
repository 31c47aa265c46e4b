"""One run: from the surroundings to an exit code. Look, decide, make, decide again; then carry out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from incident_actions import events, showing
from incident_actions.commands.grammar import may_hold_command
from incident_actions.gateway import runner

if TYPE_CHECKING:
    from incident_actions import form
    from incident_actions.effects import Plan
    from incident_actions.gateway.connection import Connection
    from incident_actions.gateway.reading import Reader
    from incident_actions.gateway.writing import Writer
    from incident_actions.process.process import Process
    from incident_actions.process.reading import ConfigurationWrong
    from incident_actions.snapshot import Change, Comment, Snapshot
    from incident_actions.wording import Wording

log = logging.getLogger("incident_actions")

HANDLED, FAILED, MISCONFIGURED = 0, 1, 2
ROUNDS = 2_000
"""How often a decision is taken again at the most; each round answers a question or makes a thing."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which issue an event speaks of, and what it tells about it."""

    issue: int
    changes: tuple[Change, ...] = ()
    comment: Comment | None = None
    ended_pull: int = 0


def target(event: events.Event) -> Target | str:
    """Say which issue to look at, or why none."""
    match event:
        case events.CommentPosted(issue, comment):
            if not may_hold_command(comment.body):
                return "the comment holds no command"
            return Target(issue, comment=comment)
        case events.IssueChanged(issue, change, _):
            return Target(issue, changes=(change,) if change else ())
        case events.PullEnded(number, branch, body, _):
            incident = _incident_of(branch, body)
            return Target(incident, ended_pull=number) if incident else "the pull request names no incident"
        case events.Ignored(why):
            return why
    return "there is no one issue to look at"


def _incident_of(branch: str, body: str) -> int:
    """The incident that a branch or pull request of ours belongs to; the incident's own record must know it too."""
    number = branch.removeprefix("postmortem/") if branch.startswith("postmortem/") else ""
    if not number:
        first = body.partition("\n")[0]
        number = first.removeprefix("<!-- incident-actions:hotfix #").partition(" ")[0]
    return int(number) if number.isdecimal() and len(number) < 10 else 0


class Desk:
    """Everything that answering needs, put together once it is known that there is something to answer."""

    def __init__(self, here: runner.Surroundings, now: datetime, *, dry_run: bool) -> None:
        from incident_actions.gateway import configuration, templates
        from incident_actions.gateway.connection import Connection
        from incident_actions.gateway.reading import Reader, who_am_i
        from incident_actions.gateway.writing import Writer
        from incident_actions.wording import Wording

        self.here, self.now, self.dry_run = here, now, dry_run
        self.process: Process
        self.wrong: ConfigurationWrong | None
        self.process, self.wrong = configuration.process(here.workspace)
        self.form_fields: tuple[form.Field, ...] = configuration.form_fields(here.workspace)
        self.wording: Wording = Wording(templates.template)
        self.connection: Connection = Connection(here.token, here.repository, here.api_url)
        bot = who_am_i(self.connection, here.token, self.process.bot)
        self.reader: Reader = Reader(self.connection, bot, here.default_branch, here.server)
        self.writer: Writer = Writer(self.connection, bot, here.default_branch)

    def answer(self, snapshot: Snapshot, ended_pull: int = 0) -> Plan:
        """Reconcile one issue and carry the plan out, unless this is a rehearsal."""
        from incident_actions.messages import ConfigurationBroken

        plan = self.settle(snapshot, ended_pull)
        if self.wrong is not None and plan.effects:
            broken = ConfigurationBroken(tuple(map(str, self.wrong.mistakes)))
            digest = hashlib.sha256(str(self.wrong).encode()).hexdigest()[:12]
            plan = showing.with_news(plan, snapshot, self.wording.say(broken), f"configuration:{digest}")
        if not self.dry_run:
            for effect in plan.effects:
                log.info("%s", showing.line(effect))
                self.writer.carry_out(effect)
        return plan

    def settle(self, snapshot: Snapshot, ended_pull: int = 0) -> Plan:
        """Decide, answer what the decision asks, make what it needs, until nothing is asked and nothing lacks."""
        from incident_actions.reconcile import reconcile
        from incident_actions.scene import View
        from incident_actions.snapshot import Made

        for _ in range(ROUNDS):
            view = View(snapshot, self.process, self.wording, self.now)
            plan = reconcile(view, self.form_fields, ended_pull)
            if plan.questions:
                snapshot = snapshot.knowing({each: self.reader.answer(each) for each in plan.questions})
            elif plan.creations:
                for creation in plan.creations:
                    log.info("%s", showing.line(creation))
                    made = Made(name="(rehearsal)") if self.dry_run else self.writer.make(creation)
                    snapshot = snapshot.with_made({creation.key: made})
            else:
                return plan
        raise RuntimeError(f"#{snapshot.issue.number} was not settled after {ROUNDS} rounds")

    def confess(self, issue: int, key: str) -> None:
        """Say on the issue that a run failed; that this may fail too is only logged."""
        from incident_actions.effects import SAID, Say
        from incident_actions.messages import RunFailed

        if self.dry_run:
            return
        body = f"{SAID.format(key=key)}\n{self.wording.say(RunFailed(self.here.run_url))}"
        try:
            self.writer.carry_out(Say(issue, key, body))
        except Exception:
            log.exception("the failure could not be said on #%d", issue)


def respond(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Answer the event of this Actions run; raises Unusable, NotAPayload and whatever GitHub's door raises."""
    here = runner.surroundings(environment)
    event = events.read(here.event, here.payload)
    if isinstance(event, events.Swept):
        from incident_actions.sweep import sweep

        return sweep(environment, now, dry_run=dry_run)
    aim = target(event)
    if isinstance(aim, str):
        return _nothing(here, aim)
    desk = Desk(here, now, dry_run=dry_run)
    try:
        snapshot = desk.reader.snapshot(aim.issue, aim.changes, aim.comment)
        plan = desk.answer(snapshot, aim.ended_pull)
    except Exception:
        desk.confess(aim.issue, f"failed:{aim.comment.id if aim.comment else aim.issue}")
        raise
    finally:
        desk.connection.close()
    showing.told(here, f"#{aim.issue}", plan, dry_run=dry_run)
    return MISCONFIGURED if _complained(desk) else HANDLED


def _complained(desk: Desk) -> bool:
    if desk.wrong is not None:
        for mistake in desk.wrong.mistakes:
            log.error("%s", mistake)
    return desk.wrong is not None


def _nothing(here: runner.Surroundings, why: str) -> int:
    log.info("Nothing to do: %s.", why)
    runner.output(here, outcome="ignored", reason=why)
    return HANDLED
