"""`report` prints figures, writes them to a file, and keeps what it read."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.cli.report import COMPLETE, INCOMPLETE
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.rest.limits import GRAPHQL
from tests.cli.recorded_incidents import NOON, add_incident, quiet_shop, run_command
from tests.offline_laptop import Laptop
from tests.sandbox.client import Client


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with quiet_shop(tmp_path) as sandbox:
        entry = e.Declared(at=NOON, accepted=NOON, by="ada", severity="SEV-1", title="Down", services=("web",))
        for _ in range(2):
            add_incident(sandbox, "Checkout is down", entry)
        yield sandbox


def run(laptop: Laptop, sandbox: Sandbox, *words: str) -> tuple[int, str]:
    ended = run_command(laptop, sandbox, "report", *words)
    return ended.exit_code, ended.stdout


def test_markdown_is_printed_and_other_forms_go_to_files(laptop: Laptop, sandbox: Sandbox) -> None:
    code, shown = run(laptop, sandbox)
    assert (code, shown.splitlines()[0]) == (COMPLETE, "# Incident report")

    for name, begin in (("r.html", "<!doctype html>"), ("r.json", '{\n  "version": 1'), ("r.csv", "number,url")):
        assert run(laptop, sandbox, "--output", name, "--service", "web") == (COMPLETE, "")
        assert (laptop.folder / name).read_text().startswith(begin)
    assert json.loads((laptop.folder / "r.json").read_text())["service"] == "web"
    assert run(laptop, sandbox, "--format", "csv", "--until", "2026-03-03")[1].count("\n") == 1


def test_a_cache_is_kept_and_a_report_that_is_not_complete_says_so(laptop: Laptop, sandbox: Sandbox) -> None:
    sandbox.leave("ada", 1_250, GRAPHQL)
    run(laptop, sandbox, "--cache", "facts.jsonl")
    kept = (laptop.folder / "facts.jsonl").read_text()
    assert kept.startswith('{"incident-actions report": 1, "repository": "acme/shop"')

    sandbox.leave("ada", 1_200)
    code, shown = run(laptop, sandbox, "--format", "json")
    assert (code, json.loads(shown)["unread"]) == (INCOMPLETE, 2)


def test_a_file_that_cannot_be_written_or_read_is_named(laptop: Laptop, sandbox: Sandbox) -> None:
    (laptop.folder / "folder").mkdir()

    assert run(laptop, sandbox, "--cache", "folder")[0] == 2
    assert run(laptop, sandbox, "--output", "folder")[0] == 2


def test_a_published_report_replaces_its_branch_and_the_text_of_its_issue(laptop: Laptop, sandbox: Sandbox) -> None:
    ada = Client(sandbox, sandbox.token("ada"))
    for _ in range(2):
        assert run(laptop, sandbox, "--publish") == (COMPLETE, "")

    listed = ada.json("GET", "contents", params={"ref": "incident-report"})
    assert {each["path"] for each in listed} == {
        ".nojekyll",
        "README.md",
        "facts",
        "incidents.csv",
        "index.html",
        "report.json",
    }
    commits = ada.json("GET", "commits", params={"sha": "incident-report"})
    assert [(each["commit"]["message"], each["parents"]) for each in commits] == [("Report on 2 incidents", [])]
    [issue] = ada.json("GET", "issues", params={"labels": "incident-report"})
    assert issue["body"].startswith("<!-- incident-actions:report -->\n# Incident report")
    assert [each["name"] for each in issue["labels"]] == ["incident-report"]


def test_a_branch_with_something_else_is_never_replaced(laptop: Laptop, sandbox: Sandbox) -> None:
    ada = Client(sandbox, sandbox.token("ada"))
    ada.branch("incident-report", {"mine.md": "mine"})

    assert run(laptop, sandbox, "--publish")[0] == 2

    assert "mine.md" in {each["path"] for each in ada.json("GET", "contents", params={"ref": "incident-report"})}


def test_the_configuration_says_what_a_report_contains(laptop: Laptop, sandbox: Sandbox) -> None:
    ada = Client(sandbox, sandbox.token("ada"))
    text = "extends: default\nreport: { load: true, cost_per_hour: 80, currency: EUR, issue: false, branch: numbers }\n"
    ada.json("PATCH", "git/refs/heads/main", {"sha": ada.branch("configure", {".github/incidents.yml": text})})

    shown = json.loads(run(laptop, sandbox, "--format", "json")[1])
    run(laptop, sandbox, "--publish")

    assert (shown["load"], shown["cost"]["currency"]) == ([], "EUR")
    assert ada.json("GET", "contents", params={"ref": "numbers"})
    assert ada.json("GET", "issues", params={"labels": "incident-report"}) == []


def test_the_index_gets_statistics_here_or_on_the_default_branch(laptop: Laptop, sandbox: Sandbox) -> None:
    ada = Client(sandbox, sandbox.token("ada"))
    assert run(laptop, sandbox, "--index", "README.md") == (COMPLETE, "")
    here = (laptop.folder / "README.md").read_text()
    text = "extends: default\nreport: { index: true }\n"
    ada.json("PATCH", "git/refs/heads/main", {"sha": ada.branch("configure", {".github/incidents.yml": text})})

    run(laptop, sandbox, "--publish")
    commits = len(ada.json("GET", "commits"))
    run(laptop, sandbox, "--publish")

    given = ada.json("GET", "contents/docs/incidents/README.md")["content"]
    assert b64decode(given).decode() == here
    assert "| Time to resolve | – | – | – | 0 | 0 |" in here
    assert len(ada.json("GET", "commits")) == commits
