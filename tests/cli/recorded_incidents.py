"""A repository of incidents that have records, for commands that read them; no workflow runs there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from click.testing import Result

from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job, Sandbox
from incident_actions.text import record
from tests.offline_laptop import Laptop
from tests.sandbox.client import Client

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
THREE = "2026-03-04T15:00Z"


def nothing(job: Job) -> int:
    job.log.touch()
    return 0


@contextmanager
def quiet_shop(
    directory: Path, files: Mapping[str, str] | None = None, people: Mapping[str, str] | None = None
) -> Iterator[Sandbox]:
    """Yield a sandbox with the repository acme/shop, in which ada is an admin."""
    with Sandbox(directory / "github", now=NOON, tool=INSTALLED_TOOL, runner=nothing) as sandbox:
        given = dict(files or {"README.md": "# shop\n"})
        sandbox.create_repository("acme/shop", given, collaborators={"ada": "admin", **(people or {})})
        yield sandbox


def add_incident(sandbox: Sandbox, title: str, *entries: e.Entry, labels: tuple[str, ...] = (), by: str = "") -> int:
    """Add an incident, with a card and its record if there are entries, and return its number."""
    token = sandbox.token(by) if by else sandbox.installation_token
    ada, bot = (Client(sandbox, each) for each in (sandbox.token("ada"), token))
    number = int(ada.json("POST", "issues", {"title": title, "labels": ["incident", *labels]})["number"])
    if entries:
        text = f"{CARD_MARK}\nCard\n\n{record.write_record(entries, at=NOON)}"
        bot.json("POST", f"issues/{number}/comments", {"body": text})
    return number


def run_command(laptop: Laptop, sandbox: Sandbox, *words: str, at: str = THREE) -> Result:
    """Run a command as ada, on the repository."""
    environment = {"GITHUB_TOKEN": sandbox.token("ada"), "GITHUB_API_URL": sandbox.api_url}
    return laptop.run(*words, "--repository", "acme/shop", at=at, **environment)
