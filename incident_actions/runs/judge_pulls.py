"""Judge what somebody wants to merge: the status `incident-freeze` fails while an incident freezes merges."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from incident_actions.contract import events
from incident_actions.contract.issue import Issue
from incident_actions.contract.proposed_head import HeadVerdict, ProposedHead, read_proposed_head
from incident_actions.engine.freeze_verdict import DESCRIPTION, FAILURE, OWN_BRANCHES, hotfix_branches, judge_head
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.local import runner
from incident_actions.gateway.repository.fetched_files import fetch_files
from incident_actions.gateway.repository.proposed_heads import (
    branch_of_pull,
    read_open_heads,
    read_queued_heads,
    set_verdict,
)
from incident_actions.gateway.repository.templates import OWN_FOLDER
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.runs.context import RunContext
from incident_actions.runs.cost import report_cost
from incident_actions.runs.exit_code import FAILED, HANDLED, MISCONFIGURED
from incident_actions.runs.failures import log_config_errors
from incident_actions.runs.pull_judging import start_pull_judging
from incident_actions.runs.sweep_limits import must_leave_rest

log = logging.getLogger("incident_actions")

FETCHED = (CONFIGURATION, f"{OWN_FOLDER}/{DESCRIPTION}")
"""The files of the default branch that a run reads over the API, because its workflow checks out nothing."""

MOST_ROUNDS = 3
"""How often a run looks again at most after it set statuses, because the run of a push may have set one meanwhile."""


def judge_pulls(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Set the status of the commit that an event is about, or of all open pull requests; raises InvalidPayload."""
    here = runner.read_environment(environment)
    head = read_proposed_head(here.event, here.payload)
    connection = Connection(here.token, here.repository, here.api_url)
    with closing(connection), TemporaryDirectory() as folder:
        fetch_files(connection, FETCHED, Path(folder))
        run = RunContext(replace(here, workspace=Path(folder)), now, dry_run=dry_run, connection=connection)
        try:
            freeze = CurrentFreeze(run)
            well = _judge_each(run, freeze, (head,)) if head else _judge_all(run, freeze)
            wrong = log_config_errors(run)
        finally:
            report_cost(run)
            run.close()
    if not well:
        log.error("Some statuses could not be set. The next sweep has them set again.")
        return FAILED
    return MISCONFIGURED if wrong else HANDLED


class CurrentFreeze:
    """The open incidents that freeze merges now, and what that means for each commit."""

    def __init__(self, run: RunContext) -> None:
        self._run = run

    @cached_property
    def holders(self) -> tuple[Issue, ...]:
        """The open incidents with the label of a freeze; none where the configuration has no freeze."""
        names = self._run.process.labels
        if self._run.process.freeze is None:
            return ()
        return tuple(all_issues_with_label(self._run.connection, f"{names.incident},{names.freeze}", state="open"))

    @property
    def link(self) -> str:
        """Return the address of the first incident that freezes merges; empty for none."""
        numbers = sorted(each.number for each in self.holders)
        return f"{self._run.here.server}/{self._run.here.repository}/issues/{numbers[0]}" if numbers else ""

    def verdict(self, head: ProposedHead) -> HeadVerdict:
        """Return the verdict on a commit. Only the branches of hotfixes are looked up, and only during a freeze."""
        branch = head.branch
        if self.holders and head.queued:
            branch = branch_of_pull(self._run.connection, head.queued)
        fixed = self._fixes.get(branch, 0) if self.holders and branch.startswith(OWN_BRANCHES) else 0
        return judge_head(branch, self.holders, fixed, self._run.wording)

    @cached_property
    def _fixes(self) -> dict[str, int]:
        """The branches of hotfixes and rollbacks, each with its incident."""
        read = self._run.connection.list_items
        comments = {
            each.number: [events.read_comment(given) for given in read(f"issues/{each.number}/comments")]
            for each in self.holders
        }
        return {branch: number for number, posted in comments.items() for branch in hotfix_branches(posted)}


def compare_statuses(run: RunContext) -> bool:
    """Have open pull requests judged if one shows another status than it should; return whether that succeeded."""
    try:
        if run.process.freeze is not None and not run.judges_pulls:
            freeze = CurrentFreeze(run)
            heads = read_open_heads(run.connection)
            run.judges_pulls = any(each.is_known for each in heads) and any(_differing(heads, freeze))
    except Exception as error:  # noqa: BLE001  the sweep's own work is done
        log_failure("Could not compare the statuses of open pull requests", error)
        return False
    return start_pull_judging(run)


def _differing(heads: Iterable[ProposedHead], freeze: CurrentFreeze) -> Iterator[ProposedHead]:
    return (each for each in heads if each.shown != freeze.verdict(each))


def _judge_all(run: RunContext, freeze: CurrentFreeze) -> bool:
    """Judge every open pull request that shows another status, and every commit in a merge queue."""
    well = _judge_each(run, freeze, read_queued_heads(run.connection))
    for _ in range(MOST_ROUNDS):
        heads = list(_differing(read_open_heads(run.connection), freeze))
        well &= _judge_each(run, freeze, heads)
        if run.dry_run or not well or not any(each.is_known for each in heads):
            break
        freeze = CurrentFreeze(run)
    return well


def _judge_each(run: RunContext, freeze: CurrentFreeze, heads: Iterable[ProposedHead]) -> bool:
    """Set statuses, paced; one that fails does not keep the others waiting. Return whether all are set."""
    well, waiting = True, list(heads)
    for place, head in enumerate(waiting):
        if len(waiting) > 1 and must_leave_rest(run):
            log.warning("Left %d pull requests to the next sweep, so that requests remain.", len(waiting) - place)
            return False
        well &= _judge_one(run, freeze, head)
    return well


def _judge_one(run: RunContext, freeze: CurrentFreeze, head: ProposedHead) -> bool:
    try:
        verdict = freeze.verdict(head)
        log.info("%s: %s, %s", head.commit[:12], verdict.state, verdict.description)
        if not run.dry_run:
            set_verdict(run.connection, head, verdict, freeze.link if verdict.state == FAILURE else "")
    except Exception as error:  # noqa: BLE001  one commit must not keep the others waiting; it is logged
        log_failure(f"Could not set the status of {head.commit[:12]}", error)
        return False
    return True
