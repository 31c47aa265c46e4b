"""Pull requests: opened, followed, reviewed and merged."""

import pytest
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def actions(sandbox: Sandbox, event: str = "pull_request") -> list[str]:
    return [each.payload["action"] for each in sandbox.deliveries if each.event == event]


def message(response: object) -> str:
    errors = response.json().get("errors")  # type: ignore[attr-defined]
    return str(errors[0].get("message", errors[0])) if errors else str(response.json()["message"])  # type: ignore[attr-defined]


def test_a_pull_request_knows_its_ends_its_files_and_its_commits(shop: Repository, ada: Client) -> None:
    head = ada.branch("hotfix/cart", {"src/cart.py": "one\n2\nthree\n", "new.txt": "new\n"})

    pull = shop.create_pull("main", "hotfix/cart", title="Fix the cart", body="It was wrong", draft=True)

    assert (pull.head.sha, pull.base.ref, pull.draft, pull.mergeable) == (head, "main", True, True)
    assert (pull.commits, pull.additions, pull.deletions, pull.changed_files) == (1, 2, 1, 2)
    assert [(each.filename, each.status) for each in pull.get_files()] == [
        ("new.txt", "added"),
        ("src/cart.py", "modified"),
    ]
    assert [each.sha for each in pull.get_commits()] == [head]
    assert pull.as_issue().pull_request is not None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"head": "fix", "base": "main"}, "A pull request already exists for acme:fix."),
        ({"head": "level", "base": "main"}, "No commits between main and level"),
        ({"head": "nowhere", "base": "main"}, "{'resource': 'PullRequest', 'field': 'head', 'code': 'invalid'}"),
        ({"head": "other:fix", "base": "main"}, "{'resource': 'PullRequest', 'field': 'head', 'code': 'invalid'}"),
        ({"head": "fix", "base": "nowhere"}, "{'resource': 'PullRequest', 'field': 'base', 'code': 'invalid'}"),
    ],
)
def test_a_pull_request_that_cannot_be_is_refused_with_the_reason(ada: Client, body: dict[str, str], said: str) -> None:
    main = ada.json("GET", "git/ref/heads/main")["object"]["sha"]
    ada.json("POST", "git/refs", {"ref": "refs/heads/level", "sha": main})
    ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")

    response = ada("POST", "pulls", {"title": "again", **body})

    assert (response.status_code, message(response)) == (422, said)


def test_actions_opens_pull_requests_only_where_the_repository_allows_it(
    sandbox: Sandbox, ada: Client, bot: Client
) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    sandbox.repository("acme/shop").actions_may_open_pull_requests = False

    refused = bot("POST", "pulls", {"title": "t", "head": "fix", "base": "main"})
    sandbox.repository("acme/shop").actions_may_open_pull_requests = True

    assert (refused.status_code, refused.json()["message"]) == (
        403,
        "GitHub Actions is not permitted to create or approve pull requests.",
    )
    assert bot.pull("fix")["user"]["login"] == "github-actions[bot]"


@pytest.mark.rest
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [2, 1]),
        ("state=all", [3, 2, 1]),
        ("state=closed", [3]),
        ("head=acme:one", [1]),
        ("head=other:one", []),
        ("head=one", [2, 1]),
        ("base=nowhere", []),
        ("sort=updated&direction=asc", [1, 2]),
    ],
)
def test_the_list_fits_its_query(ada: Client, query: str, numbers: list[int]) -> None:
    for name in ("one", "two", "three"):
        ada.branch(name, {f"{name}.txt": name})
        ada.pull(name)
    ada.json("PATCH", "pulls/3", {"state": "closed"})

    assert [pull["number"] for pull in ada.json("GET", f"pulls?{query}")] == numbers


