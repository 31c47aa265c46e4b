"""The presets and a team's own configuration, looked at from the command line."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from incident_actions.cli.main import cli
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_configuration, read_process
from incident_actions.model.process.extends import PRESET_NAMES, preset_names
from tests.front_door import Door, open_front_door

ALONE = dict.fromkeys(("GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL"))
PRESETS = preset_names(templates.load_preset)
OWN = """extends: default
severities:
  SEV-2: { update_every: 20 }
contacts:
  chief: { name: Chief }
ladder:
  chief: { when: not mitigated, after: 45, severities: [SEV-1], page: [chief] }
"""


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path) as door:
        yield door


def ran(*words: str, **environment: str) -> Result:
    result = CliRunner().invoke(cli, ["preset", *words], env={**ALONE, **environment})
    logging.getLogger().handlers.clear()
    return result


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "incidents.yml"
    file.write_text(OWN)
    return file


def test_every_preset_is_listed_with_one_line_about_it() -> None:
    lines = ran("list").output.splitlines()

    assert [line.split(" ")[0] for line in lines] == [name for name in PRESET_NAMES if name in PRESETS]
    assert [line for line in lines if not re.fullmatch(r"[a-z-]+ +[A-Z].+", line)] == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_shown_as_it_is_written(name: str) -> None:
    assert ran("show", name).output == templates.load_preset(name)


@pytest.mark.parametrize("name", PRESETS)
def test_a_resolved_preset_is_a_whole_configuration_with_the_same_process(name: str) -> None:
    text = ran("show", name, "--resolved").output

    alone = read_configuration(text, dict[str, str]().get, tuple(BY_WORD), below=None).process
    assert alone == read_process(f"extends: {name}", templates.load_preset, tuple(BY_WORD))


def test_a_file_is_shown_over_its_preset(own: Path) -> None:
    shown = YAML(typ="safe", pure=True).load(ran("show", str(own), "--resolved").output)

    assert shown["severities"][1]["update_every"] == 20
    assert shown["ladder"][-1]["name"] == "chief"
    assert list(shown)[:4] == ["name", "severities", "statuses", "roles"]


def test_a_difference_is_described_in_words(own: Path) -> None:
    said = ran("diff", "default", str(own))

    assert (said.exit_code, said.output.splitlines()) == (
        0,
        ["SEV-2 update cadence: 30 → 20 min", "escalation ladder: + chief", "contacts: + Chief"],
    )


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_does_not_differ_from_itself(name: str) -> None:
    assert ran("diff", name, name).output == "No difference.\n"


@pytest.mark.parametrize("words", [("show", "nothing"), ("diff", "default", "nothing"), ("check", "nothing")])
def test_a_name_that_is_neither_preset_nor_file_is_refused_with_the_presets(words: tuple[str, ...]) -> None:
    said = ran(*words)

    assert said.exit_code == 2
    assert said.output == (
        f"incident-actions: There is no file or preset 'nothing'. The presets are {', '.join(PRESETS)}.\n"
    )


def test_a_mistake_is_reported_by_file_line_and_column(own: Path) -> None:
    own.write_text(OWN.replace("20 }", "20 minutes }").replace("[chief]", "[chef, chief]"))

    said = ran("check", str(own))

    assert (said.exit_code, said.output.splitlines()) == (
        1,
        [f"{own}:3:12: severities.SEV-2.update_every: expected a whole number of minutes, such as 30"],
    )


def test_a_file_that_cannot_be_used_is_not_compared(own: Path) -> None:
    own.write_text("extends: defalt\n")

    said = ran("diff", "default", str(own))

    assert (said.exit_code, said.output.splitlines()[0]) == (2, "incident-actions: The configuration is not valid:")
    assert f"{own}:1:1: extends: there is no preset 'defalt'; did you mean `default`? allowed: default" in said.output


def test_a_valid_file_is_summarized_with_what_is_missing(own: Path) -> None:
    said = ran("check", str(own))

    lines = said.output.splitlines()
    assert (said.exit_code, lines[0]) == (0, "OK: the process default is valid.")
    assert "             SEV-2, an update every 20 min, requires a post-mortem" in lines
    assert next(line for line in lines if "pages Chief" in line).endswith(
        "SEV-1: not mitigated for 45 min, pages Chief"
    )


def test_one_line_warns_that_nobody_would_be_paged(own: Path) -> None:
    said = ran("check", str(own)).output

    assert said.count("Warning") == 1
    assert said.endswith(
        "Warning: no one is configured to be paged. Add these lines, with your own people:\n\n"
        "on_call:\n  time_zone: UTC\n  primary:\n    - people: [ada, grace]\nescalation: [margaret]\n"
    )


def test_one_line_names_the_contacts_without_people_and_who_is_paged_instead(own: Path) -> None:
    own.write_text(f"{OWN}escalation: [margaret]\n")

    (warned,) = [line for line in ran("check", str(own)).output.splitlines() if line.startswith("Warning")]

    assert warned == (
        "Warning: these contacts have no people, so the tool pages margaret instead: the second on call, the tech lead, "
        "the engineering manager, the VP of engineering, the CTO, the owners of the affected services, Chief. "
        "Add people under `contacts`."
    )


def test_a_contact_with_people_is_not_warned_of_and_the_accounts_are_reported_as_not_checked(own: Path) -> None:
    own.write_text(OWN.replace("Chief }", "Chief, people: [ada] }"))

    said = ran("check", str(own)).output

    assert "Chief. Add people" not in said
    assert "The accounts were not checked." in said


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_passes_the_check_as_a_file_of_its_own(name: str) -> None:
    for given in (name, str(templates.PRESETS / f"{name}.yml")):
        said = ran("check", given)
        assert (said.exit_code, said.output.splitlines()[0]) == (0, f"OK: the process {name} is valid.")


ROTA = """on_call:
  primary: [{ people: [ada, nobody-1] }]
  overrides: [{ from: 2026-12-24, until: 2026-12-27, who: nobody-2 }]
