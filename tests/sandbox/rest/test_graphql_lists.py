"""Lists and searches of GraphQL find what their arguments say, in the order that they say."""

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.records import CommitStatus
from tests.sandbox.client import Client
from tests.sandbox.rest.test_graphql import ask


@pytest.fixture
def full(ada: Client, grace: Client) -> Client:
    """Somebody whose repository has three issues and a pull request."""
    ada.issue("Checkout is down", labels=["bug"], assignees=["grace"])
    grace.issue("Search is slow", body="as @ada said")
    ada.issue("Typo")
    ada.json("PATCH", "issues/3", {"state": "closed"})
    ada.branch("fix", {"src/cart.py": "four\n"})
    ada.pull("fix", title="Fix the checkout")
    return ada


@pytest.mark.rest
@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ("", [1, 2, 3]),
        ("states: OPEN", [1, 2]),
        ("states: [CLOSED]", [3]),
        ('labels: ["BUG"]', [1]),
        ('filterBy: {assignee: "grace"}', [1]),
        ('filterBy: {assignee: "*"}', [1]),
        ('filterBy: {createdBy: "grace"}', [2]),
        ('filterBy: {mentioned: "ada"}', [2]),
        ("orderBy: {field: CREATED_AT, direction: DESC}", [3, 2, 1]),
    ],
)
def test_issues_are_listed_by_what_they_are(full: Client, arguments: str, numbers: list[int]) -> None:
    answer = ask(
        full,
        f'{{ repository(owner: "acme", name: "shop") {{ issues(first: 9, {arguments}) {{ nodes {{ number }} }} }} }}',
    )

    assert [each["number"] for each in answer["data"]["repository"]["issues"]["nodes"]] == numbers


@pytest.mark.rest
@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ("", [4]),
        ('headRefName: "fix"', [4]),
        ('headRefName: "main"', []),
        ('baseRefName: "fix"', []),
        ("states: MERGED", []),
    ],
)
def test_pull_requests_are_listed_by_their_branches(full: Client, arguments: str, numbers: list[int]) -> None:
    asked = f"pullRequests(first: 9, {arguments}) {{ nodes {{ number }} }}"
    answer = ask(full, f'{{ repository(owner: "acme", name: "shop") {{ {asked} }} }}')

    assert [each["number"] for each in answer["data"]["repository"]["pullRequests"]["nodes"]] == numbers


@pytest.mark.rest
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("repo:acme/shop is:issue is:open", [2, 1]),
        ("repo:acme/shop is:pr checkout", [4]),
        ("checkout sort:created-asc", [1, 4]),
        ("author:grace", [2]),
        ("said in:title", []),
        ("said in:title,body", [2]),
    ],
)
def test_a_search_finds_issues_and_pull_requests(full: Client, query: str, numbers: list[int]) -> None:
    shown = "issueCount nodes { ... on Issue { number } ... on PullRequest { number } }"
    answer = ask(
        full, f"query Search($q: String!) {{ search(query: $q, type: ISSUE, first: 9) {{ {shown} }} }}", q=query
    )

    found = answer["data"]["search"]
    assert ([each["number"] for each in found["nodes"]], found["issueCount"]) == (numbers, len(numbers))


def test_a_search_that_the_sandbox_does_not_know_says_so(full: Client) -> None:
    [error] = ask(full, '{ search(query: "x language:go", type: ISSUE, first: 1) { issueCount } }')["errors"]

    assert (error["type"], "`language:`" in error["message"]) == ("UNPROCESSABLE", True)


def test_a_search_finds_repositories_that_the_caller_may_see(sandbox: Sandbox, ada: Client) -> None:
    sandbox.create_repository("acme/vault", {}, private=True)

    answer = ask(ada, '{ search(query: "acme", type: REPOSITORY, first: 9) { nodes { ... on Repository { name } } } }')

    assert answer["data"]["search"]["nodes"] == [{"name": "shop"}]


def test_labels_are_listed_by_name_or_by_a_word(ada: Client) -> None:
    def names(arguments: str) -> list[str]:
        asked = f"labels(first: 3, {arguments}) {{ nodes {{ name }} }}"
        found = ask(ada, f'{{ repository(owner: "acme", name: "shop") {{ {asked} }} }}')
        return [each["name"] for each in found["data"]["repository"]["labels"]["nodes"]]

    assert names("orderBy: {field: NAME, direction: DESC}") == ["wontfix", "question", "invalid"]
    assert names('query: "WORK"') == ["bug", "wontfix"]


def test_a_person_lists_repositories_by_whose_they_are(sandbox: Sandbox, ada: Client) -> None:
    sandbox.create_repository("acme/depot", {}, private=True, collaborators={"ada": "admin"})
    ada.json("POST", "/user/repos", {"name": "notes"})

    def names(arguments: str) -> list[str]:
        asked = f"viewer {{ repositories(first: 9, {arguments}) {{ nodes {{ nameWithOwner }} }} }}"
        found = ask(ada, f"{{ {asked} }}")["data"]["viewer"]["repositories"]["nodes"]
        return [each["nameWithOwner"] for each in found]

    assert names("orderBy: {field: NAME, direction: ASC}") == ["acme/depot", "ada/notes", "acme/shop"]
    assert (names("ownerAffiliations: OWNER"), names("privacy: PRIVATE")) == (["ada/notes"], ["acme/depot"])


@pytest.mark.rest
def test_the_verdict_on_a_commit_counts_statuses_and_checks(sandbox: Sandbox, ada: Client) -> None:
    shop = sandbox.repository("acme/shop")
    sha = sandbox.host.git(shop).branch("main") or ""
    shop.statuses.append(CommitStatus(1, sha, "success", "lint", None, None, "ada", sandbox.clock.now()))

    def verdict() -> tuple[str, list[str]]:
        shown = "contexts(first: 9) { nodes { ... on StatusContext { context } ... on CheckRun { name } } }"
        asked = f'object(expression: "main") {{ ... on Commit {{ statusCheckRollup {{ state {shown} }} }} }}'
        found = ask(ada, f'{{ repository(owner: "acme", name: "shop") {{ {asked} }} }}')
        rollup = found["data"]["repository"]["object"]["statusCheckRollup"]
        return rollup["state"], [next(iter(each.values())) for each in rollup["contexts"]["nodes"]]

    assert verdict() == ("SUCCESS", ["lint"])
    sandbox.end_workflow_run("ci", "failure", by="ada")
    assert verdict() == ("FAILURE", ["ci", "lint"])
    sandbox.end_workflow_run("ci", "skipped", by="ada")
    assert verdict() == ("SUCCESS", ["ci", "lint"])


def test_a_client_learns_which_fields_there_are(ada: Client) -> None:
    answer = ask(
        ada, '{ known: __type(name: "Issue") { fields { name } } unknown: __type(name: "LinkedBranch") { name } }'
    )

    assert {"name": "stateReason"} in answer["data"]["known"]["fields"]
    assert answer["data"]["unknown"] is None