@pytest.mark.parametrize(
    ("method", "parents", "title"),
    [("merge", 2, "Merge pull request #1"), ("squash", 1, "Merge fix (#1)"), ("rebase", 1, "Change")],
)
def test_merging_moves_the_base_and_closes_the_pull_request(
    sandbox: Sandbox, shop: Repository, ada: Client, *, method: str, parents: int, title: str
) -> None:
    ada.branch("fix", {"src/cart.py": "one\ntwo\n3\n"})
    ada.branch("side", {"src/cart.py": "1\ntwo\nthree\n"})
    ada.pull("fix")
    ada.json("PUT", f"pulls/{ada.pull('side')['number']}/merge")

    merged = shop.get_pull(1).merge(merge_method=method)

    commit = shop.get_branch("main").commit
    assert (merged.merged, merged.sha, len(commit.parents)) == (True, commit.sha, parents)
    assert commit.commit.message.startswith(title)
    assert shop.get_contents("src/cart.py").decoded_content == b"1\ntwo\n3\n"  # type: ignore[union-attr]
    pull = shop.get_pull(1)
    assert (pull.state, pull.merged, pull.merged_by.login) == ("closed", True, "ada")
    assert "merge_commit_sha" not in pull.raw_data
    assert ada("GET", "pulls/1/merge").status_code == 204
    assert [each["event"] for each in ada.json("GET", "issues/1/timeline")] == ["merged", "closed"]
    assert sandbox.deliveries[-1].payload["pull_request"]["merged"] is True


def test_branches_in_conflict_are_not_merged(ada: Client) -> None:
    ada.branch("one", {"src/cart.py": "1\ntwo\nthree\n"})
    ada.branch("other", {"src/cart.py": "uno\ntwo\nthree\n"})
    ada.pull("one")
    ada.pull("other")
    ada.json("PUT", "pulls/1/merge")

    response = ada("PUT", "pulls/2/merge")

    assert (response.status_code, response.json()["message"]) == (405, "Pull Request is not mergeable")
    told = ada.json("GET", "pulls/2")
    assert (told["mergeable"], told["mergeable_state"]) == (False, "dirty")


def test_a_draft_a_merged_one_and_a_moved_one_are_not_merged(ada: Client) -> None:
    for number, name in enumerate(("draft", "done", "moved"), 1):
        ada.branch(name, {f"{name}.txt": name})
        ada.pull(name, draft=number == 1)
    ada.json("PUT", "pulls/2/merge")

    statuses = [ada("PUT", f"pulls/{number}/merge", {"sha": "0" * 40}).status_code for number in (1, 2, 3)]

    assert statuses == [405, 405, 409]


def test_a_merge_into_the_default_branch_closes_what_it_says_it_fixes(ada: Client) -> None:
    ada.issue("one")
    ada.issue("two")
    ada.issue("three")
    ada.branch("fix", {"fix.txt": "x"}, "Fix it\n\nresolves #2")
    ada.pull("fix", body="Fixes #1, and prefixes #3")

    ada.json("PUT", "pulls/4/merge")

    assert [ada.json("GET", f"issues/{number}")["state"] for number in (1, 2, 3)] == ["closed", "closed", "open"]


def test_a_pull_request_follows_its_branch_and_closes_with_it(sandbox: Sandbox, ada: Client) -> None:
    first = ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")
    tree = ada.json("GET", f"git/commits/{first}")["tree"]["sha"]
    second = ada.json("POST", "git/commits", {"message": "more", "tree": tree, "parents": [first]})["sha"]

    ada.json("PATCH", "git/refs/heads/fix", {"sha": second})
    followed = ada.json("GET", "pulls/1")
    ada.json("DELETE", "git/refs/heads/fix")

    assert followed["head"]["sha"] == second
    assert ada.json("GET", "pulls/1")["state"] == "closed"
    assert actions(sandbox) == ["opened", "synchronize", "closed"]


