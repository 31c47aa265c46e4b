"""Branches with their pull requests. The ref is created last, so that a half-made branch never shows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from incident_actions.contract.effects import OpenHotfix, OpenRevert, PaintLabel, ProposeFiles, ReplaceLines
from incident_actions.contract.labels import DEFAULT_COLOUR
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import PER_PAGE, Connection, error_text, is_refusal, require_list
from incident_actions.gateway.client.file_content import read_file
from incident_actions.text.safe_markdown import defuse_skip_words

log = logging.getLogger(__name__)

MAX_BRANCHES = 20
MAX_LOOKS = 3
"""How often a run looks for a pull request that exists but that no list shows yet."""


def open_hotfix(connection: Connection, wanted: OpenHotfix, base: str) -> CreationResult:
    """Create a branch with an empty commit and its draft pull request, or find those of an earlier attempt.

    If GitHub refuses the branch, `name` is the whole SHA of the commit that it was to start from.
    """
    try:
        start = get_commit(connection, wanted.start or base)
    except GithubError as error:
        if is_refusal(error, 404, 409, 422):
            return CreationResult(problem="no such ref")
        raise
    message = f"{wanted.message}\nIncident-Key: {wanted.key}"
    try:
        commit = create_commit(connection, message, start["commit"]["tree"]["sha"], start["sha"])
    except GithubError as error:
        if is_refusal(error, 403):
            return CreationResult(name=start["sha"], problem="not permitted")
        raise
    try:
        branch = create_free_branch(connection, wanted.branch, commit, wanted.key)
    except GithubError as error:
        if is_refusal(error, 403, 404):
            return CreationResult(name=start["sha"], problem=_refusal_reason(connection, start["sha"], base))
        raise
    pull = open_pull(connection, pull_body(branch, base, wanted, draft=True))
    return CreationResult(pull, branch)


def open_elsewhere(connection: Connection, open_fix: Callable[[Connection, str], CreationResult]) -> CreationResult:
    """Open a fix in another repository, which this token may be unable to see or to write to.

    `open_fix` gets the name of that repository's default branch.
    https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
    """
    try:
        return replace(open_fix(connection, default_branch(connection)), repository=connection.name)
    except GithubError as error:
        if is_refusal(error, 401, 403, 404):
            log.warning("Could not open anything in %s: status %s", connection.name, error.status)
            return CreationResult(problem="not permitted")
        raise


def default_branch(connection: Connection) -> str:
    """Return the name of a repository's default branch."""
    return str(connection.get("")["default_branch"])


def propose_files(
    connection: Connection, wanted: ProposeFiles, base: str, meanwhile: Callable[[], None] = lambda: None
) -> CreationResult:
    """Create a branch with one commit of all files and its pull request, or find those that exist.

    `meanwhile` is called when only the pull request is left, and may start what goes out beside it.

    A branch that could be created has no pull request yet, so none is looked for. One that was not created for this
    key may have other files.
    """
    start = get_commit(connection, base)
    commit = commit_files(connection, start, wanted.files, f"{wanted.message}\n\nIncident-Key: {wanted.key}")
    is_new = _create_ref(connection, wanted.branch, commit)
    standing = 0 if is_new else _find_open_pull(connection, wanted.branch)
    existed = not is_new and not _has_key(connection, wanted.branch, wanted.key)
    meanwhile()
    pull = standing or open_pull(connection, pull_body(wanted.branch, base, wanted, draft=False))
    if pull:
        connection.concurrency.begin(lambda: _prepare_pull(connection, pull, wanted))
    made = commit if is_new else ""
    return CreationResult(pull, wanted.branch, existed=existed, commit=made)


def _prepare_pull(connection: Connection, pull: int, wanted: ProposeFiles) -> None:
    """Label a pull request and ask for its review."""
    if wanted.label:
        _add_label(connection, pull, wanted.label)
    if wanted.reviewers:
        _ask_for_review(connection, pull, wanted.reviewers)


