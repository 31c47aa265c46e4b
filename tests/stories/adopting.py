"""A repository that runs by one of the presets: its configuration, its form, and nights in which nobody answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from ruamel.yaml import YAML

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.sandbox import Sandbox
from incident_actions.text.issue_form import read_fields
from incident_actions.text.wording import Wording
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

FORM = ".github/ISSUE_TEMPLATE/incident.yml"
CONFIGURATION = ".github/incidents.yml"


def process_of(configuration: str) -> Process:
    """The process that a configuration makes."""
    return read_process(configuration, templates.load_preset, tuple(BY_WORD))


@contextmanager
def running_by(configuration: str, place: Path, now: datetime = WEDNESDAY) -> Iterator[Team]:
    """A team whose repository holds a configuration, and the form that fits it."""
    form = incident_form.form_text(process_of(configuration), Wording(templates.load_template).render)
    files = {**adopted(), FORM: form, CONFIGURATION: configuration}
    with (
        Sandbox(place / "github", now=now, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team


def file(team: Team, login: str, title: str, **answers: str) -> int:
    """File the form of the repository; answers by the ids of its fields."""
    asked = read_fields(YAML(typ="safe").load(team.text(FORM)))
    assert set(answers) <= {each.id for each in asked}
    body = "\n\n".join(f"### {each.label}\n\n{answers.get(each.id, '_No response_')}" for each in asked)
    issue = team.as_(login).json("POST", "issues", {"title": title, "body": body, "labels": ["incident"]})
    team.settle()
    return int(issue["number"])


def begun(team: Team, incident: int) -> datetime:
    """When an incident was declared, to the second."""
    return datetime.fromisoformat(team.as_("ada").json("GET", f"issues/{incident}")["created_at"])


def heard_at(team: Team, incident: int, *minutes: float) -> dict[float, list[str]]:
    """What is said at these minutes after the declaration, nobody doing anything: two sweeps come at each of them."""
    said: dict[float, list[str]] = {}
    heard = len(team.replies(incident))
    since = begun(team, incident)
    for minute in minutes:
        team.sandbox.clock.move_to(since + timedelta(minutes=minute))
        team.sweep()
        team.sweep()
        news = team.replies(incident)[heard:]
        heard += len(news)
        said |= {minute: news} if news else {}
    return said


def due(minute: int, times: int = 0, since: datetime = WEDNESDAY) -> str:
    """The last line of what a timer says that was heard in the minute in which it was due."""
    at = f"{since + timedelta(minutes=minute):%H:%M} UTC"
    again = f" This is reminder {times}. Reminders continue until it is done." if times else ""
    return f"_Due {at}, posted {at}.{again}_"


def ready(text: str) -> dict[str, str]:
    """The words that stand ready to be sent, by their audience."""
    return dict(re.findall(r"^For ([^\n]+):\n\n`{3,}\n(.*?)\n`{3,}$", text, re.MULTILINE | re.DOTALL))


def checklists(text: str) -> dict[str, list[str]]:
    """The checklists of a comment or a card, by their names, with their items."""
    heading, item = r"\*\*(.+?)(?:, in this order|, in order of preference)?:?\*\*", r"(?:- \[[ x]\]|-|\*|\d+\.) "
    found = re.findall(rf"^{heading}\n\n?((?:{item}.*\n?)+)", text, re.MULTILINE)
    return {name: re.findall(rf"^{item}(.*)$", items, re.MULTILINE) for name, items in found}


def written(text: str) -> str:
    """A post-mortem file below its front matter."""
    return text.split("---\n", 2)[2].lstrip("\n")
