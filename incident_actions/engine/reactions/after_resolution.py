"""What happens after an incident is resolved: it is announced, its post-mortem is asked for, and it closes."""

from __future__ import annotations

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision
from incident_actions.engine import ready_words
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.policy import ENDED_PHASES, due_by, is_owed
from incident_actions.postmortem.reminders import due_reminder
from incident_actions.postmortem.review_list import review_list_url
from incident_actions.text.messages import IncidentResolved, PostmortemOwed, PostmortemReady, ReadyWords


def announce_resolution(before: Incident, incident: Incident, context: Context) -> Decision:
    """Announce what is owed once an incident is resolved, or a post-mortem that this run has opened."""
    commander = incident.roles.get("commander", "")
    postmortem = incident.postmortem
    compare = _compare_url(postmortem, incident.drill_branch, context)
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


def _compare_url(postmortem: Postmortem | None, base: str, context: Context) -> str:
    snapshot = context.snapshot
    branch = postmortem.branch if postmortem else ""
    return f"{snapshot.server}/{snapshot.repository}/compare/{base or snapshot.default_branch}...{branch}?expand=1"


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
