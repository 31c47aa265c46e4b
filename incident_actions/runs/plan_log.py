"""A plan as text, for the log, `--dry-run` and the run's summary."""

from __future__ import annotations

import logging
from typing import assert_never

from incident_actions.contract import effects as do
from incident_actions.contract.effects import COMMENT_MARK, Effect, Plan, PostComment, SetIssue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.local import runner
from incident_actions.model.fast_dataclass import replace
from incident_actions.text import safe_markdown

log = logging.getLogger("incident_actions")


def describe(effect: Effect) -> str:
    """Return one line about an effect that the log can't take for a workflow command."""
    return safe_markdown.plain_line(_describe(effect))


def _describe(effect: Effect) -> str:
    match effect:
        case do.OpenHotfix():
            start = f" from {effect.start}" if effect.start else ""
            where = f" in {effect.repository}" if effect.repository else ""
            return f"open the branch {effect.branch}{start}{where}, with a draft pull request"
        case do.OpenRevert():
            where = f" in {effect.repository}" if effect.repository else ""
            return f"open the branch {effect.branch}{where}, which undoes {effect.before[:7]}..{effect.after[:7]}"
        case do.ProposeFiles():
            files = ", ".join(path for path, _ in effect.files)
            return f"open the branch {effect.branch} with {files}, and its pull request"
        case do.RefreshFile():
            return f"update {effect.path} on the branch {effect.branch}"
        case do.WithdrawFiles():
            return f"close #{effect.pull} and delete the branch {effect.branch}"
        case do.WithdrawItem():
            return f"take the words out of #{effect.issue} and close it"
        case do.ReplaceLines():
            files = ", ".join(path for path, _ in effect.files)
            return f"change {files} on the default branch"
        case do.OpenIssue():
            return f"open an issue: {effect.title}"
        case do.OpenPrivateIssue():
            return f"open an issue in {effect.repository}"
        case do.PostPrivately():
            return f"comment on {effect.repository}#{effect.issue}"
        case do.PostRecordPage():
            return f"add a page to the record of #{effect.issue}"
        case do.Notify():
            return f"notify {', '.join(each or 'all' for each in effect.audiences)}: {effect.title}"
        case do.DispatchEvent():
            return f"dispatch {effect.name}"
        case do.PostComment():
            return f"comment on #{effect.issue}: {_first_words(effect.body)}"
        case do.WriteCard():
            return f"{'edit' if effect.comment else 'post and pin'} the card of #{effect.issue}"
        case do.PinComment():
            return f"pin the comment {effect.comment}"
        case do.PinIssue():
            return f"pin #{effect.number}"
        case do.SetIssue():
            return f"set #{effect.number}: {_changes(effect)}"
        case do.PaintLabel():
            return f"set the colour of the label {effect.name}"
        case do.DeleteComment():
            return f"delete our comment {effect.comment}"
        case do.MinimizeComments():
            return f"minimize {len(effect.nodes)} earlier comments"
        case do.ReportCheck():
            return f"report the check of #{effect.pull} at {effect.commit[:7]}: {effect.description}"
        case do.AddReaction():
            return f"react {effect.content} to comment {effect.comment}"
    assert_never(effect)


def _first_words(body: str) -> str:
    words = " ".join(body.partition("\n")[2].split())
    return words if len(words) <= 120 else f"{words[:119]}…"


def _changes(change: object) -> str:
    assert isinstance(change, SetIssue)  # noqa: S101
    state = None if change.open is None else ("open" if change.open else "closed")
    shown = {"title": change.title, "state": state, "labels": change.labels, "assignees": change.assignees}
    changes = [
        f"{name} {', '.join(value) if isinstance(value, tuple) else value}"
        for name, value in shown.items()
        if value is not None
    ]
    return "; ".join([*changes, *(["body"] if change.body is not None else [])])


def report(here: runner.RunEnvironment, about: str, plan: Plan, *, dry_run: bool) -> None:
    """Report a plan in the log, the run's summary and the step's outputs."""
    lines = [describe(effect) for effect in (*plan.creations, *plan.effects)]
    log.info("%s: %s%s", about, plan.outcome, "; dry run, nothing was written" if dry_run else "")
    if dry_run:
        for each in lines:
            log.info("would %s", each)
    heading = f"### {about}: {plan.outcome}{' (dry run)' if dry_run else ''}\n"
    runner.write_summary(here, "\n".join([heading, *(f"1. {safe_markdown.escape_line(each)}" for each in lines)]))
    runner.set_outputs(here, outcome=plan.outcome, reason=plan.outcome if plan.outcome[:1].isupper() else "")


def prepend_comment(plan: Plan, snapshot: Snapshot, key: str, words: str) -> Plan:
    """Add a comment before a plan's effects, unless the tool has posted it on the issue already."""
    first = COMMENT_MARK.format(key=key)
    mine = (comment.body for comment in snapshot.comments if comment.author.is_same_as(snapshot.bot))
    if any(body.startswith(first) for body in mine):
        return plan
    return replace(plan, effects=(PostComment(snapshot.issue.number, key, f"{first}\n{words}"), *plan.effects))
