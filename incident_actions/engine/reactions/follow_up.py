"""A correction of a merged post-mortem: offered once its record has changed, and opened on request."""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import ProposeFiles
from incident_actions.contract.questions import FileOf
from incident_actions.engine.reactions.postmortem_check import report_proposed
from incident_actions.engine.reactions.postmortem_opening import label_of, reviewers_of
from incident_actions.engine.reactions.postmortem_refresh import file_row, parts_left_alone, render_file, version_of
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.postmortem import index, versions
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.parts import RefreshedText, refresh_text
from incident_actions.text.messages import PostmortemDiffers, PostmortemRefreshed
from incident_actions.text.safe_markdown import plain_line


def offer_follow_up(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Offer a correction, once for each change, if the record is no longer what the merged file shows."""
    postmortem, number = incident.postmortem, incident.number
    if postmortem is None or postmortem.state != "merged" or incident.phase in RUNNING:
        return Decision()
    shown = versions.incident_in_file(number, entries)
    if shown is None:
        return Decision()
    differs, offered = versions.differing_facts(shown, incident), versions.incident_in_offer(number, entries)
    if not differs or (offered is not None and not versions.differing_facts(offered, incident)):
        return Decision()
    links = FileLinks(context.snapshot.server, context.snapshot.repository)
    before, after = _facts(shown), _facts(incident)
    notice = PostmortemDiffers(
        postmortem.path,
        links.file_url("blob", context.snapshot.default_branch, postmortem.path),
        tuple((name, before.get(name, ""), after.get(name, "")) for name in differs),
    )
    count = sum(isinstance(each, e.FollowUpOffered) for each in entries)
    return Decision(
        (e.FollowUpOffered(at=context.now, accepted=context.now, differs=differs),),
        (notice,),
        f"postmortem-differs:{number}:{count}",
    )


def _facts(incident: Incident) -> Mapping[str, str]:
    """Return the facts as people read them."""
    times = {name: f"{at:%Y-%m-%d %H:%M} UTC" for name, at in incident.milestones.items()}
    return {
        **times,
        "severity": incident.severity,
        "services": ", ".join(incident.services),
        "impact": incident.impact,
    }


def open_follow_up(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Open a pull request that corrects the merged file, in the parts that are still as the tool wrote them."""
    postmortem, file = incident.postmortem, incident.postmortem_file
    asked = versions.requested_since(entries)
    if postmortem is None or postmortem.state != "merged" or file is None or not file.offered or asked is None:
        return Decision()
    merged = context.ask(FileOf(postmortem.path))
    rendered = render_file(incident, entries, context)
    written = version_of(rendered, file_row(incident, postmortem.path, context))
    left_alone = parts_left_alone(postmortem, context.process)
    fresh = refresh_text(merged or "", rendered, file.written, file.offered, left_alone)
    if not fresh.updated:
        return _nothing_to_correct(postmortem, written, fresh, asked, context)
    proposal = _proposal(incident, postmortem, fresh, entries, context)
    made = context.create(proposal)
    reports = report_proposed(fresh.text, postmortem.path, made, incident, context)
    opened = e.PostmortemOpened(
        at=context.now,
        accepted=context.now,
        branch=proposal.branch,
        path=postmortem.path,
        pull=made.number,
        written=() if made.existed else written,
    )
    return Decision((opened,), reports=reports)


def _nothing_to_correct(
    postmortem: Postmortem, written: tuple[str, ...], fresh: RefreshedText, asked: e.PostmortemAsked, context: Context
) -> Decision:
    """Answer a request where people edited everything that is new, or removed the file."""
    branch = context.snapshot.default_branch
    problem = "" if fresh.text else "no such file"
    noted = e.PostmortemUpdated(
        at=context.now,
        accepted=context.now,
        pull=postmortem.pull,
        written=written,
        edited=fresh.edited,
        problem=problem,
    )
    reply = PostmortemRefreshed(postmortem.pull, branch, postmortem.path, (), fresh.edited, problem)
    return Decision((noted,), (reply,), f"postmortem-same:{asked.comment}.{asked.index}")


def _proposal(
    incident: Incident, postmortem: Postmortem, fresh: RefreshedText, entries: tuple[e.Entry, ...], context: Context
) -> ProposeFiles:
    number, snapshot = incident.number, context.snapshot
    links = FileLinks(snapshot.server, snapshot.repository)
    listed = context.ask(FileOf(index.PATH))
    branch = f"postmortem/{number}-{max(postmortem.follow_up, 1) + 1}"
    values = {
        "incident": incident,
        "updated": fresh.updated,
        "edited": fresh.edited,
        "edit_url": links.file_url("edit", branch, postmortem.path),
        "waits": snapshot.bot.is_same_as(ACTIONS_BOT),
    }
    return ProposeFiles(
        key=f"postmortem:{number}:{sum(isinstance(each, e.PostmortemOpened) for each in entries)}",
        branch=branch,
        files=(
            (postmortem.path, fresh.text),
            (index.PATH, index.with_row(listed, incident, postmortem.path, links)),
        ),
        message=f"Correct the post-mortem of #{number} from its record",
        title=f"Correct the post-mortem: {plain_line(incident.title)[:200]}",
        body=context.wording.render("pull_requests/postmortem_follow_up.md", values),
        reviewers=reviewers_of(incident, context.process),
        label=label_of(context.process),
    )
