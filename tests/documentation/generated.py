"""The reference pages that are made of the code: every command, the command line, the labels, the front matter, the rules."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_args

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from ruamel.yaml import YAML

from incident_actions.cli.main import SECTIONS, cli
from incident_actions.conformance.suite import ASSUMPTIONS, GROUPS
from incident_actions.contract.labels import label_meanings
from incident_actions.engine.commands.registry import BY_WORD, COMMANDS
from incident_actions.game_days.day_score import game_day_schema
from incident_actions.game_days.score_schema import score_schema
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.milestone import ORDER, durations
from incident_actions.model.process import permission
from incident_actions.model.process.check_rules import RuleName
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.postmortem import file
from incident_actions.postmortem.checks.front_matter import REQUIRED_KEYS
from incident_actions.postmortem.finding import word_finding
from incident_actions.text.wording import Wording
from tests.documentation import api_reference, rule_examples
from tests.documentation.examples import ELSEWHERE, EXAMPLES
from tests.documentation.exit_codes import ENDINGS
from tests.documentation.pages import ROOT
from tests.documentation.sandbox_routes import graphql_types, served_routes
from tests.documentation.scenario_reference import scenario_values
from tests.engine.commands.asking import running
from tests.sandbox import published
from tests.worlds import START

WORDS = Path(__file__).parent / "templates"
DOCS = ROOT / "docs"
PACKAGE = ROOT / "incident_actions"

PLACES = {
    "incident": "incident",
    "action item": "action item",
    "both": "incident, action item",
    "any issue": "any issue",
}
APART = ("sandbox", "drill")
"""Rooms whose variables are between themselves and what they start."""

TOLD = ("/sev 1\n/started 13:45\n/affects api, web\n/ack\n/ic @ada", "/mitigated rolled back\n/resolve")
"""What was said on the incident that is shown."""

WORKFLOWS = PACKAGE.parent / ".github/workflows"
START_SCRIPTS = PACKAGE.parent / ".github/actions/incident-actions"
_VARIABLE = re.compile(r"(?:INCIDENT|GITHUB|GH)_[A-Z_]+")
_METAVARS = {
    "text": "TEXT",
    "integer range": "N",
    "float range": "N",
    "path": "PATH",
    "directory": "DIR",
    "file": "FILE",
}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the command line: how it is typed, what it is without it, which variable gives it, what it means."""

    typed: str
    default: str
    variable: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Line:
    """A command of the command line."""

    name: str
    usage: str
    meaning: str
    options: tuple[Option, ...]


def commands() -> str:
    """Every slash command, by where it belongs."""
    process = default()
    rows = [
        (each, PLACES[each.place], permission.needed_role(each.word, process), EXAMPLES.get(each.word, (each.usage,)))
        for each in COMMANDS
    ]
    return _page("commands", {"rows": rows, "elsewhere": ELSEWHERE})


def command_line() -> str:
    """Every command of the command line, with its options, and the variables that are read."""
    return _page(
        "cli",
        {
            "endings": ENDINGS,
            "lines": tuple(lines(cli, "incident-actions")),
            "sections": SECTIONS,
            "variables": sorted(variables()),
        },
    )


