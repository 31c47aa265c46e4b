"""Open the pull request with the post-mortem of a resolved incident."""

from __future__ import annotations

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import PaintLabel, ProposeFiles
from incident_actions.contract.labels import label_meanings
from incident_actions.contract.questions import FileOf
from incident_actions.engine.reactions.postmortem_check import report_proposed
from incident_actions.engine.reactions.postmortem_refresh import file_row, render_file, version_of
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.model.process.permission import needed_role
from incident_actions.model.process.process import Process
from incident_actions.postmortem import index
from incident_actions.postmortem.file import file_path
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.policy import due_by, is_wanted
from incident_actions.text.safe_markdown import plain_line


def open_postmortem(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Open the post-mortem's pull request if one is required and none exists."""
    is_removed = incident.drill is not None and incident.drill.is_scored
    if incident.postmortem or is_removed or not is_wanted(incident, context.process):
        return Decision()
    listed = context.ask(FileOf(index.PATH, for_change=True))
    known = incident.postmortem_file
    path = known.path if known else index.free_path(listed, incident, file_path(incident, context.process))
    links = FileLinks(context.snapshot.server, context.snapshot.repository)
    branch = f"postmortem/{incident.number}"
    values = {
        "incident": incident,
        "due": due_by(incident, context.process),
        "path": path,
        "edit_url": links.file_url("edit", branch, path),
        "view_url": links.file_url("blob", branch, path),
        "waits": context.snapshot.bot.is_same_as(ACTIONS_BOT),
        "prevention": context.process.prevention,
        "accept_role": needed_role("accept", context.process),
    }
    text = render_file(incident, entries, context)
    proposal = ProposeFiles(
        key=f"postmortem:{incident.number}:{sum(isinstance(entry, e.PostmortemOpened) for entry in entries)}",
        branch=branch,
        files=(
            (path, text),
            *(() if incident.drill else ((index.PATH, index.with_row(listed, incident, path, links)),)),
        ),
        message=f"Add post-mortem of #{incident.number}: {plain_line(incident.title)[:60]}",
        title=f"Post-mortem: {plain_line(incident.title)[:200]}",
        body=context.wording.render("pull_requests/postmortem.md", values),
        reviewers=reviewers_of(incident, context.process),
        label=label_of(context.process),
        base=incident.drill_branch,
    )
    made = context.create(proposal)
    reports = report_proposed(text, path, made, incident, context)
    opened = e.PostmortemOpened(
        at=context.now,
        accepted=context.now,
        branch=proposal.branch,
        path=path,
        pull=made.number,
        written=() if made.existed else version_of(text, file_row(incident, path, context)),
    )
    return Decision((opened,), reports=reports)


def label_of(process: Process) -> PaintLabel:
    """Return the label of a post-mortem's pull request."""
    name = process.labels.postmortem
    return PaintLabel(name, *label_meanings(process)[name])


def reviewers_of(incident: Incident, process: Process) -> tuple[str, ...]:
    """Return who reviews a post-mortem: whoever held a role, and the process's own reviewers."""
    people = (*incident.roles.values(), *process.postmortem.reviewers)
    return tuple(dict.fromkeys(people))
