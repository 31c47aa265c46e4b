"""What the tool assumes about the files of a repository."""

from __future__ import annotations

import base64

from incident_actions.conformance.assumption import REST, Assumption, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

NO_BLOB = "0123456789abcdef0123456789abcdef01234567"
TEXT = "Zeile ä\n"
PATH = "docs/a file.md"
_CONTENTS = f"{REST}/repos/contents"
_QUOTED = "contents/docs/a%20file.md"


def _file(trial: TrialRepository) -> None:
    shown = trial.get(_QUOTED, ref=_branch(trial))
    require_equal("path and encoding", (shown["path"], shown["encoding"]), (PATH, "base64"))
    require_equal("the content", base64.b64decode(shown["content"]).decode(), TEXT)


def _folder(trial: TrialRepository) -> None:
    shown = trial.get("contents/docs", ref=_branch(trial))
    require_equal("the entries", [(each["path"], each["type"]) for each in shown], [(PATH, "file")])


def _raw(trial: TrialRepository) -> None:
    accept = {"Accept": "application/vnd.github.raw+json"}
    answer = trial.send("GET", _QUOTED, parameters={"ref": _branch(trial)}, headers=accept)
    require_equal("status and text", (answer.status, answer.text), (200, TEXT))


def _missing(trial: TrialRepository) -> None:
    answer = trial.send("GET", f"contents/{trial.new_name()}.md", parameters={"ref": _branch(trial)})
    require_equal("status and message", (answer.status, answer.message), (404, "Not Found"))


def _created(trial: TrialRepository) -> None:
    branch = trial.create_branch()
    made = trial.expect(201, "PUT", "contents/new.md", _body(branch, TEXT))
    require_equal("the path", made["content"]["path"], "new.md")
    require_equal("the parent", made["commit"]["parents"][0]["sha"], trial.base_commit)


def _changed(trial: TrialRepository) -> None:
    branch = _branch(trial)
    sha = trial.get(_QUOTED, ref=branch)["sha"]
    made = trial.expect(200, "PUT", _QUOTED, {**_body(branch, "New\n"), "sha": sha})
    require(made["content"]["sha"] != sha, "the file's sha has not changed")


def _stale(trial: TrialRepository) -> None:
    trial.expect(409, "PUT", _QUOTED, {**_body(_branch(trial), "New\n"), "sha": NO_BLOB})


def _without_sha(trial: TrialRepository) -> None:
    trial.expect(422, "PUT", _QUOTED, _body(_branch(trial), "New\n"))


def _missing_branch(trial: TrialRepository) -> None:
    trial.expect(404, "PUT", "contents/new.md", _body(trial.new_name(), TEXT))


def _branch(trial: TrialRepository) -> str:
    """Create a branch with a file in a folder, and return its name."""
    return trial.create_branch(trial.commit({PATH: TEXT}))


def _body(branch: str, text: str) -> dict[str, str]:
    return {"message": "Write a file", "branch": branch, "content": base64.b64encode(text.encode()).decode()}


_GET, _PUT = f"{_CONTENTS}#get-repository-content", f"{_CONTENTS}#create-or-update-file-contents"
ASSUMPTIONS = (
    Assumption("file", "A file comes in Base64, by its quoted path and its branch.", _GET, _file),
    Assumption("folder", "A folder comes as the list of its entries.", _GET, _folder),
    Assumption("file-raw", "The media type `raw` returns the text of a file.", _GET, _raw),
    Assumption("file-missing", "A file that does not exist is refused with 404.", _GET, _missing),
    Assumption("file-created", "A new file is a commit on its branch.", _PUT, _created),
    Assumption("file-changed", "A file changes if the request has its sha.", _PUT, _changed),
    Assumption("file-stale", "A change with another sha is refused with 409.", _PUT, _stale),
    Assumption("file-without-sha", "A change without a sha is refused with 422.", _PUT, _without_sha),
    Assumption(
        "file-without-branch", "A file on a branch that does not exist is refused with 404.", _PUT, _missing_branch
    ),
)
