"""The project's own lockfile of workflows has each action that they use, as `gh actions-lock --no-narrow` writes it."""

import re
from pathlib import Path
from typing import Any

from incident_actions.setup import lockfile
from tests.workflows.files import ROOT, WORKFLOWS, content

PINNED = re.compile(r"uses: (?P<action>[\w-]+/[\w-]+)(?:/[\w-]+)?@(?P<commit>[0-9a-f]{40}) # (?P<tag>v\S+)")
IDS = {
    "actions/attest": (44036562, 760701061),
    "actions/checkout": (44036562, 197814629),
    "actions/configure-pages": (44036562, 513659658),
    "actions/deploy-pages": (44036562, 438112499),
    "actions/download-artifact": (44036562, 192626254),
    "actions/setup-python": (44036562, 192625525),
    "actions/upload-artifact": (44036562, 192625955),
    "actions/upload-pages-artifact": (44036562, 496012378),
    "github/codeql-action": (9919, 259445878),
    "ossf/scorecard-action": (67707773, 421101922),
    "pypa/gh-action-pypi-publish": (647025, 178055147),
}
"""GitHub's ids of the owner and the repository, which stay when a name changes hands.

https://api.github.com/repos/actions/checkout and https://api.github.com/repos/actions/setup-python
"""


NESTED = {
    "actions/upload-pages-artifact": ("actions/upload-artifact", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "pypa/gh-action-pypi-publish": ("actions/setup-python", "a26af69be951a213d495a4c3e4e4022e16d87065", "v5.6.0"),
}
"""What an action of another repository uses itself, at the commit that the workflows use.

https://github.com/actions/upload-pages-artifact/blob/fc324d3547104276b827a68afc52ff2a11cc49c9/action.yml
and https://github.com/pypa/gh-action-pypi-publish/blob/cef221092ed1bacb1cc03d23a2d87d1d172e277b/action.yml
"""


def used(path: Path) -> dict[str, tuple[str, str, str]]:
    """What a workflow uses of other repositories: by its key, the action, its commit and its tag."""
    found = PINNED.finditer(path.read_text(encoding="utf-8"))
    return {f"{each['action']}@{each['commit']}": (each["action"], each["commit"], each["tag"]) for each in found}


def written() -> dict[str, Any]:
    """The lockfile that fits the workflows."""
    known = {key: each for path in WORKFLOWS for key, each in used(path).items()}
    known |= {f"{each[0]}@{each[1]}": each for action, _, _ in list(known.values()) if (each := NESTED.get(action))}
    return {
        "version": "v0.0.2",
        "workflows": {f".github/workflows/{path.name}": sorted(used(path)) for path in WORKFLOWS},
        "dependencies": {
            key: {
                "ref": tag,
                "commit": f"sha1-{commit}",
                "owner_id": IDS[action][0],
                "repo_id": IDS[action][1],
                **({"uses": ["@".join(NESTED[action][:2])]} if action in NESTED else {}),
            }
            for key, (action, commit, tag) in sorted(known.items())
        },
    }


def test_the_lockfile_has_exactly_the_actions_that_the_workflows_use() -> None:
    assert content(lockfile.PATH) == written()


def test_no_workflow_uses_what_it_lacks() -> None:
    lock = content(lockfile.PATH)
    for path in WORKFLOWS:
        uses = [step["uses"] for job in content(path)["jobs"].values() for step in job["steps"] if "uses" in step]

        assert lockfile.unlocked_actions(lock, f".github/workflows/{path.name}", uses) == ()


def test_the_lockfile_is_the_one_that_the_tool_writes() -> None:
    lines = (ROOT / lockfile.PATH).read_text(encoding="utf-8").splitlines()
    plain = r" *(?:version|workflows|dependencies|ref|commit):|        (?:owner|repo)_id: [0-9]+|    '[^']+':|        uses:|        (?:    )?- '[^']+'|#"

    assert [line for line in lines if not re.match(plain, line)] == []
