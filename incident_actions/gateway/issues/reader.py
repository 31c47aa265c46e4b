"""Read an issue, with its comments, as a snapshot in as few requests as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from incident_actions.action_items import item as items
from incident_actions.action_items import week_issue
from incident_actions.contract import card_comment, events
from incident_actions.contract.incident_record import read_incident_record
from incident_actions.contract.issue import Comment, Issue, ManualChange, PullRequest
from incident_actions.contract.questions import AnyQuestion, ChangesOf, CommentsOf, EditorOf, FactsOf, PullOf
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.errors import IssueNotFound
from incident_actions.gateway.issues import comment_batch
from incident_actions.gateway.issues.listing import api_time
from incident_actions.gateway.issues.timeline_changes import read_changes
from incident_actions.gateway.issues.write_cache import WriteCache
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.entry import Entry
from incident_actions.model.person import Person

REREAD_OVERLAP = timedelta(hours=1)
"""How far before the record's newest entry comments are read again, because lists can lag behind by minutes."""

LIST_LAG = timedelta(minutes=10)
"""How far before the newest comment of the last look the next one reads again.

GitHub's lists were seen to lag behind by minutes. What a list hides for longer is found by the next run, which reads
again from `REREAD_OVERLAP` before the record's newest entry.
"""

VOLATILE_QUESTIONS = (ChangesOf, CommentsOf, EditorOf, FactsOf, PullOf)
"""Questions whose answer can change within a run."""


