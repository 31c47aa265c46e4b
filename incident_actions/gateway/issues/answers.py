"""Find the answers to the questions that a decision asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, assert_never
from urllib.parse import quote

from incident_actions.action_items.item import read_item
from incident_actions.contract import events
from incident_actions.contract.code_change import CodeChange, RecentChanges
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.issue import PullRequest
from incident_actions.contract.link_news import LinkNews
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.questions import (
    COULD_NOT_CHECK,
    MAY_NOT_ASK,
    AnyQuestion,
    ChangedFilesOf,
    ChangeOf,
    ChangesBetween,
    ChangesOf,
    CommentOf,
    CommentsOf,
    EditorOf,
    EvidenceOf,
    FactsOf,
    FileOf,
    HasCheckStatus,
    IdOf,
    IsAssignable,
    LoginOf,
    NewsOf,
    PullOf,
    PullsOf,
    RecentItems,
    RecordOf,
    RoleOf,
    RunningIncidents,
    ScenarioOf,
)
from incident_actions.contract.repository_facts import RepositoryFacts
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.file_content import decode_file
from incident_actions.gateway.issues.evidence_lookup import look_up_evidence
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.issues.roles import account_in, get_permission, role_in
from incident_actions.gateway.local.drill_scenarios import find_scenario
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.branches import read_commit_ahead
from incident_actions.gateway.repository.check_report import has_status
from incident_actions.gateway.repository.pull_requests import pulls_of_branch, read_pull

if TYPE_CHECKING:
    from incident_actions.gateway.client.other_repositories import OtherRepositories

log = logging.getLogger(__name__)

LASTING_QUESTIONS = (IdOf, IsAssignable, LoginOf, RoleOf)
"""Questions about accounts, whose answers a run keeps from one issue to the next.

