"""A hotfix from a commit whose workflow files are not today's: GitHub refuses it to a workflow, and people type it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.stories.team import Team, type_commands

BRANCH = "hotfix/raise-the-pool-size"


def released(team: Team) -> str:
    """Tag a release on a branch of its own, and change a workflow on main since; the release's commit."""
    ada = team.as_("ada")
    old = ada.branch("release/1.2", {"version.txt": "1.2"})
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.2", "sha": ada.branch("gone", {"version.txt": "1.2.1"})})
    ada.json("DELETE", "git/refs/heads/gone")
    ada.json("PUT", "contents/.github/workflows/ci.yml", {"message": "Build", "content": ""})
    team.settle()
    return old


@pytest.mark.parametrize("kind", ["a tag", "another branch", "a whole sha", "the beginning of a sha"])
def test_the_reply_says_why_and_its_commands_work_in_a_clone(team: Team, kind: str, tmp_path: Path) -> None:
    clone = ["git", "clone", "--quiet", f"{team.sandbox.url}/acme/shop.git", "shop"]
    subprocess.run(clone, cwd=tmp_path, check=True)  # before there was a release
    old = released(team)
    tagged = team.as_("ada").json("GET", "git/ref/tags/v1.2")["object"]["sha"]
    start, typed, sha = {
        "a tag": ("v1.2", "v1.2", tagged),
        "another branch": ("release/1.2", "release/1.2", old),
        "a whole sha": (tagged, tagged, tagged),
        "the beginning of a sha": (tagged[:9], tagged, tagged),
    }[kind]
    incident = team.file("grace", "Checkout is down")

    (said,) = team.say("grace", incident, f"/hotfix raise the pool size from {start}")

    assert said == (
        f"GitHub does not let this workflow create a branch at `{typed}`, because the workflow files there"
        " differ from those on the default branch. A workflow's own token can't get that permission. Anyone who can push can create the branch"
        f":\n\n```\ngit fetch origin {typed}\ngit switch --create {BRANCH} FETCH_HEAD\n"
        f'git commit --allow-empty --message "Start hotfix"\ngit push --set-upstream origin {BRANCH}\n```\n\n'
        f"Then [open the pull request]({team.sandbox.url}/acme/shop/compare/main...{BRANCH}?expand=1)."
    )
    assert team.reactions(incident) == ["confused"]
    assert team.row(incident, "Links") == ""
    type_commands(team.sandbox, "grace", said, tmp_path / "shop")
    (parent,) = team.as_("ada").json("GET", f"commits/{BRANCH}")["parents"]
    assert parent["sha"] == sha
