"""The end of a post-mortem's pull request: its action items get issues, and their numbers go into the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import PullRequest
from incident_actions.contract.questions import ChangedFilesOf, FileOf, PullOf
from incident_actions.engine.reactions.item_numbers import write_numbers
from incident_actions.engine.reactions.postmortem_check import find_problems, report_merged
from incident_actions.engine.reactions.postmortem_gate import count_errors, errors_in, prepare_fix, word_errors
from incident_actions.engine.reactions.postmortem_items import MergedItems, open_items
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem import check, index
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.policy import due_by
from incident_actions.text.messages import PostmortemFiled, PostmortemRejected
from incident_actions.text.safe_markdown import plain_line

MOST_RENAMED = 5
"""The most changed files among which a renamed post-mortem is looked for: each costs a request."""

MOST_LISTED = 20
"""How many errors a comment lists."""


def follow_postmortem(incident: Incident, context: Context, entries: tuple[e.Entry, ...] | None = None) -> Decision:
    """Record the end of the post-mortem's pull request.

    If it was merged, open its action items. If it was closed, the post-mortem is still owed, unless people merged the
    file in another pull request. Without `entries`, the record is being rebuilt, and no pull request is prepared to fix
    the file.
    """
    postmortem = incident.postmortem
    if postmortem is None or postmortem.state == "merged":
        return Decision()
    if incident.drill:
        return _follow_drill(postmortem, context)
    pull = context.ask(PullOf(postmortem.pull)) if postmortem.pull else None
    if entries is not None and not (pull and pull.merged) and _is_on_branch(incident, postmortem, context):
        return _record_merge(incident, postmortem, _merge_elsewhere(postmortem, pull, context), context, entries)
    if (
        pull is None
        or pull.open
        or (not pull.merged and (postmortem.state == "rejected" or incident.postmortem_waived))
    ):
        return Decision()
    at = pull.ended or context.now
    if pull.merged:
        return _record_merge(
            incident, postmortem, _merge_of_pull(incident, postmortem, pull, context), context, entries
        )
    rejected = e.PostmortemEnded(at=at, accepted=context.now, by=pull.ended_by, pull=pull.number, merged=False)
    if postmortem.follow_up:
        return Decision((rejected,))
    commander = accounts.commander_login(incident, context)
    notice = PostmortemRejected(pull.number, commander, due_by(incident, context.process))
    return Decision((rejected,), (notice,), f"postmortem-rejected:{pull.number}")


def _follow_drill(postmortem: Postmortem, context: Context) -> Decision:
    """Record the merge of a drill's pull request. Its file is on a branch that goes, so it opens no action items.

    That it was closed means nothing: the tool itself closes it at the end, in a run that may die.
    """
    pull = context.ask(PullOf(postmortem.pull)) if postmortem.pull and postmortem.state == "open" else None
    if pull is None or not pull.merged:
        return Decision()
    at = pull.ended or context.now
    return Decision((e.PostmortemEnded(at=at, accepted=context.now, by=pull.ended_by, pull=pull.number, merged=True),))


@dataclass(frozen=True)
class _Merge:
    """A merged file, which is where it is by the pull request of the post-mortem or by any other."""

    path: str
    """Empty where the merged commit has no file of the incident."""
    text: str
    at: datetime
    by: str = ""
    pull: PullRequest | None = None
    """The pull request of the post-mortem, where that was merged."""
    unneeded: int = 0
    """The pull request of the post-mortem, where another one was merged and it is still open."""


def _merge_of_pull(incident: Incident, postmortem: Postmortem, pull: PullRequest, context: Context) -> _Merge:
    """Return what the pull request of the post-mortem merged.

    The file is read at the proposed commit: the default branch may have moved on, and the next run must see the same.
    """
    path = _merged_path(incident, postmortem, pull, context)
    text = (context.ask(FileOf(path, pull.head)) if path else None) or ""
    return _Merge(path, text, pull.ended or context.now, pull.ended_by, pull)


def _merge_elsewhere(postmortem: Postmortem, pull: PullRequest | None, context: Context) -> _Merge:
    """Return what another pull request merged, or a commit: the file that a sweep found on the default branch."""
    unneeded = postmortem.pull if pull and pull.open else 0
    path, text = context.snapshot.awaited_postmortem
    return _Merge(path, text, context.now, unneeded=unneeded)


def _is_on_branch(incident: Incident, postmortem: Postmortem, context: Context) -> bool:
    """Return whether a sweep found the post-mortem of an ended incident on the default branch, without errors."""
    _, text = context.snapshot.awaited_postmortem
    is_awaited = incident.phase is Phase.RESOLVED and not (postmortem.follow_up or incident.postmortem_waived)
    return bool(text) and is_awaited and not errors_in(find_problems(text, incident, context), context)


def _record_merge(
    incident: Incident,
    postmortem: Postmortem,
    merge: _Merge,
    context: Context,
    entries: tuple[e.Entry, ...] | None,
) -> Decision:
    """Open the action items of the merged file, write their numbers into it, and say what it still lacks."""
    moved, postmortem = merge.path != postmortem.path, replace(postmortem, path=merge.path or postmortem.path)
    items = open_items(incident, merge.text, postmortem, merge.at, context)
    refused, left = write_numbers(f"numbers:{postmortem.pull}", incident, items, context)
    found = find_problems(merge.text, incident, context) if merge.text else ()
    errors = errors_in(found, context) if not incident.postmortem_accepted else ()
    ended = e.PostmortemEnded(
        at=merge.at,
        accepted=context.now,
        by=merge.by,
        pull=postmortem.pull,
        merged=True,
        items=len(items.opened),
        path=merge.path if moved else "",
        errors=0 if incident.postmortem_accepted else count_errors(errors) if merge.text else 1,
        keeps_rows=True,
        elsewhere=merge.pull is None,
    )
    problems, there = word_errors(errors, context), replace(incident, postmortem=postmortem)
    fix = Decision()
    if problems and entries is not None:
        fix = prepare_fix(merge.text, problems, there, entries, context)
    filed = replace(
        _file_postmortem(postmortem, merge, items, left, context),
        errors=ended.errors,
        problems=problems[:MOST_LISTED],
        refused=refused,
    )
    shown = merge.pull if merge.text else None
    merged = (report_merged(found, merge.path, shown, incident, context),) if shown else ()
    return Decision(
        (*items.entries, ended, *fix.entries),
        (_name_fix(filed, fix),),
        f"postmortem-filed:{postmortem.pull}",
        reports=(*merged, *fix.reports),
    )


def _file_postmortem(
    postmortem: Postmortem, merge: _Merge, items: MergedItems, left: Sequence[e.ActionOpened], context: Context
) -> PostmortemFiled:
    """Return the comment about a merged file: where it is, and what became of its action items."""
    links, branch = FileLinks(context.snapshot.server, context.snapshot.repository), context.snapshot.default_branch
    return PostmortemFiled(
        path=postmortem.path,
        view_url=links.file_url("blob", branch, postmortem.path),
        edit_url=links.file_url("edit", branch, postmortem.path),
        branch=branch,
        items=tuple((each.issue, each.owner) for each in items.opened.values()),
        linked=tuple(each.issue for each in items.linked.values()),
        unread=items.unread,
        missing=not merge.path,
        unnumbered=tuple(f"{plain_line(each.text)} ({links.issue(each.issue)})" for each in left),
        unneeded=merge.unneeded,
    )


def _name_fix(filed: PostmortemFiled, fix: Decision) -> PostmortemFiled:
    """Name the pull request that was prepared to fix the file, if there is one."""
    opened = next((each for each in fix.entries if isinstance(each, e.PostmortemOpened)), None)
    return replace(filed, fix_branch=opened.branch, fix_pull=opened.pull) if opened else filed


def _merged_path(incident: Incident, postmortem: Postmortem, pull: PullRequest, context: Context) -> str:
    """Return where the merged file is; where people renamed it, the file that names the incident. Empty without one."""
    if context.ask(FileOf(postmortem.path, pull.head)) is not None:
        return postmortem.path
    changed = [each for each in context.ask(ChangedFilesOf(pull.number)) if index.is_postmortem(each)]
    for path in changed[:MOST_RENAMED]:
        if check.incident_of(context.ask(FileOf(path, pull.head)) or "") == incident.number:
            return path
    return ""
