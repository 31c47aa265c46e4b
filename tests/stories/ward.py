"""A repository in good health, and the doctor who looks at it through the command line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from incident_actions.cli.main import cli
from incident_actions.contract.labels import label_meanings
from incident_actions.doctor.tool_workflows import tool_path
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.repository import templates, tool_files
from incident_actions.model.process import incident_form
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.settings import Settings
from incident_actions.setup.workflows import NAMES, with_runner
from incident_actions.text.wording import Wording
from tests.sandbox import published
from tests.stories.adopting import CONFIGURATION, FORM, process_of
from tests.stories.conftest import PEOPLE, WEDNESDAY
from tests.stories.team import Team, in_process

OWN = """extends: default
services: [api, { name: web, owner: linus }, checkout]
contacts: { vp-engineering: { people: [margaret] }, payments: { name: Payments, people: [acme/payments] } }
on_call: { primary: [{ people: [ada, grace] }] }
"""
KEY = "0123456789abcdef0123456789abcdef"


def healthy_files(configuration: str = OWN) -> dict[str, str]:
    """The files of a repository that adopted the tool."""
    form = incident_form.form_text(process_of(configuration), Wording(templates.load_template).render)
    return {
        **{tool_path(name): with_runner(tool_files.read_tool_file(tool_path(name)), "ubuntu-latest") for name in NAMES},
        CONFIGURATION: configuration,
        FORM: form,
        "README.md": "# shop\n",
    }


@contextmanager
def healthy(place: Path, *, private: bool = False, **more: Any) -> Iterator[Team]:
    """A repository that has all that it should."""
    with (
        Sandbox(place / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process, **more) as sandbox,
        published.holding(sandbox),
    ):
        people = {**PEOPLE, "margaret": "read"}
        sandbox.create_repository("acme/shop", healthy_files(), private=private, collaborators=people)
        sandbox.create_team("acme/payments")
        team = Team(sandbox)
        for name, (colour, meaning) in label_meanings(process_of(OWN)).items():
            team.as_("ada").json("POST", "labels", {"name": name, "color": colour, "description": meaning})
        settings = sandbox.repository("acme/shop").settings
        settings.secrets, settings.variables = ["INCIDENT_SIGNING_KEY"], {"INCIDENT_RUNNER": "ubuntu-latest"}
        number = team.as_("ada").json("POST", "issues", {"title": "A question"})["number"]
        team.as_("ada").json("POST", f"issues/{number}/comments", {"body": "An answer."})
        sandbox.schedule("sweep.yml")
        team.settle()
        yield team


def settings(team: Team) -> Settings:
    """The settings of the repository."""
    return team.sandbox.repository("acme/shop").settings


def doctor(team: Team, *options: str, login: str = "ada", **environment: str) -> Result:
    """Call the doctor, with somebody's own token."""
    port = team.sandbox.url.rpartition(":")[2]
    given = {
        "GITHUB_TOKEN": team.as_(login).token or "",
        "GITHUB_API_URL": team.sandbox.api_url,
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_ACTIONS": "",
        "INCIDENT_ACTIONS_NOW": team.sandbox.clock.now().isoformat(),
        "INCIDENT_NOTIFY_URLS": f"json://127.0.0.1:{port}/hook",
        "INCIDENT_SIGNING_KEY": KEY,
        **environment,
    }
    ended = CliRunner().invoke(cli, ["doctor", *options], env=given)
    logging.getLogger().handlers.clear()
    return ended


def report(team: Team, **environment: str) -> dict[str, Any]:
    """The doctor's report for machines."""
    ended = doctor(team, "--json", **environment)
    assert ended.exit_code in (0, 1), ended.output
    return dict(json.loads(ended.stdout))


def not_passing(team: Team, **environment: str) -> list[tuple[str, str, str]]:
    """The lines that are no pass: check, level and case."""
    return [
        (each["check"], each["level"], each["case"])
        for each in report(team, **environment)["checks"]
        if each["level"] != "pass"
    ]
