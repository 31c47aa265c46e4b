"""A team with a private repository, whose workflow has a token for it, or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.client.connection import Connection
from incident_actions.sandbox import Job, Sandbox
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

BOT = "acme-security[bot]"
CANARY = "quetzalcoatl"
CONFIGURATION = f"""
extends: default
escalation: [ada]
services: [api, {CANARY}-service]
notifications:
  - {{ on: [declared, raised, escalated, resolved, updated, update due, post-mortem owed] }}
"""
PRIVATE = CONFIGURATION + "private: { repository: acme/security }\n"

Begin = Callable[..., Team]


@contextmanager
def private_place(directory: Path) -> Iterator[Begin]:
    """Yield what begins a team whose workflow has a token for other repositories: of somebody, or none."""
    with ExitStack() as opened:

        def begun(login: str = BOT, configuration: str = PRIVATE, *, urls: str = "", is_private: bool = True) -> Team:
            def run(job: Job) -> int:
                given = {"INCIDENT_SERVICES_TOKEN": sandbox.token(login)} if login else {}
                given |= {"INCIDENT_NOTIFY_URLS": urls} if urls else {}
                return in_process(replace(job, environment=job.environment | given))

            place = Sandbox(directory / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=run)
            sandbox = opened.enter_context(place)
            files = {**adopted(), ".github/incidents.yml": configuration}
            sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
            people = {BOT: "write", "grace": "write"}
            sandbox.create_repository("acme/security", {"a": "b\n"}, private=is_private, collaborators=people)
            team = Team(sandbox)
            team.make_labels()
            return team

        yield begun


def record_writes(patch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of what the tool sends to the public repository from now on, in whatever request."""
    send, sent = Connection.send, list[str]()

    def recorded(self: Connection, verb: str, path: str, *given: Any, **more: Any) -> Any:
        if verb != "GET" and self.name == "acme/shop":
            sent.append(f"{verb} {path} {given} {more}")
        return send(self, verb, path, *given, **more)

    patch.setattr(Connection, "send", recorded)
    return sent


def moved(team: Team, number: int = 1) -> dict[str, object]:
    issue: dict[str, object] = team.as_("grace").json("GET", f"/repos/acme/security/issues/{number}")
    return issue


def reply(team: Team, incident: int, text: str) -> str:
    """Post a comment, and return the newest reply: others may be deleted."""
    team.say("grace", incident, text)
    return team.replies(incident)[-1]


def public_words(team: Team, incident: int) -> str:
    """What the public issue shows now, and what the tool wrote on it."""
    shown = team.as_("grace").json("GET", f"issues/{incident}")
    ours = [each["body"] for each in team.comments(incident) if each["user"]["type"] == "Bot"]
    return "\n".join([shown["title"], shown["body"], *(each["name"] for each in shown["labels"]), *ours])
