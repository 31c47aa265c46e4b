"""The mutations of GraphQL do what REST does, refuse whom it refuses, and answer with what they changed."""

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.shapes.formats import node_id
from incident_actions.sandbox.state.settings import RulesetRule
from tests.sandbox.client import Client, Json
from tests.sandbox.rest.test_graphql import ask


@pytest.fixture
def ready(ada: Client) -> Client:
    """Somebody whose repository has an issue and a pull request."""
    ada.issue(labels=["bug"])
    ada.branch("fix", {"src/cart.py": "four\n"})
    ada.pull("fix")
    return ada


def change(client: Client, mutation: str, shown: str, **given: Json) -> Json:
    """Send a mutation as the GitHub CLI does, with all that it changes in one variable."""
    kind = f"{mutation[:1].upper()}{mutation[1:]}Input"
    query = f"mutation Change($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} }} }}"
    return ask(client, query, input=given)


def id_of(client: Client, path: str) -> str:
    return str(client.json("GET", path)["node_id"])


def changed(client: Client, mutation: str, shown: str, **given: Json) -> Json:
    answer = change(client, mutation, shown, **given)
    assert "errors" not in answer, answer
    return answer["data"][mutation]


def test_a_comment_is_written_edited_and_deleted(ready: Client) -> None:
    shown = "commentEdge { node { id body url viewerDidAuthor } } subject { id }"

    made = changed(ready, "addComment", shown, subjectId=id_of(ready, "issues/1"), body="Same here")
    node = made["commentEdge"]["node"]
    edited = changed(ready, "updateIssueComment", "issueComment { body }", id=node["id"], body="Still")
    changed(ready, "deleteIssueComment", "clientMutationId", id=node["id"])

    assert (node["body"], node["viewerDidAuthor"]) == ("Same here", True)
    assert node["url"].startswith(f"{ready.sandbox.url}/acme/shop/issues/1#issuecomment-")
    assert made["subject"]["id"] == id_of(ready, "issues/1")
    assert edited["issueComment"]["body"] == "Still"
    assert ready.json("GET", "issues/1/comments") == []


def test_an_issue_is_created_with_labels_and_assignees(ready: Client) -> None:
    given = {
        "repositoryId": id_of(ready, ""),
        "title": "Search is slow",
        "body": "Since noon",
        "labelIds": [id_of(ready, "labels/bug")],
        "assigneeIds": [ready.json("GET", "/users/grace")["node_id"]],
        "projectIds": None,
    }

    changed(ready, "createIssue", "issue { id url }", **given)

    made = ready.json("GET", "issues/3")
    assert [made["title"], made["body"], made["user"]["login"]] == ["Search is slow", "Since noon", "ada"]
    assert [[each["name"] for each in made["labels"]], made["assignee"]["login"]] == [["bug"], "grace"]


def test_an_issue_is_changed_closed_for_a_reason_and_reopened(ready: Client) -> None:
    issue = id_of(ready, "issues/1")

    changed(ready, "updateIssue", "__typename", id=issue, title="Checkout is slow", labelIds=[])
    closed = changed(
        ready, "closeIssue", "issue { state stateReason closed }", issueId=issue, stateReason="NOT_PLANNED"
    )
    reopened = changed(
        ready, "reopenIssue", "issue { title state stateReason labels(first: 1) { totalCount } }", issueId=issue
    )

    assert closed["issue"] == {"state": "CLOSED", "stateReason": "NOT_PLANNED", "closed": True}
    assert reopened["issue"] == {
        "title": "Checkout is slow",
        "state": "OPEN",
        "stateReason": "REOPENED",
        "labels": {"totalCount": 0},
    }


def test_labels_are_added_and_removed_one_by_one(ready: Client) -> None:
    issue, bug, question = (id_of(ready, path) for path in ("issues/1", "labels/bug", "labels/question"))
    shown = "labelable { labels(first: 9) { nodes { name } } }"

    added = changed(ready, "addLabelsToLabelable", shown, labelableId=issue, labelIds=[question])
    left = changed(ready, "removeLabelsFromLabelable", shown, labelableId=issue, labelIds=[bug])

    names = [[each["name"] for each in answer["labelable"]["labels"]["nodes"]] for answer in (added, left)]
    assert names == [["bug", "question"], ["question"]]