ladder:
  x: { when: blocked, page: ["@nobody-3", "@acme/team"] }
postmortem: { reviewers: [nobody-4, grace] }
"""


def test_unknown_accounts_are_reported_at_their_place(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "own.yml"
    file.write_text(ROTA)
    token = {"GITHUB_TOKEN": door.sandbox.token("ada"), "GITHUB_API_URL": door.sandbox.api_url}

    said = ran("check", str(file), "--repository", "acme/shop", **token)

    assert (said.exit_code, said.output.splitlines()) == (
        1,
        [
            f"{file}:2:29: on_call.primary.0.people.1: there is no GitHub account 'nobody-1'",
            f"{file}:3:54: on_call.overrides.0.who: there is no GitHub account 'nobody-2'",
            f"{file}:5:30: ladder.x.page.0: there is no GitHub account 'nobody-3'",
            f"{file}:6:27: postmortem.reviewers.0: there is no GitHub account 'nobody-4'",
        ],
    )


def test_with_a_token_and_people_that_exist_there_is_nothing_to_warn_of(door: Door, own: Path) -> None:
    own.write_text(OWN.replace("Chief }", "Chief, people: [ada, acme/leads] }"))

    said = ran(
        "check",
        str(own),
        GITHUB_TOKEN=door.sandbox.token("ada"),
        GITHUB_API_URL=door.sandbox.api_url,
        GITHUB_REPOSITORY="acme/shop",
    )

    assert said.exit_code == 0
    assert "were not checked" not in said.output
    assert "Chief. Add people" not in said.output


@pytest.mark.parametrize("key", ["x\\e[2J", "x\\n::error::y", "\\u2028x"])
def test_a_terminal_obeys_nothing_of_a_files_text(own: Path, key: str) -> None:
    own.write_text(f'"{key}": 1\n')

    said = ran("check", str(own)).output

    assert said.count("\n") == 1
    assert not set(said) & {"\x1b", "\u2028", "\r"}
