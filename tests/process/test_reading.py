"""A configuration lies over its preset; a mistake in it is told with its place and what is allowed."""

import pytest

from incident_actions.commands.table import BY_WORD
from incident_actions.gateway import templates
from incident_actions.process.process import Process
from incident_actions.process.reading import ConfigurationWrong, Mistake, read

FILE = ".github/incidents.yml"


def process(text: str) -> Process:
    return read(text, templates.preset, tuple(BY_WORD))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "extends: default\n", "---\nextends: default\n", "{}"])
def test_nothing_said_is_the_default_process(text: str) -> None:
    assert process(text) == process("name: default")
    assert [each.label for each in process(text).severities] == ["SEV-1", "SEV-2", "SEV-3", "SEV-4"]


def test_a_key_lies_over_the_presets_and_the_others_stay() -> None:
    found = process("postmortem:\n  due: 48 hours\nlabels: {incident: outage}\npermissions: {sev: maintain}\n")

    default = process("")
    assert found == default.model_copy(
        update={
            "postmortem": default.postmortem.model_copy(update={"due": "48 hours"}),
            "labels": default.labels.model_copy(update={"incident": "outage"}),
            "permissions": {**default.permissions, "sev": "maintain"},
        }
    )


def test_a_list_is_replaced_whole() -> None:
    found = process("severities:\n  - {label: Bad}\n  - {label: Very bad}\nescalation: ['@ada', acme/on-call]\n")

    assert [each.label for each in found.severities] == ["Bad", "Very bad"]
    assert found.escalation == ("ada", "acme/on-call")


def test_another_preset_can_lie_below() -> None:
    preset = {"mine": "severities: [{label: X}]\nstatuses: [{word: A, phase: active}, {word: B, phase: resolved}]\n"}
    rest = "roles: [{key: commander, name: C}]\npostmortem: {sections: [{title: T}]}\n"

    found = read(f"extends: mine\n{rest}", preset.get, ())

    assert (found.name, [each.label for each in found.severities]) == ("mine", ["X"])


