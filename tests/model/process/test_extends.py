"""A configuration is laid over the presets that it extends, and a mistake is located in its own file."""

from dataclasses import replace
from typing import Annotated, Any, get_args, get_origin

import pytest

from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_part import key_types
from incident_actions.model.process.configuration_reader import read_configuration, read_process
from incident_actions.model.process.extends import (
    NAMED_LISTS,
    PRESET_NAMES,
    Flaw,
    Path,
    did_you_mean,
    lay_over_presets,
    preset_names,
)
from incident_actions.model.process.mistake import Mistake
from incident_actions.model.process.people import Contact
from incident_actions.model.process.severity import Severity
from incident_actions.model.process.yaml_parsing import parse_yaml
from tests.model.process.small_process import BASE, FILE, read_small_process, refusal


def test_a_key_lies_over_the_presets_and_the_others_stay() -> None:
    found = read_small_process(
        "postmortem:\n  due: 48 hours\nlabels: {incident: outage}\npermissions: {sev: maintain}\n"
    )

    default = read_small_process("")
    assert found == replace(
        default,
        postmortem=replace(default.postmortem, due="48 hours"),
        labels=replace(default.labels, incident="outage"),
        permissions={**default.permissions, "sev": "maintain"},
    )


def test_a_list_is_replaced_whole() -> None:
    found = read_small_process(
        "severities:\n  - {label: Bad}\n  - {label: Very bad}\nescalation: ['@ada', acme/on-call]\n"
    )

    assert [each.label for each in found.severities] == ["Bad", "Very bad"]
    assert found.escalation == ("ada", "acme/on-call")


def test_an_item_of_a_list_is_changed_by_its_name_and_the_others_stay() -> None:
    found = read_small_process(
        "severities:\n  sev-2: {update_every: 20, targets: {acknowledge: 5}}\n  SEV-4: null\n  SEV-5: {definition: Dust}\n"
    )

    one, two, three, _ = read_small_process("").severities
    assert found.severities == (
        one,
        replace(two, update_every=20, targets=replace(two.targets, acknowledge=5)),
        three,
        Severity(label="SEV-5", definition="Dust"),
    )


def test_each_list_of_named_things_can_be_changed_by_name() -> None:
    found = read_small_process(
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
    titles = [each.title for each in read_small_process("").postmortem.sections]
    assert [each.title for each in found.postmortem.sections] == [*titles, "More"]
    assert next(each.hint for each in found.postmortem.sections if each.title == "Summary") == "Short"
    assert [each.id for each in found.triage.questions][-1] == "users"


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
        ("name: x\nextends: default", CIRCLE, "2:1: extends: there is no preset 'nothing' (preset default extends it); "
         "allowed: default, lean, war-room"),
        ("\n  \nname: x", CIRCLE, "1:1: extends: there is no preset 'nothing' (preset default extends it); "
         "allowed: default, lean, war-room"),
        ("extends: regullated", BELOW, "1:1: extends: there is no preset 'regullated'; did you mean `regulated`? "
         "allowed: default, lean, regulated"),
        ("extends:", BELOW, "1:1: extends: there is no preset 'None'; allowed: default, lean, regulated"),
        ("extends: lean\nseverities:\n  - label: P1\n", BELOW,
         "2:1: severities: the preset's ladder.vp.severities.0 is 'B': there is no severity 'B'; allowed: P1"),
        ("extends: lean\nseverities: {B: {label: P2}}\n", BELOW,
         "2:1: severities: the preset's ladder.vp.severities.0 is 'B': there is no severity 'B'; allowed: A, P2"),
        ("extends: lean\nladder: {vp: {after: 20}}\nseverities: {B: null}\n", BELOW,
         "3:1: severities: the preset's ladder.vp.severities.0 is 'B': there is no severity 'B'; allowed: A"),
        ("extends: lean\ncontacts: {vp: null}\n", BELOW,
         "2:1: contacts: the preset's ladder.vp.page.0 is 'vp': there is no contact or role 'vp'; "
         "allowed: commander, service-owner, @user"),
        ("name: x\nextends: lean\nlabels: {incident: bug}\n",
         {"default": BASE, "lean": "extends: default\nseverities: {SEV-3: {fix_labels: [bug]}}\n"},
         "3:1: labels: the preset's severities.SEV-3.fix_labels.0 is 'bug': the label 'bug' would make each fix an "
         "incident; allowed: any other label"),
        ("extends: lean\nstatuses: {'On': {word: Up}}\n", BELOW,
         "2:1: statuses: the preset's announcements.first.stage is 'On': there is no stage or status word 'On'; "
         "allowed: declared, update, resolved, Up, Off"),
        ("extends: lean", {"lean": "ladder: 3\n"},
         "1:1: extends: the preset's severities: this key is required\n"
         f"{FILE}:1:1: extends: the preset's statuses: this key is required\n"
         f"{FILE}:1:1: extends: the preset's roles: this key is required\n"
         f"{FILE}:1:1: extends: the preset's ladder: expected a list, such as [one, another], or keys and values by name\n"
         f"{FILE}:1:1: extends: the preset's postmortem: this key is required"),
    ],
)  # fmt: skip
def test_a_presets_value_made_wrong_is_reported_at_the_key_that_caused_it(
    text: str, presets: dict[str, str], mistake: str
) -> None:
    assert refusal(text, presets.get) == f"{FILE}:{mistake}"


