"""Report failures and configuration errors on the issue and in the log."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator

from incident_actions.contract.effects import Plan
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.repository.templates import OWN_FOLDER, own_name
from incident_actions.model.person import Person
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import carry_out
from incident_actions.text.messages import ConfigurationBroken, Message, RecordByAnotherBot, RunFailed, TemplatesFailed

log = logging.getLogger("incident_actions")


def post_config_errors(run: RunContext, plan: Plan, snapshot: Snapshot) -> None:
    """Post errors in the repository's own files on an issue that the run has changed, once for each error."""
    if not plan.effects:
        return
    for message in _config_errors(run):
        digest = hashlib.sha256(repr(message).encode()).hexdigest()[:12]
        key = f"configuration:{digest}"
        carry_out(run, plan_log.prepend_comment(Plan(), snapshot, key, run.wording.word_message(message)))


def _config_errors(run: RunContext) -> Iterator[Message]:
    if run.config_problem:
        mistakes, instead = run.config_problem.error.mistakes, run.config_problem.replacement
        yield ConfigurationBroken(tuple(map(str, mistakes)), instead.commit, instead.committed, instead.preset)
    if failed := run.wording.failed:
        files = {f"{OWN_FOLDER}/{own_name(run.here.workspace, name)}": problem for name, problem in failed.items()}
        yield TemplatesFailed(tuple(sorted(files.items())))


def log_config_errors(run: RunContext) -> bool:
    """Log errors in the repository's own files, and return whether there are any."""
    for mistake in run.config_problem.error.mistakes if run.config_problem else ():
        log.error("%s", mistake)
    for name, problem in run.wording.failed.items():
        log.error("template %s: %s", name, problem)
    return run.config_problem is not None or bool(run.wording.failed)


def report_failure(run: RunContext, issue: int, key: str) -> None:
    """Post on the issue that a run failed, once for an event. If that fails too, it is only logged."""
    run.connection.retry_policy.stop_waiting()
    _post_once(run, issue, f"failed:{key}", RunFailed(run.here.run_url))


def report_foreign_record(run: RunContext, issue: int, author: Person) -> None:
    """Post on the issue, once, that its record belongs to another bot than this run writes as."""
    _post_once(run, issue, f"estranged:{author.login}", RecordByAnotherBot(author.login, run.reader.bot.login))


def _post_once(run: RunContext, issue: int, key: str, message: Message) -> None:
    try:
        words = run.wording.word_message(message)
        carry_out(run, plan_log.prepend_comment(Plan(), run.reader.snapshot(issue), key, words))
    except Exception as error:  # noqa: BLE001  the run has failed already, and reports that
        log_failure(f"Could not post the failure on #{issue}", error)
