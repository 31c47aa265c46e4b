"""Open, review and merge pull requests."""

import re
from collections.abc import Iterable

from incident_actions.sandbox.changes import issues, pushes
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.changes.issues import NewIssue
from incident_actions.sandbox.git.merge import merge_trees
from incident_actions.sandbox.git.store import GitStore, Signature
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.shapes import git, people, pull
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import Repository, Review, StoredIssue, StoredPull

_CLOSING = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b", re.IGNORECASE)
"""https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue"""


def open_pull(acting: ActingAccount, draft: NewIssue, *, head: str, base: str, as_draft: bool) -> StoredIssue:
    """Open a pull request between two existing branches."""
    store = acting.host.git(acting.repository)
    ends = head, store.branch(head) or "", base, store.branch(base) or ""
    made = StoredPull(acting.next_id(), *ends, draft=as_draft)
    return issues.open_issue(acting, NewIssue(draft.title, draft.body, pull=made))


def open_pull_of_fork(  # noqa: PLR0913  as many parts as a pull request has
    acting: ActingAccount, draft: NewIssue, *, fork: Repository, head: str, base: str, as_draft: bool
) -> StoredIssue:
    """Open a pull request from a branch of a fork. GitHub has its commits in the repository, too."""
    store, source = acting.host.git(acting.repository), acting.host.git(fork)
    head_sha = source.branch(head) or ""
    store.copy_objects(source, [head_sha])
    ends = head, head_sha, base, store.branch(base) or ""
    made = StoredPull(acting.next_id(), *ends, draft=as_draft, fork=fork.full_name)
    return issues.open_issue(acting, NewIssue(draft.title, draft.body, pull=made))


def request_reviews(acting: ActingAccount, issue: StoredIssue, logins: Iterable[str]) -> None:
    """Request reviews."""
    asked = pull_of(issue).reviewers
    for login in logins:
        if login not in asked:
            asked.append(login)
            issue.updated_at = acting.now
            acting.add_timeline_event(
                issue, "review_requested", requested_reviewer=login, review_requester=acting.login
            )
            reviewer = people.user(acting.host, login)
            acting.announce_issue(issue, "review_requested", {"requested_reviewer": reviewer})


def remove_review_requests(acting: ActingAccount, issue: StoredIssue, logins: Iterable[str]) -> None:
    """Remove review requests."""
    asked = pull_of(issue).reviewers
    for login in logins:
        if login in asked:
            asked.remove(login)
            acting.add_timeline_event(
                issue, "review_request_removed", requested_reviewer=login, review_requester=acting.login
            )
            reviewer = people.user(acting.host, login)
            acting.announce_issue(issue, "review_request_removed", {"requested_reviewer": reviewer})


def review(acting: ActingAccount, issue: StoredIssue, state: str, body: str) -> Review:
    """Submit a review."""
    asked = pull_of(issue)
    submitted = Review(acting.next_id(), acting.login, state, body, asked.head_sha, acting.now)
    asked.reviews.append(submitted)
    if acting.login in asked.reviewers:
        asked.reviewers.remove(acting.login)
    acting.add_timeline_event(issue, "reviewed", review=submitted.id)
    _announce_review(acting, issue, submitted, "submitted")
    return submitted


def edit_review(acting: ActingAccount, issue: StoredIssue, submitted: Review, body: str) -> None:
    """Change the text of a review."""
    before, submitted.body = submitted.body, body
    _announce_review(acting, issue, submitted, "edited", {"changes": {"body": {"from": before}}})


def dismiss_review(acting: ActingAccount, issue: StoredIssue, submitted: Review, message: str) -> None:
    """Let a review no longer count."""
    before, submitted.state = submitted.state.lower(), "DISMISSED"
    detail = {"state": before, "review_id": submitted.id, "dismissal_message": message}
    acting.add_timeline_event(issue, "review_dismissed", dismissed_review=detail)
    _announce_review(acting, issue, submitted, "dismissed")


def _announce_review(
    acting: ActingAccount, issue: StoredIssue, submitted: Review, action: str, more: Json | None = None
) -> None:
    shape = pull.review(acting.host, acting.repository, issue, submitted)
    payload = {
        "action": action,
        "review": shape | {"state": submitted.state.lower(), "updated_at": shape["submitted_at"]},
        "pull_request": pull.simple(acting.host, acting.repository, issue),
    }
    acting.announce("pull_request_review", payload | (more or {}))


