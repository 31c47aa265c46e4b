"""What stands for GitHub's own actions does what workflows use those for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.act import Act
from tests.sandbox.client import Client
from tests.stories.conftest import WEDNESDAY
from tests.workflows.files import ROOT, content

FILE = ".github/workflows/mine.yml"
FILES = {"README.md": "# shop\n", "src/cart.py": "one\n", ".github/incidents.yml": "extends: default\n", FILE: ""}
SHOWN = (
    "git log --format=%s; git ls-files -t | grep ^H | cut -c3- | sort; git config --list --local | grep -i auth || true"
)


def job(sandbox: Sandbox, directory: Path, text: str, event: str, key: str, payload: dict[str, Any]) -> Job:  # noqa: PLR0917
    """A job of a workflow that reads like this, as the sandbox would start it for an event."""
    sha = Client(sandbox, sandbox.token("ada")).json("GET", "commits/main")["sha"]
    told = {
        "GITHUB_ACTOR": "ada",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_SHA": sha,
        "GITHUB_SERVER_URL": sandbox.url,
        "GITHUB_API_URL": sandbox.api_url,
    }
    secrets = {"GITHUB_TOKEN": sandbox.installation_token}
    made = Job(1, "mine", key, event, [], told, directory, FILE, key, secrets=secrets)
    (made.workspace / FILE).parent.mkdir(parents=True)
    (made.workspace / FILE).write_text(text, encoding="utf-8")
    (directory / "event.json").write_text(json.dumps(payload), encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Edit", *sorted(FILES)]),
        ({"ref": "main"}, ["Edit", *sorted(FILES)]),
        ({"ref": "side"}, ["Change", *sorted([*FILES, "more.txt"])]),
        ({"ref": "${{ github.event.first }}"}, ["Initial commit", *sorted(FILES)]),
        ({"sparse-checkout": ".github"}, ["Edit", *sorted({*FILES} - {"src/cart.py"})]),
        ({"sparse-checkout": "src\n.github\n"}, ["Edit", *sorted(FILES)]),
        ({"fetch-depth": 0}, ["Edit", "Initial commit", *sorted(FILES)]),
    ],
)
def test_a_checkout_brings_the_commit_and_the_folders_that_are_asked_for(
    tmp_path: Path, act: Act, given: dict[str, Any], expected: list[str]
) -> None:
    with Sandbox(tmp_path / "github", now=WEDNESDAY) as sandbox:
        sandbox.create_repository("acme/shop", FILES, collaborators={"ada": "admin"}, private=True)
        ada = Client(sandbox, sandbox.token("ada"))
        first = ada.json("GET", "commits/main")["sha"]
        sha = ada.json("GET", "contents/README.md")["sha"]
        ada.json("PUT", "contents/README.md", {"message": "Edit", "content": "", "sha": sha})
        ada.branch("side", {"more.txt": "more\n"})
        steps = [{"uses": "actions/checkout@v7", "with": given}, {"run": SHOWN}]
        workflow = {"on": "push", "jobs": {"mine": {"runs-on": "ubuntu-slim", "steps": steps}}}
        mine = job(sandbox, tmp_path / "job", json.dumps(workflow), "push", "mine", {"first": first})

        assert act(mine) == 0, mine.log.read_text()
        assert mine.log.read_text().splitlines() == expected


@pytest.mark.parametrize("event", ["push", "pull_request"])
@pytest.mark.parametrize(
    ("key", "expected"),
    [("test", [*["test"] * 4, *["test-rest"] * 4]), ("inspect", ["audit", "coverage", "lint", "types"])],
)
def test_the_projects_own_checks_are_run_for_what_is_pushed_and_proposed(
    tmp_path: Path, act: Act, event: str, key: str, expected: list[str]
) -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    makefile = "test test-rest lint types audit coverage:\n\t@echo made $@\n"
    with Sandbox(tmp_path / "github", now=WEDNESDAY) as sandbox:
        sandbox.create_repository("acme/shop", {"Makefile": makefile, FILE: text}, collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))
        ada.json("PUT", "contents/a.txt", {"message": "Add", "content": ""})
        ada.branch("more", {"b.txt": "b"})
        ada.pull("more")
        payload = next(each.payload for each in sandbox.deliveries if each.event == event)
        own = job(sandbox, tmp_path / "job", text, event, key, payload)

        assert act(own) == 0, own.log.read_text()

    made = [line.removeprefix("made ") for line in own.log.read_text().splitlines() if line.startswith("made ")]
    assert sorted(made) == expected
    assert set(content(".github/workflows/check.yml")["on"]) == {"push", "pull_request"}
