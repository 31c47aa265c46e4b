"""What follows a waived post-mortem: its pull request is closed, and the index gets a row with the reason."""

from __future__ import annotations

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import COMMENT_MARK, ReplaceLines, WithdrawFiles
from incident_actions.contract.questions import FileOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem import index
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.policy import ENDED_PHASES
from incident_actions.text.messages import PullWithdrawn, WaiverNotListed


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
    ended = e.PostmortemEnded(
        at=context.now, accepted=context.now, by=waived.by, by_id=waived.by_id, pull=postmortem.pull, merged=False
    )
    return Decision((ended,))


def list_waiver(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Write a row for a waived post-mortem into the index, once the incident is over.

    If GitHub refuses the commit, or the index has no table for it, the row is posted for people to paste.
    """
    if not incident.waiver_to_list or incident.phase not in ENDED_PHASES:
        return Decision()
    snapshot = context.snapshot
    links = FileLinks(snapshot.server, snapshot.repository)
    listed = context.ask(FileOf(index.PATH))
    changes = index.changed_lines(listed, index.with_waiver(listed, incident, links)) if listed is not None else None
    problem = "" if changes is not None else "no table"
    if changes:
        key = f"waiver-row:{incident.number}:{sum(isinstance(each, e.WaiverListed) for each in entries)}"
        message = f"Add the waived post-mortem of #{incident.number} to the index"
        problem = context.create(ReplaceLines(key, ((index.PATH, changes),), message)).problem
    noted = e.WaiverListed(at=context.now, accepted=context.now, problem=problem)
    if not problem:
        return Decision((noted,))
    branch = snapshot.default_branch
    edit_url = links.file_url("edit", branch, index.PATH)
    refused = WaiverNotListed(branch, index.PATH, edit_url, index.waiver_row(incident, links))
    return Decision((noted,), (refused,), f"waiver-row:{incident.number}:{int(_newest_waiver(entries).at.timestamp())}")


def _newest_waiver(entries: tuple[e.Entry, ...]) -> e.PostmortemWaived:
    return next(each for each in reversed(entries) if isinstance(each, e.PostmortemWaived))
