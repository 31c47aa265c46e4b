"""What follows a post-mortem that is waived or accepted: its pull request is closed, and the index has the reason."""

from __future__ import annotations

from datetime import datetime

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import COMMENT_MARK, ReplaceLines, WithdrawFiles
from incident_actions.contract.questions import FileOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem import index
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.policy import ENDED_PHASES
from incident_actions.text.messages import PullWithdrawn, WaiverNotListed

WAIVED_MESSAGE = "Add the waived post-mortem of #{} to the index"


def withdraw_postmortem(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Close the open pull request of a waived post-mortem, with a comment, and delete its branch."""
    postmortem = incident.postmortem
    if not incident.postmortem_waived or postmortem is None or postmortem.state != "open" or postmortem.follow_up:
        return Decision()
    waived = _newest_waiver(entries)
    key = f"waived:{incident.number}:{sum(isinstance(each, e.PostmortemWaived) for each in entries)}"
    words = context.wording.word_message(PullWithdrawn(incident.number, waived.by, waived.reason))
    body = f"{COMMENT_MARK.format(key=key)}\n{words}"
    context.create(WithdrawFiles(key, postmortem.pull, postmortem.branch, body))
    return Decision((withdrawal(postmortem.pull, context.now, entries, context),))


def withdrawal(pull: int, at: datetime, entries: tuple[e.Entry, ...], context: Context) -> e.PostmortemEnded:
    """Return the end of a waived post-mortem's pull request, which counts as an act of whoever waived it."""
    waived = _newest_waiver(entries)
    return e.PostmortemEnded(at=at, accepted=context.now, by=waived.by, by_id=waived.by_id, pull=pull, merged=False)


def list_reason(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Write into the index why a post-mortem was waived or accepted with errors, once the incident is over.

    If GitHub refuses the commit, or the index has no table for it, the row is posted for people to paste.
    """
    if not incident.reason_to_list or incident.phase not in ENDED_PHASES:
        return Decision()
    snapshot = context.snapshot
    links = FileLinks(snapshot.server, snapshot.repository)
    listed = context.ask(FileOf(index.PATH))
    changes = index.changed_lines(listed, index.with_reason(listed, incident, links)) if listed is not None else None
    problem = "" if changes is not None else "no table"
    if changes:
        key = f"waiver-row:{incident.number}:{sum(isinstance(each, e.WaiverListed) for each in entries)}"
        what = "Say why the post-mortem of #{} was accepted" if incident.postmortem_accepted else WAIVED_MESSAGE
        problem = context.create(ReplaceLines(key, ((index.PATH, changes),), what.format(incident.number))).problem
    noted = e.WaiverListed(at=context.now, accepted=context.now, problem=problem)
    if not problem:
        return Decision((noted,))
    branch = snapshot.default_branch
    edit_url = links.file_url("edit", branch, index.PATH)
    refused = WaiverNotListed(branch, index.PATH, edit_url, index.reason_row(incident, links))
    since = next(each.at for each in reversed(entries) if isinstance(each, e.PostmortemWaived | e.PostmortemAccepted))
    return Decision((noted,), (refused,), f"waiver-row:{incident.number}:{int(since.timestamp())}")


def _newest_waiver(entries: tuple[e.Entry, ...]) -> e.PostmortemWaived:
    return next(each for each in reversed(entries) if isinstance(each, e.PostmortemWaived))
