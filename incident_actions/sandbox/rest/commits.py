"""Routes of commits, branches and comparisons."""

from datetime import datetime
from urllib.parse import quote

from incident_actions.sandbox.git.diff import compare_trees
from incident_actions.sandbox.git.patch_text import EMPTY_TREE, diff_text, patch_text
from incident_actions.sandbox.git.store import GitStore, Signature
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CONTENTS, PULLS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.media_types import as_asked, asked_kind
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, not_found, wrong
from incident_actions.sandbox.shapes import git as shapes
from incident_actions.sandbox.shapes import pull as pulls
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.records import StoredIssue

EMPTY = "Git Repository is empty."


def list_commits(call: Call) -> ApiResponse:
    """List the commits of a branch or sha, newest first; with `path` those that touch it."""
    start = resolve_commit(call, call.query.get("sha") or call.repository.default_branch)
    found = list(git_store(call).history([start], path=call.query.get("path")))
    return page(call, found, lambda sha: shapes.commit(call.host, call.repository, sha))


def get_commit(call: Call) -> ApiResponse:
    """Return one commit with its files."""
    sha = require_commit(call)
    if kind := asked_kind(call):
        store = git_store(call)
        parents = store.commit(sha).parents
        before = parents[0].decode() if parents else EMPTY_TREE
        return as_asked(call, diff_text(store, before, sha) if kind == "diff" else patch_text(store, before, sha))
    return ApiResponse(json=shapes.commit(call.host, call.repository, sha, files=True))


def list_branches(call: Call) -> ApiResponse:
    """List the branches, by name."""
    found = git_store(call).refs("refs/heads/")
    return page(call, list(found.items()), lambda pair: _short(call, pair[0].removeprefix("refs/heads/"), pair[1]))


def list_tags(call: Call) -> ApiResponse:
    """List the tags, in GitHub's order: the last by name first."""
    found = [(name.removeprefix("refs/tags/"), sha) for name, sha in git_store(call).refs("refs/tags/").items()]
    return page(call, sorted(found, reverse=True), lambda pair: _tag(call, *pair))


def get_branch(call: Call) -> ApiResponse:
    """Return one branch with its head."""
    name = call.parts["branch"]
    sha = git_store(call).branch(name)
    if sha is None:
        raise Problem(404, "Branch not found")
    api, html = repository.api_url(call.host, call.repository), repository.html_url(call.host, call.repository)
    required = call.repository.settings.required_checks if name == call.repository.default_branch else []
    checks = {
        "enforcement_level": "everyone" if required else "off",
        "contexts": required,
        "checks": [{"context": context, "app_id": None} for context in required],
    }
    return ApiResponse(
        json={
            "name": name,
            "commit": shapes.commit(call.host, call.repository, sha),
            "_links": {"self": f"{api}/branches/{quote(name)}", "html": f"{html}/tree/{quote(name)}"},
            "protected": bool(required),
            "protection": {"enabled": bool(required), "required_status_checks": checks},
            "protection_url": f"{api}/branches/{quote(name)}/protection",
        }
    )


def compare_commits(call: Call) -> ApiResponse:
    """Return what one commit has that another lacks, since their merge base."""
    base_name, dots, head_name = call.parts["basehead"].partition("...")
    if not dots:
        raise not_found()
    base, head = (resolve_commit(call, name.rpartition(":")[2]) for name in (base_name, head_name))
    store = git_store(call)
    parted = store.merge_base(base, head)
    if parted is None:
        raise Problem(404, f"No common ancestor between {base_name} and {head_name}.")
    if kind := asked_kind(call):
        return as_asked(call, diff_text(store, parted, head) if kind == "diff" else patch_text(store, parted, head))
    ahead = list(store.history([head], [base]))[::-1] if head != base else []
    behind = list(store.history([base], [head])) if head != base else []
    return ApiResponse(json=_comparison(call, base, head, parted) | _distance(call, ahead, behind))


def list_pulls_of_commit(call: Call) -> ApiResponse:
    """List the pull requests that brought a commit, or that would."""
    sha, store = require_commit(call, "commit_sha"), git_store(call)
    merged = [each for each in call.repository.issues.values() if each.pull and _brings(store, each, sha)]
    return page(call, merged, lambda each: pulls.simple(call.host, call.repository, each))


def list_branches_at(call: Call) -> ApiResponse:
    """List the branches whose head is a commit."""
    sha, heads = require_commit(call, "commit_sha"), git_store(call).refs("refs/heads/")
    names = [ref.removeprefix("refs/heads/") for ref, head in heads.items() if head == sha]
    return page(call, names, lambda name: _short(call, name, sha))


