"""Find the issue that an event is about."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from incident_actions.contract import events
from incident_actions.gateway.local import runner
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.runs.exit_code import HANDLED
from incident_actions.text.slash_grammar import may_hold_command

if TYPE_CHECKING:
    from incident_actions.contract.effects import Plan
    from incident_actions.contract.issue import Comment, CommentDeletion, Issue, ManualChange
    from incident_actions.contract.snapshot import Snapshot

log = logging.getLogger("incident_actions")

INSIDERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})

POSTMORTEM_BRANCH = lazy_pattern(r"postmortem/(?P<number>[0-9]+)(?:-[0-9]+)?")
"""The branch of a post-mortem, or of a correction of it."""


@dataclass(frozen=True)
class Target:
    """The issue that an event is about, and what the event reports about it."""

    issue: int
    changes: tuple[ManualChange, ...] = ()
    comment: Comment | None = None
    deletion: CommentDeletion | None = None
    ended_pull: int = 0
    alert: str = ""
    snapshot: Snapshot | None = None
    """The issue as this run has read it already."""
    plan: Plan | None = None
    """What the event needs, if that is known already."""
    issue_in_event: Issue | None = None
    """The issue as it was when the event happened."""
    by: str = ""
    """The login of whoever changed the issue or commented, as far as the event tells."""
    is_outsider: bool = False
    """Whether GitHub doesn't know the author of the comment as one of the repository's people."""

    @property
    def key(self) -> str:
        """Return a key that identifies this event, however often it is delivered or run again."""
        if self.comment:
            return f"c{self.comment.id}"
        if self.deletion:
            return f"d{self.deletion.comment}"
        if self.ended_pull:
            return f"p{self.ended_pull}"
        if self.alert:
            return f"a{self.alert}"
        return f"i{self.issue}." + ".".join(f"{change.at:%Y%m%dT%H%M%S}" for change in self.changes)


def find_target(event: events.Event) -> Target | str:
    """Return the issue to read, or the reason why there is none."""
    match event:
        case events.CommentPosted(issue, comment, shown, relation):
            if not may_hold_command(comment.body):
                return "the comment contains no command"
            by, outside = comment.author.login, relation not in INSIDERS
            return Target(issue, comment=comment, issue_in_event=shown, by=by, is_outsider=outside)
        case events.CommentDeleted(issue, deletion):
            return Target(issue, deletion=deletion)
        case events.IssueChanged(issue, change, _, by):
            return Target(issue, changes=(change,) if change else (), by=by)
        case events.PullEnded(number, branch, body, _):
            incident = _incident_of(branch, body)
            return Target(incident, ended_pull=number) if incident else "the pull request belongs to no incident"
        case events.IgnoredEvent(why):
            return why
    return "the event is not about an issue"


def report_nothing_to_do(here: runner.RunEnvironment, why: str) -> int:
    """Log why there is nothing to do, and set the step's outputs."""
    log.info("Nothing to do: %s.", why)
    runner.set_outputs(here, outcome="ignored", reason=why)
    return HANDLED


def _incident_of(branch: str, body: str) -> int:
    """Return the incident that a branch or pull request of ours names. The incident's record must know it, too."""
    named = POSTMORTEM_BRANCH.fullmatch(branch)
    number = named["number"] if named else ""
    if not branch.startswith("postmortem/"):
        first = body.partition("\n")[0]
        number = first.removeprefix("<!-- incident-actions:hotfix #").partition(" ")[0]
    return int(number) if number.isdecimal() and len(number) < 10 else 0
