"""Branches with their pull requests. The ref comes last, so that a half-made branch never shows."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from github import GithubException

from incident_actions.contract.effects import OpenHotfix, ProposeFiles
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import PER_PAGE, Connection, refused, rows, said
from incident_actions.text.safe_markdown import defuse_skip_words

log = logging.getLogger(__name__)

MOST_NUMBERED = 20
LOOKS = 3
"""How often a run looks for a pull request that stands and that no list shows yet."""


def open_hotfix(connection: Connection, wanted: OpenHotfix, base: str) -> CreationResult:
    """Make a branch with an empty commit and its draft pull request, or find those of an earlier attempt.

    Where GitHub refuses the branch, `name` is the whole sha of the commit that it was to start from.
    """
    try:
        start = _commit(connection, wanted.start or base)
    except GithubException as error:
        if refused(error, 404, 409, 422):
            return CreationResult(problem="no such ref")
        raise
    message = f"{wanted.message}\nIncident-Key: {wanted.key}"
    try:
        commit = _new_commit(connection, message, start["commit"]["tree"]["sha"], start["sha"])
    except GithubException as error:
        if refused(error, 403):
            return CreationResult(name=start["sha"], problem="not permitted")
        raise
    try:
        branch = _free_branch(connection, wanted.branch, commit, wanted.key)
    except GithubException as error:
        if refused(error, 403, 404):
            return CreationResult(name=start["sha"], problem=_why_refused(connection, start["sha"], base))
        raise
    pull = _pull(connection, _wanted(branch, base, wanted, draft=True))
    return CreationResult(pull, branch)


def open_hotfix_elsewhere(connection: Connection, wanted: OpenHotfix) -> CreationResult:
    """The same in another repository, where this token may do less: one that it may not see is there not.

    https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
    """
    try:
        base = str(connection.get("")["default_branch"])
        return replace(open_hotfix(connection, wanted, base), repository=connection.name)
    except GithubException as error:
        if refused(error, 401, 403, 404):
            log.warning("nothing can be opened in %s: %s", connection.name, error.status)
            return CreationResult(problem="not permitted")
        raise


def propose(connection: Connection, wanted: ProposeFiles, base: str) -> CreationResult:
    """Make a branch with one commit of all files and its pull request; what stands already is kept.

    That the branch could be made tells that no pull request stands for it, without asking.
    """
    start = _commit(connection, base)
    tree = [{"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in wanted.files]
    made = connection.send(
        "POST", "git/trees", body={"base_tree": start["commit"]["tree"]["sha"], "tree": tree}, once=False
    )
    commit = _new_commit(connection, wanted.message, made["sha"], start["sha"])
    standing = 0 if _new_ref(connection, wanted.branch, commit) else _open_pull(connection, wanted.branch)
    pull = standing or _pull(connection, _wanted(wanted.branch, base, wanted, draft=False))
    if pull and wanted.reviewers:
        _ask_for_review(connection, pull, wanted.reviewers)
    return CreationResult(pull, wanted.branch)


def _commit(connection: Connection, ref: str) -> Any:
    """Read a commit by branch, tag or sha.

    https://docs.github.com/en/rest/commits/commits#get-a-commit
    """
    return connection.get(f"commits/{quote(ref, safe='')}")


def _new_commit(connection: Connection, message: str, tree: str, parent: str) -> str:
    """Make a commit; whoever worded its message, no word in it keeps GitHub from starting workflows."""
    body = {"message": defuse_skip_words(message), "tree": tree, "parents": [parent]}
    return str(connection.send("POST", "git/commits", body=body, once=False)["sha"])


def _new_ref(connection: Connection, branch: str, commit: str) -> bool:
    """Let a branch appear; False where there is one of that name. The server decides this atomically."""
    body = {"ref": f"refs/heads/{branch}", "sha": commit}
    try:
        connection.send("POST", "git/refs", body=body, once=False)
    except GithubException as error:
        if refused(error, 409, 422) and "already exists" in said(error):
            return False
        raise
    return True


def _free_branch(connection: Connection, wanted: str, commit: str, key: str) -> str:
    """Take the wanted branch, or the one that an earlier attempt took, or the next that is free."""
    for place in range(1, MOST_NUMBERED):
        branch = wanted if place == 1 else f"{wanted}-{place}"
        if _new_ref(connection, branch, commit):
            return branch
        if _bears(connection, branch, key):
            return branch
    raise GithubException(422, message=f"{MOST_NUMBERED} branches are called {wanted}")


def _why_refused(connection: Connection, start: str, base: str) -> str:
    """Tell why a token that may make commits may not make this branch.

    A token without the permission `workflows` may not, where the workflow files are others than the default branch's.
    https://docs.github.com/en/rest/git/refs#create-a-reference
    """
    differ = _workflow_files(connection, start) != _workflow_files(connection, base)
    return "other workflows" if differ else "not permitted"


def _workflow_files(connection: Connection, ref: str) -> frozenset[tuple[str, str]]:
    """List what is in the folder of workflows at a commit, by path and sha."""
    try:
        listed = rows(connection.get("contents/.github/workflows", ref=ref))
    except GithubException as error:
        if refused(error, 404):
            return frozenset()
        raise
    return frozenset((str(each["path"]), str(each["sha"])) for each in listed)


def _bears(connection: Connection, branch: str, key: str) -> bool:
    """Whether a branch was begun for this key; people may have pushed to it since."""
    newest = connection.get("commits", sha=branch, per_page=PER_PAGE)
    return any(f"Incident-Key: {key}" in str(each["commit"]["message"]).splitlines() for each in newest)


def _open_pull(connection: Connection, branch: str) -> int:
    """The open pull request of a branch; 0 where there is none."""
    found = connection.get("pulls", head=f"{connection.owner}:{branch}", state="open")
    return next((int(pull["number"]) for pull in found if pull["head"]["ref"] == branch), 0)


def _standing(connection: Connection, branch: str) -> int:
    """The open pull request of a branch that GitHub says there is: a list may show it a little later."""
    for _ in range(LOOKS):
        pull = _open_pull(connection, branch)
        if pull or not connection.patience.rest():
            return pull
    return 0


def _wanted(branch: str, base: str, wanted: OpenHotfix | ProposeFiles, *, draft: bool) -> dict[str, Any]:
    """The pull request to open; GitHub makes the message of a squash merge of its title, and may add its body.

    https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/about-pull-request-merges
    """
    words = {"title": defuse_skip_words(wanted.title), "body": defuse_skip_words(wanted.body)}
    return {**words, "head": branch, "base": base, "draft": draft}


def _pull(connection: Connection, wanted: dict[str, Any]) -> int:
    """Open a pull request, or find the one that stands; 0 where GitHub does not let this token open any.

    GitHub refuses a second one for a branch; where the list does not show the first yet, the next run finds it.

    https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request
    """
    try:
        return int(connection.send("POST", "pulls", body=wanted, once=False)["number"])
    except GithubException as error:
        words = said(error)
        if refused(error, 422) and wanted["draft"] and "draft" in words:
            return _pull(connection, {**wanted, "draft": False})
        if refused(error, 422) and "already exists" in words and (standing := _standing(connection, wanted["head"])):
            return standing
        if refused(error, 403) or (refused(error, 422) and "no commits between" in words):
            log.warning("no pull request for %s: %s", wanted["head"], error.status)
            return 0
        raise


def _ask_for_review(connection: Connection, pull: int, reviewers: tuple[str, ...]) -> None:
    """Ask everybody at once; where one of them cannot review (the server then refuses all), ask one by one."""
    teams = [name.partition("/")[2] for name in reviewers if "/" in name]
    people = [name for name in reviewers if "/" not in name]
    path = f"pulls/{pull}/requested_reviewers"
    try:
        connection.send("POST", path, body={"reviewers": people, "team_reviewers": teams}, once=False)
    except GithubException as error:
        if not refused(error, 403, 404, 422):
            raise
        log.info("not everybody can review #%d: %s", pull, error.status)
        if len(reviewers) > 1:
            for name in reviewers:
                _ask_for_review(connection, pull, (name,))