def test_an_issue_is_locked_pinned_and_freed_again(ready: Client) -> None:
    issue = id_of(ready, "issues/1")

    locked = changed(
        ready, "lockLockable", "lockedRecord { locked activeLockReason }", lockableId=issue, lockReason="TOO_HEATED"
    )
    pinned = changed(ready, "pinIssue", "issue { isPinned }", issueId=issue)
    unlocked = changed(ready, "unlockLockable", "unlockedRecord { locked }", lockableId=issue)
    unpinned = changed(ready, "unpinIssue", "issue { isPinned }", issueId=issue)

    assert locked["lockedRecord"] == {"locked": True, "activeLockReason": "TOO_HEATED"}
    assert [pinned["issue"], unlocked["unlockedRecord"], unpinned["issue"]] == [
        {"isPinned": True},
        {"locked": False},
        {"isPinned": False},
    ]


@pytest.mark.rest
def test_a_pull_request_is_created_as_a_draft_reviewed_and_merged(ready: Client, grace: Client) -> None:
    ready.branch("retry", {"src/cart.py": "five\n"})
    head = {"baseRefName": "main", "headRefName": "retry", "draft": True, "maintainerCanModify": True}
    made = changed(
        ready, "createPullRequest", "pullRequest { id isDraft }", repositoryId=id_of(ready, ""), title="Retry", **head
    )["pullRequest"]
    pull = made["id"]

    changed(ready, "markPullRequestReadyForReview", "pullRequest { id }", pullRequestId=pull)
    grace_id = ready.json("GET", "/users/grace")["node_id"]
    changed(ready, "requestReviews", "clientMutationId", pullRequestId=pull, userIds=[grace_id], union=True)
    reviewed = changed(
        grace,
        "addPullRequestReview",
        "pullRequestReview { state author { login } }",
        pullRequestId=pull,
        event="APPROVE",
    )
    changed(
        ready,
        "mergePullRequest",
        "clientMutationId",
        pullRequestId=pull,
        mergeMethod="SQUASH",
        commitHeadline="Retry now",
    )

    assert made["isDraft"] is True
    assert reviewed["pullRequestReview"] == {"state": "APPROVED", "author": {"login": "grace"}}
    assert ready.json("GET", "pulls/3")["merged"] is True
    assert ready.json("GET", "commits/main")["commit"]["message"] == "Retry now"


def test_a_pull_request_is_changed_closed_reopened_and_made_a_draft(ready: Client) -> None:
    pull, bug = id_of(ready, "pulls/2"), id_of(ready, "labels/bug")

    changed(ready, "updatePullRequest", "__typename", pullRequestId=pull, title="Fix the cart", labelIds=[bug])
    closed = changed(ready, "closePullRequest", "pullRequest { state }", pullRequestId=pull)
    reopened = changed(ready, "reopenPullRequest", "pullRequest { state title }", pullRequestId=pull)
    draft = changed(ready, "convertPullRequestToDraft", "pullRequest { isDraft }", pullRequestId=pull)

    assert [closed["pullRequest"], reopened["pullRequest"], draft["pullRequest"]] == [
        {"state": "CLOSED"},
        {"state": "OPEN", "title": "Fix the cart"},
        {"isDraft": True},
    ]
    assert [each["name"] for each in ready.json("GET", "issues/2/labels")] == ["bug"]


def test_a_repository_is_created_for_the_caller_or_an_organization(sandbox: Sandbox, ada: Client) -> None:
    sandbox.create_organization("umbrella", ["ada"])
    owner = ada.json("GET", "/orgs/umbrella")["node_id"]

    own = changed(ada, "createRepository", "repository { nameWithOwner }", name="notes", visibility="PRIVATE")
    theirs = changed(
        ada, "createRepository", "repository { nameWithOwner }", name="depot", visibility="PUBLIC", ownerId=owner
    )

    assert [each["repository"]["nameWithOwner"] for each in (own, theirs)] == ["ada/notes", "umbrella/depot"]
    assert [ada.json("GET", f"/repos/{name}")["private"] for name in ("ada/notes", "umbrella/depot")] == [True, False]


