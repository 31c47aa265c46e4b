"""Routes of pull requests."""

from incident_actions.sandbox.changes import issues, pulls, review_comments
from incident_actions.sandbox.changes.forks import fork_of
from incident_actions.sandbox.changes.issues import NewIssue
from incident_actions.sandbox.git.patch_text import EMPTY_TREE, diff_text, patch_text
from incident_actions.sandbox.rest.call import CONTENTS, PULLS, RESOURCE_NOT_ACCESSIBLE, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.media_types import as_asked, asked_kind
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, forbidden, invalid, not_found, wrong
from incident_actions.sandbox.rest.review_comments import place_in_code
from incident_actions.sandbox.shapes import git, people
from incident_actions.sandbox.shapes import pull as shapes
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository, StoredIssue, StoredPull
from incident_actions.sandbox.state.role import RepositoryRole

NOT_PERMITTED = "GitHub Actions is not permitted to create or approve pull requests."
NOT_MERGEABLE = "Pull Request is not mergeable"
_VERDICTS = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}


def list_pulls(call: Call) -> ApiResponse:
    """List the pull requests that match the query."""
    found = [issue for issue in call.repository.issues.values() if issue.pull and _fits(call, issue)]
    by = call.choice("sort", ("created", "updated", "popularity", "long-running"))
    down = call.query.get("direction", "desc" if by == "created" else "asc") == "desc"
    found.sort(key=lambda issue: _rank(issue, by), reverse=down)
    return page(call, found, lambda issue: shapes.simple(call.host, call.repository, issue))


def create_pull(call: Call) -> ApiResponse:
    """Create a pull request; Actions may only if the repository's setting allows it."""
    if call.login == ACTIONS_BOT and not call.repository.actions_may_open_pull_requests:
        raise forbidden(NOT_PERMITTED)
    title, body = call.text("title", "PullRequest"), call.text_or_none("body", "PullRequest")
    place, head, base = _ends(call)
    _none_open(call, place, head, base)
    draft, as_draft = NewIssue(title, body), bool(call.body.get("draft", False))
    if place is call.repository:
        issue = pulls.open_pull(call.acting, draft, head=head, base=base, as_draft=as_draft)
    else:
        issue = pulls.open_pull_of_fork(call.acting, draft, fork=place, head=head, base=base, as_draft=as_draft)
    return _shown(call, issue, 201)


def get_pull(call: Call) -> ApiResponse:
    """Return one pull request, or its difference if the request asks for that."""
    issue, kind = find_pull(call), asked_kind(call)
    if kind in ("diff", "patch"):
        pull, store = pull_of(issue), git_store(call)
        parted = store.merge_base(pull.base_sha, pull.head_sha) or EMPTY_TREE
        differ = diff_text if kind == "diff" else patch_text
        return as_asked(call, differ(store, parted, pull.head_sha))
    return _shown(call, issue)


def edit_pull(call: Call) -> ApiResponse:
    """Change a pull request's text, or close and reopen it."""
    issue, state = find_pull(call), call.body.get("state")
    if call.role < RepositoryRole.WRITE and issue.author != call.login:
        raise forbidden()
    title, body = call.text("title", "PullRequest", issue.title), call.text_or_none("body", "PullRequest", issue.body)
    pull = pull_of(issue)
    gone = pull.merged_at is not None or _head_branch(call, pull) is None
    if state not in (None, "open", "closed") or (state == "open" and gone):
        raise wrong("PullRequest", "state")
    issues.retitle(call.acting, issue, title, body)
    if state == "closed":
        issues.close(call.acting, issue)
    elif state == "open":
        issues.reopen(call.acting, issue)
    return _shown(call, issue)


def merge_pull(call: Call) -> ApiResponse:
    """Merge a pull request that is open, no draft, and free of conflicts."""
    issue = find_pull(call)
    pull, method = pull_of(issue), call.body.get("merge_method", "merge")
    if method not in ("merge", "squash", "rebase"):
        raise wrong("PullRequest", "merge_method")
    if pull.draft:
        raise Problem(405, "Pull Request is still a draft")
    if issue.state == "closed" or pull.merged_at:
        raise Problem(405, NOT_MERGEABLE)
    if call.body.get("sha") not in (None, pull.head_sha):
        raise Problem(409, "Head branch was modified. Review and try the merge again.")
    title, message = merge_text(call.repository, issue, method)
    title, message = call.body.get("commit_title") or title, call.body.get("commit_message") or message
    sha = pulls.merge(call.acting, issue, method, title, message)
    if sha is None:
        raise Problem(405, NOT_MERGEABLE)
    return ApiResponse(json={"sha": sha, "merged": True, "message": "Pull Request successfully merged"})


