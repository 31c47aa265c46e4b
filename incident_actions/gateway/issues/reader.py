"""Reading: an issue as a snapshot, in as few requests as possible, and the answers to questions."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, assert_never
from urllib.parse import quote

from github import GithubException

from incident_actions.action_items import item as items
from incident_actions.contract import card_comment, events
from incident_actions.contract.issue import Comment, Issue, ManualAction, ManualChange, PullRequest
from incident_actions.contract.questions import (
    COULD_NOT_CHECK,
    MAY_NOT_ASK,
    AnyQuestion,
    ChangesOf,
    CommentOf,
    CommentsOf,
    EditorOf,
    FactsOf,
    FileOf,
    IdOf,
    IsAssignable,
    LoginOf,
    PullOf,
    PullsOf,
    RecordOf,
    RoleOf,
)
from incident_actions.contract.repository_facts import RepositoryFacts
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.connection import Connection, NotTheApi, refused
from incident_actions.gateway.issues.write_cache import Wrote
from incident_actions.model.incident.entry import Entry
from incident_actions.model.person import Person
from incident_actions.model.process.permission import ROLES
from incident_actions.text import record

OVERLAP = timedelta(hours=1)
"""How far before the record's newest entry comments are read again: lists were seen to lag behind by minutes."""

FLAGS = {"admin": "admin", "maintain": "maintain", "push": "write", "triage": "triage", "pull": "read"}
"""The flags that GitHub puts on a collaborator, the greatest first, and the role that each stands for."""

OLD_WORDS = {"maintain": "write", "triage": "read"}
"""What `permission` calls the roles that are newer than it."""

if TYPE_CHECKING:
    from incident_actions.gateway.client.other_repositories import Elsewhere

log = logging.getLogger(__name__)
T = TypeVar("T")
FLEETING = (ChangesOf, CommentsOf, EditorOf, FactsOf, PullOf)
"""What may be answered differently a moment later."""


class Gone(Exception):
    """The issue does not exist (any more), or the token may not see it."""


def default_branch(connection: Connection) -> str:
    """The repository's default branch, for a run that no event tells it. Raises GithubException."""
    return str(connection.get("")["default_branch"])


def _cannot_examine(_: FactsOf) -> RepositoryFacts:
    raise AssertionError("this reader was not told how to examine a repository")