def lines(group: click.Group, path: str) -> Iterator[Line]:
    """The commands of a group, those of groups in it included."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            yield from lines(command, f"{path} {name}")
        else:
            yield _line(command, click.Context(command, info_name=f"{path} {name}"))


def _line(command: click.Command, context: click.Context) -> Line:
    pieces = " ".join(each for each in command.collect_usage_pieces(context) if each != "[OPTIONS]")
    given = [each for each in command.params if isinstance(each, click.Option)]
    return Line(
        str(context.info_name),
        f"{context.info_name} {'[OPTIONS] ' if given else ''}{pieces}".strip(),
        re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(str(command.help))),
        tuple(_option(each, context) for each in given),
    )


def _option(option: click.Option, context: click.Context) -> Option:
    typed = " / ".join([*option.opts, *option.secondary_opts])
    taken = "" if option.is_flag else f" {option.metavar or _metavar(option, context)}"
    meaning, _, told = str(option.help).partition("  [default: ")
    default = told.rstrip("]") or (str(option.default) if option.show_default else "")
    return Option(f"{typed}{taken}", default, str(option.envvar or ""), meaning)


def _metavar(option: click.Option, context: click.Context) -> str:
    known = _METAVARS.get(option.type.name)
    return known or option.make_metavar(context).replace("[", "").replace("]", "")


def labels() -> str:
    """The labels of the default process."""
    return _page("labels", {"labels": label_meanings(default()), "names": default().labels})


def action() -> str:
    """The inputs and outputs of the action."""
    read = YAML(typ="safe")
    listed = read.load(PACKAGE.parent / "action.yml")
    (checkout,) = re.findall(r"actions/checkout@(\S+ # \S+)", (WORKFLOWS / "check.yml").read_text(encoding="utf-8"))[:1]
    return _page("action", {"inputs": listed["inputs"], "outputs": listed["outputs"], "checkout": checkout})


def front_matter() -> str:
    """The keys of a post-mortem's front matter, and those of an incident."""
    known = dict.fromkeys(ORDER, START)
    values = {"needed": REQUIRED_KEYS, "milestones": ORDER, "durations": durations(known), "shown": _shown()}
    return _page("front-matter", values)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the post-mortem check with its own level, what it reports, and its examples."""

    name: str
    level: str
    meaning: str
    when: str
    bad: str
    words: str
    good: str


def rules() -> str:
    """Every rule of the post-mortem check, with a bad and a good example."""
    return _page("post-mortem-rules", {"rules": tuple(map(_rule, get_args(RuleName)))})


def _rule(name: RuleName) -> Rule:
    example = rule_examples.EXAMPLES[name]
    (found,) = rule_examples.findings_in(name, example.bad)
    return Rule(
        name,
        found.level,
        " ".join(cleandoc(str(type(found).__doc__)).partition("\n\n")[0].split()),
        example.when,
        example.bad,
        word_finding(found, Wording(templates.load_template)),
        example.better,
    )


def sandbox_routes() -> str:
    """Every route and every GraphQL type that the sandbox serves."""
    given = {"rows": served_routes(), "types": graphql_types(), "version": published.VERSION}
    return _page("sandbox-routes", given)


def conformance() -> str:
    """Every assumption about GitHub that the suite checks."""
    return _page("conformance", {"groups": GROUPS, "count": len(ASSUMPTIONS)})


def api() -> str:
    """What programs may import."""
    names = {"sandbox": api_reference.sandbox_names(), "events": api_reference.event_names()}
    return f"{_page('api', names).rstrip()}\n"


def _shown() -> str:
    """The front matter of a small incident."""
    world = running(*TOLD)
    incident = fold(world.issue.number, world.entries())
    assert incident
    return file.front_matter(incident)


GENERATED: Mapping[str, Callable[[], str]] = {
    "action.md": action,
    "api.md": api,
    "cli.md": command_line,
    "commands.md": commands,
    "conformance.md": conformance,
    "front-matter.md": front_matter,
    "labels.md": labels,
    "post-mortem-rules.md": rules,
    "sandbox-routes.md": sandbox_routes,
    "game-day.schema.json": lambda: json.dumps(game_day_schema(), indent=2) + "\n",
    "scenarios.md": lambda: _page("scenarios", scenario_values()),
    "score.schema.json": lambda: json.dumps(score_schema(), indent=2) + "\n",
}
"""The pages below docs/, and what they say."""


@cache
def default() -> Process:
    """The default process."""
    return read_process("extends: default\n", templates.load_preset, tuple(BY_WORD))


def variables() -> set[str]:
    """The environment variables that the code names; the sandbox gives its jobs the same."""
    rooms = (each for each in PACKAGE.rglob("*.py") if each.relative_to(PACKAGE).parts[0] not in APART)
    return {
        node.value
        for path in (*rooms, *START_SCRIPTS.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _VARIABLE.fullmatch(node.value)
    }


def _page(name: str, values: Mapping[str, Any]) -> str:
    environment = Environment(  # noqa: S701  Markdown of our own, not HTML
        loader=FileSystemLoader(WORDS),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|")
    return environment.get_template(f"{name}.md").render(**values)
