"""`report` prints figures, writes them to a file, and keeps what it read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.cli.report import COMPLETE, INCOMPLETE
from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.rest.limits import GRAPHQL
from incident_actions.text import record
from tests.offline_laptop import Laptop
from tests.sandbox.client import Client

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def nothing(job: Job) -> int:
    job.log.touch()
    return 0


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "github", now=NOON, tool=INSTALLED_TOOL, runner=nothing) as sandbox:
        sandbox.create_repository("acme/shop", {"README.md": "# shop\n"}, collaborators={"ada": "admin"})
        ada, bot = (Client(sandbox, token) for token in (sandbox.token("ada"), sandbox.installation_token))
        entry = e.Declared(at=NOON, accepted=NOON, by="ada", severity="SEV-1", title="Down", services=("web",))
        for number in (1, 2):
            ada.json("POST", "issues", {"title": "Checkout is down", "labels": ["incident"]})
            text = f"{CARD_MARK}\nCard\n\n{record.write_record((entry,), at=NOON)}"
            bot.json("POST", f"issues/{number}/comments", {"body": text})
        yield sandbox


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    (tmp_path / "clone").mkdir()
    return Laptop(tmp_path / "clone")


def run(laptop: Laptop, sandbox: Sandbox, *words: str) -> tuple[int, str]:
    ended = laptop.run(
        "report",
        "--repository",
        "acme/shop",
        *words,
        at="2026-03-04T15:00Z",
        GITHUB_TOKEN=sandbox.token("ada"),
        GITHUB_API_URL=sandbox.api_url,
    )
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
    assert run(laptop, sandbox, "--output", "missing/r.md")[0] == 2
