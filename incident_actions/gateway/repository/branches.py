"""Branches, their commits and pull requests. The ref is created last, so that a half-made branch never shows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from incident_actions.contract.effects import OpenHotfix, ProposeFiles, ReplaceLines
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, error_text, is_refusal, require_list
from incident_actions.gateway.client.file_content import read_file
from incident_actions.gateway.client.paging import PER_PAGE
from incident_actions.gateway.repository.pull_requests import find_open_pull, open_pull, prepare_pull, pull_body
from incident_actions.model.fast_dataclass import replace
from incident_actions.text.safe_markdown import defuse_skip_words

log = logging.getLogger(__name__)

MAX_BRANCHES = 20
MAX_LOOKS = 3
"""How often a run tries to commit to a branch that somebody pushes to meanwhile."""


def open_hotfix(connection: Connection, wanted: OpenHotfix, base: str) -> CreationResult:
    """Create a branch with an empty commit and its draft pull request, or find those of an earlier attempt.

    If GitHub refuses the branch, `name` is the whole SHA of the commit that it was to start from.
    """
    try:
        base = _base_branch(connection, wanted.base, base)
        start = get_commit(connection, wanted.start or base)
    except GithubError as error:
        if wanted.base and is_refusal(error, 403):
            return CreationResult(problem="not permitted")
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
    base = _base_branch(connection, wanted.base, base)
    start = get_commit(connection, base)
    commit = commit_files(connection, start, wanted.files, f"{wanted.message}\n\nIncident-Key: {wanted.key}")
    is_new = _create_ref(connection, wanted.branch, commit)
    standing = 0 if is_new else find_open_pull(connection, wanted.branch)
    existed = not is_new and not _has_key(connection, wanted.branch, wanted.key)
    meanwhile()
    pull = standing or open_pull(connection, pull_body(wanted.branch, base, wanted, draft=False))
    if pull:
        connection.concurrency.begin(lambda: prepare_pull(connection, pull, wanted))
    made = commit if is_new else ""
    return CreationResult(pull, wanted.branch, existed=existed, commit=made)


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


def _base_branch(connection: Connection, wanted: str, default: str) -> str:
    """Return the branch that a pull request is merged into. A wanted one is created from the default branch."""
    if wanted:
        _create_ref(connection, wanted, str(get_commit(connection, default)["sha"]))
    return wanted or default


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
