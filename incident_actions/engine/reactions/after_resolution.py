"""What happens after an incident is resolved: its post-mortem is opened, people are reminded, and it closes."""

from __future__ import annotations

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import PaintLabel, ProposeFiles
from incident_actions.contract.issue import PullRequest
from incident_actions.contract.labels import label_meanings
from incident_actions.contract.questions import FileOf, PullOf
from incident_actions.engine import ready_words
from incident_actions.engine.reactions.postmortem_check import report_proposed
from incident_actions.engine.reactions.postmortem_refresh import file_row, render_file, version_of
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Hotfix, Incident, Postmortem
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.model.process.permission import needed_role
from incident_actions.model.process.process import Process
from incident_actions.postmortem import index
from incident_actions.postmortem.file import file_path
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.policy import ENDED_PHASES, due_by, is_owed, is_wanted
from incident_actions.postmortem.reminders import due_reminder
from incident_actions.postmortem.review_list import review_list_url
from incident_actions.text.messages import (
    IncidentResolved,
    PostmortemOwed,
    PostmortemReady,
    ReadyWords,
)
from incident_actions.text.safe_markdown import plain_line


def open_postmortem(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Open the post-mortem's pull request if one is required and none exists."""
    if incident.postmortem or not is_wanted(incident, context.process):
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
            (index.PATH, index.with_row(listed, incident, path, links)),
        ),
        message=f"Add post-mortem of #{incident.number}: {plain_line(incident.title)[:60]}",
        title=f"Post-mortem: {plain_line(incident.title)[:200]}",
        body=context.wording.render("pull_requests/postmortem.md", values),
        reviewers=reviewers_of(incident, context.process),
        label=label_of(context.process),
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


def announce_resolution(before: Incident, incident: Incident, context: Context) -> Decision:
    """Announce what is owed once an incident is resolved, or a post-mortem that this run has opened."""
    commander = incident.roles.get("commander", "")
    postmortem = incident.postmortem
    compare = _compare_url(postmortem, context)
    if before.phase not in ENDED_PHASES and incident.phase in ENDED_PHASES:
        pull, branch = (postmortem.pull, postmortem.branch) if postmortem else (0, "")
        actions = tuple(action.issue for action in incident.actions)
        when = due_by(incident, context.process) if is_owed(incident, context.process) else None
        at = incident.milestones.get("resolved", context.now)
        meeting = context.process.postmortem.meeting if when else ""
        again = not _is_new(before.postmortem, postmortem)
        waiting = review_list_url(incident, context.process, context.snapshot.server, context.snapshot.repository)
        notice = IncidentResolved(
            commander,
            pull,
            branch,
            when,
            compare,
            actions,
            (),
            _final_words(incident, context),
            meeting,
            again,
            waiting,
            incident.to_watch,
            incident.watched,
            published=bool(incident.published) and incident.published[-1].at < at,
        )
        return Decision((), (notice,), f"resolved:{int(at.timestamp())}")
    if postmortem and postmortem.state == "open" and _is_new(before.postmortem, postmortem):
        if incident.postmortem_errors and before.postmortem and before.postmortem.state == "open":
            return Decision()  # it fixes a file that this run saw merged, and the notice of that names it
        when = due_by(incident, context.process) if not postmortem.follow_up else None
        ready = PostmortemReady(postmortem.pull, postmortem.branch, when, compare, follow_up=postmortem.follow_up > 0)
        return Decision((), (ready,), f"postmortem:{postmortem.pull}")
    return Decision()


def _is_new(before: Postmortem | None, postmortem: Postmortem | None) -> bool:
    """Whether this run opened the post-mortem's pull request, or found the one that people opened."""
    return postmortem is not None and postmortem != before


def _final_words(incident: Incident, context: Context) -> tuple[ReadyWords, ...]:
    """Return the announcements for a resolved incident."""
    words = ready_words.for_stages(("resolved",), incident, context.process)
    return ready_words.fill_announcements(words, incident, context.process, context.now)


def _compare_url(postmortem: Postmortem | None, context: Context) -> str:
    snapshot = context.snapshot
    branch = postmortem.branch if postmortem else ""
    return f"{snapshot.server}/{snapshot.repository}/compare/{snapshot.default_branch}...{branch}?expand=1"


def follow_hotfixes(incident: Incident, ended: int, context: Context) -> Decision:
    """Record the end of hotfixes' pull requests.

    `ended` is the one that this run's event is about. The sweep and the clock check all that are open, so that a lost
    event is found; a comment's run does not wait for that. Events of other repositories never arrive, and only those of
    services are asked, whatever the record has.
    """
    known = {"", *(each.casefold() for each in context.process.repositories)}
    reachable = (each for each in incident.hotfixes if each.pull and each.repository.casefold() in known)
    open_ones = (each for each in reachable if each.state == "open")
    looked_at = (
        each for each in open_ones if context.snapshot.is_sweep or (each.pull == ended and not each.repository)
    )
    found = ((each, context.ask(PullOf(each.pull, each.repository))) for each in looked_at)
    return Decision(tuple(_hotfix_ended(hotfix, pull, context) for hotfix, pull in found if pull and not pull.open))


def _hotfix_ended(hotfix: Hotfix, pull: PullRequest, context: Context) -> e.HotfixEnded:
    return e.HotfixEnded(
        at=pull.ended or context.now,
        accepted=context.now,
        by=pull.ended_by,
        pull=pull.number,
        merged=pull.merged,
        repository=hotfix.repository,
        reverts=hotfix.reverts,
    )


def remind_of_postmortem(incident: Incident, context: Context) -> Decision:
    """Remind people of an owed post-mortem: whoever led the incident first, and more people the later it is."""
    when, reminder = due_by(incident, context.process), due_reminder(incident, context.process, context.now)
    if reminder is None or when is None:
        return Decision()
    lead = _lead(incident, context)
    people = ((lead,) if lead else ()) + (context.process.escalation if reminder.climbs or not lead else ())
    pull = incident.postmortem.pull if incident.postmortem and incident.postmortem.state == "open" else 0
    today, last = (each.astimezone(context.zone).date() for each in (context.now, when))
    notice = PostmortemOwed(tuple(dict.fromkeys(people)), pull, when, (today - last).days, context.now >= when)
    timer = f"postmortem:{reminder.key}"
    return Decision(
        (e.ReminderPosted(at=context.now, accepted=context.now, timer=timer, due=when),),
        (notice,),
        f"owed:{reminder.key}",
    )


def _lead(incident: Incident, context: Context) -> str:
    """Return who led the incident: its commander, else who acknowledged it, else who declared it; empty if all left."""
    return (
        accounts.commander_login(incident, context)
        or accounts.confirmed_login(incident.acknowledged_by, incident.acknowledged_by_id, context)
        or accounts.confirmed_login(incident.declared_by, incident.declared_by_id, context)
    )


def close_incident(incident: Incident, context: Context) -> Decision:
    """Close a resolved incident that owes nothing."""
    if incident.phase is not Phase.RESOLVED or is_owed(incident, context.process):
        return Decision()
    return Decision((e.Closed(at=context.now, accepted=context.now),))