def test_another_preset_can_lie_below() -> None:
    preset = {"mine": "severities: [{label: X}]\nstatuses: [{word: A, phase: active}, {word: B, phase: resolved}]\n"}
    rest = "roles: [{key: commander, name: C}]\npostmortem: {sections: [{title: T}]}\n"

    found = read_process(f"extends: mine\n{rest}", preset.get, ())

    assert (found.name, [each.label for each in found.severities]) == ("mine", ["X"])


PRESETS = ", ".join(name for name in PRESET_NAMES if templates.load_preset(name))


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("extends: other", f"1:1: extends: there is no preset 'other'; allowed: {PRESETS}"),
        (
            "severities:\n  SEV-9: null",
            "2:3: severities.SEV-9: there is nothing of that name to remove; there are: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "contacts: {v-p: null}",
            "1:12: contacts.v-p: there is nothing of that name to remove; there are: none",
        ),
    ],
)
def test_an_unknown_preset_or_item_is_refused_with_the_known_ones(text: str, mistake: str) -> None:
    assert refusal(text) == f"{FILE}:{mistake}"


def layers(text: str, **presets: str) -> Any:
    """Return a configuration laid over presets."""
    return lay_over_presets(parse_yaml(text, "x.yml"), presets.get, "x.yml")


@pytest.mark.parametrize(
    ("default", "own", "values"),
    [
        ("labels: {incident: a, status: b}", "labels: {status: c}", {"labels": {"incident": "a", "status": "c"}}),
        ("labels: 3", "labels: {status: c}", {"labels": {"status": "c"}}),
        ("labels: {status: b}", "labels: null", {"labels": None}),
        ("labels: {status: b}", "labels: {status: null}", {"labels": {"status": None}}),
        ("contacts: {a: {name: A}, b: {name: B}}", "contacts: {a: null}", {"contacts": {"b": {"name": "B"}}}),
        ("contacts: {a: {name: A}}", "contacts: {a: {reach: x}}", {"contacts": {"a": {"name": "A", "reach": "x"}}}),
        ("permissions: {sev: read}", "permissions: {sev: null}", {"permissions": {}}),
        ("alerts: {severities: {a: b, c: d}}", "alerts: {severities: {a: null}}", {"alerts": {"severities": {"c": "d"}}}),
        ("escalation: [a]", "escalation: [b, {x: [1]}]", {"escalation": ["b", {"x": [1]}]}),
        ("services: [{name: a}, {name: b}]", "services: {A: {owner: x}}", {"services": [{"name": "a", "owner": "x"}, {"name": "b"}]}),
        ("services: [a, b]", "services: {a: {owner: x}}", {"services": [{"name": "a", "owner": "x"}, "b"]}),
        ("services: [a, b]", "services: {a: null, c: {}}", {"services": ["b", {"name": "c"}]}),
        ("services: [a, b]", "services: {b: null}", {"services": ["a"]}),
        ("services: 3", "services: {1: {owner: x}}", {"services": [{"name": "1", "owner": "x"}]}),
        ("services: [a]", "services: {a: 3, b: [4]}", {"services": [3, [4]]}),
        ("services: [{owner: x}]", "services: {'': null}", {"services": []}),
    ],
)  # fmt: skip
def test_values_lie_over_values(default: str, own: str, values: dict[str, Any]) -> None:
    assert layers(own, default=default).values == {"name": "default", **values}


def test_the_name_of_a_configuration_is_that_of_its_nearest_preset() -> None:
    presets = {"default": "name: x", "lean": "extends: default"}

    assert [layers(f"extends: {name}", **presets).values for name in presets] == [{"name": "x"}, {"name": "lean"}]


def test_a_preset_itself_lies_over_nothing_and_is_called_as_its_file() -> None:
    own = parse_yaml("services: [a]", "presets/lean.yml")

    found = lay_over_presets(own, lambda _: None, "presets/lean.yml", below=None)

    assert found.values == {"name": "lean", "services": ["a"]}


def test_an_empty_preset_has_only_its_name() -> None:
    assert layers("", default="").values == {"name": "default"}


@pytest.mark.parametrize(
    ("own", "path", "problem"),
    [
        ("services: {apii: null}", ("services", "apii"), "did you mean `api`? there are: api, web"),
        ("contacts: {v: null}", ("contacts", "v"), "there are: none"),
        ("permissions: {sevv: null}", ("permissions", "sevv"), "did you mean `sev`? there are: sev"),
        ("playbooks: {x: null}", ("playbooks", "x"), "there are: none"),
    ],
)
def test_nothing_can_be_removed_that_is_not_there(own: str, path: Path, problem: str) -> None:
    found = layers(own, default="services: [api, web]\npermissions: {sev: read}").strange

    assert found == (Flaw(path, f"there is nothing of that name to remove; {problem}"),)


