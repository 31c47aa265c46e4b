"""What the token of an installation is refused, in GitHub's words."""

import re
import subprocess
from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.rest.routes import ROUTES
from tests.sandbox.client import Client, Json

REFUSED = {
    "message": "Resource not accessible by integration",
    "documentation_url": "https://docs.github.com/rest",
    "status": "403",
}
EITHER = "issues=write; pull_requests=write"


def job(sandbox: Sandbox, repository: str | None = None, **permissions: str) -> Client:
    """A job's token with these permissions."""
    return Client(sandbox, sandbox.job_token(permissions, repository))


@pytest.fixture
def vault(sandbox: Sandbox, ada: Client) -> str:
    """A private repository with an issue and its comment."""
    sandbox.create_repository("acme/vault", {"a.txt": "a"}, private=True, collaborators={"ada": "admin"})
    ada.json("POST", "/repos/acme/vault/issues", {"title": "x"})
    ada.json("POST", "/repos/acme/vault/issues/1/comments", {"body": "x"})
    return "/repos/acme/vault"


@pytest.mark.parametrize(
    ("method", "path", "body", "accepted"),
    [
        ("POST", "issues", {"title": "x"}, "issues=write"),
        ("PATCH", "issues/1", {"title": "x"}, EITHER),
        ("POST", "issues/1/comments", {"body": "x"}, EITHER),
        ("POST", "issues/1/labels", {"labels": ["bug"]}, EITHER),
        ("POST", "issues/1/assignees", {"assignees": ["ada"]}, EITHER),
        ("POST", "issues/1/reactions", {"content": "eyes"}, "issues=write"),
        ("POST", "issues/1/sub_issues", {"sub_issue_id": 1}, "issues=write"),
        ("PATCH", "labels/bug", {"color": "000000"}, EITHER),
        ("POST", "pulls", {"title": "x", "head": "side", "base": "main"}, "pull_requests=write"),
        ("PUT", "pulls/2/merge", {}, "contents=write"),
        ("POST", "git/refs", {"ref": "refs/heads/x", "sha": "0" * 40}, "contents=write"),
        ("PUT", "contents/a.txt", {"message": "x", "content": ""}, "contents=write"),
        ("POST", "dispatches", {"event_type": "alert"}, "contents=write"),
        ("POST", "actions/workflows/a.yml/dispatches", {"ref": "main"}, "actions=write"),
        ("POST", f"statuses/{'0' * 40}", {"state": "success"}, "statuses=write"),
        ("GET", "actions/permissions", None, "administration=read"),
        ("GET", "actions/secrets", None, "secrets=read"),
        ("GET", "actions/variables/x", None, "actions_variables=read"),
    ],
)
def test_without_the_permission_nothing_is_done_and_the_header_names_it(  # noqa: PLR0917
    sandbox: Sandbox, ada: Client, method: str, path: str, body: Json, accepted: str
) -> None:
    ada.issue()
    told = len(sandbox.deliveries)
    reads = dict.fromkeys(("actions", "contents", "issues", "pull-requests", "statuses"), "read")

    refused = job(sandbox, **reads)(method, path, body)

    assert (refused.status_code, refused.json()) == (403, REFUSED)
    assert refused.headers["X-Accepted-GitHub-Permissions"] == accepted
    assert len(sandbox.deliveries) == told