def require_commit(call: Call, part: str = "ref") -> str:
    """Return the commit in the path; raises Problem (422) if there is none."""
    name = call.parts[part]
    sha = git_store(call).resolve(name)
    if sha is None:
        raise Problem(422, f"No commit found for SHA: {name}")
    return sha


def resolve_commit(call: Call, name: str) -> str:
    """Return the commit of a branch, a tag or a sha; raises Problem (404) if there is none."""
    store = git_store(call)
    sha = store.resolve(name)
    if sha is None:
        raise not_found() if store.refs("refs/heads/") else Problem(409, EMPTY)
    return sha


def git_store(call: Call) -> GitStore:
    """Return the git store of the request's repository."""
    return call.host.git(call.repository)


def parse_signature(call: Call, fields: Json | None) -> Signature:
    """Return the author or committer in the body, by default the caller at the present time."""
    fields, login = fields or {}, call.acting.login
    try:
        at = datetime.fromisoformat(fields["date"]) if "date" in fields else call.acting.now
    except ValueError:
        raise wrong("Commit", "date") from None
    return Signature(fields.get("name") or login, fields.get("email") or shapes.email(call.host, login), at)


def _brings(store: GitStore, issue: StoredIssue, sha: str) -> bool:
    """Check that a commit is a pull request's own, or that of its merge."""
    merges = [each.detail["commit_id"] for each in issue.timeline if each.event == "merged"]
    return sha in merges or sha in pulls.commits(store, pulls.pull_of(issue))


def _comparison(call: Call, base: str, head: str, parted: str) -> Json:
    api, html = repository.api_url(call.host, call.repository), repository.html_url(call.host, call.repository)
    page_url = f"{html}/compare/{quote(call.parts['basehead'])}"
    changes = compare_trees(git_store(call), parted, head)
    return {
        "url": f"{api}/compare/{quote(call.parts['basehead'])}",
        "html_url": page_url,
        "permalink_url": f"{html}/compare/{base[:12]}...{head[:12]}",
        "diff_url": f"{page_url}.diff",
        "patch_url": f"{page_url}.patch",
        "base_commit": shapes.commit(call.host, call.repository, base),
        "merge_base_commit": shapes.commit(call.host, call.repository, parted),
        "files": [shapes.file_change(call.host, call.repository, each, head) for each in changes],
    }


def _distance(call: Call, ahead: list[str], behind: list[str]) -> Json:
    status = {
        (False, False): "identical",
        (True, False): "ahead",
        (False, True): "behind",
        (True, True): "diverged",
    }[bool(ahead), bool(behind)]
    return {
        "status": status,
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [shapes.commit(call.host, call.repository, sha) for sha in ahead],
    }


def _short(call: Call, name: str, sha: str) -> Json:
    url = f"{repository.api_url(call.host, call.repository)}/commits/{sha}"
    return {"name": name, "commit": {"sha": sha, "url": url}, "protected": False}


def _tag(call: Call, name: str, sha: str) -> Json:
    api, store = repository.api_url(call.host, call.repository), git_store(call)
    commit = store.tagged_commit(sha)
    return {
        "name": name,
        "commit": {"sha": commit, "url": f"{api}/commits/{commit}"},
        "zipball_url": f"{api}/zipball/refs/tags/{quote(name)}",
        "tarball_url": f"{api}/tarball/refs/tags/{quote(name)}",
        "node_id": f"REF_{commit}_{name}",
    }


_REPOSITORY = "/repos/{owner}/{repo}"
ROUTES = (
    Route("GET", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", list_pulls_of_commit, permissions=PULLS),
    Route(
        "GET", "/repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head", list_branches_at, permissions=CONTENTS
    ),
    Route("GET", f"{_REPOSITORY}/commits", list_commits, permissions=CONTENTS),
    Route("GET", f"{_REPOSITORY}/commits/{{ref}}", get_commit, permissions=CONTENTS),
    Route("GET", f"{_REPOSITORY}/branches", list_branches, permissions=CONTENTS),
    Route("GET", f"{_REPOSITORY}/tags", list_tags, permissions=CONTENTS),
    Route("GET", f"{_REPOSITORY}/branches/{{branch}}", get_branch, permissions=CONTENTS),
    Route("GET", f"{_REPOSITORY}/compare/{{basehead}}", compare_commits, permissions=CONTENTS),
)