DEFAULT = "services: [{name: a}, {name: b}]\nescalation: [x]\n"


@pytest.mark.parametrize(
    ("own", "flaw", "mistake"),
    [
        ("name: x\nescalation: [p, q]", Flaw(("escalation", 1), "no"), (2, 17, "escalation.1", "no")),
        ("services:\n  b: {owner: q}", Flaw(("services", 1, "owner"), "no"), (2, 7, "services.b.owner", "no")),
        ("services:\n  b: {owner: q}", Flaw(("services", 1, "runbook"), "no"), (2, 3, "services.b.runbook", "no")),
        ("services:\n  b: {owner: q}", Flaw(("services", 0, "name"), "no"), (1, 1, "services.a.name", "no")),
        ("services: [{name: c}, d]", Flaw(("services", 1), "no"), (1, 23, "services.1", "no")),
        ("services:\n  c: {}", Flaw(("services", 2), "no"), (2, 3, "services.c", "no")),
        ("name: x", Flaw(("services", 0), "no"), (1, 1, "services.a", "no")),
        ("name: x\nextends: default", Flaw(("services", 0), "no"), (2, 1, "extends", "the preset's services.a: no")),
        ("name: x\nextends: default", Flaw(("services", 0), "no", "a"), (2, 1, "extends", "the preset's services.a is 'a': no")),
        ("roles: []\nlabels: {}", Flaw(("services", 0), "no", "a", ("labels", "roles")), (2, 1, "labels", "the preset's services.a is 'a': no")),
        ("extends: default\nlabels: {}", Flaw(("services", 0), "no", "", ("labels",)), (2, 1, "labels", "the preset's services.a: no")),
        ("extends: default\nservices: {b: {}}", Flaw(("services", 0), "no"), (2, 1, "services.a", "no")),
        ("extends: default\nservices: {b: {}}", Flaw(("services", 0), "no", "", ("services",)), (2, 1, "services", "the preset's services.a: no")),
        ("1: {2: x}", Flaw(("1", "2"), "no"), (1, 5, "1.2", "no")),
        ("services: [{name: c}, d]", Flaw(("services", 1, "name"), "no", "", ("services",)), (1, 23, "services.1.name", "no")),
        ("labels: [x]", Flaw(("labels", "incident"), "no"), (1, 1, "labels.incident", "no")),
    ],
    ids=str,
)  # fmt: skip
def test_a_flaw_is_located_where_it_can_be_fixed(own: str, flaw: Flaw, mistake: tuple[int, int, str, str]) -> None:
    assert layers(own, default=DEFAULT).mistake(flaw) == Mistake("x.yml", *mistake)


def test_a_merged_key_is_located_at_the_keys_that_it_was_merged_into() -> None:
    found = layers("x: &x {a: 1}\nlabels:\n  <<: {incident: y}\n", default="")

    assert found.mistake(Flaw(("labels", "incident"), "no")) == Mistake("x.yml", 2, 1, "labels.incident", "no")


@pytest.mark.parametrize(
    ("path", "idle", "reported"),
    [
        (("services", 0), False, True),
        (("services", 0), True, False),
        (("escalation", 0), True, True),
        (("escalation", 1), True, False),
    ],
)
def test_a_harmless_flaw_is_reported_only_where_the_file_itself_has_it(path: Path, idle: bool, reported: bool) -> None:
    found = layers("escalation: [p]", default=DEFAULT)

    assert found.is_reported(Flaw(path, "no", idle=idle)) is reported


def test_a_flaw_that_is_found_later_is_located_in_the_same_file() -> None:
    configuration = read_configuration("extends: regulated\n", BELOW.get, ())

    assert configuration.mistake(Flaw(("severities", 1), "no")) == Mistake(
        FILE, 1, 1, "extends", "the preset's severities.B: no"
    )


@pytest.mark.parametrize(
    ("given", "allowed", "hint"),
    [
        ("sevv", ["sev", "severity"], "did you mean `sev`? "),
        ("SEV", ["sev"], "did you mean `sev`? "),
        ("abcde", ["abcxy"], "did you mean `abcxy`? "),
        ("abcde", ["abwxy"], ""),
        ("ab", ["abc", "abd"], ""),
        ("", [], ""),
        (3, ["3"], "did you mean `3`? "),
        ("a" * 100 + "b" * 900, ["a" * 100], f"did you mean `{'a' * 100}`? "),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_hint_names_the_one_word_that_is_close(given: object, allowed: list[str], hint: str) -> None:
    assert did_you_mean(given, allowed) == hint


def test_the_presets_that_exist_are_named_in_their_order() -> None:
    assert preset_names({"lean": "", "other": "", "default": "x: 1"}.get) == ("default", "lean")


def test_each_list_that_is_changed_by_name_has_names() -> None:
    process = read_small_process("")

    for path, label in NAMED_LISTS.items():
        here: Any = type(process)
        for step in path:
            here = key_types(here)[str(step)]
        assert label in key_types(get_args(get_args(here)[0] if get_origin(here) is Annotated else here)[0])
