"""The doctor finds runners that are too old, and checks of forks that find none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract.repository_facts import MissingFact, NotProvided, RegisteredRunner
from incident_actions.doctor.check import CheckResult, Examination, failure, pass_result, unknown_result, warning
from incident_actions.doctor.checks.runners import NEEDED_VERSION, check_forks, check_runner_version
from tests.doctor.adopted_files import adopted_files, calling_files, own_files
from tests.doctor.healthy_repository import form, healthy_facts, process

POSTMORTEM = ".github/workflows/postmortem.yml"
PRIVATE = replace(healthy_facts().repository, forks=False)
NEW = RegisteredRunner("one", frozenset({"ours"}), NEEDED_VERSION)


def examined(**changed: Any) -> Examination:
    return Examination(healthy_facts(**changed), process(), form(process()))


def unseen(name: str = "ours") -> CheckResult:
    return unknown_result("unseen", name=name, needed=NEEDED_VERSION)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"runner": ""}, pass_result("githubs")),
        ({"runner": "ubuntu-slim"}, pass_result("githubs")),
        ({"runner": "windows-2025"}, pass_result("githubs")),
        ({"runner": "ours", "runners": (NEW,)}, pass_result("new", needed=NEEDED_VERSION)),
        ({"runner": "OURS", "runners": (NEW,)}, pass_result("new", needed=NEEDED_VERSION)),
        ({"runner": "ours", "runners": (replace(NEW, version="3.0"),)}, pass_result("new", needed=NEEDED_VERSION)),
        (
            {"runner": "ours", "runners": (NEW, replace(NEW, name="two", version="2.335.9"))},
            failure("old", old=("two (2.335.9)",), needed=NEEDED_VERSION),
        ),
        ({"runner": "ours", "runners": (replace(NEW, version=""),)}, unseen()),
        ({"runner": "ours", "runners": (NEW, replace(NEW, version=""))}, unseen()),
        ({"runner": "ours", "runners": (replace(NEW, labels=frozenset({"theirs"})),)}, unseen()),
        ({"runner": "ours", "runners": ()}, unseen()),
        ({"runner": "ours", "running": True}, pass_result("unneeded")),
        ({"runner": "ours", "files": adopted_files(full=True)}, pass_result("unneeded")),
        ({"runner": "ours", "files": calling_files()}, unseen()),
        ({"runner": "ours", "files": {}}, pass_result("unneeded")),
    ],
    ids=[
        *("none named", "GitHub's", "GitHub's Windows", "new", "in capitals", "newer", "one of two is old"),
        *("no version", "one without a version", "other labels", "no runners", "while running"),
        *("written out", "callers", "no workflows"),
    ],
)
def test_runners_must_know_what_the_workflows_use(changed: dict[str, Any], expected: CheckResult) -> None:
    assert check_runner_version(examined(**changed)) == expected


def test_runners_that_github_does_not_list_are_not_judged() -> None:
    missing = MissingFact(403, "Administration (read)")

    with pytest.raises(NotProvided) as untold:
        check_runner_version(examined(runner="ours", runners=missing))
    assert untold.value.missing == missing


def without(key: str) -> dict[str, str]:
    """Return the tool's own files, with the runner of the check of post-mortems written so."""
    own = "${{ vars.INCIDENT_RUNNER || inputs.runner || 'ubuntu-slim' }}"
    files = own_files()
    assert own in files[POSTMORTEM]
    return files | {POSTMORTEM: files[POSTMORTEM].replace(own, key)}


def calling(given: str) -> dict[str, str]:
    """Return the files of a repository whose check of post-mortems is called with these inputs."""
    files = calling_files()
    return files | {POSTMORTEM: files[POSTMORTEM].replace("    secrets: inherit\n", f"    secrets: inherit\n{given}")}


def other(asked: str, *, calls: bool) -> CheckResult:
    return warning("other", f"blob/HEAD/{POSTMORTEM}", named="ours", asked=asked, path=POSTMORTEM, calls=calls)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"runner": ""}, pass_result("unneeded")),
        ({"runner": "ours", "repository": PRIVATE}, pass_result("unneeded")),
        ({"runner": "ours", "running": True}, pass_result("unneeded")),
        ({"runner": "ours", "files": {}}, pass_result("unneeded")),
        ({"runner": "ours", "files": own_files() | {POSTMORTEM: "on: [\n"}}, pass_result("unneeded")),
        ({"runner": "ubuntu-slim"}, pass_result("named")),
        ({"runner": "ours"}, other("ubuntu-slim", calls=False)),
        ({"runner": "ours", "files": without("ours")}, pass_result("named")),
        ({"runner": "ours", "files": without("theirs")}, other("theirs", calls=False)),
        ({"runner": "ours", "files": own_files() | {POSTMORTEM: "jobs: {}\n"}}, other("", calls=False)),
        ({"runner": "ours", "files": calling("")}, other("ubuntu-slim", calls=True)),
        ({"runner": "ours", "files": calling("    with: { runner: ours }\n")}, pass_result("named")),
        ({"runner": "ours", "files": calling("    with: { runner: theirs }\n")}, other("theirs", calls=True)),
        ({"runner": "ours", "files": calling("    with: { runner: '' }\n")}, other("ubuntu-slim", calls=True)),
    ],
    ids=[
        *(
            "none named",
            "no forks",
            "while running",
            "no workflow",
            "no YAML",
            "the default",
            "another than the default",
        ),
        *("written literally", "another literally", "no jobs", "called without", "called with it"),
        *("called with another", "called with none"),
    ],
)
def test_a_check_of_a_fork_asks_for_the_runner_that_is_named(changed: dict[str, Any], expected: CheckResult) -> None:
    assert check_forks(examined(**changed)) == expected