def test_a_change_of_text_and_state_is_told(sandbox: Sandbox, shop: Repository, ada: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    pull = shop.create_pull("main", "fix", title="Fix")

    pull.edit(title="Fix it", body="at last", state="closed")
    pull.edit(state="open")
    pull.add_to_labels("bug")

    assert actions(sandbox) == ["opened", "edited", "closed", "reopened", "labeled"]
    assert (pull.title, pull.state) == ("Fix it", "open")


def test_reviewers_are_collaborators_other_than_the_author(sandbox: Sandbox, shop: Repository, ada: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    pull = shop.create_pull("main", "fix", title="Fix")

    own, foreign = (
        ada("POST", "pulls/1/requested_reviewers", {"reviewers": [login]}).status_code for login in ("ada", "zed")
    )
    pull.create_review_request(["grace", "linus"])
    pull.delete_review_request(["linus"])

    assert (own, foreign) == (422, 422)
    assert [user.login for user in pull.get_review_requests()[0]] == ["grace"]
    assert actions(sandbox) == ["opened", "review_requested", "review_requested", "review_request_removed"]


def test_a_review_is_given_by_others_and_answers_the_request(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")
    ada.json("POST", "pulls/1/requested_reviewers", {"reviewers": ["grace"]})

    own = ada("POST", "pulls/1/reviews", {"event": "APPROVE"}).status_code
    grace.json("POST", "pulls/1/reviews", {"event": "APPROVE", "body": "good"})

    assert own == 422
    assert [(each["user"]["login"], each["state"]) for each in ada.json("GET", "pulls/1/reviews")] == [
        ("grace", "APPROVED")
    ]
    assert ada.json("GET", "pulls/1/requested_reviewers") == {"users": [], "teams": []}
    assert actions(sandbox, "pull_request_review") == ["submitted"]


def test_a_draft_is_made_ready_by_writers_through_graphql(
    sandbox: Sandbox, shop: Repository, ada: Client, stranger: Client
) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    pull = shop.create_pull("main", "fix", title="Fix", draft=True)
    mutation = "mutation M($input: MarkPullRequestReadyForReviewInput!) { markPullRequestReadyForReview(input: $input) { pullRequest { isDraft } } }"
    variables = {"input": {"pullRequestId": pull.node_id}}

    refused = stranger.json("POST", "/graphql", {"query": mutation, "variables": variables})
    pull.mark_ready_for_review()

    assert (refused["data"], refused["errors"][0]["type"]) == ({"markPullRequestReadyForReview": None}, "NOT_FOUND")
    assert (pull.draft, shop.get_pull(1).draft) == (False, False)
    assert actions(sandbox) == ["opened", "ready_for_review"]


def test_a_fork_proposes_what_its_owner_may_not_push(sandbox: Sandbox, ada: Client) -> None:
    mallory = Client(sandbox, sandbox.token("mallory"))
    fork = mallory.fork()
    head = fork.branch("gift", {"gift.txt": "1"})

    refused = mallory("POST", "pulls", {"title": "A gift", "head": "gift", "base": "main"})
    pull = mallory.pull("mallory:gift")
    again = mallory("POST", "pulls", {"title": "A gift", "head": "mallory:gift", "base": "main"})
    pushed = fork.json("PUT", "contents/more.txt", {"message": "More", "content": "Mg==", "branch": "gift"})

    assert (refused.status_code, message(again)) == (422, "A pull request already exists for mallory:gift.")
    assert (pull["head"]["sha"], pull["head"]["repo"]["full_name"], pull["head"]["label"]) == (
        head,
        "mallory/shop",
        "mallory:gift",
    )
    seen = ada.json("GET", f"pulls/{pull['number']}")
    assert (seen["head"]["sha"], seen["commits"]) == (pushed["commit"]["sha"], 2)
    assert [each["filename"] for each in ada.json("GET", f"pulls/{pull['number']}/files")] == ["gift.txt", "more.txt"]
    assert actions(sandbox) == ["opened", "synchronize"]
    assert ada.json("GET", "pulls", params={"head": "mallory:gift"})[0]["number"] == pull["number"]
    ada.json("PUT", f"pulls/{pull['number']}/merge")
    assert ada.json("GET", "commits/main")["commit"]["message"].startswith("Merge pull request #1 from mallory/gift")


def test_a_pull_request_from_a_branch_that_the_caller_may_not_push_is_refused(sandbox: Sandbox, ada: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    Client(sandbox, sandbox.token("mallory")).fork().branch("gift", {"gift.txt": "1"})

    refused = [
        Client(sandbox, sandbox.token(who))("POST", "pulls", {"title": "x", "head": head, "base": "main"})
        for who, head in (("linus", "fix"), ("ada", "mallory:gift"))
    ]

    assert [each.status_code for each in refused] == [403, 403]


def test_a_branch_of_a_fork_that_is_deleted_closes_its_pull_request(sandbox: Sandbox, ada: Client) -> None:
    mallory = Client(sandbox, sandbox.token("mallory"))
    fork = mallory.fork()
    fork.branch("gift", {"gift.txt": "1"})
    number = mallory.pull("mallory:gift")["number"]

    fork.json("DELETE", "git/refs/heads/gift")
    reopened = ada("PATCH", f"pulls/{number}", {"state": "open"})

    assert (ada.json("GET", f"pulls/{number}")["state"], reopened.status_code) == ("closed", 422)