class IssueReader:
    """Reads issues of one repository."""

    def __init__(self, connection: Connection, bot: Person, default_branch: str, server: str, key: bytes = b"") -> None:
        self._connection = connection
        self.bot = bot
        self.default_branch = default_branch
        self._server = server
        self._key = key
        self._read_together: dict[int, tuple[Comment, ...]] = {}

    def snapshot(
        self, number: int, changes: tuple[ManualChange, ...] = (), event_comment: Comment | None = None
    ) -> Snapshot:
        """Read an issue in two requests, or three if it has more than a hundred comments. Raises IssueNotFound."""
        try:
            given = self._connection.get(f"issues/{number}")
        except GithubError as error:
            if is_refusal(error, 404, 410):
                raise IssueNotFound(f"There is no issue #{number} in {self._connection.name}") from error
            raise
        return self.snapshot_of(events.read_issue(given), changes, event_comment)

    def snapshot_of(
        self,
        issue: Issue,
        changes: tuple[ManualChange, ...] = (),
        event_comment: Comment | None = None,
        *,
        comments: bool = True,
    ) -> Snapshot:
        """Return the snapshot of an issue that was read already; reads its comments unless `comments` is False."""
        shown = Snapshot(
            repository=self._connection.name,
            bot=self.bot,
            issue=issue,
            comments=(),
            default_branch=self.default_branch,
            server=self._server,
            changes=changes,
            event_comment=event_comment,
            key=self._key,
        )
        return self._with_comments(shown) if comments else shown

    def read_together(self, issues: Sequence[Issue]) -> None:
        """Read the comments of issues in one request, for the next look at each. What was read before is forgotten."""
        self._read_together = comment_batch.read_comments(self._connection, issues)

    def recent_snapshot(self, issue: Issue, since: datetime, event_comment: Comment) -> Snapshot:
        """Return the snapshot of an issue that was read already with its recent comments, usually in one request."""
        shown = self.snapshot_of(issue, event_comment=event_comment, comments=False)
        return replace(shown, comments=self.comments_since(issue.number, since))

    def comments_since(self, issue: int, since: datetime) -> tuple[Comment, ...]:
        """Read the comments of an issue that changed since a time, or in its second, as GitHub tells no more."""
        if (found := self._read_together.pop(issue, None)) is not None:
            return tuple(each for each in found if each.updated >= since.replace(microsecond=0))
        pages = self._connection.pages(f"issues/{issue}/comments", since=api_time(since))
        return tuple(events.read_comment(each) for page in pages for each in page)

    def read_comments_ahead(self, snapshot: Snapshot) -> None:
        """Start to read the comments that the next `refresh` of a snapshot asks for."""
        since = {"since": api_time(_time_of_look(snapshot))} if snapshot.comments else {}
        self._connection.read_page_ahead(f"issues/{snapshot.issue.number}/comments", **since)

    def drop_comments_ahead(self, issue: int) -> None:
        """Leave comments that were read ahead and that nobody asked for, since they get old."""
        self._connection.drop_ahead(f"issues/{issue}/comments")

    def refresh(self, snapshot: Snapshot, written: WriteCache) -> Snapshot:
        """Read an issue again after writing to it.

        Comments that changed since the last look are read, because they hold the record, also what another run wrote on
        the card; an action item is read itself, because its body does. What this run wrote counts even if a list lags
        behind and does not show it yet.
        """
        self._read_together.pop(snapshot.issue.number, None)
        known = self._without_volatile_answers(snapshot, written)
        if items.item_entries(known.issue, self.bot) or week_issue.week_entries(known.issue, self.bot):
            issue = events.read_issue(self._connection.get(f"issues/{known.issue.number}"))
            known = replace(known, issue=written.with_painted_labels(issue))
        fresh = self._with_changed_comments(known) if known.comments else self._with_comments(known)
        return self.with_writes(fresh, written)

    def revisions(self, numbers: Sequence[int]) -> dict[int, tuple[datetime, int]]:
        """Read what differs after any change to an issue and any comment on it, by the issues' numbers."""
        together = comment_batch.read_revisions(self._connection, numbers) if len(numbers) > 1 else {}
        return {number: together.get(number) or self._revision(number) for number in numbers}

    def _revision(self, number: int) -> tuple[datetime, int]:
        return events.read_issue(self._connection.get(f"issues/{number}")).revision

    def as_written(self, snapshot: Snapshot, written: WriteCache) -> Snapshot:
        """Return an issue as this run wrote it, without asking GitHub."""
        return self.with_writes(self._without_volatile_answers(snapshot, written), written)

    def _without_volatile_answers(self, snapshot: Snapshot, written: WriteCache) -> Snapshot:
        issue = written.issues.get(snapshot.issue.number, snapshot.issue)
        answers: dict[AnyQuestion, object] = {
            question: answer
            for question, answer in snapshot.answers.items()
            if not isinstance(question, VOLATILE_QUESTIONS)
        }
        # A pull request that this run has just opened is open.
        answers |= {
            PullOf(each.number, each.repository): PullRequest(each.number, open=True, merged=False)
            for each in snapshot.created.values()
        }
        return replace(snapshot, issue=written.with_painted_labels(issue), answers=answers)

    def with_writes(self, snapshot: Snapshot, written: WriteCache) -> Snapshot:
        """Return a snapshot with the comments that this run wrote."""
        return _with_sorted_comments(snapshot, written.overlay(snapshot.issue.number, snapshot.comments))

    def _with_changed_comments(self, known: Snapshot) -> Snapshot:
        """Read the comments that changed since the last look, by GitHub's own times; usually in one request."""
        changed = self.comments_since(known.issue.number, _time_of_look(known))
        return _with_sorted_comments(known, {each.id: each for each in (*known.comments, *changed)})

    def _with_comments(self, shown: Snapshot) -> Snapshot:
        """Read the first page, which holds the card, and then only the comments since the record's newest entry."""
        if (found := self._read_together.pop(shown.issue.number, None)) is not None:
            return replace(shown, comments=found)
        path = f"issues/{shown.issue.number}/comments"
        pages = self._connection.pages(path)
        first = next(pages, [])
        comments = {each.id: each for each in map(events.read_comment, first)}
        if len(first) == 100:
            comments |= self._rest(path, card_comment.last_write(_with_sorted_comments(shown, comments)), pages)
        read = _with_sorted_comments(shown, comments)
        for page in card_comment.missing_pages(read):
            self._connection.read_ahead(_comment_path(page))
        return read

    def _rest(self, path: str, last_write: datetime | None, pages: Iterator[list[Any]]) -> dict[int, Comment]:
        if last_write:
            pages = self._connection.whole_list(path, since=api_time(last_write - REREAD_OVERLAP))
        return {each.id: each for page in pages for each in map(events.read_comment, page)}

    def changes(self, number: int) -> tuple[ManualChange, ...]:
        """Read the changes to an issue, oldest first.

        https://docs.github.com/en/rest/issues/timeline#list-timeline-events-for-an-issue
        """
        try:
            pages = list(self._connection.pages(f"issues/{number}/timeline"))
        except GithubError as error:
            if is_refusal(error, 403, 404):
                return ()
            raise
        return read_changes((each for page in pages for each in page), self._connection.name)

    def comment(self, number: int) -> Comment | None:
        """Read a comment by its id; None if it does not exist."""
        return self._connection.get_or_none(_comment_path(number), events.read_comment)

    def record(self, issue: int) -> tuple[Entry, ...]:
        """Read another incident's record, with the pages that its card lists, leaving out blocks with a wrong seal."""
        try:
            shown = self.snapshot(issue)
        except IssueNotFound:
            return ()
        pages = (self.comment(number) for number in card_comment.missing_pages(shown))
        return read_incident_record(shown, [each for each in pages if each]).entries


def _comment_path(number: int) -> str:
    return f"issues/comments/{number}"


def _time_of_look(known: Snapshot) -> datetime:
    """Return since when comments may have changed that a snapshot does not show."""
    return max(each.updated for each in known.comments) - LIST_LAG


def _with_sorted_comments(shown: Snapshot, comments: dict[int, Comment]) -> Snapshot:
    return replace(shown, comments=tuple(comments[number] for number in sorted(comments)))
