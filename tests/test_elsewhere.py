"""The pages on Enterprise Server, an App's token and a central repository show what works."""

import inspect
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.cli import program
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.app_token import OPTIONAL_PERMISSIONS, REQUIRED_PERMISSIONS
from incident_actions.gateway.local import runner
from incident_actions.gateway.repository import templates
from incident_actions.model.process import configuration_reader
from incident_actions.text.wording import Wording

ROOT = Path(__file__).parents[1]
OF_THE_WORKFLOWS = {"INCIDENT_RUNNER", "INCIDENT_APP_CLIENT_ID", "INCIDENT_APP_PRIVATE_KEY"}
PAGES = {
    name: (ROOT / f"docs/{name}.md").read_text() for name in ("enterprise-server", "app-token", "central-repository")
}


def blocks(page: str, language: str) -> list[str]:
    return [
        dedent(text) for text in re.findall(rf"^ *```{language}\n(.*?)^ *```$", PAGES[page], re.MULTILINE | re.DOTALL)
    ]


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_on_the_pages_is_one_that_the_tool_reads(page: str) -> None:
    start = [each.read_text() for each in (ROOT / ".github/actions/incident-actions").glob("*.py")]
    read = "".join([inspect.getsource(runner), inspect.getsource(program), *start])

    named = set(re.findall(r"\b(?:GITHUB|INCIDENT|REQUESTS|SSL)_[A-Z_]+", PAGES[page])) - OF_THE_WORKFLOWS
    assert named
    assert [name for name in named if f'"{name}"' not in read] == []


def test_the_workflows_pass_the_action_the_inputs_that_it_takes() -> None:
    action = parsed((ROOT / ".github/actions/incident-actions/action.yml").read_text())

    (given,) = [each["with"] for text in blocks("app-token", "yaml") if "with" in (each := parsed(text))]
    assert set(given) == {"token", "app-slug"}
    assert set(given) <= set(action["inputs"])


def test_the_permissions_that_the_page_names_are_those_that_a_run_asks_for() -> None:
    step = PAGES["app-token"].partition("2. Settings")[0]
    names = {"commit_statuses": "statuses"}  # GitHub's settings name a permission otherwise than its API
    shown = [re.findall(r"\*([A-Z][a-z ]+)\*", part) for part in step.split("optional")]
    named = [{names.get(key, key) for each in part for key in (each.lower().replace(" ", "_"),)} for part in shown]

    assert named == [set(REQUIRED_PERMISSIONS), set(OPTIONAL_PERMISSIONS)]


def test_the_configurations_that_are_shown_can_be_used() -> None:
    shown = [text for page in PAGES for text in blocks(page, "yaml") if re.match("extends|former_bots", text)]

    read = [configuration_reader.read_process(text, templates.load_preset, tuple(BY_WORD)) for text in shown]
    assert [(each.former_bots, sorted(each.repositories)) for each in read] == [
        (("github-actions[bot]",), []),
        ((), ["acme/api", "acme/web"]),
    ]


def test_the_commands_by_hand_are_those_that_the_reply_gives() -> None:
    (shown,) = blocks("central-repository", "sh")

    values = {"clone": "https://github.com/acme/api.git", "start": "", "branch": "hotfix/raise-the-pool-size"}
    given = Wording(templates.load_template).render("parts/open_branch.md", {**values, "compare": ""})
    assert f"```\n{shown}```" in given