class Reader:
    """Reads what a decision needs; `examine` tells how the repository is set up."""

    def __init__(  # noqa: PLR0913, PLR0917  each an independent part of what it reads with
        self,
        connection: Connection,
        bot: Person,
        default_branch: str,
        server: str,
        key: bytes = b"",
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._connection = connection
        self.bot = bot
        self.default_branch = default_branch
        self._server = server
        self._key = key
        self.examine: Callable[[FactsOf], RepositoryFacts] = _cannot_examine
        self._elsewhere = elsewhere
        self._ids: dict[AnyQuestion, object] = {}

    def snapshot(
        self, number: int, changes: tuple[ManualChange, ...] = (), event_comment: Comment | None = None
    ) -> Snapshot:
        """Look at an issue: two requests, and a third where it has more than a hundred comments. Raises Gone."""
        try:
            given = self._connection.get(f"issues/{number}")
        except GithubException as error:
            if refused(error, 404, 410):
                raise Gone(f"there is no issue #{number} in {self._connection.name}") from error
            raise
        return self.of(events.read_issue(given), changes, event_comment)

    def of(
        self,
        issue: Issue,
        changes: tuple[ManualChange, ...] = (),
        event_comment: Comment | None = None,
        *,
        comments: bool = True,
    ) -> Snapshot:
        """Look at an issue that was read already, with its comments unless they are not wanted."""
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

    def recent(self, issue: Issue, since: datetime, event_comment: Comment) -> Snapshot:
        """Look at an issue that was read already, with what was said on it since a moment; mostly one request."""
        shown = self.of(issue, event_comment=event_comment, comments=False)
        return replace(shown, comments=self._comments_since(issue.number, since))

    def _comments_since(self, issue: int, since: datetime) -> tuple[Comment, ...]:
        pages = self._connection.pages(f"issues/{issue}/comments", since=_iso(since))
        return tuple(events.read_comment(each) for page in pages for each in page)

    def again(self, snapshot: Snapshot, wrote: Wrote) -> Snapshot:
        """Look once more after writing: at the comments, where the record is; at the issue, where it is its body.

        What this run wrote itself counts also where a list lags behind and does not show it yet.
        """
        issue = wrote.issues.get(snapshot.issue.number, snapshot.issue)
        if items.item_entries(issue, self.bot):
            issue = events.read_issue(self._connection.get(f"issues/{issue.number}"))
        asked: dict[AnyQuestion, object] = {
            question: told for question, told in snapshot.answers.items() if not isinstance(question, FLEETING)
        }
        # What this run opened itself a moment ago is open.
        asked |= {
            PullOf(each.number, each.repository): PullRequest(each.number, open=True, merged=False)
            for each in snapshot.created.values()
        }
        looked = self._with_comments(replace(snapshot, issue=wrote.as_painted(issue), answers=asked, comments=()))
        return _showing(looked, wrote.over(issue.number, looked.comments))

    def _with_comments(self, shown: Snapshot) -> Snapshot:
        """The card stands among the first comments; what is new comes by `since` the record's newest entry."""
        path = f"issues/{shown.issue.number}/comments"
        pages = self._connection.pages(path)
        first = next(pages, [])
        comments = {each.id: each for each in map(events.read_comment, first)}
        if len(first) == 100:
            comments |= self._rest(path, card_comment.last_write(_showing(shown, comments)), pages)
        return _showing(shown, comments)

    def _rest(self, path: str, heard: datetime | None, pages: Iterator[list[Any]]) -> dict[int, Comment]:
        if heard:
            pages = self._connection.pages(path, since=_iso(heard - OVERLAP))
        return {each.id: each for page in pages for each in map(events.read_comment, page)}

    def answers(self, questions: Iterable[AnyQuestion]) -> dict[AnyQuestion, object]:
        """Find the answers to questions, and what GitHub told with them: somebody's role comes with their account."""
        found = {each: self.answer(each) for each in questions}
        return {**self._ids, **found}

    def answer(self, question: AnyQuestion) -> object:
        """Find the answer to a question."""
        match question:
            case RoleOf(login, repository):
                return self._role_elsewhere(login, repository) if repository else self._role(login)
            case IsAssignable(login):
                return self._assignable(login)
            case IdOf(login):
                return self._id(login)
            case LoginOf(account):
                return self._login(account)
            case ChangesOf(number):
                return self.changes(number)
            case PullOf(number, repository):
                return self._pull_elsewhere(number, repository) if repository else self._pull(number)
            case FileOf(path, ref):
                return self._file(path, ref or self.default_branch)
            case CommentsOf(number, since):
                return self._comments_since(number, since)
            case CommentOf(number):
                return self._or_none(f"issues/comments/{number}", events.read_comment)
            case EditorOf(node_id):
                return self._editor(node_id)
            case PullsOf(branch):
                return self._pulls(branch)
            case RecordOf(issue):
                return self.record(issue)
            case FactsOf():
                return self.examine(question)
        assert_never(question)

    def _role(self, login: str) -> str:
        """Read somebody's role in the repository."""
        try:
            given = _permission(self._connection, login)
        except GithubException as error:
            return "none" if refused(error, 404) else COULD_NOT_CHECK
        account = _object(given.get("user")).get("id")
        if isinstance(account, int):
            self._ids[IdOf(login)] = account
        return _role_from(given)

    def _role_elsewhere(self, login: str, repository: str) -> str:
        """Read somebody's role in another repository, which may be hidden from this run's token there."""
        if self._elsewhere is None:
            return MAY_NOT_ASK
        try:
            return _role_from(_permission(self._elsewhere.connection(repository), login))
        except GithubException as error:
            log.warning("the role of %s in %s cannot be asked for: %s", login, repository, error.status)
            return MAY_NOT_ASK if refused(error, 401, 403, 404) else COULD_NOT_CHECK

    def _id(self, login: str) -> int | None:
        """Ask which account has a login.

        https://docs.github.com/en/rest/users/users#get-a-user
        """
        try:
            return events.read_person(self._connection.get(f"/users/{quote(login, safe='')}")).id
        except GithubException as error:
            return 0 if refused(error, 404) else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _login(self, account: int) -> str:
        """Ask which login an account has.

        https://docs.github.com/en/rest/users/users#get-a-user-using-their-id
        """
        try:
            return events.read_person(self._connection.get(f"/user/{account}")).login
        except (GithubException, OSError, ValueError, LookupError, TypeError):
            return ""

    def _assignable(self, login: str) -> bool:
        """Ask whether somebody can be assigned.

        https://docs.github.com/en/rest/issues/assignees#check-if-a-user-can-be-assigned
        """
        try:
            self._connection.get(f"assignees/{quote(login, safe='')}")
        except GithubException as error:
            if refused(error, 404, 403):
                return False
            raise
        return True

    def changes(self, number: int) -> tuple[ManualChange, ...]:
        """Read what was done to an issue, oldest first.

        https://docs.github.com/en/rest/issues/timeline#list-timeline-events-for-an-issue
        """
        hands = {hand.value for hand in ManualAction}
        try:
            pages = list(self._connection.pages(f"issues/{number}/timeline"))
        except GithubException as error:
            if refused(error, 403, 404):
                return ()
            raise
        return tuple(
            ManualChange(
                ManualAction(each["event"]),
                events.read_person(each.get("actor")),
                events.read_time(each["created_at"]),
                str((each.get("label") or {}).get("name", "")),
            )
            for page in pages
            for each in page
            if each.get("event") in hands
        )

    def _editor(self, node_id: str) -> str | None:
        """Ask who edited a comment last, which only GraphQL tells; its logins of bots lack the `[bot]` of REST.

        https://docs.github.com/en/graphql/reference/objects#issuecomment
        """
        try:
            editor = self._connection.node("IssueComment", node_id, "editor { login __typename }").get("editor")
        except (GithubException, OSError) as error:
            log.info("GitHub does not tell who edited a comment: %s", type(error).__name__)
            return None
        if editor is None:
            return ""
        return f"{editor['login']}[bot]" if editor.get("__typename") == "Bot" else str(editor["login"])

    def _pulls(self, branch: str) -> tuple[PullRequest, ...]:
        """Read a branch's pull requests, oldest first.

        https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
        """
        found = self._connection.get("pulls", head=f"{self._connection.owner}:{branch}", state="all", direction="asc")
        return tuple(_pull_from(each) for each in found if each["head"]["ref"] == branch)

    def record(self, issue: int) -> tuple[Entry, ...]:
        """Read another incident's record, with the pages that its card lists, as far as their seals are right."""
        try:
            shown = self.snapshot(issue)
        except Gone:
            return ()
        card = card_comment.find_card(shown)
        own = record.read_block(card.body, shown.seal) if card else None
        listed = (self.answer(CommentOf(number)) for number in own.pages) if own else ()
        pages = [
            each
            for each in listed
            if isinstance(each, Comment) and card_comment.is_ours(each, shown, card_comment.RECORD_PAGE_MARK)
        ]
        blocks = (*(record.read_block(each.body, shown.seal) for each in pages), own)
        return tuple(entry for block in blocks if block and shown.seal.accepts(block.trust) for entry in block.entries)

    def _pull(self, number: int) -> PullRequest | None:
        return self._or_none(f"pulls/{number}", _pull_from)

    def _pull_elsewhere(self, number: int, repository: str) -> PullRequest | None:
        """A pull request of another repository; None also where it cannot be read: no incident waits for that."""
        if self._elsewhere is None:
            return None
        try:
            return _pull_from(self._elsewhere.connection(repository).get(f"pulls/{number}"))
        except (GithubException, OSError, LookupError, TypeError, ValueError) as error:
            told = error.status if isinstance(error, GithubException) else type(error).__name__
            log.warning("%s#%d cannot be looked at: %s", repository, number, told)
            return None

    def _file(self, path: str, ref: str) -> str | None:
        return self._or_none(f"contents/{quote(path)}", text_of, ref=ref)

    def _or_none(self, path: str, read: Callable[[Any], T], **parameters: str) -> T | None:
        try:
            return read(self._connection.get(path, **parameters))
        except GithubException as error:
            if refused(error, 404, 410):
                return None
            raise


def _showing(shown: Snapshot, comments: dict[int, Comment]) -> Snapshot:
    return replace(shown, comments=tuple(comments[number] for number in sorted(comments)))


def _permission(connection: Connection, login: str) -> dict[str, Any]:
    """Ask for somebody's role; empty where the answer tells none. Raises GithubException where the server refuses.

    https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    """
    try:
        return _object(connection.get(f"collaborators/{quote(login, safe='')}/permission"))
    except (OSError, ValueError, NotTheApi):
        return {}


def _object(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _role_from(told: dict[str, Any]) -> str:
    """The role that an answer tells: one of GitHub's by its name, a custom one by what it is built on.

    `permission` knows four old words only; the flags beside it tell triage from read and maintain from write. Some
    servers put a flag's name there.
    """
    name, old = told.get("role_name"), told.get("permission")
    old = FLAGS.get(old, old) if isinstance(old, str) else old
    if name in ROLES and old in (None, OLD_WORDS.get(name, name)):
        return str(name)
    user = told.get("user")
    flags = user.get("permissions") if isinstance(user, dict) else None
    granted = {flag for flag, given in flags.items() if given is True} if isinstance(flags, dict) else set()
    flagged = (role for flag, role in FLAGS.items() if flag in granted and OLD_WORDS.get(role, role) == old)
    return next(flagged, str(old) if old in ROLES else COULD_NOT_CHECK)


def _pull_from(given: Any) -> PullRequest:
    ended = given.get("merged_at") or given.get("closed_at")
    by = given.get("merged_by")
    return PullRequest(
        number=int(given["number"]),
        open=given["state"] == "open",
        merged=bool(given.get("merged") or given.get("merged_at")),
        head=str(given["head"]["sha"]),
        ended_by=events.read_person(by).login if by else "",
        ended=events.read_time(ended) if ended else None,
    )


def text_of(given: Any) -> str:
    """A file's text, as the API gives it."""
    return base64.b64decode(given["content"]).decode("utf-8", errors="replace")


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