def update_branch(acting: ActingAccount, issue: StoredIssue) -> str | None:
    """Merge the base into the head's branch, which may be a fork's; None if they conflict."""
    updating, host, store = pull_of(issue), acting.host, acting.host.git(acting.repository)
    base = store.branch(updating.base) or ""
    tree = merge_trees(store, updating.head_sha, base)
    if tree is None:
        return None
    signature = Signature(acting.login, git.email(host, acting.login), acting.now)
    text = f"Merge branch '{updating.base}' into {updating.head}"
    sha = store.write_commit(tree, [updating.head_sha, base], text, signature)
    place = host.world.repositories[updating.fork.lower()] if updating.fork else acting.repository
    host.git(place).copy_objects(store, [sha])
    pushes.move(ActingAccount(host, place, acting.login), f"refs/heads/{updating.head}", sha)
    return sha


def make_draft(acting: ActingAccount, issue: StoredIssue) -> None:
    """Make a pull request a draft again."""
    if not pull_of(issue).draft:
        pull_of(issue).draft = True
        acting.add_timeline_event(issue, "convert_to_draft")
        acting.announce_issue(issue, "converted_to_draft")


def make_ready(acting: ActingAccount, issue: StoredIssue) -> None:
    """Mark a draft as ready for review."""
    pull_of(issue).draft = False
    acting.add_timeline_event(issue, "ready_for_review")
    acting.announce_issue(issue, "ready_for_review")


def merge(acting: ActingAccount, issue: StoredIssue, method: str, title: str, message: str) -> str | None:
    """Merge a pull request and return the merge commit; None if the branches conflict."""
    merging, store = pull_of(issue), acting.host.git(acting.repository)
    base = store.branch(merging.base) or ""
    tree = merge_trees(store, base, merging.head_sha)
    if tree is None:
        return None
    brought = pull.commits(store, merging)
    signature = Signature(acting.login, git.email(acting.host, acting.login), acting.now)
    text = f"{title}\n\n{message}".strip()
    if method == "rebase":
        sha = _replayed(store, base, brought, signature)
    else:
        parents = [base] if method == "squash" else [base, merging.head_sha]
        sha = store.write_commit(tree, parents, text, signature)
    if sha is not None:
        closing = _closed_by(acting, issue, [text, *_messages(store, brought)])
        _finish(acting, issue, sha, closing)
    return sha


def _finish(acting: ActingAccount, issue: StoredIssue, sha: str, closing: list[StoredIssue]) -> None:
    merging = pull_of(issue)
    merging.merged_at, merging.merged_by = acting.now, acting.login
    pushes.move(acting, f"refs/heads/{merging.base}", sha)
    acting.add_timeline_event(issue, "merged", commit_id=sha)
    issues.close(acting, issue)
    for other in closing:
        issues.close(acting, other)


def _closed_by(acting: ActingAccount, issue: StoredIssue, texts: list[str]) -> list[StoredIssue]:
    """Return the issues that a merge into the default branch closes."""
    if pull_of(issue).base != acting.repository.default_branch:
        return []
    return closing_issues(acting.repository, [issue.body or "", *texts])


def closing_issues(place: Repository, texts: Iterable[str]) -> list[StoredIssue]:
    """Return the issues that texts name after a closing keyword."""
    numbers = [int(found) for text in texts for found in _CLOSING.findall(text)]
    named = (place.issues.get(number) for number in dict.fromkeys(numbers))
    return [other for other in named if other and not other.pull]


def _replayed(store: GitStore, base: str, commits: list[str], committer: Signature) -> str | None:
    """Rebase commits onto the base, one by one; None at the first conflict."""
    top = base
    for sha in commits:
        value = store.commit(sha)
        if len(value.parents) != 1:
            continue
        tree = merge_trees(store, top, sha, value.parents[0].decode())
        if tree is None:
            return None
        name, _, address = value.author.decode().rpartition(" <")
        author = Signature(name, address.removesuffix(">"), committer.at)
        top = store.write_commit(tree, [top], value.message.decode(), author, committer)
    return top


def _messages(store: GitStore, commits: list[str]) -> list[str]:
    return [store.commit(sha).message.decode(errors="replace") for sha in commits]
