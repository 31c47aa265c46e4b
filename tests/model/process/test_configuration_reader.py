"""A configuration is laid over its preset; a mistake is reported with its place and what is allowed."""

from typing import get_args

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import PRESET_NAMES
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake
from incident_actions.model.process.people import Contact
from incident_actions.model.process.postmortem import Column, Section
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity

FILE = ".github/incidents.yml"


BASE = """
severities: [{label: SEV-1, update_every: 15}, {label: SEV-2, update_every: 30}, {label: SEV-3}, {label: SEV-4}]
statuses:
  - {word: Investigating, phase: active}
  - {word: Identified, phase: active}
  - {word: Monitoring, phase: mitigated}
  - {word: Resolved, phase: resolved}
roles: [{key: commander, name: Lead}, {key: comms, name: Comms}, {key: tech, name: Tech}, {key: scribe, name: Scribe}]
permissions: {note: triage}
postmortem: {sections: [{title: Summary}, {title: Impact}]}
"""


def preset(name: str) -> str | None:
    """Return a small default preset for these tests, and the other presets as they are."""
    return BASE if name == "default" else templates.load_preset(name)


def process(text: str) -> Process:
    return read_process(text, preset, tuple(BY_WORD))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "extends: default\n", "---\nextends: default\n", "{}"])
def test_an_empty_configuration_is_the_default_process(text: str) -> None:
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


def test_an_item_of_a_list_is_changed_by_its_name_and_the_others_stay() -> None:
    found = process(
        "severities:\n  sev-2: {update_every: 20, targets: {acknowledge: 5}}\n  SEV-4: null\n  SEV-5: {definition: Dust}\n"
    )

    one, two, three, _ = process("").severities
    assert found.severities == (
        one,
        two.model_copy(update={"update_every": 20, "targets": two.targets.model_copy(update={"acknowledge": 5})}),
        three,
        Severity(label="SEV-5", definition="Dust"),
    )


def test_each_list_of_named_things_can_be_changed_by_name() -> None:
    found = process(
        "statuses: {Identified: {meaning: We know}}\nroles: {scribe: {name: Writer}}\n"
        "ladder: {vp: {when: blocked, page: [tech]}}\nchecklists: {Begin: {when: declared, items: [Look]}}\n"
        "announcements: {first: {stage: declared, audience: all, text: Hello}}\nservices: {api: {owner: ada}}\n"
        "playbooks: {Full disk: {symptoms: No space left}}\npostmortem: {sections: {Summary: {hint: Short}, More: {}}}\n"
        "triage: {questions: {users: {label: Users}}}\n"
    )

    assert found.statuses[1].meaning == "We know"
    assert [role.name for role in found.roles][-1] == "Writer"
    assert [each.page for each in found.ladder if each.name == "vp"] == [("tech",)]
    assert [each.items for each in found.checklists if each.name == "Begin"] == [("Look",)]
    assert [each.text for each in found.announcements if each.name == "first"] == ["Hello"]
    assert [(each.name, each.owner) for each in found.services] == [("api", ("ada",))]
    assert [each.symptoms for each in found.playbooks if each.name == "Full disk"] == ["No space left"]
    titles = [each.title for each in process("").postmortem.sections]
    assert [each.title for each in found.postmortem.sections] == [*titles, "More"]
    assert next(each.hint for each in found.postmortem.sections if each.title == "Summary") == "Short"
    assert [each.id for each in found.triage.questions][-1] == "users"


def test_a_severity_is_named_in_short_and_held_by_its_whole_label() -> None:
    found = process(
        "severities: [{label: P1 - Critical}, {label: P2 - High}]\nalerts: {severities: {page: p1}}\n"
        "roles: {scribe: {required_from: high}}\nladder: {vp: {when: blocked, page: [tech], severities: [P1, '2']}}\n"
    )

    assert found.alerts.severities == {"page": "P1 - Critical"}
    assert found.role("scribe") == process("").roles[-1].model_copy(update={"required_from": "P2 - High"})
    assert found.ladder[-1].severities == ("P1 - Critical", "P2 - High")


