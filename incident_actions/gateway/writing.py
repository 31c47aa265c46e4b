"""Writing: carry out a plan's effects. A creation is looked for before it is made, so nothing is made twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, assert_never
from urllib.parse import quote

from github import GithubException
from github.GithubObject import NotSet

from incident_actions.card import PAGE_MARK
from incident_actions.effects import (
    Creation,
    Effect,
    OpenHotfix,
    OpenIssue,
    OpenPage,
    PaintLabel,
    ProposeFiles,
    React,
    Say,
    SetIssue,
    WriteCard,
)
from incident_actions.followups.opening import key_in
from incident_actions.gateway import branches
from incident_actions.gateway.connection import Connection, refused, said
from incident_actions.gateway.pace import Pace
from incident_actions.projection import MADE_UP
from incident_actions.snapshot import Made, Person

log = logging.getLogger(__name__)

MISSING = (403, 404, 405, 410)
"""How servers and tokens say that they do not have a feature."""


class Writer:
    """Does to the repository what a plan says."""

    def __init__(self, connection: Connection, bot: Person, default_branch: str) -> None:
        self._connection = connection
        self._bot = bot
        self._default_branch = default_branch
        self._keys: dict[str, Made] | None = None
        self._made_up: set[str] = set()
        self._pace = Pace()

    def make(self, creation: Creation) -> Made:
        """Make what a decision waits for, unless it stands already, and tell what it is known by."""
        self._pace.keep()
        match creation:
            case OpenHotfix():
                return branches.open_hotfix(self._connection, creation, self._default_branch)
            case ProposeFiles():
                return branches.propose(self._connection, creation, self._default_branch)
            case OpenIssue():
                return self._open_issue(creation)
            case OpenPage():
                return self._open_page(creation)
        assert_never(creation)

    def carry_out(self, effect: Effect) -> None:
        """Do one thing."""
        self._pace.keep()
        repository = self._connection.repository
        match effect:
            case OpenHotfix() | ProposeFiles() | OpenIssue() | OpenPage():
                self.make(effect)
            case Say(number, _, body):
                repository.get_issue(number).create_comment(body)
            case WriteCard():
                self._write_card(effect)
            case SetIssue():
                self._set_issue(effect)
            case PaintLabel():
                self._paint(effect)
            case React(comment, content):
                self._react(comment, content)
            case _:
                assert_never(effect)

    def _write_card(self, card: WriteCard) -> None:
        issue = self._connection.repository.get_issue(card.issue)
        if card.comment:
            self._connection.send("PATCH", f"issues/comments/{card.comment}", body={"body": card.body})
            return
        number = issue.create_comment(card.body).id
        # https://docs.github.com/en/rest/issues/comments#pin-an-issue-comment
        self._optional(lambda: self._connection.send("PUT", f"issues/comments/{number}/pin"), "pins")

    def _paint(self, label: PaintLabel) -> None:
        if label.if_made_up and label.name not in self._made_up:
            return
        path, body = f"labels/{quote(label.name, safe='')}", {"color": label.colour, "description": label.description}
        self._optional(lambda: self._connection.send("PATCH", path, body=body), "labels")

    def _set_issue(self, change: SetIssue) -> None:
        issue = self._connection.repository.get_issue(change.number)
        state = NotSet if change.open is None else ("open" if change.open else "closed")
        issue.edit(
            title=NotSet if change.title is None else change.title,
            body=NotSet if change.body is None else change.body,
            state=state,
            state_reason=NotSet if change.state_reason is None else change.state_reason,
            labels=NotSet if change.labels is None else list(change.labels),
            assignees=NotSet if change.assignees is None else list(change.assignees),
        )
        if change.labels is not None:
            self._made_up |= {each.name for each in issue.labels if each.color == MADE_UP and not each.description}

    def _react(self, comment: int, content: str) -> None:
        """A reaction is decoration: that it fails is written down and changes nothing."""
        try:
            self._connection.send("POST", f"issues/comments/{comment}/reactions", body={"content": content})
        except (GithubException, OSError) as error:
            log.warning("the reaction on comment %d failed: %s", comment, type(error).__name__)

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

    def _open_issue(self, wanted: OpenIssue) -> Made:
        made = self._made_before(wanted)
        if made is None:
            created = self._created(wanted)
            made = Made(int(created["number"]), name=str(created["id"]))
        if wanted.parent:
            self._link(wanted.parent, int(made.name))
        self._known(wanted)[wanted.key] = made
        return made

    def _made_before(self, wanted: OpenIssue) -> Made | None:
        return self._known(wanted).get(wanted.key)

    def _known(self, wanted: OpenIssue) -> dict[str, Made]:
        """The keys of the newest hundred issues of this label, read once: a crashed run is repeated soon after."""
        if self._keys is None:
            newest = self._connection.get(
                "issues", labels=wanted.labels[0], state="all", sort="created", direction="desc", per_page=100
            )
            ours = (each for each in newest if (each.get("user") or {}).get("login") == self._bot.login)
            found = {key_in(str(each.get("body") or "")): Made(int(each["number"]), str(each["id"])) for each in ours}
            self._keys = {key: made for key, made in found.items() if key}
        return self._keys

    def _created(self, wanted: OpenIssue) -> Any:
        body = {
            "title": wanted.title,
            "body": wanted.body,
            "labels": list(wanted.labels),
            "assignees": list(wanted.assignees),
        }
        try:
            return self._connection.send("POST", "issues", body=body)
        except GithubException as error:
            if not (refused(error, 422) and "assignee" in said(error)):
                raise
            return self._connection.send("POST", "issues", body={**body, "assignees": []})

    def _link(self, parent: int, issue_id: int) -> None:
        """Put an issue under another one, where the server knows sub-issues.

        https://docs.github.com/en/rest/issues/sub-issues#add-sub-issue
        """
        body = {"sub_issue_id": issue_id}
        send = self._connection.send
        self._optional(lambda: send("POST", f"issues/{parent}/sub_issues", body=body), "sub-issues")

    def _open_page(self, page: OpenPage) -> Made:
        path = f"issues/{page.issue}/comments"
        for comments in self._connection.pages(path):
            for comment in comments:
                mine = (comment.get("user") or {}).get("login") == self._bot.login
                if mine and str(comment.get("body")).startswith(PAGE_MARK) and comment["body"] == page.body:
                    return Made(int(comment["id"]))
        return Made(int(self._connection.send("POST", path, body={"body": page.body})["id"]))