def is_merged(call: Call) -> ApiResponse:
    """Respond with 204 for a merged pull request, else with 404."""
    if pull_of(find_pull(call)).merged_at is None:
        raise not_found()
    return ApiResponse(204)


def list_files(call: Call) -> ApiResponse:
    """List the files that a pull request changes."""
    pull = pull_of(find_pull(call))
    changes = shapes.files(git_store(call), pull)
    return page(call, changes, lambda each: git.file_change(call.host, call.repository, each, pull.head_sha))


def list_commits(call: Call) -> ApiResponse:
    """List the commits of a pull request, oldest first."""
    found = shapes.commits(git_store(call), pull_of(find_pull(call)))
    return page(call, found, lambda sha: git.commit(call.host, call.repository, sha))


def list_reviews(call: Call) -> ApiResponse:
    """List the reviews, oldest first."""
    issue = find_pull(call)
    found = pull_of(issue).reviews
    return page(call, found, lambda submitted: shapes.review(call.host, call.repository, issue, submitted))


def create_review(call: Call) -> ApiResponse:
    """Submit a review; nobody can approve their own pull request."""
    issue, event = find_pull(call), str(call.body.get("event", "COMMENT"))
    if event not in _VERDICTS:
        raise wrong("PullRequestReview", "event")
    if event != "COMMENT" and issue.author == call.login:
        raise invalid("Unprocessable Entity", f"Can not {event.lower().replace('_', ' ')} your own pull request")
    if call.login == ACTIONS_BOT and event == "APPROVE" and not call.repository.actions_may_open_pull_requests:
        raise forbidden(NOT_PERMITTED)
    drafts = call.body.get("comments") or []
    places = [place_in_code(call, issue, each) for each in drafts]
    submitted = pulls.review(call.acting, issue, _VERDICTS[event], str(call.body.get("body") or ""))
    for at, each in zip(places, drafts, strict=True):
        review_comments.write(call.acting, issue, submitted.id, at, str(each.get("body") or ""))
    return ApiResponse(json=shapes.review(call.host, call.repository, issue, submitted))


def list_reviewers(call: Call) -> ApiResponse:
    """List the requested reviewers that have not reviewed yet."""
    asked = people.users(call.host, pull_of(find_pull(call)).reviewers)
    return ApiResponse(json={"users": asked, "teams": []})


def request_reviewers(call: Call) -> ApiResponse:
    """Request reviews from collaborators other than the author."""
    issue, logins = find_pull(call), call.logins("reviewers")
    if issue.author in logins:
        raise invalid("Review cannot be requested from pull request author.")
    if any(call.repository.roles.get(login, "none") == "none" for login in logins):
        place = call.repository.full_name
        raise invalid(
            "Reviews may only be requested from collaborators. One or more of the users or teams you specified is "
            f"not a collaborator of the {place} repository."
        )
    pulls.request_reviews(call.acting, issue, logins)
    return ApiResponse(201, shapes.simple(call.host, call.repository, issue))


def remove_reviewers(call: Call) -> ApiResponse:
    """Remove review requests."""
    issue = find_pull(call)
    pulls.remove_review_requests(call.acting, issue, call.logins("reviewers"))
    return ApiResponse(json=shapes.simple(call.host, call.repository, issue))


def _rank(issue: StoredIssue, by: str) -> tuple[float, int]:
    ranks = {"updated": issue.updated_at.timestamp(), "popularity": len(issue.comments)}
    return ranks.get(by, issue.created_at.timestamp()), issue.number