BELOW = {
    "default": "severities: [{label: A}, {label: B}]\nstatuses: [{word: On, phase: active}, {word: Off, phase: resolved}]\n"
    "roles: [{key: commander, name: C}]\npostmortem: {sections: [{title: T}]}\n",
    "lean": "extends: default\nseverities: {B: {update_every: 30}}\ncontacts: {vp: {name: VP}}\n"
    "ladder: [{name: vp, when: not resolved, after: 30, page: [vp], severities: [B]}]\n"
    "announcements: [{name: first, stage: 'On', audience: all, text: x}]\n",
    "regulated": "extends: lean\nseverities: {B: {postmortem: true}}\n",
}


def test_a_preset_may_extend_another_and_so_on() -> None:
    found = read_process("extends: regulated\nseverities: {b: {colour: ffffff}}\n", BELOW.get, ())

    assert (found.name, found.severities[0]) == ("regulated", Severity(label="A"))
    assert found.severities[1] == Severity(label="B", update_every=30, postmortem=True, colour="ffffff")
    assert found.contacts == {"vp": Contact(name="VP")}


CIRCLE = {"lean": "extends: war-room\n", "war-room": "extends: lean\n", "default": "extends: nothing\n"}


@pytest.mark.parametrize(
    ("text", "presets", "mistake"),
    [
        ("extends: lean", CIRCLE, "1:1: extends: presets extend each other in a circle: lean → war-room → lean; "
         "allowed: default, lean, war-room"),
        ("name: x\nextends: default", CIRCLE, "2:1: extends: no preset is called 'nothing' (preset default extends it); "
         "allowed: default, lean, war-room"),
        ("extends: regullated", BELOW, "1:1: extends: no preset is called 'regullated'; did you mean `regulated`? "
         "allowed: default, lean, regulated"),
        ("extends:", BELOW, "1:1: extends: no preset is called 'None'; allowed: default, lean, regulated"),
        ("extends: lean\nseverities:\n  - label: P1\n", BELOW,
         "2:1: severities: the preset's ladder.vp.severities.0 is 'B': no severity is called 'B'; allowed: P1"),
        ("extends: lean\nseverities: {B: {label: P2}}\n", BELOW,
         "2:1: severities: the preset's ladder.vp.severities.0 is 'B': no severity is called 'B'; allowed: A, P2"),
        ("extends: lean\nladder: {vp: {after: 20}}\nseverities: {B: null}\n", BELOW,
         "3:1: severities: the preset's ladder.vp.severities.0 is 'B': no severity is called 'B'; allowed: A"),
        ("extends: lean\ncontacts: {vp: null}\n", BELOW,
         "2:1: contacts: the preset's ladder.vp.page.0 is 'vp': no contact or role is called 'vp'; "
         "allowed: commander, service-owner, @user"),
        ("name: x\nextends: lean\nlabels: {incident: bug}\n",
         {"default": BASE.replace("permissions: {note: triage}", ""), "lean": "extends: default\nseverities: {SEV-3: {fix_labels: [bug]}}\n"},
         "3:1: labels: the preset's severities.SEV-3.fix_labels.0 is 'bug': the label 'bug' would make an incident of "
         "each fix; allowed: any other label"),
        ("extends: lean\nstatuses: {'On': {word: Up}}\n", BELOW,
         "2:1: statuses: the preset's announcements.first.stage is 'On': no stage or status word is called 'On'; "
         "allowed: declared, update, resolved, Up, Off"),
        ("extends: lean", {"lean": "ladder: 3\n"},
         "1:1: extends: the preset's severities: this key is needed\n"
         f"{FILE}:1:1: extends: the preset's statuses: this key is needed\n"
         f"{FILE}:1:1: extends: the preset's roles: this key is needed\n"
         f"{FILE}:1:1: extends: the preset's ladder: expected a list, such as [one, another], or keys and values by name\n"
         f"{FILE}:1:1: extends: the preset's postmortem: this key is needed"),
    ],
)  # fmt: skip
def test_a_presets_value_made_wrong_is_reported_at_the_key_that_caused_it(
    text: str, presets: dict[str, str], mistake: str
) -> None:
    with pytest.raises(InvalidConfiguration) as wrong:
        read_process(text, presets.get, ())

    assert str(wrong.value) == f"{FILE}:{mistake}"


