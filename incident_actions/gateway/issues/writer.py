"""Writing: carry out a plan's effects. A creation is looked for before it is made, so nothing is made twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, assert_never
from urllib.parse import quote

from github import GithubException
from requests.exceptions import ConnectionError as Unreachable
from requests.exceptions import Timeout

from incident_actions.action_items import fix_issue
from incident_actions.action_items.opening import key_in
from incident_actions.contract import events
from incident_actions.contract.effects import (
    AddReaction,
    Creation,
    DeleteComment,
    Effect,
    Notify,
    OpenHotfix,
    OpenIssue,
    PaintLabel,
    PinComment,
    PostComment,
    PostRecordPage,
    ProposeFiles,
    SetIssue,
    WriteCard,
)
from incident_actions.contract.events import read_issue
from incident_actions.contract.issue import Comment, Label
from incident_actions.contract.labels import DEFAULT_COLOUR
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import Connection, refused, said
from incident_actions.gateway.client.identity import Mistaken
from incident_actions.gateway.client.retry import may_have_acted
from incident_actions.gateway.client.write_pace import Pace
from incident_actions.gateway.issues.write_cache import Wrote
from incident_actions.gateway.repository import branches
from incident_actions.model.person import GHOST, Person
from incident_actions.text import alert_marker

if TYPE_CHECKING:
    from incident_actions.gateway.client.other_repositories import Elsewhere
    from incident_actions.gateway.notify.addresses import Address
    from incident_actions.gateway.notify.dispatcher import Courier

log = logging.getLogger(__name__)
T = TypeVar("T")

MISSING = (403, 404, 405, 410)
"""How servers and tokens say that they do not have a feature."""

REACTIONS = "reactions"


class Writer:
    """Does to the repository what a plan says."""

    def __init__(
        self,
        connection: Connection,
        bot: Person,
        default_branch: str,
        addresses: tuple[Address, ...] = (),
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._connection = connection
        self._addresses = addresses
        self._bot = bot
        self._default_branch = default_branch
        self._elsewhere = elsewhere
        self._keys: dict[str, dict[str, CreationResult]] = {}
        self._made_up: set[str] = set()
        self._pace = Pace()
        self.wrote = Wrote()

    @cached_property
    def _courier(self) -> Courier:
        from incident_actions.gateway.notify.dispatcher import Courier  # noqa: PLC0415  few runs notify anybody

        return Courier(self._addresses)

    def make(self, creation: Creation) -> CreationResult:
        """Make what a decision waits for, unless it stands already, and tell what it is known by."""
        self._pace.keep()
        match creation:
            case OpenHotfix():
                return self._open_hotfix(creation)
            case ProposeFiles():
                return branches.propose(self._connection, creation, self._default_branch)
            case OpenIssue():
                return self._open_issue(creation)
            case PostRecordPage():
                return self._open_page(creation)
            case Notify():
                return self._courier.send(creation)
        assert_never(creation)

    def _open_hotfix(self, wanted: OpenHotfix) -> CreationResult:
        """Open it in its repository: this one, or another that the configuration names."""
        if not wanted.repository:
            return branches.open_hotfix(self._connection, wanted, self._default_branch)
        if self._elsewhere is None:
            return CreationResult(problem="not permitted")
        return branches.open_hotfix_elsewhere(self._elsewhere.connection(wanted.repository), wanted)

    def carry_out(self, effect: Effect) -> None:
        """Do one thing."""
        if isinstance(effect, AddReaction) and REACTIONS in self._connection.without:
            return  # at once: what is not sent needs no pause before it
        self._pace.keep()
        match effect:
            case OpenHotfix() | ProposeFiles() | OpenIssue() | PostRecordPage() | Notify():
                self.make(effect)
            case PostComment(number, _, body):
                self._comment(number, body)
            case WriteCard():
                self._write_card(effect)
            case PinComment(comment):
                self._pin(comment)
            case SetIssue():
                self._set_issue(effect)
            case PaintLabel():
                self._paint(effect)
            case DeleteComment(comment):
                self._remove(comment)
            case AddReaction(comment, content):
                self._react(comment, content)
            case _:
                assert_never(effect)

    def _comment(self, issue: int, body: str) -> int:
        """Comment, and look for the comment by its first line before it is tried again."""
        path, first = f"issues/{issue}/comments", body.partition("\n")[0]
        posted = self._once(
            lambda: events.read_comment(self._connection.send("POST", path, body={"body": body})),
            lambda: self._mine(path, lambda said: said.partition("\n")[0] == first),
        )
        self._check_author(posted.author)
        self.wrote.comment(issue, posted)
        return posted.id

    def _check_author(self, author: Person) -> None:
        """Whatever the tool was told about its token, the author of what it has just written is who it is."""
        if not author.is_same_as(self._bot) and not author.is_same_as(GHOST):
            raise Mistaken(author)

    def _mine(self, path: str, fits: Callable[[str], bool]) -> Comment | None:
        """The newest comment of ours whose text fits."""
        comments = (events.read_comment(comment) for page in self._connection.pages(path) for comment in page)
        ours = (each for each in comments if each.author.is_same_as(self._bot))
        fitting = (each for each in ours if fits(each.body.replace("\r\n", "\n")))
        return max(fitting, key=lambda each: each.id, default=None)

    def _once(self, create: Callable[[], T], find: Callable[[], T | None]) -> T:
        """Create; where it stays open whether that took effect, look for it, and only then try once more."""
        try:
            return create()
        except (GithubException, Unreachable, Timeout) as error:
            if not (may_have_acted(error) and self._connection.patience.rest()):
                raise
        return find() or create()

    def _write_card(self, card: WriteCard) -> None:
        if card.comment:
            edited = self._connection.send("PATCH", f"issues/comments/{card.comment}", body={"body": card.body})
            self.wrote.comment(card.issue, events.read_comment(edited))
        else:
            self._pin(self._comment(card.issue, card.body))

    def _pin(self, comment: int) -> None:
        """Put a comment at the top of its issue.

        https://docs.github.com/en/rest/issues/comments#pin-an-issue-comment
        """
        self._optional(lambda: self._connection.send("PUT", f"issues/comments/{comment}/pin"), "pins")

    def _paint(self, label: PaintLabel) -> None:
        if label.if_made_up and label.name not in self._made_up:
            return
        path, body = f"labels/{quote(label.name, safe='')}", {"color": label.colour, "description": label.description}
        self._optional(lambda: self._connection.send("PATCH", path, body=body), "labels")
        self.wrote.painted[label.name] = Label(label.name, label.colour, label.description)

    def _set_issue(self, change: SetIssue) -> None:
        wanted = {
            "title": change.title,
            "body": change.body,
            "state": None if change.open is None else ("open" if change.open else "closed"),
            "state_reason": change.state_reason,
            "labels": change.labels,
            "assignees": change.assignees,
        }
        path, body = f"issues/{change.number}", {name: value for name, value in wanted.items() if value is not None}
        shown = read_issue(self._assigning(lambda body: self._connection.send("PATCH", path, body=body), body))
        self.wrote.issues[change.number] = shown
        if change.labels is not None:
            self._made_up |= {
                each.name for each in shown.labels if each.colour == DEFAULT_COLOUR and not each.description
            }

    def _react(self, comment: int, content: str) -> None:
        """React, as decoration: a failure is logged and changes nothing, and a refusal holds for the whole run."""
        path, body = f"issues/comments/{comment}/reactions", {"content": content}
        try:
            self._optional(lambda: self._connection.send("POST", path, body=body, once=False), REACTIONS)
        except (GithubException, OSError) as error:
            log.warning("the reaction on comment %d failed: %s", comment, type(error).__name__)

    def _remove(self, comment: int) -> None:
        """Delete a comment, unless another run did."""
        try:
            self._connection.send("DELETE", f"issues/comments/{comment}")
        except GithubException as error:
            if not refused(error, 404, 410):
                raise
        self.wrote.removed.add(comment)

    def _optional(self, act: Callable[[], object], feature: str) -> None:
        """Do what not every server offers; what is missing is remembered for this run, and no refusal is an error.

        422 is about this one thing alone: it stands already, or cannot be here.
        """
        if feature in self._connection.without:
            return
        try:
            act()
        except GithubException as error:
            if refused(error, *MISSING):
                self._connection.without.add(feature)
            elif not refused(error, 422):
                raise
            log.info("done without %s: %s", feature, error.status)

    def _open_issue(self, wanted: OpenIssue) -> CreationResult:
        made = self._known(wanted).get(wanted.key) or self._first(wanted, self._opened(wanted))
        if wanted.if_unassigned and not made.assignees:
            body = {"body": wanted.if_unassigned.body, "labels": list(wanted.if_unassigned.labels)}
            self._connection.send("PATCH", f"issues/{made.number}", body=body)
        if wanted.parent:
            self._link(wanted.parent, int(made.name))
        self._known(wanted)[wanted.key] = made
        return made

    def _opened(self, wanted: OpenIssue) -> CreationResult:
        return self._once(lambda: self._created(wanted), lambda: self._listed(wanted).get(wanted.key))

    def _first(self, wanted: OpenIssue, made: CreationResult) -> CreationResult:
        """Of two issues that two runs opened for the same at the same moment, the older one; ours is closed then."""
        first = self._listed(wanted).get(wanted.key, made)
        if first.number >= made.number:
            return made
        body = {"state": "closed", "state_reason": "not_planned", "labels": []}
        self._connection.send("PATCH", f"issues/{made.number}", body=body)
        return first

    def _known(self, wanted: OpenIssue) -> dict[str, CreationResult]:
        """The keys of issues like this one that were opened before, read once a run for each kind of label."""
        label = wanted.labels[0]
        if label not in self._keys:
            self._keys[label] = self._listed(wanted)
        return self._keys[label]

    def knows(self, label: str, keys: Mapping[str, CreationResult]) -> None:
        """Spare the look for issues of a label made before: the caller has just looked, and these are all."""
        self._keys[label] = {key: made for key, made in keys.items() if key}

    def _listed(self, wanted: OpenIssue) -> dict[str, CreationResult]:
        """The keys of the issues of this label, back to where this one can have been opened; the older counts."""
        parameters = {"labels": wanted.labels[0], "state": "all", "sort": "created", "direction": "desc"}
        found: dict[str, CreationResult] = {}
        for page in self._connection.pages("issues", **parameters):
            ours = (each for each in page if events.read_person(each.get("user")).is_same_as(self._bot))
            found |= {_key_in(str(each.get("body") or "")): _issue_made(each) for each in ours}
            if not page or wanted.since is None or events.read_time(page[-1]["created_at"]) < wanted.since:
                break
        return {key: made for key, made in found.items() if key}

    def _created(self, wanted: OpenIssue) -> CreationResult:
        body = {
            "title": wanted.title,
            "body": wanted.body,
            "labels": list(wanted.labels),
            "assignees": list(wanted.assignees),
        }
        created = self._assigning(lambda body: self._connection.send("POST", "issues", body=body), body)
        self._check_author(events.read_person(created.get("user")))
        return _issue_made(created)

    def _assigning(self, send: Callable[[dict[str, Any]], Any], body: dict[str, Any]) -> Any:
        """Send what assigns somebody, and send it without assignees where GitHub refuses them, which is all or nothing.

        https://github.com/harvester/harvester/issues/10448
        """
        try:
            return send(body)
        except GithubException as error:
            if not (refused(error, 422) and "assignee" in said(error)):
                raise
            return send({name: value for name, value in body.items() if name != "assignees"})

    def _link(self, parent: int, issue_id: int) -> None:
        """Put an issue under another one, where the server knows sub-issues.

        https://docs.github.com/en/rest/issues/sub-issues#add-sub-issue
        """
        body = {"sub_issue_id": issue_id}
        send = self._connection.send
        self._optional(lambda: send("POST", f"issues/{parent}/sub_issues", body=body, once=False), "sub-issues")

    def _open_page(self, page: PostRecordPage) -> CreationResult:
        path = f"issues/{page.issue}/comments"

        def stands() -> Comment | None:
            return self._mine(path, page.body.__eq__)

        def post() -> Comment:
            return events.read_comment(self._connection.send("POST", path, body={"body": page.body}))

        posted = stands() or self._once(post, stands)
        self._check_author(posted.author)
        self.wrote.comment(page.issue, posted)
        return CreationResult(posted.id)


def _issue_made(given: Any) -> CreationResult:
    shown = read_issue(given)
    return CreationResult(shown.number, str(shown.id), shown.assignees)


def _key_in(body: str) -> str:
    """What an issue of ours was opened for: an action item, a fix, or an alert."""
    return key_in(body) or fix_issue.key_in(body) or alert_marker.key_in(body)