def test_who_may_not_change_something_is_refused_as_github_words_it(ready: Client, stranger: Client) -> None:
    answer = change(stranger, "closeIssue", "issue { id }", issueId=id_of(ready, "issues/1"))

    assert answer["data"] == {"closeIssue": None}
    assert [(each["type"], each["path"], each["message"]) for each in answer["errors"]] == [
        ("FORBIDDEN", ["closeIssue"], "stranger does not have the correct permissions to execute `CloseIssue`")
    ]


@pytest.mark.parametrize(
    ("mutation", "given", "kind", "message"),
    [
        ("addPullRequestReview", {"event": "APPROVE"}, "UNPROCESSABLE", "Can not approve your own pull request"),
        ("mergePullRequest", {"expectedHeadOid": "0" * 40}, "UNPROCESSABLE", "Head branch was modified"),
    ],
)
def test_what_cannot_be_done_says_why(ready: Client, mutation: str, given: Json, kind: str, message: str) -> None:
    [error] = change(ready, mutation, "clientMutationId", pullRequestId=id_of(ready, "pulls/2"), **given)["errors"]

    assert (error["type"], message in error["message"]) == (kind, True)


def test_a_pull_request_without_commits_is_refused(ready: Client) -> None:
    base = ready.json("GET", "git/ref/heads/main")["object"]["sha"]
    ready.json("POST", "git/refs", {"ref": "refs/heads/empty", "sha": base})
    ends = {"baseRefName": "main", "headRefName": "empty", "title": "Nothing"}

    answer = change(ready, "createPullRequest", "pullRequest { id }", repositoryId=id_of(ready, ""), **ends)

    assert [(each["type"], each["message"]) for each in answer["errors"]] == [
        ("UNPROCESSABLE", "No commits between main and empty")
    ]


@pytest.mark.rest
@pytest.mark.parametrize("unknown", [node_id("I", 9), "nonsense", ""])
def test_an_id_that_names_nothing_is_not_found(ready: Client, unknown: str) -> None:
    [error] = change(ready, "addComment", "clientMutationId", subjectId=unknown, body="x")["errors"]

    assert (error["type"], error["message"]) == (
        "NOT_FOUND",
        f"Could not resolve to a node with the global id of '{unknown}'",
    )


def test_a_token_without_the_permission_changes_nothing(sandbox: Sandbox, ready: Client) -> None:
    reader = Client(sandbox, sandbox.job_token({"issues": "read", "metadata": "read"}))

    [error] = change(reader, "addComment", "clientMutationId", subjectId=id_of(ready, "issues/1"), body="x")["errors"]

    assert (error["type"], error["message"]) == ("FORBIDDEN", "Resource not accessible by integration")
    assert ready.json("GET", "issues/1/comments") == []


@pytest.mark.rest
@pytest.mark.parametrize(
    ("needed", "events", "decision"),
    [
        (0, ["APPROVE"], None),
        (1, [], "REVIEW_REQUIRED"),
        (1, ["APPROVE"], "APPROVED"),
        (1, ["REQUEST_CHANGES"], "CHANGES_REQUESTED"),
        (1, ["REQUEST_CHANGES", "APPROVE"], "APPROVED"),
        (2, ["APPROVE"], "REVIEW_REQUIRED"),
    ],
)
def test_reviews_decide_where_the_branch_needs_some(
    ready: Client, grace: Client, needed: int, events: list[str], decision: str | None
) -> None:
    rule = RulesetRule("main", "pull_request", {"required_approving_review_count": needed})
    ready.sandbox.repository("acme/shop").settings.rules.append(rule)
    for event in events:
        grace.json("POST", "pulls/2/reviews", {"event": event, "body": "x"})

    answer = ask(ready, '{ repository(owner: "acme", name: "shop") { pullRequest(number: 2) { reviewDecision } } }')

    assert answer["data"]["repository"]["pullRequest"]["reviewDecision"] == decision
