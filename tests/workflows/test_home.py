"""What people meet in this project's own repository: its other forms, its labels, its reviewers, its updates."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from incident_actions.contract.labels import label_meanings
from incident_actions.text.issue_form import read_fields
from tests.laboratory import labels
from tests.workflows.files import FORMS, ROOT, content
from tests.worlds import PROCESS

PLAIN = [path for path in FORMS if path.stem != "incident"]
NAMES = [each["name"] for each in YAML(typ="safe").load(labels.FILE)]
plain_form = pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)


def test_there_is_a_form_for_bugs_and_one_for_ideas_beside_that_for_incidents() -> None:
    assert [path.stem for path in FORMS] == ["bug", "feature", "incident"]


@plain_form
def test_a_plain_form_gives_a_label_of_the_project_and_none_of_the_tool(path: Path) -> None:
    (label,) = content(path)["labels"]

    assert label in NAMES
    assert not {each.casefold() for each in NAMES} & {each.casefold() for each in label_meanings(PROCESS)}


@plain_form
def test_a_plain_form_asks_nothing_that_the_tool_would_read_as_a_report(path: Path) -> None:
    report = {field.label for field in read_fields(content(".github/ISSUE_TEMPLATE/incident.yml"))}

    assert not report & {field.label for field in read_fields(content(path))}


def test_make_labels_asks_for_each_label_and_ends_with_the_first_failure(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    fake = tmp_path / "gh"
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {shlex.quote(str(asked))}\ntest "$3" != documentation\n')
    fake.chmod(0o700)

    command = [sys.executable, "-m", "tests.laboratory.labels"]
    ended = subprocess.run(
        command, cwd=ROOT, check=False, env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    )

    assert ended.returncode == 1
    assert asked.read_text().splitlines() == [
        "label create bug --color d73a4a --description The tool does something wrong --force",
        "label create enhancement --color a2eeef --description Something that the tool should do --force",
        "label create documentation --color 0075ca --description A page is wrong, unclear or missing --force",
    ]


def test_github_takes_each_label() -> None:
    for each in YAML(typ="safe").load(labels.FILE):
        assert list(each) == ["name", "color", "description"]
        assert re.fullmatch("[0-9a-f]{6}", each["color"])
        assert len(each["description"]) <= 100


def test_dependabot_updates_what_is_pinned_and_its_label_exists() -> None:
    updates = content(".github/dependabot.yml")["updates"]
    hooks = content(".pre-commit-config.yaml")["repos"]

    assert [(each["package-ecosystem"], each["directory"]) for each in updates] == [
        ("github-actions", "/"),
        ("pip", "/"),
    ]
    assert [each["repo"] for each in hooks] == ["local"], "a hook of another repository is pinned: add pre-commit"
    assert not [path for path in (ROOT / ".github/actions").rglob("action.yml") if "uses: " in path.read_text()]
    assert "dependencies" in NAMES


def test_each_path_that_has_reviewers_of_its_own_exists() -> None:
    rows = [
        line.split() for line in (ROOT / ".github/CODEOWNERS").read_text().splitlines() if line[:1] not in ("", "#")
    ]

    assert rows[0][0] == "*"
    assert [path for path, *_ in rows[1:] if not list(ROOT.glob(path.strip("/")))] == []
    assert all(owners and all(owner.startswith("@") for owner in owners) for _, *owners in rows)


def test_the_template_of_a_pull_request_names_commands_that_there_are() -> None:
    named = re.findall(r"`make ([a-z ]+)`", (ROOT / ".github/pull_request_template.md").read_text())

    makefile = (ROOT / "Makefile").read_text()
    assert named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for each in named for target in each.split())