def _ends(call: Call) -> tuple[Repository, str, str]:
    """Return the head's repository and both branches, which must exist and differ by a commit.

    It takes somebody who may write to the head's repository.
    """
    head, base, store = call.text("head", "PullRequest"), call.text("base", "PullRequest"), git_store(call)
    owner, colon, name = head.rpartition(":")
    is_own = not colon or owner == call.repository.owner
    place = call.repository if is_own else fork_of(call.host, call.repository, owner)
    head_sha, base_sha = call.host.git(place).branch(name) if place else None, store.branch(base)
    if base_sha is None:
        raise wrong("PullRequest", "base")
    if place is None or head_sha is None:
        raise wrong("PullRequest", "head")
    if call.role_in(place) < RepositoryRole.WRITE:
        raise forbidden(RESOURCE_NOT_ACCESSIBLE if call.is_bot else "Must have push access to the head repository.")
    if call.host.git(place).can_fast_forward(head_sha, base_sha):
        message = f"No commits between {base} and {name}"
        raise invalid("Validation Failed", {"resource": "PullRequest", "code": "custom", "message": message})
    return place, name, base


def head_repository(call: Call, pull: StoredPull) -> Repository | None:
    """Return the repository that has the head: this one, or a fork; None if that is gone."""
    return call.host.world.repositories.get(pull.fork.lower()) if pull.fork else call.repository


def _head_branch(call: Call, pull: StoredPull) -> str | None:
    """Return the head of a pull request's branch, in the repository or its fork; None if it is gone."""
    place = head_repository(call, pull)
    return call.host.git(place).branch(pull.head) if place else None


def _label(place: Repository, pull: StoredPull) -> str:
    """Return the head of a pull request as GitHub names it, `owner:branch`."""
    return f"{pull.fork.partition('/')[0] or place.owner}:{pull.head}"


def _none_open(call: Call, place: Repository, head: str, base: str) -> None:
    label = f"{place.owner}:{head}"
    for issue in call.repository.issues.values():
        if (
            issue.pull
            and issue.state == "open"
            and (_label(call.repository, issue.pull), issue.pull.base) == (label, base)
        ):
            message = f"A pull request already exists for {label}."
            raise invalid("Validation Failed", {"resource": "PullRequest", "code": "custom", "message": message})


def merge_text(place: Repository, issue: StoredIssue, method: str) -> tuple[str, str]:
    """Return the title and the message that GitHub proposes for a merge commit."""
    label = _label(place, pull_of(issue)).replace(":", "/", 1)
    if method == "squash":
        return f"{issue.title} (#{issue.number})", ""
    return f"Merge pull request #{issue.number} from {label}", issue.title


def _fits(call: Call, issue: StoredIssue) -> bool:
    pull, state = pull_of(issue), call.choice("state", ("open", "closed", "all"))
    head, base = call.query.get("head", ""), call.query.get("base")
    # a `head` without its owner is ignored: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
    fits_head = ":" not in head or head == _label(call.repository, pull)
    return state in (issue.state, "all") and fits_head and base in (None, pull.base)


def find_pull(call: Call) -> StoredIssue:
    """Return the pull request in the path; raises Problem (404)."""
    issue = call.issue
    if issue.pull is None:
        raise not_found()
    return issue


def _shown(call: Call, issue: StoredIssue, status: int = 200) -> ApiResponse:
    return ApiResponse(status, shapes.full(call.host, call.repository, issue))


_ALL = "/repos/{owner}/{repo}/pulls"
_ONE = "/repos/{owner}/{repo}/pulls/{pull_number}"
ROUTES = (
    Route("GET", _ALL, list_pulls, permissions=PULLS),
    Route("POST", _ALL, create_pull, RepositoryRole.READ, permissions=PULLS),
    Route("GET", _ONE, get_pull, permissions=PULLS),
    Route("PATCH", _ONE, edit_pull, permissions=PULLS),
    Route("PUT", f"{_ONE}/merge", merge_pull, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", f"{_ONE}/merge", is_merged, permissions=PULLS),
    Route("GET", f"{_ONE}/files", list_files, permissions=PULLS),
    Route("GET", f"{_ONE}/commits", list_commits, permissions=PULLS),
    Route("GET", f"{_ONE}/reviews", list_reviews, permissions=PULLS),
    Route("POST", f"{_ONE}/reviews", create_review, permissions=PULLS),
    Route("GET", f"{_ONE}/requested_reviewers", list_reviewers, permissions=PULLS),
    Route("POST", f"{_ONE}/requested_reviewers", request_reviewers, RepositoryRole.WRITE, permissions=PULLS),
    Route("DELETE", f"{_ONE}/requested_reviewers", remove_reviewers, RepositoryRole.WRITE, permissions=PULLS),
)