def replace_lines(connection: Connection, wanted: ReplaceLines, base: str) -> CreationResult:
    """Replace lines on the default branch in one commit; `problem` is set if GitHub refused it.

    GitHub refuses a commit whose parent is no longer the branch's head. Then the files are read again.
    https://docs.github.com/en/rest/git/refs#update-a-reference
    """
    refused = ""
    for _ in range(MAX_LOOKS):
        start = get_commit(connection, base)
        if start["sha"] == refused:
            break
        files = [
            (path, after)
            for path, lines in wanted.files
            if (before := text_at(connection, path, start["sha"])) is not None
            and (after := _with_lines_replaced(before, lines)) != before
        ]
        if not files:
            return CreationResult()
        try:
            commit = commit_files(connection, start, files, wanted.message)
            connection.send("PATCH", f"git/refs/heads/{quote(base)}", body={"sha": commit, "force": False})
        except GithubError as error:
            if not is_refusal(error, 403, 404, 409, 422):
                raise
            log.info("Could not commit to %s: status %s", base, error.status)
            refused = start["sha"]
        else:
            return CreationResult()
    return CreationResult(problem="not permitted")


def text_at(connection: Connection, path: str, commit: str) -> str | None:
    """Return a file's text at a commit; None if there is no such file, or it is not UTF-8."""
    try:
        return connection.get_or_none(f"contents/{quote(path)}", read_file, ref=commit)
    except UnicodeDecodeError:
        return None


def _with_lines_replaced(text: str, changes: Iterable[tuple[str, str]]) -> str:
    """Return a text with each line replaced where it is first, whatever ends it."""
    lines = text.split("\n")
    for before, after in changes:
        for place, line in enumerate(lines):
            if line.removesuffix("\r") == before:
                lines[place] = after + line[len(before) :]
                break
    return "\n".join(lines)


