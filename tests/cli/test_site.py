"""`site` builds the public status page from a repository, with few requests, and leaves other folders alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job, Sandbox
from incident_actions.text import record
from tests.offline_laptop import Laptop
from tests.sandbox.client import Client

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = "canary7313"
CONFIGURATION = """extends: default
services: [web, api]
site: { title: Acme, url: "https://status.acme.example" }
"""


def nothing(job: Job) -> int:
    job.log.touch()
    return 0


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "github", now=NOON, tool=INSTALLED_TOOL, runner=nothing) as sandbox:
        files = {".github/incidents.yml": CONFIGURATION}
        sandbox.create_repository("acme/shop", files, collaborators={"ada": "admin"})
        add_incident(sandbox, "Checkout is down")
        add_incident(sandbox, "")
        add_incident(sandbox, "Drills are not for the public", "drill")
        yield sandbox


def add_incident(sandbox: Sandbox, published: str, *labels: str) -> int:
    """Add an incident with its record, and with a published text if there is one; return its number."""
    ada, bot = (Client(sandbox, token) for token in (sandbox.token("ada"), sandbox.installation_token))
    stamp = {"at": NOON, "accepted": NOON, "by": "ada"}
    entries: list[e.Entry] = [
        e.Declared(**stamp, severity="SEV-1", title=SECRET, summary=SECRET, impact=SECRET, services=("web",)),  # type: ignore[arg-type]
        e.NoteAdded(**stamp, text=SECRET),  # type: ignore[arg-type]
    ]
    entries += [e.UpdatePublished(**stamp, text=published)] if published else []  # type: ignore[arg-type]
    number = int(ada.json("POST", "issues", {"title": SECRET, "labels": ["incident", *labels]})["number"])
    text = f"{CARD_MARK}\nCard\n\n{record.write_record(tuple(entries), at=NOON)}"
    bot.json("POST", f"issues/{number}/comments", {"body": text})
    return number


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    (tmp_path / "clone").mkdir()
    return Laptop(tmp_path / "clone")


def run(laptop: Laptop, sandbox: Sandbox, *words: str) -> tuple[int, str]:
    ended = laptop.run(
        "site",
        "--repository",
        "acme/shop",
        *words,
        at="2026-03-04T15:00Z",
        GITHUB_TOKEN=sandbox.token("ada"),
        GITHUB_API_URL=sandbox.api_url,
    )
    return ended.exit_code, ended.stdout + ended.stderr


def test_the_site_has_what_was_published_and_the_log_nothing_of_it(laptop: Laptop, sandbox: Sandbox) -> None:
    code, shown = run(laptop, sandbox)

    files = {path: path.read_text() for path in (laptop.folder / "_site").rglob("*") if path.is_file()}
    assert code == 0, shown
    assert "Checkout is down" in (laptop.folder / "_site/index.html").read_text()
    assert (laptop.folder / "_site/CNAME").read_text() == "status.acme.example\n"
    assert [path for path, text in files.items() if SECRET in f"{path}{text}" or "Drills" in text] == []
    assert SECRET not in shown
    assert "1 of 3 incidents are public." in shown
    assert "Checkout" not in shown


def test_what_was_read_is_kept_and_only_changes_are_read_again(laptop: Laptop, sandbox: Sandbox) -> None:
    run(laptop, sandbox, "--cache", "known.jsonl")
    before = (laptop.folder / "_site/index.html").read_text()
    kept = (laptop.folder / "known.jsonl").read_text()
    sent = len(sandbox.requests)

    run(laptop, sandbox, "--cache", "known.jsonl")

    assert (laptop.folder / "_site/index.html").read_text() == before
    # the repository, the configuration and its versions, the incidents, the comments since, the maintenance
    assert len(sandbox.requests) - sent == 6
    assert SECRET not in kept
    add_incident(sandbox, "Search is slow")
    run(laptop, sandbox, "--cache", "known.jsonl")
    assert "Search is slow" in (laptop.folder / "_site/index.html").read_text()


def test_the_configuration_templates_and_logo_of_the_folder_count(laptop: Laptop, sandbox: Sandbox) -> None:
    own = {
        ".github/incidents.yml": "services: [web]\nsite: { title: Mine, logo: .github/logo.svg }\n",
        ".github/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        ".github/incidents/site/history.html": "own words",
        ".github/incidents/site/index.html": "{{ nonsense }}",
    }
    for path, text in own.items():
        file = laptop.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    code, shown = run(laptop, sandbox, "--output", "public", "--url", "https://acme.github.io/shop")

    assert code == 0
    assert "<span>Mine</span>" in (laptop.folder / "public/index.html").read_text()
    assert 'src="logo.svg"' in (laptop.folder / "public/index.html").read_text()
    assert (laptop.folder / "public/logo.svg").read_text() == own[".github/logo.svg"]
    assert (laptop.folder / "public/history.html").read_text() == "own words\n"
    assert "https://acme.github.io/shop/feed.atom" in (laptop.folder / "public/feed.atom").read_text()
    assert ".github/incidents/site/index.html was not used: UndefinedError: 'nonsense' is undefined" in shown


@pytest.mark.parametrize("logo", ["missing.svg", "a-folder.svg"])
def test_a_site_without_its_logo_is_built(laptop: Laptop, sandbox: Sandbox, logo: str) -> None:
    (laptop.folder / ".github/a-folder.svg").mkdir(parents=True)
    (laptop.folder / ".github/incidents.yml").write_text(f"site: {{ logo: .github/{logo} }}\n")

    code, shown = run(laptop, sandbox)

    assert code == 0
    assert "The logo was not used" in shown
    assert "<img" not in (laptop.folder / "_site/index.html").read_text()


def test_a_folder_with_other_files_is_left_alone(laptop: Laptop, sandbox: Sandbox) -> None:
    (laptop.folder / "docs").mkdir()
    (laptop.folder / "docs/mine.md").write_text("mine")

    assert run(laptop, sandbox, "--output", "docs")[0] == 2
    assert [path.name for path in (laptop.folder / "docs").iterdir()] == ["mine.md"]


def test_nothing_is_written_while_something_is_unread(laptop: Laptop, sandbox: Sandbox) -> None:
    sandbox.leave("ada", 1_200)

    code, shown = run(laptop, sandbox)

    assert code == 1
    assert "The hour's requests were used up" in shown
    assert not (laptop.folder / "_site").exists()


def test_without_incidents_everything_is_operational(laptop: Laptop, tmp_path: Path) -> None:
    with Sandbox(tmp_path / "empty", now=NOON, tool=INSTALLED_TOOL, runner=nothing) as sandbox:
        sandbox.create_repository("acme/shop", {"README.md": "x"}, collaborators={"ada": "admin"})

        assert run(laptop, sandbox)[0] == 0

    assert "All systems operational" in (laptop.folder / "_site/index.html").read_text()
