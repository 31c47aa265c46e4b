"""Find what happened to an incident whose record was damaged or deleted, from what GitHub still has."""

from __future__ import annotations

import re
from datetime import datetime

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import comment_keys
from incident_actions.contract.questions import FileOf, PullOf, PullsOf
from incident_actions.engine.reactions import paging, postmortem_review, waiver
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.process import ON_CALL
from incident_actions.postmortem import index, policy, versions
from incident_actions.postmortem.file import file_path
from incident_actions.timers import recipients


def find_first_page(entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Return who was paged at the declaration: people on call at that time whom the tool's comment mentions."""
    snapshot, process = context.snapshot, context.process
    if any(isinstance(entry, e.PeoplePaged) and entry.whom == e.ON_CALL_LABEL for entry in entries):
        return Decision()
    declared = fold(snapshot.issue.number, (entry for entry in entries if isinstance(entry, e.Declared)))
    posted = next((each for each in snapshot.own_comments if paging.COMMENT_KEY in comment_keys(each.body)), None)
    if declared is None or posted is None:
        return Decision()
    on_call = recipients.resolve_all((ON_CALL,), declared, process, posted.created)
    people = tuple(each for each in on_call if re.search(rf"@{re.escape(each)}(?![\w/-])", posted.body, re.IGNORECASE))
    paged = e.PeoplePaged(at=posted.created, accepted=posted.created, to=people, whom=e.ON_CALL_LABEL)
    return Decision((paged,) if people else ())


def find_postmortem(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Return the post-mortem that was opened for an incident: the next pull request of its branch."""
    if incident.postmortem or not policy.is_wanted(incident, context.process):
        return Decision()
    branch = f"postmortem/{incident.number}"
    pull = _next_pull(branch, entries, context)
    if not pull:
        return Decision()
    path = index.free_path(context.ask(FileOf(index.PATH)), incident, file_path(incident, context.process))
    return Decision((e.PostmortemOpened(at=context.now, accepted=context.now, branch=branch, path=path, pull=pull),))


def find_follow_up(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Return the pull request that was opened for a merged post-mortem: to correct it on request, or to complete it."""
    postmortem = incident.postmortem
    if postmortem is None or postmortem.state != "merged":
        return Decision()
    if not incident.postmortem_errors and versions.requested_since(entries) is None:
        return Decision()
    branch = f"postmortem/{incident.number}-{max(postmortem.follow_up, 1) + 1}"
    pull = _next_pull(branch, entries, context)
    if not pull:
        return Decision()
    path = postmortem.path
    return Decision((e.PostmortemOpened(at=context.now, accepted=context.now, branch=branch, path=path, pull=pull),))


def _next_pull(branch: str, entries: tuple[e.Entry, ...], context: Context) -> int:
    """Return the first pull request of a branch that the record lacks; 0 if there is none."""
    known = {entry.pull for entry in entries if isinstance(entry, e.PostmortemOpened)}
    return next((each.number for each in context.ask(PullsOf(branch)) if each.number not in known), 0)


def find_review(incident: Incident, entries: tuple[e.Entry, ...], moment: datetime, context: Context) -> Decision:
    """Return how the review of a post-mortem had ended at a moment."""
    postmortem = incident.postmortem
    if postmortem is None or not postmortem.pull:
        return Decision()
    pull = context.ask(PullOf(postmortem.pull))
    if pull is None or pull.ended is None or pull.ended > moment:
        return Decision()
    if incident.postmortem_waived and postmortem.state == "open" and not pull.merged:
        return Decision((waiver.withdrawal(pull.number, pull.ended, entries, context),))
    return postmortem_review.follow_postmortem(incident, context)
