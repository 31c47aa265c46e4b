"""The gate: a merged post-mortem counts once the check finds no errors in it, or once somebody accepts them."""

from __future__ import annotations

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import ProposeFiles
from incident_actions.contract.questions import FileOf
from incident_actions.engine.reactions.postmortem_check import find_problems, report_proposed
from incident_actions.engine.reactions.postmortem_opening import label_of, reviewers_of
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.postmortem.finding import Finding, MoreFound, level_of, word_finding
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.notes import with_notes
from incident_actions.text.messages import PostmortemComplete
from incident_actions.text.safe_markdown import plain_line

Problem = tuple[int, str]
"""The line of an error, and what is wrong."""

FIRST_FIX = 2
"""The number of the pull request that fixes a merged post-mortem, as the first of its corrections."""


def errors_in(found: tuple[Finding, ...], context: Context) -> tuple[Finding, ...]:
    """Return those findings that are errors."""
    return tuple(each for each in found if level_of(each, context.process) == "error")


def count_errors(found: tuple[Finding, ...]) -> int:
    """Return how many errors there are, with those that the check did not list."""
    return sum(each.count if isinstance(each, MoreFound) else 1 for each in found)


def word_errors(found: tuple[Finding, ...], context: Context) -> tuple[Problem, ...]:
    """Return the line and the words of each error."""
    return tuple((each.line, word_finding(each, context.wording)) for each in found)


def prepare_fix(
    text: str, problems: tuple[Problem, ...], incident: Incident, entries: tuple[e.Entry, ...], context: Context
) -> Decision:
    """Open a pull request in which people fix the merged file, unless an earlier merge led to one."""
    postmortem, snapshot = incident.postmortem, context.snapshot
    if postmortem is None or postmortem.follow_up:
        return Decision()
    branch = f"postmortem/{incident.number}-{FIRST_FIX}"
    links = FileLinks(snapshot.server, snapshot.repository)
    values = {
        "incident": incident,
        "problems": problems,
        "view_url": links.file_url("blob", snapshot.default_branch, postmortem.path),
        "edit_url": links.file_url("edit", branch, postmortem.path),
        "waits": snapshot.bot.is_same_as(ACTIONS_BOT),
    }
    noted = with_notes(text, [words for _, words in problems])
    proposal = ProposeFiles(
        key=f"postmortem:{incident.number}:{sum(isinstance(each, e.PostmortemOpened) for each in entries)}",
        branch=branch,
        files=((postmortem.path, noted),),
        message=f"List what the post-mortem of #{incident.number} still lacks",
        title=f"Complete the post-mortem: {plain_line(incident.title)[:200]}",
        body=context.wording.render("pull_requests/postmortem_fix.md", values),
        reviewers=reviewers_of(incident, context.process),
        label=label_of(context.process),
    )
    made = context.create(proposal)
    opened = e.PostmortemOpened(
        at=context.now, accepted=context.now, branch=branch, path=postmortem.path, pull=made.number
    )
    return Decision((opened,), reports=report_proposed(noted, postmortem.path, made, incident, context))


def recheck_postmortem(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Check a file again that was merged with errors, since people may fix it by any commit."""
    postmortem = incident.postmortem
    if postmortem is None or not incident.postmortem_errors:
        return Decision()
    text = context.ask(FileOf(postmortem.path))
    if not text or errors_in(find_problems(text, incident, context), context):
        return Decision()
    links = FileLinks(context.snapshot.server, context.snapshot.repository)
    view_url = links.file_url("blob", context.snapshot.default_branch, postmortem.path)
    times = sum(isinstance(each, e.PostmortemCompleted) for each in entries)
    return Decision(
        (e.PostmortemCompleted(at=context.now, accepted=context.now),),
        (PostmortemComplete(postmortem.path, view_url),),
        f"postmortem-complete:{incident.number}:{times}",
    )
