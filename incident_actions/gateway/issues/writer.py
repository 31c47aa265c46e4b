"""Carry out a plan's effects. A creation is looked for before it is repeated, so nothing is created twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from incident_actions.contract.effects import (
    AddReaction,
    Creation,
    DeleteComment,
    DispatchEvent,
    Effect,
    MinimizeComments,
    Notify,
    OpenHotfix,
    OpenIssue,
    OpenPrivateIssue,
    OpenRevert,
    PaintLabel,
    PinComment,
    PinIssue,
    PostComment,
    PostPrivately,
    PostRecordPage,
    ProposeFiles,
    RefreshFile,
    ReplaceLines,
    ReportCheck,
    SetIssue,
    WithdrawFiles,
    WithdrawItem,
    WriteCard,
)
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues import comment_changes, issue_changes
from incident_actions.gateway.issues.issue_opener import IssueOpener
from incident_actions.gateway.issues.private_issue import open_private_issue, post_privately
from incident_actions.gateway.issues.withdrawn_files import withdraw_files
from incident_actions.gateway.issues.withdrawn_item import withdraw_item
from incident_actions.gateway.issues.write_session import WriteSession
from incident_actions.gateway.repository import branches, check_report, event_dispatch, reverts
from incident_actions.model.person import Person

if TYPE_CHECKING:
    from incident_actions.gateway.client.other_repositories import OtherRepositories
    from incident_actions.gateway.notify.addresses import Address
    from incident_actions.gateway.notify.dispatcher import Dispatcher


class IssueWriter:
    """Writes to the repository what a plan contains."""

    def __init__(
        self,
        connection: Connection,
        bot: Person,
        default_branch: str,
        addresses: tuple[Address, ...] = (),
        elsewhere: OtherRepositories | None = None,
    ) -> None:
        self._connection = connection
        self._addresses = addresses
        self._default_branch = default_branch
        self._elsewhere = elsewhere
        self._session = WriteSession(connection, bot)
        self._opener = IssueOpener(self._session)
        self.remember_keys = self._opener.remember_keys
        self.write_cache, self.new_labels = self._session.write_cache, self._session.new_labels

    @cached_property
    def _dispatcher(self) -> Dispatcher:
        from incident_actions.gateway.notify.dispatcher import Dispatcher  # noqa: PLC0415  few runs send notifications

        return Dispatcher(self._addresses)

    def create(self, creation: Creation, meanwhile: Callable[[], None] = lambda: None) -> CreationResult:
        """Create what a decision needs, unless it exists already, and return what identifies it.

        `meanwhile` may start the next look; it is called shortly before a creation of many steps is done.
        """
        self._connection.write_pace.wait()
        match creation:
            case OpenHotfix() | OpenRevert():
                return self._open_fix(creation)
            case ProposeFiles():
                return branches.propose_files(self._connection, creation, self._default_branch, meanwhile)
            case RefreshFile():
                from incident_actions.gateway.repository import file_refresh  # noqa: PLC0415  few runs have a file to follow

                return file_refresh.refresh_file(self._connection, creation)
            case WithdrawFiles():
                return withdraw_files(self._session, creation)
            case WithdrawItem():
                return withdraw_item(self._session, creation)
            case ReplaceLines():
                return branches.replace_lines(self._connection, creation, self._default_branch)
            case OpenIssue():
                return self._opener.open_issue(creation)
            case OpenPrivateIssue() | PostPrivately():
                return self._write_privately(creation)
            case PostRecordPage():
                return comment_changes.post_page(self._session, creation)
            case Notify():
                return self._dispatcher.send(creation)
            case DispatchEvent():
                return event_dispatch.dispatch_event(self._connection, creation)
        assert_never(creation)

    def finish(self) -> None:
        """Wait for what creations left to be done meanwhile; raises what it failed with."""
        self._connection.concurrency.finish()

    def _write_privately(self, wanted: OpenPrivateIssue | PostPrivately) -> CreationResult:
        if self._elsewhere is None:
            return CreationResult(problem="not permitted")
        there = self._elsewhere.connection(wanted.repository)
        return post_privately(there, wanted) if isinstance(wanted, PostPrivately) else open_private_issue(there, wanted)

    def _open_fix(self, wanted: OpenHotfix | OpenRevert) -> CreationResult:
        """Open a hotfix or a revert in its repository: this one, or another that the configuration names."""

        def open_fix(connection: Connection, base: str) -> CreationResult:
            if isinstance(wanted, OpenRevert):
                return reverts.open_revert(connection, wanted, base)
            return branches.open_hotfix(connection, wanted, base)

        if not wanted.repository:
            return open_fix(self._connection, self._default_branch)
        if self._elsewhere is None:
            return CreationResult(problem="not permitted")
        return branches.open_elsewhere(self._elsewhere.connection(wanted.repository), open_fix)

    def carry_out(self, effect: Effect) -> tuple[Effect, ...]:
        """Carry out one effect, and return the effects that follow from it."""
        if isinstance(effect, AddReaction) and comment_changes.REACTIONS in self._connection.missing_features:
            return ()  # no pause is needed before a request that is not sent
        self._connection.write_pace.wait()
        match effect:
            case (
                OpenHotfix()
                | OpenRevert()
                | ProposeFiles()
                | RefreshFile()
                | WithdrawFiles()
                | WithdrawItem()
                | ReplaceLines()
                | OpenIssue()
                | OpenPrivateIssue()
                | PostPrivately()
                | PostRecordPage()
                | Notify()
                | DispatchEvent()
            ):
                self.create(effect)
            case PostComment(number, _, body):
                self._session.post_comment(number, body)
            case WriteCard():
                return comment_changes.write_card(self._session, effect)
            case PinComment(comment):
                comment_changes.pin_comment(self._session, comment)
            case PinIssue():
                issue_changes.pin_issue(self._session, effect)
            case SetIssue():
                issue_changes.set_issue(self._session, effect)
            case PaintLabel():
                issue_changes.paint_label(self._session, effect)
            case DeleteComment(comment):
                comment_changes.delete_comment(self._session, comment)
            case AddReaction(comment, content):
                comment_changes.react_to_comment(self._session, comment, content)
            case MinimizeComments():
                comment_changes.minimize_comments(self._session, effect)
            case ReportCheck():
                check_report.report_check(self._connection, effect)
            case _:
                assert_never(effect)
        return ()
