"""What the documents say is what the code does."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from incident_actions.cli.main import cli
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.notify.addresses import parse_addresses
from incident_actions.gateway.repository import templates
from incident_actions.model.alerts import plain_shape
from incident_actions.model.incident.phase import TRANSITIONS
from incident_actions.model.process import configuration_reader
from incident_actions.model.process.communication import Happening
from incident_actions.model.process.extends import PRESET_NAMES
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.sweep_interval import LATE
from incident_actions.runs import sweep_lists
from incident_actions.timers import clock_watch

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
DESIGN = (ROOT / "docs" / "design.md").read_text()
RELIABILITY = (ROOT / "docs" / "reliability.md").read_text()
PAGES = sorted((ROOT / "docs").glob("*.md"))
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ALERTS = (ROOT / "docs" / "alerts.md").read_text()
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text()
NOTIFICATIONS = (ROOT / "docs" / "notifications.md").read_text()
CHANGING = (ROOT / "docs" / "change-the-process.md").read_text()
TIMERS = (ROOT / "docs" / "timers.md").read_text()
DOWN = (ROOT / "docs" / "when-github-is-down.md").read_text()
CONFIGURATIONS = [
    dedent(text)
    for page in (README, ALERTS, CONFIGURATION, NOTIFICATIONS, DOWN)
    for text in re.findall(r"^ *```yaml\n(.*?)^ *```$", page, re.MULTILINE | re.DOTALL)
]


def test_the_readme_draws_the_lifecycle_as_it_is() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+): (\w+)$", README, re.MULTILINE)

    steps = [(phase, step, after) for phase, moves in TRANSITIONS.items() for step, after in moves.items()]
    assert sorted(drawn) == sorted((str(phase), str(after), str(step)) for phase, step, after in steps)


def test_the_readme_shows_commands_that_there_are_by_an_example() -> None:
    table = README.partition("## Commands")[2].partition("\n## ")[0]

    shown = re.findall(r"^\| .+? \| `/([a-z-]+)", table, re.MULTILINE)
    assert len(shown) == 11
    assert set(shown) <= set(BY_WORD)


def test_a_page_names_only_tests_that_there_are() -> None:
    texts = {page.name: page.read_text() for page in PAGES}
    named = {(page, path, name) for page, text in texts.items() for path, name in NAMED.findall(text)}

    assert {(page, path, name) for page, path, name in named if not _is_test(path, name)} == set()
    counts = {page: text.count("`tests/") for page, text in texts.items()}
    assert counts == {page: len(NAMED.findall(text)) for page, text in texts.items()}


def test_contributing_names_only_files_that_there_are() -> None:
    named = re.findall(r"`((?:incident_actions|templates|tests|docs)/[\w./-]+\.\w+)`", CONTRIBUTING)

    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_each_pitfall_has_a_test() -> None:
    rows = re.findall(r"^\| (\d+) \| .+ \| .+ \| (.+) \|$", RELIABILITY, re.MULTILINE)

    assert [int(number) for number, _ in rows] == list(range(1, 16))
    assert [number for number, shown in rows if not any(name for _, name in NAMED.findall(shown))] == []


def _is_test(path: str, name: str) -> bool:
    """Whether a file holds a test of this name; of any name where none is given."""
    held = _functions(path) if (ROOT / path).is_file() else set()
    return name in held if name else any(each.startswith("test_") for each in held)


@cache
def _functions(path: str) -> set[str]:
    return {each.name for each in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(each, ast.FunctionDef)}


def test_the_readme_shows_its_commands_as_make_has_them() -> None:
    makefile = (ROOT / "Makefile").read_text()

    used = set(re.findall(r"^make -C incident-actions (\w+)", README, re.MULTILINE)) | set(
        re.findall(r"`make (\w+)", README)
    )
    assert used == {"drill"}
    assert all(f"\n{target}:" in makefile for target in used)


def test_the_readme_names_only_commands_of_the_command_line_that_there_are() -> None:
    named = set(re.findall(r"`incident-actions ([a-z]+)", README))

    assert named <= dict(every_command(cli)).keys()


def every_command(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            yield from every_command(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def options(command: click.Command) -> set[str]:
    return {spelling for parameter in command.params for spelling in parameter.opts}


@pytest.mark.parametrize("text", [each for each in CONFIGURATIONS if not each.startswith("receivers:")])
def test_the_configurations_that_are_shown_can_be_used(text: str) -> None:
    assert configuration_reader.read_process(text, templates.load_preset, tuple(BY_WORD)).name == "default"


def test_the_reference_of_the_configuration_is_that_of_its_types() -> None:
    ran = CliRunner().invoke(cli, ["preset", "schema", "--reference"])

    assert CONFIGURATION.partition("## Every key\n\n")[2] == ran.output, "incident-actions preset schema --reference"


def test_the_mistakes_that_the_page_of_the_configuration_shows_are_told_so() -> None:
    (shown,) = re.findall(r"^```text\n(.*?)^```$", CONFIGURATION, re.MULTILINE | re.DOTALL)
    lines = shown.replace("…", "").splitlines()
    text = (
        "contacts: {cto: {name: CTO}}\nseverities:\n  SEV-2:   { update_every: 30 minutes }\n",
        "contacts: {cto: {name: CTO}}\n\n\n\nladder:\n  # the last\n  cto: { when: blocked, page: [ceo] }\n",
    )

    for each, line in zip(text, lines, strict=True):
        with pytest.raises(InvalidConfiguration) as wrong:
            configuration_reader.read_process(each, templates.load_preset, tuple(BY_WORD))
        assert re.sub(r":\d+:\d+:", "", str(wrong.value)).startswith(re.sub(r":\d+:\d+:", "", line))


def test_the_published_schema_is_that_of_the_types() -> None:
    ran = CliRunner().invoke(cli, ["preset", "schema"])

    assert (ROOT / "docs" / "incidents.schema.json").read_text() == ran.output, "incident-actions preset schema"
    assert json.loads(ran.output)["properties"]["extends"]["enum"] == list(PRESET_NAMES)


def test_the_words_that_a_page_lets_a_team_change_are_the_tools() -> None:
    (own,) = re.findall(rf"`{re.escape(templates.OWN_FOLDER)}/(.+\.md)`", CHANGING)

    assert templates.load_template(own)


def test_the_page_of_notifications_lists_every_happening() -> None:
    assert tuple(re.findall(r"^\| `([a-z -]+)` \| .+ \| .+ \|$", NOTIFICATIONS, re.MULTILINE)) == get_args(Happening)


def test_the_addresses_that_are_shown_are_ones_that_apprise_reads() -> None:
    secrets = re.findall(r"^ *```text\n(.*?)^ *```$", NOTIFICATIONS, re.MULTILINE | re.DOTALL)
    listed = re.findall(r"`([a-z]+://[^` …]+)`", NOTIFICATIONS.partition("| service |")[2].partition("\n\n")[0])
    shown = parse_addresses("\n".join([*secrets, *listed]))

    given = {"answers_within": 5, "addresses": [(each.line, each.url) for each in shown]}
    # A process of its own, as the tool does it: what the library's plugins import is not held to this one's strictness.
    code = "import json, sys; from incident_actions.gateway.notify.worker import load_services as s; print([l for l, f in s(json.load(sys.stdin)) if f is None])"
    ended = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"
    assert len(shown) == 4 + 3 + 12


def test_the_page_of_timers_names_the_limits_that_a_rarer_sweep_meets() -> None:
    *hours, last = range(0, 24, sweep_lists.SELDOM_HOURS)
    hour = timedelta(hours=1)

    shown = " ".join(TIMERS.split())
    assert f"only at {', '.join(map(str, hours))} and {last} hours UTC" in shown
    assert f"or for a sweep within {sweep_lists.COMMENTS_SINCE // hour} hours" in shown
    assert f"warn about a sweep only after {LATE['daily'] // hour} hours" in shown
    assert clock_watch.LOOKAHEAD // hour == 4, "within four hours"


def test_the_page_of_alerts_lists_the_words_of_the_default_presets_severities() -> None:
    process = configuration_reader.read_process("extends: default", templates.load_preset, tuple(BY_WORD))
    numbers = ({"P1"}, {"P2"}, {"P3"}, {"P4", "P5"})

    table = ALERTS.partition("| Words | Severity in the default preset |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.+`) \| (SEV-\d) \|$", table, re.MULTILINE)
    shown = {label: set(re.findall(r"`(.+?)`", words)) for words, label in rows}
    pairs = zip(process.severities, numbers, strict=True)
    assert shown == {each.label: set(each.also) - {"p5"} | more for each, more in pairs}


def test_the_page_of_alerts_lists_every_field_of_the_plain_shape() -> None:
    asked = set()

    class Body(dict[str, object]):
        """Notes what it is asked for."""

        def get(self, name: str, _: object = None) -> object:
            asked.add(name)
            return {"status": "resolved", "title": "x", "fingerprint": "x"}.get(name)

    plain_shape.read_alert(Body())

    table = ALERTS.partition("the plain format")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(asked)
