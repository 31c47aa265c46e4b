"""What became of an incident's targets, as its entries pass: each is a round, from when it is set until it is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime

from incident_actions.game_days.response_score import Judgement, Measure, Verdict
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold_entry
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.process import Process
from incident_actions.timers.promises import has_passed
from incident_actions.timers.schedule import response_target
from incident_actions.timers.targets import has_response, set_targets


def judge_targets(number: int, entries: Iterable[e.Entry], process: Process, now: datetime) -> tuple[Judgement, ...]:
    """Return what became of each target of an incident; of one that was set again, each time.

    A target is judged by what was due when it was met. One that a milder severity no longer sets, or that was not due
    yet when the incident ended, was not asked for.
    """
    rounds = _Rounds(process)
    incident: Incident | None = None
    for entry in entries:
        before, incident = incident, fold_entry(number, incident, entry)
        if incident and (before is None or RUNNING & {before.phase, incident.phase}):
            rounds.see(entry, incident)
    rounds.end(now, Verdict.PENDING)
    return tuple(rounds.judged)


@dataclass
class _Rounds:
    """The targets that wait to be met, by when, and what became of the others."""

    process: Process
    waiting: dict[Measure, datetime] = field(default_factory=dict)
    judged: list[Judgement] = field(default_factory=list)
    seen: set[Measure] = field(default_factory=set)

    def see(self, entry: e.Entry, incident: Incident) -> None:
        """Judge what an entry met, and ask for what it left to meet."""
        targets = {what: (due, is_met) for what, due, is_met in _targets(incident, self.process)}
        self.waiting = {what: due for what, due in self.waiting.items() if what in targets}
        for what, (due, is_met) in targets.items():
            if not is_met:
                self.waiting[what] = due
            elif what in self.waiting:
                self._judge(what, self.waiting.pop(what), entry)
            elif what not in self.seen:
                self._judge(what, due, entry if isinstance(entry, e.Declared) else None)
        self.seen |= targets.keys()
        if incident.phase not in RUNNING:
            self.end(entry.at)

    def end(self, at: datetime, otherwise: Verdict | None = None) -> None:
        """Judge what still waits: what was due by now is missed, and all else gets another verdict, or none."""
        for what, due in self.waiting.items():
            if verdict := Verdict.MISSED if has_passed(due, at) else otherwise:
                self.judged.append(Judgement(what, verdict, due))
        self.waiting.clear()

    def _judge(self, what: Measure, due: datetime, entry: e.Entry | None) -> None:
        if entry is None:
            self.judged.append(Judgement(what, Verdict.MET, due))
            return
        verdict = Verdict.LATE if has_passed(due, entry.at) else Verdict.MET
        self.judged.append(Judgement(what, verdict, due, entry.at, entry.comment))


def _targets(incident: Incident, process: Process) -> Iterator[tuple[Measure, datetime, bool]]:
    """Yield each target with when it is due and whether it is met; a response and its acknowledgement are one.

    A false alarm has nothing to mitigate.
    """
    response = response_target(incident, process)
    for each in set_targets(incident, process):
        what = Measure(each.what)
        if what is Measure.ACKNOWLEDGE:
            response = min(each.due, response or each.due)
        elif not (what is Measure.MITIGATE and incident.phase is Phase.DISMISSED):
            yield what, each.due, each.is_met
    if response:
        yield Measure.ACKNOWLEDGE, response, has_response(incident)