TOP = "actions, alerts, bot, calendar, escalation, labels, name, permissions, postmortem, roles, services, severities, statuses"
CONTENT = "'text', 'summary', 'impact', 'timeline', 'durations', 'roles', 'updates' or 'action items'"
WORDS = ", ".join(BY_WORD)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("extends: other", "1:1: extends: no preset is called 'other'"),
        ("a: [", "1:5: expected the node content, but found '<stream end>'"),
        ("name: x\n\tservices: []", "2:1: found character '\\t' that cannot start any token"),
        ("- a", "1:1: expected keys and values, such as `extends: default`"),
        ("just words", "1:1: expected keys and values, such as `extends: default`"),
        ("name: x\nservics: [api]", f"2:1: servics: unknown key; allowed here: extends, {TOP}"),
        (
            "labels:\n  incidnt: x",
            "2:3: labels.incidnt: unknown key; allowed here: action_item, incident, owner_wanted, postmortem_owed, status",
        ),
        (
            "severities:\n  - label: A\n  - {label: B, labl: C}",
            "3:16: severities.1.labl: unknown key; allowed here: colour, definition, label, postmortem, response, update_every",
        ),
        ("severities: []", "1:1: severities: List should have at least 1 item after validation, not 0"),
        ("severities: [{label: A}, {label: a}]", "1:1: two of one severity: a"),
        (
            "severities:\n  - {label: A, colour: red}",
            "2:16: severities.0.colour: String should match pattern '^[0-9a-fA-F]{6}$'",
        ),
        (
            "severities:\n  - {label: A, update_every: 0}",
            "2:16: severities.0.update_every: Input should be greater than 0",
        ),
        ("severities: 3", "1:1: severities: Input should be a valid list"),
        (
            "statuses:\n  - {word: A, phase: over}",
            "2:15: statuses.0.phase: Input should be 'active', 'mitigated' or 'resolved'",
        ),
        (
            "statuses: [{word: A, phase: active}]",
            "1:1: statuses need at least one word of phase active and one of phase resolved",
        ),
        ("roles: [{key: tech, name: T}]", "1:1: roles need one with the key commander"),
        (
            "permissions:\n  sev: boss",
            "2:3: permissions.sev: Input should be 'read', 'triage', 'write', 'maintain', 'admin' or 'nobody'",
        ),
        ("permissions:\n  sevv: read", f"2:3: permissions.sevv: no command is called so; allowed: {WORDS}"),
        (
            "postmortem:\n  due: soon",
            "2:3: postmortem.due: expected a span such as `48 hours`, `3 days` or `5 business days`",
        ),
        ("postmortem:\n  title: '{when}'", "2:3: postmortem.title: what stands in braces can be {number} and {title}"),
        (
            "postmortem:\n  sections:\n    - {title: A, content: x}",
            f"3:18: postmortem.sections.0.content: Input should be {CONTENT}",
        ),
        (
            "postmortem:\n  columns: [Item, Who]",
            "2:19: postmortem.columns.1: Input should be 'Item', 'Owner', 'Due' or 'Type'",
        ),
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
            "2:3: calendar.country: no holidays are known for this country; expected two letters such as DE or US",
        ),
        (
            "calendar:\n  country: AT\n  subdivision: BY",
            "1:1: calendar: AT has no such subdivision; allowed: 1, 2, 3, 4, 5, 6, 7, 8, 9",
        ),
        (
            "alerts:\n  severities:\n    page: SEV-1\n    P1: SEV-9",
            "4:5: alerts.severities.P1: no severity is called so; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        ("alerts:\n  storm: -1", "2:3: alerts.storm: Input should be greater than or equal to 0"),
        (
            "escalation: ['ada lovelace']",
            "1:14: escalation.0: String should match pattern '^@?[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]+)?$'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_allowed(text: str, mistake: str) -> None:
    with pytest.raises(ConfigurationWrong) as wrong:
        process(text)

    assert str(wrong.value) == f"{FILE}:{mistake}"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("name: 2026-13-45", "1:1: a value is not what its form or tag says it is (month must be in 1..12)"),
        (
            f"name: {'9' * 5_000}",
            "1:1: a value is not what its form or tag says it is (Exceeds the limit (4300 digits)",
        ),
        ("a: &a {x: 1}\nb: *a", "1:1: an alias (`*name`) repeats keys or a list; write them out"),
        ("services:\n" + "".join(f"{' ' * depth}-\n" for depth in range(1, 24)), "1:1: nested too deeply"),
        ("services: " + "- " * 5_000, "1:11: "),
        ("? " * 5_000, "1:1: nested too deeply"),
        ("{" * 10_000, "1:1: nested too deeply"),
        ("#" * 32_769, "1:1: longer than 32,768 characters"),
    ],
    ids=[
        "day",
        "number",
        "alias",
        "deep list",
        "list on one line",
        "deep keys",
        "deep braces",
        "long",
    ],
)
def test_what_no_process_needs_is_a_mistake_before_it_costs_anything(text: str, mistake: str) -> None:
    with pytest.raises(ConfigurationWrong) as wrong:
        process(text)

    assert str(wrong.value).startswith(f"{FILE}:{mistake}")


@pytest.mark.parametrize("title", ["{title:9999999999}", "{title.__class__}", "{number!r}", "{0}", "{", "{}"])
def test_a_title_holds_only_the_two_names_as_they_are(title: str) -> None:
    with pytest.raises(ConfigurationWrong, match=r"what stands in braces can be \{number\} and \{title\}"):
        process(f"postmortem: {{title: '{title}'}}")


def test_a_key_given_twice_is_a_mistake() -> None:
    with pytest.raises(ConfigurationWrong, match=r"incidents\.yml:2:1: found duplicate key"):
        process("name: a\nname: b\n")


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(ConfigurationWrong) as wrong:
        process("labels: {x: 1}\nactions:\n  due_in_days: 0\n")

    assert wrong.value.mistakes == (
        Mistake(FILE, 3, 3, "actions.due_in_days", "Input should be greater than 0"),
        Mistake(
            FILE,
            1,
            10,
            "labels.x",
            "unknown key; allowed here: action_item, incident, owner_wanted, postmortem_owed, status",
        ),
    )
