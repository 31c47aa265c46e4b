"""A configuration is read over its preset into a process, and all its mistakes are reported at once."""

from dataclasses import replace

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import PRESET_NAMES
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake
from tests.model.process.small_process import FILE, read_small_process, refusal


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "extends: default\n", "---\nextends: default\n", "{}"])
def test_an_empty_configuration_is_the_default_process(text: str) -> None:
    assert read_small_process(text) == read_small_process("name: default")
    assert [each.label for each in read_small_process(text).severities] == ["SEV-1", "SEV-2", "SEV-3", "SEV-4"]


def test_a_severity_is_named_in_short_and_held_by_its_whole_label() -> None:
    found = read_small_process(
        "severities: [{label: P1 - Critical}, {label: P2 - High}]\nalerts: {severities: {page: p1}}\n"
        "roles: {scribe: {required_from: high}}\nladder: {vp: {when: blocked, page: [tech], severities: [P1, '2']}}\n"
    )

    assert found.alerts.severities == {"page": "P1 - Critical"}
    assert found.role("scribe") == replace(read_small_process("").roles[-1], required_from="P2 - High")
    assert found.ladder[-1].severities == ("P1 - Critical", "P2 - High")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "postmortem:\n  due: soon",
            "2:3: postmortem.due: expected a span such as `48 hours`, `3 days` or `5 business days`",
        ),
        ("postmortem:\n  title: '{when}'", "2:3: postmortem.title: words in braces can be {number} and {title}"),
        (
            "actions: {remind: [1, 0]}",
            "1:1: actions: reminders are days around the due date, each later than the one before",
        ),
        (
            "actions: {remind: []}",
            "1:1: actions: reminders are days around the due date, each later than the one before",
        ),
        (
            "calendar:\n  time_zone: CET+1",
            "2:3: calendar.time_zone: not a time zone such as UTC, Europe/Berlin or America/New_York",
        ),
        (
            "calendar:\n  country: Germany",
            "2:3: calendar.country: unknown country; expected two letters such as DE or US",
        ),
        (
            "calendar:\n  country: AT\n  subdivision: BY",
            "1:1: calendar: unknown subdivision of AT; allowed: 1, 2, 3, 4, 5, 6, 7, 8, 9",
        ),
        (
            "on_call:\n  primary:\n    - {people: [ada], hours: '09:00-17:00'}\n",
            "2:3: on_call.primary: nobody is primary on call on monday from 00:00; the layers must cover the whole week",
        ),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_what_is_allowed(text: str, mistake: str) -> None:
    assert refusal(text) == f"{FILE}:{mistake}"


@pytest.mark.parametrize("title", ["{title:9999999999}", "{title.__class__}", "{number!r}", "{0}", "{", "{}"])
def test_a_title_holds_only_the_two_names_as_they_are(title: str) -> None:
    with pytest.raises(InvalidConfiguration, match=r"words in braces can be \{number\} and \{title\}"):
        read_small_process(f"postmortem: {{title: '{title}'}}")


def test_every_preset_has_its_name_and_can_be_used() -> None:
    found = [read_process(f"extends: {name}", templates.load_preset, tuple(BY_WORD)).name for name in PRESET_NAMES]

    assert sorted(found) == sorted(path.stem for path in templates.PRESETS.glob("*.yml"))


def test_all_mistakes_are_reported_at_once() -> None:
    with pytest.raises(InvalidConfiguration) as wrong:
        read_small_process("labels: {x: 1}\nactions:\n  due_in_days: 0\n")

    assert wrong.value.mistakes == (
        Mistake(
            FILE,
            1,
            10,
            "labels.x",
            "unknown key; the nearest are `action_item`, `drill`, `freeze`; `incident-actions preset schema --reference` lists every key",
        ),
        Mistake(FILE, 3, 3, "actions.due_in_days", "expected more than 0"),
    )