def test_a_token_needs_one_of_the_permissions_and_the_answer_names_them(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()

    said = job(sandbox, **{"pull-requests": "write"})("POST", "issues/1/labels", {"labels": ["bug"]})

    assert (said.status_code, said.headers["X-Accepted-GitHub-Permissions"]) == (200, EITHER)
    assert "X-Accepted-GitHub-Permissions" not in ada("GET", "issues/1").headers


def test_a_public_repository_is_readable_without_any_permission_and_its_roles_with_metadata(
    sandbox: Sandbox, ada: Client
) -> None:
    ada.issue()
    none = job(sandbox, "acme/shop")

    paths = ("", "issues/1", "issues/1/comments", "pulls", "contents/README.md", "actions/workflows", "labels")
    assert {path: none("GET", path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert none.json("GET", "collaborators/grace/permission")["role_name"] == "write"


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("issues", "issues"),
        ("issues/1/comments", "issues"),
        ("issues/1/comments", "pull-requests"),
        ("pulls", "pull-requests"),
        ("contents/a.txt", "contents"),
        ("actions/workflows", "actions"),
        ("commits/main/status", "statuses"),
    ],
)
def test_a_private_repository_is_readable_only_with_the_permission(
    sandbox: Sandbox, vault: str, path: str, permission: str
) -> None:
    allowed, refused = job(sandbox, "acme/vault", **{permission: "read"}), job(sandbox, "acme/vault")

    assert [each("GET", f"{vault}/{path}").status_code for each in (allowed, refused)] == [200, 403]


def test_a_jobs_token_reaches_its_own_repository_and_what_everybody_may_read_in_others(
    sandbox: Sandbox, ada: Client, vault: str
) -> None:
    ada.issue()
    sandbox.create_repository("acme/api", {"a.txt": "a"}, collaborators={"ada": "admin"})
    elsewhere = job(sandbox, "acme/api", contents="write", issues="write")

    statuses = [
        elsewhere("POST", "/repos/acme/api/issues", {"title": "x"}).status_code,
        elsewhere("GET", "issues/1").status_code,
        elsewhere("POST", "issues", {"title": "x"}).status_code,
        elsewhere("GET", "collaborators/ada/permission").status_code,
        elsewhere("GET", f"{vault}/issues/1").status_code,
    ]

    assert statuses == [201, 200, 403, 403, 404]


def test_graphql_tells_who_edited_a_private_comment_with_the_permission_alone(sandbox: Sandbox, vault: str) -> None:
    (comment,) = job(sandbox, issues="read").json("GET", f"{vault}/issues/1/comments")
    fields = "query Q($id: ID!) { node(id: $id) { __typename ... on IssueComment { editor { login __typename } } } }"
    asked = {"query": fields, "variables": {"id": comment["node_id"]}}

    allowed = job(sandbox, "acme/vault", issues="read").json("POST", "/graphql", asked)
    refused = job(sandbox, "acme/vault").json("POST", "/graphql", asked)

    assert allowed["data"]["node"] == {"__typename": "IssueComment", "editor": None}
    assert (refused["data"], refused["errors"][0]["type"]) == ({"node": None}, "FORBIDDEN")


@pytest.mark.parametrize(("contents", "cloned", "pushed"), [("write", 0, 0), ("read", 0, 128), ("none", 128, 128)])
def test_git_takes_a_jobs_token_as_far_as_its_contents_permission(
    sandbox: Sandbox, vault: str, tmp_path: Path, *, contents: str, cloned: int, pushed: int
) -> None:
    token = sandbox.job_token({"contents": contents}, "acme/vault")
    address = f"{sandbox.url.replace('//', f'//x-access-token:{token}@')}{vault.removeprefix('/repos')}.git"

    def git(*arguments: str) -> int:
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path)}
        return subprocess.run(["git", *arguments], cwd=tmp_path, env=quiet, capture_output=True, check=False).returncode

    assert git("clone", address, "vault") == cloned
    git("init", "new")
    who = ("-c", "user.name=bot", "-c", "user.email=bot@example.com")
    git("-C", "new", *who, "commit", "--allow-empty", "-m", "x")
    assert git("-C", "new", "push", address, "HEAD:refs/heads/new") == pushed


ABOUT = (
    "contributors", "events", "languages", "notifications", "rulesets", "rulesets/{ruleset_id}", "stargazers", "subscribers",
    "subscription", "topics",
)  # fmt: skip
"""What a repository is about, which whoever sees it may read."""


def test_every_route_of_a_repository_takes_a_permission_that_github_names() -> None:
    named = {name for route in ROUTES for name in route.permissions}
    metadata = {route.template for route in ROUTES if "{repo}" in route.template and not route.permissions}

    assert all(re.fullmatch("[a-z_]+", name) for name in named)
    assert metadata == {
        "/repos/{owner}/{repo}",
        *(f"/repos/{{owner}}/{{repo}}/{about}" for about in ABOUT),
        "/user/starred/{owner}/{repo}",
        "/repos/{owner}/{repo}/collaborators",
        "/repos/{owner}/{repo}/collaborators/{username}",
        "/repos/{owner}/{repo}/collaborators/{username}/permission",
        "/repos/{owner}/{repo}/forks",
        "/repos/{owner}/{repo}/installation",
        "/repos/{owner}/{repo}/rules/branches/{branch}",
    }