def test_another_preset_can_lie_below() -> None:
    preset = {"mine": "severities: [{label: X}]\nstatuses: [{word: A, phase: active}, {word: B, phase: resolved}]\n"}
    rest = "roles: [{key: commander, name: C}]\npostmortem: {sections: [{title: T}]}\n"

    found = read_process(f"extends: mine\n{rest}", preset.get, ())

    assert (found.name, [each.label for each in found.severities]) == ("mine", ["X"])


TOP = ", ".join(sorted(Process.model_fields))
SEVERITY = ", ".join(sorted(Severity.model_fields))
CONTENT = " or ".join(", ".join(map(repr, get_args(Section.model_fields["content"].annotation))).rsplit(", ", 1))
COLUMN = " or ".join(", ".join(map(repr, get_args(Column.model_fields["content"].annotation))).rsplit(", ", 1))
WHOM = "commander, comms, tech, scribe, service-owner, @user"
PRESETS = ", ".join(name for name in PRESET_NAMES if templates.load_preset(name))
WORDS = ", ".join(BY_WORD)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("extends: other", f"1:1: extends: no preset is called 'other'; allowed: {PRESETS}"),
        ("a: [", "1:5: expected the node content, but found '<stream end>'"),
        ("name: x\n\tservices: []", "2:1: found character '\\t' that cannot start any token"),
        ("- a", "1:1: expected keys and values, such as `extends: default`"),
        ("just words", "1:1: expected keys and values, such as `extends: default`"),
        (
            "name: x\nservics: [api]",
            f"2:1: servics: unknown key; did you mean `services`? allowed here: extends, {TOP}",
        ),
        (
            "labels:\n  incidnt: x",
            "2:3: labels.incidnt: unknown key; did you mean `incident`? allowed here: action_item, incident, owner_wanted, postmortem_owed, status",
        ),
        (
            "severities:\n  - label: A\n  - {label: B, labl: C}",
            f"3:16: severities.1.labl: unknown key; did you mean `label`? allowed here: {SEVERITY}",
        ),
        ("severities: []", "1:1: severities: must not be empty; expected at least 1"),
        (
            "severities: [{label: A}, {label: a}]",
            "1:27: severities.1.label: another one is called 'a'; severities need names of their own, case apart",
        ),
        (
            "severities:\n  - {label: A, colour: red}",
            "2:16: severities.0.colour: expected six hexadecimal digits in quotes, such as 'd93f0b'",
        ),
        (
            "severities:\n  - {label: A, update_every: 0}",
            "2:16: severities.0.update_every: expected more than 0",
        ),
        ("severities: 3", "1:1: severities: expected a list, such as [one, another], or keys and values by label"),
        (
            "statuses:\n  - {word: A, phase: over}",
            "2:15: statuses.0.phase: expected 'active', 'mitigated' or 'resolved'",
        ),
        (
            "statuses: [{word: A, phase: active}]",
            "1:1: statuses: at least one word of phase resolved is needed",
        ),
        ("roles: [{key: tech, name: T}]", "1:1: roles: one with the key commander is needed"),
        (
            "permissions:\n  sev: boss",
            "2:3: permissions.sev: expected 'read', 'triage', 'write', 'maintain', 'admin' or 'nobody'",
        ),
        (
            "permissions:\n  sevv: read",
            f"2:3: permissions.sevv: no command is called 'sevv'; did you mean `sev`? allowed: {WORDS}",
        ),
        (
            "postmortem:\n  due: soon",
            "2:3: postmortem.due: expected a span such as `48 hours`, `3 days` or `5 business days`",
        ),
        ("postmortem:\n  title: '{when}'", "2:3: postmortem.title: what stands in braces can be {number} and {title}"),
        (
            "postmortem:\n  sections:\n    - {title: A, content: x}",
            f"3:18: postmortem.sections.0.content: expected {CONTENT}",
        ),
        (
            "postmortem:\n  columns: [Item, Who]",
            f"2:19: postmortem.columns.1.content: expected {COLUMN}",
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
            "4:5: alerts.severities.P1: no severity is called 'SEV-9'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "severities:\n  sev-2: {update_every: 30 minutes}",
            "2:11: severities.sev-2.update_every: expected a whole number of minutes, such as 30",
        ),
        (
            "targets: {acknowledge: 0.5}",
            "1:11: targets.acknowledge: expected a whole number of minutes, such as 30",
        ),
        ("targets: {assess: yes}", "1:11: targets.assess: expected a whole number of minutes, such as 30"),
        ("name: 3", "1:1: name: expected text; what looks like a number, a date or yes and no needs quotes"),
        ("severities:\n  SEV-1: 3", "2:3: severities.SEV-1: expected keys and values, such as `key: value`"),
        (
            "severities:\n  SEV-2:\n    label: sev-1",
            "3:5: severities.SEV-2.label: another one is called 'sev-1'; severities need names of their own, case apart",
        ),
        ("severities: {SEV-2: {label: Sev 1}}", "1:22: severities.SEV-2.label: `/sev sev1` could mean 'SEV-1' as well"),
        (
            "severities: [{label: P1 - Bad}, {label: P1 - Worse}]",
            "1:34: severities.1.label: `/sev p1` could mean 'P1 - Bad' as well",
        ),
        (
            "severities:\n  SEV-9: null",
            "2:3: severities.SEV-9: nothing is called so, to be taken away; there are: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "contacts: {v-p: null}",
            "1:12: contacts.v-p: nothing is called so, to be taken away; there are: none",
        ),
        (
            "contacts: {V P: {name: x}}",
            "1:12: contacts.V P: expected a short name of lower-case letters, digits and hyphens, such as on-call",
        ),
        ("roles: {commander: null}", "1:1: roles: one with the key commander is needed"),
        (
            "roles: {scribe: {required_from: SEV-5}}",
            "1:18: roles.scribe.required_from: no severity is called 'SEV-5'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "roles: {tech: null, scribe: {with: [tech]}}",
            "1:37: roles.scribe.with.0: no role is called 'tech'; allowed: commander, comms, scribe",
        ),
        (
            "ladder:\n  vp: {when: no progress, after: 9, page: [comander]}",
            f"2:44: ladder.vp.page.0: no contact or role is called 'comander'; did you mean `commander`? allowed: {WHOM}",
        ),
        (
            "ladder:\n  vp: {when: no progress, after: 9, page: []}",
            "2:37: ladder.vp.page: names nobody; expected contacts, roles, on-call, secondary, service-owner or @user",
        ),
        (
            "ladder:\n  vp: {when: no progress, after: 9, page: [on-call]}",
            "2:44: ladder.vp.page.0: nobody is on-call: `on_call` has to hold a rota, or `contacts` somebody of that key",
        ),
        (
            "ladder:\n  vp: {when: blocked, page: [secondary]}\non_call: {primary: [{people: [ada]}]}",
            "2:30: ladder.vp.page.0: nobody is secondary: the rota needs `secondary`, or `contacts` somebody of that key",
        ),
        (
            "ladder:\n  vp: {when: blocked, page: ['@ada l']}",
            "2:30: ladder.vp.page.0: expected a login such as @ada, or a team such as @acme/on-call",
        ),
        (
            "ladder: [{name: vp, when: not acked, after: 9, page: [tech]}]",
            "1:21: ladder.0.when: did you mean `not acknowledged`? expected 'not acknowledged', 'no progress', "
            "'not mitigated', 'not resolved' or 'blocked'",
        ),
        (
            "ladder: [{name: vp, when: blocked, page: [tech], severities: [P1]}]",
            "1:63: ladder.0.severities.0: no severity is called 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "ladder: [{when: blocked, page: [tech], name: room}]",
            "1:40: ladder.0.name: the tool's own timer is called 'room'; allowed: any name but acknowledge, assess, "
            "first-update, update, public-update, room, roles, mitigate, watch",
        ),
        (
            "ladder:\n  vp: {when: blocked, page: [tech]}\n  update: {when: no progress, after: 9, page: [tech]}",
            "3:3: ladder.update.name: the tool's own timer is called 'update'; allowed: any name but acknowledge, assess, "
            "first-update, update, public-update, room, roles, mitigate, watch",
        ),
        (
            "severities: {SEV-1: {fix_labels: [bug, Incident]}, SEV-2: {fix_labels: [action-item]}}",
            "1:40: severities.SEV-1.fix_labels.1: the label 'Incident' would make an incident of each fix; "
            "allowed: any other label\n"
            f"{FILE}:1:73: severities.SEV-2.fix_labels.0: the label 'action-item' would make an action item of each fix; "
            "allowed: any other label",
        ),
        (
            "notifications: [{on: [declared], severities: [P1]}]",
            "1:47: notifications.0.severities.0: no severity is called 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "checklists:\n  Begin: {when: declared, items: [x], severities: [P1]}",
            "2:52: checklists.Begin.severities.0: no severity is called 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "announcements: {first: {stage: Declard, audience: x, text: x, severities: [P1]}}",
            "1:25: announcements.first.stage: no stage or status word is called 'Declard'; did you mean `declared`? "
            "allowed: declared, update, resolved, Investigating, Identified, Monitoring, Resolved\n"
            f"{FILE}:1:76: announcements.first.severities.0: no severity is called 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "triage: {rules: [{when: {users: all}, severity: SEV-1}]}",
            "1:26: triage.rules.0.when.users: no question is called 'users'; allowed: none yet",
        ),
        (
            "triage:\n  questions: {users: {label: Users, options: [all, few]}}\n"
            "  rules: [{when: {users: some}, severity: P1}]",
            "3:19: triage.rules.0.when.users: no option is called 'some'; allowed: all, few\n"
            f"{FILE}:3:33: triage.rules.0.severity: no severity is called 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "on_call:\n  primary:\n    - {people: [ada], hours: '09:00-17:00'}\n",
            "2:3: on_call.primary: nobody is primary on call on monday from 00:00; the layers must cover the whole week",
        ),
        (
            "on_call: {primary: [{people: [ada], since: soon}]}",
            "1:37: on_call.primary.0.since: expected a day such as 2026-01-31",
        ),
        (
            "on_call: {primary: [{people: [ada]}], overrides: [{from: x, until: 2026-01-01, who: ada}]}",
            "1:52: on_call.overrides.0.from: expected a time such as 2026-01-31 09:00",
        ),
        ("alerts:\n  storm: -1", "2:3: alerts.storm: expected at least 0"),
        (
            "escalation: ['ada lovelace']",
            "1:14: escalation.0: expected a login such as ada, or a team such as acme/on-call",
        ),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_what_is_allowed(text: str, mistake: str) -> None:
    with pytest.raises(InvalidConfiguration) as wrong:
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
def test_excessive_input_is_refused_before_it_costs_anything(text: str, mistake: str) -> None:
    with pytest.raises(InvalidConfiguration) as wrong:
        process(text)

    assert str(wrong.value).startswith(f"{FILE}:{mistake}")


