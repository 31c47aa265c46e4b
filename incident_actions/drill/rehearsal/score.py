"""The score of a rehearsal: what was done in time, by the process's own targets."""

from __future__ import annotations

from dataclasses import dataclass

from incident_actions.game_days.response_score import FAILED, Verdict
from incident_actions.game_days.target_rounds import judge_targets
from incident_actions.model.incident import entry as e
from incident_actions.model.process.process import Process
from incident_actions.timers import promises


@dataclass(frozen=True, slots=True)
class RehearsalScore:
    """How many targets were met and how many promised updates came on time; each timer's lateness in seconds."""

    targets: int
    met: int
    promised: int
    kept: int
    lateness: tuple[int, ...]


def compute_score(number: int, entries: tuple[e.Entry, ...], process: Process) -> RehearsalScore:
    """Compare an incident's record with the targets of its process; the first update is one, too."""
    end = max(each.at for each in entries)
    updates = promises.promised_updates(entries, process)
    first = [each.is_kept for each in updates if each.is_first]
    judged = {each.what: each.verdict for each in judge_targets(number, entries, process, end)}
    targets = [verdict is Verdict.MET for verdict in judged.values() if verdict in (Verdict.MET, *FAILED)] + first[:1]
    late = (round((each.at - each.due).total_seconds()) for each in entries if isinstance(each, e.TimerFired))
    return RehearsalScore(
        len(targets), sum(targets), len(updates), sum(each.is_kept for each in updates), tuple(sorted(late))
    )
