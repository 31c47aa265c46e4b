"""Let a proposed post-mortem follow the record, as long as its parts are as the tool wrote them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import RefreshFile, comment_keys
from incident_actions.contract.questions import CommentsOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.engine.reactions.postmortem_check import report_proposed
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.process import Process
from incident_actions.postmortem import index, versions
from incident_actions.postmortem.file import file_text
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.parts import digests
from incident_actions.text.messages import Message, PostmortemRefreshed, PullUpdated
from incident_actions.text.safe_markdown import escape_line


def refresh_postmortem(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> tuple[Decision, ...]:
    """Update an open post-mortem if the record has something new for it: once the incident is over, or on request.

    What an earlier version of the tool wrote is not known, so such a file is left alone.
    """
    postmortem, file = incident.postmortem, incident.postmortem_file
    if postmortem is None or postmortem.state != "open" or file is None or not file.offered:
        return ()
    asked = versions.requested_since(entries)
    if not asked and (incident.phase in RUNNING or not versions.is_behind(entries)):
        return ()
    text, row = render_file(incident, entries, context), file_row(incident, file.path, context)
    offered = version_of(text, row)
    if offered == file.offered:
        return ()
    count = sum(isinstance(each, e.PostmortemUpdated) for each in entries)
    wanted = RefreshFile(
        key=f"postmortem:{incident.number}:{count}:{sha256(text.encode()).hexdigest()[:12]}",
        pull=postmortem.pull,
        branch=postmortem.branch,
        path=postmortem.path,
        text=text,
        written=tuple(sorted(file.written)),
        offered=file.offered,
        left_alone=parts_left_alone(postmortem, context.process),
        row=row if index.row_digest(row) not in file.offered else "",
        message=f"Update the post-mortem of #{incident.number} from its record",
    )
    made = context.create(wanted)
    updated = e.PostmortemUpdated(
        at=context.now,
        accepted=context.now,
        pull=postmortem.pull,
        written=offered,
        updated=made.updated,
        edited=made.edited,
        problem=made.problem,
    )
    return (
        Decision((updated,), reports=report_proposed(made.text, file.path, made, incident, context)),
        _pull_comment(incident.number, wanted, made, entries[versions.newest_version(entries) - 1].accepted, context),
        _reply(postmortem, made, wanted.key, asked=asked is not None),
    )


def render_file(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> str:
    """Return the file as the record has it now."""
    shown = (incident, versions.entries_for_file(entries))
    return context.cache.last_result("file", (*shown, context.now), lambda: file_text(*shown, context))


def file_row(incident: Incident, path: str, context: Context) -> str:
    """Return the file's row in the index as the record has it now."""
    return index.file_row(incident, path, FileLinks(context.snapshot.server, context.snapshot.repository))


def version_of(text: str, row: str) -> tuple[str, ...]:
    """Return the digests of everything that the tool writes for a post-mortem: the file's parts, and its row."""
    return (*digests(text), index.row_digest(row))


def is_current(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> bool:
    """Whether the newest version of the file shows everything that the record has."""
    file = incident.postmortem_file
    if file is None:
        return False
    now = version_of(render_file(incident, entries, context), file_row(incident, file.path, context))
    return now == file.offered


def parts_left_alone(postmortem: Postmortem | None, process: Process) -> tuple[str, ...]:
    """Return the titles of the parts that follow the record no more: the action items, once a merge numbered them."""
    if postmortem is None or not (postmortem.follow_up or postmortem.state == "merged"):
        return ()
    sections = process.postmortem.sections
    return tuple(escape_line(each.title) for each in sections if each.content == "action items")


def _pull_comment(
    number: int, wanted: RefreshFile, made: CreationResult, since: datetime, context: Context
) -> Decision:
    """Say on the pull request what was updated, unless a run that died has done so."""
    if not wanted.pull or not (made.updated or made.edited):
        return Decision()
    posted = context.ask(CommentsOf(wanted.pull, since))
    if any(wanted.key in comment_keys(each.body) for each in posted if each.author.is_same_as(context.snapshot.bot)):
        return Decision()
    return Decision((), (PullUpdated(number, made.updated, made.edited),), wanted.key, wanted.pull)


def _reply(postmortem: Postmortem, made: CreationResult, key: str, *, asked: bool) -> Decision:
    """Answer a request on the incident. A refresh that nobody requested is reported there only if it failed."""
    if not asked and not made.problem:
        return Decision()
    reply: Message = PostmortemRefreshed(
        postmortem.pull, postmortem.branch, postmortem.path, made.updated, made.edited, made.problem
    )
    return Decision((), (reply,), key)
