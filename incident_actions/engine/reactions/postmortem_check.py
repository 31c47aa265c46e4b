"""Report the check of a post-mortem where no run of the check does: of the tool's own commits, and at the merge."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import ReportCheck
from incident_actions.contract.issue import PullRequest
from incident_actions.contract.questions import ChangedFilesOf, FileOf, HasCheckStatus, PullOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem import check, index
from incident_actions.postmortem.check_summary import checked_file, summarize_check, withdraw_check
from incident_actions.postmortem.finding import Finding
from incident_actions.postmortem.links import FileLinks

LOOK_BACK = timedelta(days=1)
"""How long sweeps look after a pull request that nobody touches."""


@dataclass(frozen=True)
class ProposedFile:
    """A file of a pull request at one commit."""

    path: str
    pull: int
    commit: str


def find_problems(text: str, incident: Incident, context: Context) -> tuple[Finding, ...]:
    """Return everything that the check finds in a file; owners are not looked up."""
    found = partial(check.findings, text, context.process, incident=incident)
    return context.cache.last_result("findings", (text, incident), found)


def report_proposed(
    text: str, path: str, made: CreationResult, incident: Incident, context: Context
) -> tuple[ReportCheck, ...]:
    """Report on a file that this run has just committed; where an earlier run did, a sweep reports."""
    if not (made.number and made.commit):
        return ()
    file = ProposedFile(path, made.number, made.commit)
    shown = _report(file, find_problems(text, incident, context), incident, context)
    return (replace(shown, is_first=not made.text),)


def report_merged(
    found: tuple[Finding, ...], path: str, pull: PullRequest, incident: Incident, context: Context
) -> ReportCheck:
    """Return the report on a merged pull request, at the commit that it proposed."""
    return replace(
        _report(ProposedFile(path, pull.number, pull.head), found, incident, context),
        is_open=False,
    )


def report_unchecked(incident: Incident, context: Context) -> Decision:
    """Report on an open pull request whose newest commit has no status, as after a run that died.

    Only a sweep looks, and only while something has changed lately.
    """
    postmortem = incident.postmortem
    if postmortem is None or postmortem.state != "open" or not (postmortem.pull and context.snapshot.is_sweep):
        return Decision()
    pull = context.ask(PullOf(postmortem.pull))
    if pull is None or not (pull.open and pull.head and pull.updated) or context.now - pull.updated > LOOK_BACK:
        return Decision()
    if context.ask(HasCheckStatus(pull.head)):
        return Decision()
    text = context.ask(FileOf(postmortem.path, pull.head))
    if not text:
        return _withdraw(pull, context)
    file = ProposedFile(postmortem.path, pull.number, pull.head)
    return Decision(reports=(_report(file, find_problems(text, incident, context), incident, context),))


def _withdraw(pull: PullRequest, context: Context) -> Decision:
    """Withdraw the earlier report if the pull request has no post-mortem left, for which GitHub starts no check.

    A post-mortem that was only moved is left to the check of the push.
    """
    changed = context.ask(ChangedFilesOf(pull.number))
    if any(map(index.is_postmortem, changed)):
        return Decision()
    return Decision(reports=(withdraw_check(pull.number, pull.head, context.wording),))


def _report(file: ProposedFile, found: tuple[Finding, ...], incident: Incident, context: Context) -> ReportCheck:
    checked = checked_file(file.path, incident.number, found, context.process, context.wording)
    links = FileLinks(context.snapshot.server, context.snapshot.repository)
    return summarize_check((checked,), file.pull, file.commit, links, context.wording)