def commit_files(connection: Connection, start: Any, files: Iterable[tuple[str, str]], message: str) -> str:
    """Create a commit that writes files upon another, and return its SHA."""
    tree = [{"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in files]
    made = connection.send(
        "POST", "git/trees", body={"base_tree": start["commit"]["tree"]["sha"], "tree": tree}, once=False
    )
    return create_commit(connection, message, made["sha"], start["sha"])


def _add_label(connection: Connection, pull: int, wanted: PaintLabel) -> None:
    """Add a label to a pull request, and give it its colour if GitHub has just made it up.

    https://docs.github.com/en/rest/issues/labels#add-labels-to-an-issue
    """
    try:
        shown = connection.send("POST", f"issues/{pull}/labels", body={"labels": [wanted.name]}, once=False)
        made_up = any(
            each["name"] == wanted.name and each["color"] == DEFAULT_COLOUR and not each["description"]
            for each in require_list(shown)
        )
        if made_up:
            body = {"color": wanted.colour, "description": wanted.description}
            connection.send("PATCH", f"labels/{quote(wanted.name, safe='')}", body=body)
    except GithubError as error:
        if not is_refusal(error, 403, 404, 410, 422):
            raise
        log.info("Could not label #%d: status %s", pull, error.status)


def get_commit(connection: Connection, ref: str) -> Any:
    """Read a commit by branch, tag or SHA.

    https://docs.github.com/en/rest/commits/commits#get-a-commit
    """
    return connection.get(_commit_path(ref))


def read_commit_ahead(connection: Connection, ref: str) -> None:
    """Start to read a commit, for `get_commit`."""
    connection.read_ahead(_commit_path(ref))


def _commit_path(ref: str) -> str:
    return f"commits/{quote(ref, safe='')}"


def create_commit(connection: Connection, message: str, tree: str, parent: str) -> str:
    """Create a commit. No word of its message keeps GitHub from starting workflows, whoever wrote it."""
    body = {"message": defuse_skip_words(message), "tree": tree, "parents": [parent]}
    return str(connection.send("POST", "git/commits", body=body, once=False)["sha"])


def _create_ref(connection: Connection, branch: str, commit: str) -> bool:
    """Create a branch; return False if its name exists. The server decides this atomically."""
    body = {"ref": f"refs/heads/{branch}", "sha": commit}
    try:
        connection.send("POST", "git/refs", body=body, once=False)
    except GithubError as error:
        if is_refusal(error, 409, 422) and "already exists" in error_text(error):
            return False
        raise
    return True


def create_free_branch(connection: Connection, wanted: str, commit: str, key: str) -> str:
    """Create the wanted branch or the next free one, or return the one that an earlier attempt created."""
    for place in range(1, MAX_BRANCHES):
        branch = wanted if place == 1 else f"{wanted}-{place}"
        if _create_ref(connection, branch, commit):
            return branch
        if _has_key(connection, branch, key):
            return branch
    raise GithubError(422, {"message": f"{MAX_BRANCHES} branches are called {wanted}"})


def _refusal_reason(connection: Connection, start: str, base: str) -> str:
    """Return why a token that may create commits may not create this branch.

    A token without the permission `workflows` may not if the workflow files differ from the default branch's.
    https://docs.github.com/en/rest/git/refs#create-a-reference
    """
    differ = _workflow_files(connection, start) != _workflow_files(connection, base)
    return "other workflows" if differ else "not permitted"


def _workflow_files(connection: Connection, ref: str) -> frozenset[tuple[str, str]]:
    """Return the files in the workflows folder at a commit, by path and SHA."""
    try:
        listed = require_list(connection.get("contents/.github/workflows", ref=ref))
    except GithubError as error:
        if is_refusal(error, 404):
            return frozenset()
        raise
    return frozenset((str(each["path"]), str(each["sha"])) for each in listed)


def _has_key(connection: Connection, branch: str, key: str) -> bool:
    """Return whether a branch was created for this key; people may have pushed to it since."""
    newest = connection.get("commits", sha=branch, per_page=PER_PAGE)
    return any(f"Incident-Key: {key}" in str(each["commit"]["message"]).splitlines() for each in newest)


def _find_open_pull(connection: Connection, branch: str) -> int:
    """Return the number of a branch's open pull request; 0 if there is none."""
    found = connection.get("pulls", head=f"{connection.owner}:{branch}", state="open")
    return next((int(pull["number"]) for pull in found if pull["head"]["ref"] == branch), 0)


def _wait_for_open_pull(connection: Connection, branch: str) -> int:
    """Return the number of an open pull request that exists according to GitHub, waiting until a list shows it."""
    for _ in range(MAX_LOOKS):
        pull = _find_open_pull(connection, branch)
        if pull or not connection.retry_policy.wait_for_lists():
            return pull
    return 0


def pull_body(branch: str, base: str, wanted: OpenHotfix | OpenRevert | ProposeFiles, *, draft: bool) -> dict[str, Any]:
    """Return the body of the request. GitHub takes a squash merge's message from the title, and maybe from the body.

    https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/about-pull-request-merges
    """
    words = {"title": defuse_skip_words(wanted.title), "body": defuse_skip_words(wanted.body)}
    return {**words, "head": branch, "base": base, "draft": draft}


def open_pull(connection: Connection, wanted: dict[str, Any]) -> int:
    """Open a pull request, or find the existing one; return 0 if GitHub does not let this token open any.

    GitHub refuses a second one for a branch. If the list does not show the first yet, the next run finds it.
    https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request
    """
    try:
        return int(connection.send("POST", "pulls", body=wanted, once=False)["number"])
    except GithubError as error:
        words = error_text(error)
        if is_refusal(error, 422) and wanted["draft"] and "draft" in words:
            return open_pull(connection, {**wanted, "draft": False})
        if (
            is_refusal(error, 422)
            and "already exists" in words
            and (standing := _wait_for_open_pull(connection, wanted["head"]))
        ):
            return standing
        if is_refusal(error, 403) or (is_refusal(error, 422) and "no commits between" in words):
            log.warning("Could not open a pull request for %s: status %s", wanted["head"], error.status)
            return 0
        raise


def _ask_for_review(connection: Connection, pull: int, reviewers: tuple[str, ...]) -> None:
    """Request reviews from everybody at once, or one by one if the server refuses all because one cannot review."""
    teams = [name.partition("/")[2] for name in reviewers if "/" in name]
    people = [name for name in reviewers if "/" not in name]
    path = f"pulls/{pull}/requested_reviewers"
    try:
        connection.send("POST", path, body={"reviewers": people, "team_reviewers": teams}, once=False)
    except GithubError as error:
        if not is_refusal(error, 403, 404, 422):
            raise
        log.info("Could not request all reviews of #%d: status %s", pull, error.status)
        if len(reviewers) > 1:
            for name in reviewers:
                _ask_for_review(connection, pull, (name,))