@pytest.mark.parametrize("title", ["{title:9999999999}", "{title.__class__}", "{number!r}", "{0}", "{", "{}"])
def test_a_title_holds_only_the_two_names_as_they_are(title: str) -> None:
    with pytest.raises(InvalidConfiguration, match=r"what stands in braces can be \{number\} and \{title\}"):
        process(f"postmortem: {{title: '{title}'}}")


def test_a_key_given_twice_is_a_mistake() -> None:
    with pytest.raises(InvalidConfiguration, match=r"incidents\.yml:2:1: found duplicate key"):
        process("name: a\nname: b\n")


def test_every_preset_has_its_name_and_can_be_used() -> None:
    found = [read_process(f"extends: {name}", templates.load_preset, tuple(BY_WORD)).name for name in PRESET_NAMES]

    assert sorted(found) == sorted(path.stem for path in templates.PRESETS.glob("*.yml"))


def test_all_mistakes_are_reported_at_once() -> None:
    with pytest.raises(InvalidConfiguration) as wrong:
        process("labels: {x: 1}\nactions:\n  due_in_days: 0\n")

    assert wrong.value.mistakes == (
        Mistake(
            FILE,
            1,
            10,
            "labels.x",
            "unknown key; allowed here: action_item, incident, owner_wanted, postmortem_owed, status",
        ),
        Mistake(FILE, 3, 3, "actions.due_in_days", "expected more than 0"),
    )