Everything else is asked anew for each issue, because the run itself or somebody else may have changed it.
"""

NO_ANSWERS = (None, "", COULD_NOT_CHECK)
"""What stands for an answer that GitHub did not give."""


def _no_facts(_: FactsOf) -> RepositoryFacts:
    raise AssertionError("no function to read the facts of a repository was given")


class AnswerFinder:
    """Answers questions by asking GitHub."""

    def __init__(
        self,
        connection: Connection,
        reader: IssueReader,
        other_repositories: OtherRepositories | None = None,
        read_facts: Callable[[FactsOf], RepositoryFacts] = _no_facts,
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._other_repositories = other_repositories
        self._read_facts = read_facts
        self.forget()

    def forget(self) -> None:
        """Forget the answers that were kept."""
        self._ids: dict[AnyQuestion, object] = {}
        self._kept: dict[AnyQuestion, object] = {}

    def answers(self, questions: Iterable[AnyQuestion]) -> dict[AnyQuestion, object]:
        """Return the answers to questions, with the ids and logins of the accounts whose role was asked for."""
        found = {each: self.answer(each) for each in questions}
        return {**self._ids, **found}

    def answer(self, question: AnyQuestion) -> object:
        """Return the answer to a question, from an earlier issue of this run if it is about an account."""
        if question in self._kept:
            return self._kept[question]
        answer = self._find(question)
        if isinstance(question, LASTING_QUESTIONS) and answer not in NO_ANSWERS:
            self._kept[question] = answer
        return answer

    def _find(self, question: AnyQuestion) -> object:
        """Ask GitHub."""
        match question:
            case RoleOf(login, repository):
                return self._role_in_other_repository(login, repository) if repository else self._role(login)
            case IsAssignable(login):
                return self._assignable(login)
            case IdOf(login):
                return self._id(login)
            case LoginOf(account):
                return self._login(account)
            case ChangesOf(number):
                return self._reader.changes(number)
            case PullOf(number, repository):
                return self._pull_in_other_repository(number, repository) if repository else self._pull(number)
            case EvidenceOf(number, commit, repository):
                return self._evidence(number, commit, repository)
            case FileOf(path, ref, for_change):
                if for_change:
                    read_commit_ahead(self._connection, self._reader.default_branch)
                return self._file(path, ref or self._reader.default_branch)
            case CommentsOf(number, since):
                return self._reader.comments_since(number, since)
            case CommentOf(number):
                return self._reader.comment(number)
            case EditorOf(node_id):
                return self._editor(node_id)
            case PullsOf(branch):
                return pulls_of_branch(self._connection, branch)
            case ChangedFilesOf(pull):
                return self._changed_files(pull)
            case HasCheckStatus(commit):
                return has_status(self._connection, commit)
            case NewsOf() | ChangeOf() | ChangesBetween():
                return self._code_changes(question)
            case RecordOf(issue):
                return self._reader.record(issue)
            case RunningIncidents(label, without):
                shown = newest_issues(self._connection, label, "open")
                return tuple(sorted(each.number for each in shown if each.label_names.isdisjoint(without)))
            case ScenarioOf(name):
                return find_scenario(name)
            case RecentItems(label):
                return self._recent_items(label)
            case FactsOf():
                return self._read_facts(question)
        assert_never(question)

    def _role(self, login: str) -> str:
        """Return somebody's role in the repository."""
        try:
            given = get_permission(self._connection, login)
        except GithubError as error:
            return "none" if is_refusal(error, 404) else COULD_NOT_CHECK
        account = account_in(given)
        if account is not None:
            self._ids |= {IdOf(login): account[0], LoginOf(account[0]): account[1]}
        return role_in(given)

    def _role_in_other_repository(self, login: str, repository: str) -> str:
        """Return somebody's role in another repository, which this run's token may not be able to see."""
        if self._other_repositories is None:
            return MAY_NOT_ASK
        try:
            return role_in(get_permission(self._other_repositories.connection(repository), login))
        except GithubError as error:
            log.warning("Could not read the role of %s in %s: status %s", login, repository, error.status)
            return MAY_NOT_ASK if is_refusal(error, 401, 403, 404) else COULD_NOT_CHECK

    def _id(self, login: str) -> int | None:
        """Return the id of a login's account; 0 if there is none, None if GitHub did not answer.

        https://docs.github.com/en/rest/users/users#get-a-user
        """
        try:
            return events.read_person(self._connection.get(f"/users/{quote(login, safe='')}")).id
        except GithubError as error:
            return 0 if is_refusal(error, 404) else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _login(self, account: int) -> str:
        """Return an account's login; empty if GitHub did not answer.

        https://docs.github.com/en/rest/users/users#get-a-user-using-their-id
        """
        try:
            return events.read_person(self._connection.get(f"/user/{account}")).login
        except (GithubError, OSError, ValueError, LookupError, TypeError):
            return ""

    def _assignable(self, login: str) -> bool:
        """Return whether somebody can be assigned.

        https://docs.github.com/en/rest/issues/assignees#check-if-a-user-can-be-assigned
        """
        try:
            self._connection.get(f"assignees/{quote(login, safe='')}")
        except GithubError as error:
            if is_refusal(error, 404, 403):
                return False
            raise
        return True

    def _editor(self, node_id: str) -> str | None:
        """Return the last editor of a comment: empty if nobody edited it, None if GitHub did not answer.

        Only GraphQL has it, and its logins of bots lack the `[bot]` of REST.
        https://docs.github.com/en/graphql/reference/objects#issuecomment
        """
        try:
            editor = self._connection.get_node("IssueComment", node_id, "editor { login __typename }").get("editor")
        except (GithubError, OSError) as error:
            log.info("GitHub did not return the editor of a comment: %s", type(error).__name__)
            return None
        if editor is None:
            return ""
        return f"{editor['login']}[bot]" if editor.get("__typename") == "Bot" else str(editor["login"])

    def _changed_files(self, pull: int) -> tuple[str, ...]:
        """Return the files that a pull request adds or changes; none where it changes too many to look through."""
        from incident_actions.gateway.repository.proposed_files import changed_paths  # noqa: PLC0415  only for a renamed post-mortem

        try:
            return changed_paths(self._connection, pull)
        except UserError:
            return ()
        except GithubError as error:
            if not is_refusal(error, 404):
                raise
            return ()

    def _code_changes(self, asked: NewsOf | ChangeOf | ChangesBetween) -> CodeChange | RecentChanges | LinkNews | None:
        from incident_actions.gateway.repository import code_changes  # noqa: PLC0415  few runs ask for changes

        return code_changes.answer(asked, self._connection, self._reader.default_branch, self._other_repositories)

    def _pull(self, number: int) -> PullRequest | None:
        return self._connection.get_or_none(f"pulls/{number}", read_pull)

    def _pull_in_other_repository(self, number: int, repository: str) -> PullRequest | None:
        """Return a pull request of another repository; None also if it cannot be read, as no incident waits for it."""
        if self._other_repositories is None:
            return None
        try:
            return read_pull(self._other_repositories.connection(repository).get(f"pulls/{number}"))
        except (GithubError, OSError, LookupError, TypeError, ValueError) as error:
            cause = error.status if isinstance(error, GithubError) else type(error).__name__
            log.warning("Could not read %s#%d: %s", repository, number, cause)
            return None

    def _evidence(self, number: int, commit: str, repository: str) -> EvidenceState:
        """Return the state of what is named as evidence; another repository that can't be read is never a failure."""
        if not repository:
            return look_up_evidence(self._connection, number, commit, self._reader.default_branch)
        if self._other_repositories is None:
            return EvidenceState.NOT_CHECKED
        try:
            found = look_up_evidence(self._other_repositories.connection(repository), number, commit)
        except (GithubError, OSError, LookupError, TypeError, ValueError) as error:
            log.warning("Could not look up evidence in %s: %s", repository, type(error).__name__)
            return EvidenceState.NOT_CHECKED
        # GitHub answers 404, too, for a repository that the token can't see.
        return EvidenceState.NOT_CHECKED if found is EvidenceState.MISSING else found

    def _recent_items(self, label: str) -> tuple[ListedItem, ...] | None:
        """Return the newest action items, in two requests; None if GitHub does not list them."""
        try:
            lists = [newest_issues(self._connection, label, state) for state in ("open", "closed")]
        except (GithubError, OSError) as error:
            log.info("Could not list the action items, so none was compared: %s", type(error).__name__)
            return None
        found = ((issue.number, read_item(issue, self._reader.bot)) for issues in lists for issue in issues)
        return tuple(ListedItem(number, item) for number, item in found if item is not None)

    def _file(self, path: str, ref: str) -> str | None:
        return self._connection.get_or_none(f"contents/{quote(path)}", decode_file, ref=ref)
