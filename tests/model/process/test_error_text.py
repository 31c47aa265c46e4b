"""What the types refuse is explained in plain words: what is expected, and what is allowed."""

from typing import Any, get_args

import pytest

from incident_actions.model.process.configuration_part import key_types
from incident_actions.model.process.error_text import allowed_keys, type_at
from incident_actions.model.process.extends import Path
from incident_actions.model.process.on_call import Rota
from incident_actions.model.process.people import Contact
from incident_actions.model.process.postmortem import Column, Section
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity, Targets
from tests.model.process.small_process import FILE, refusal

TOP = ", ".join(sorted(key_types(Process)))
SEVERITY = ", ".join(sorted(key_types(Severity)))
CONTENT = " or ".join(", ".join(map(repr, get_args(key_types(Section)["content"]))).rsplit(", ", 1))
COLUMN = " or ".join(", ".join(map(repr, get_args(key_types(Column)["content"]))).rsplit(", ", 1))
TEXT = "expected text; put quotes around a number, a date, yes or no"
KEYS = "expected keys and values, such as `key: value`"
ACCESS = "expected 'read', 'triage', 'write', 'maintain', 'admin' or 'nobody'"
WHOLE = "expected a whole number, such as 14"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "name: x\nservics: [api]",
            "2:1: servics: unknown key; did you mean `services`?",
        ),
        (
            "slack: 1",
            "1:1: slack: unknown key; the nearest are `playbooks`, `escalation`, `labels`; `incident-actions preset schema --reference` lists every key",
        ),
        (
            "postmortem:\n  rules: {impact-without-numbers: off}",
            "2:11: postmortem.rules.impact-without-numbers: unknown key; did you mean `impact-without-number`?",
        ),
        (
            "postmortem:\n  rules: {owner: off}",
            "2:11: postmortem.rules.owner: unknown key; the nearest are `owner-unknown`, `owner-not-checked`, `item-without-owner`; docs/post-mortem-rules.md lists every rule",
        ),
        (
            "postmortem:\n  rules: {owner-unknown: bad}",
            "2:11: postmortem.rules.owner-unknown: expected 'error', 'warning', 'notice' or 'off'",
        ),
        (
            "labels:\n  qqqq: x",
            "2:3: labels.qqqq: unknown key; the nearest are `action_item`, `drill`, `freeze`; `incident-actions preset schema --reference` lists every key",
        ),
        (
            "labels:\n  incidnt: x",
            "2:3: labels.incidnt: unknown key; did you mean `incident`?",
        ),
        (
            "severities:\n  - label: A\n  - {label: B, labl: C}",
            "3:16: severities.1.labl: unknown key; did you mean `label`?",
        ),
        ("severities: []", "1:1: severities: must not be empty; expected at least 1"),
        (
            "severities:\n  - {label: A, colour: red}",
            "2:16: severities.0.colour: expected six hexadecimal digits in quotes, such as 'd93f0b'",
        ),
        (
            "update_every: 0",
            "1:1: update_every: expected more than 0",
        ),
        ("severities: 3", "1:1: severities: expected a list, such as [one, another], or keys and values by label"),
        (
            "statuses:\n  - {word: A, phase: over}",
            "2:15: statuses.0.phase: expected 'active', 'mitigated' or 'resolved'",
        ),
        (
            "permissions:\n  sev: boss",
            "2:3: permissions.sev: expected 'read', 'triage', 'write', 'maintain', 'admin' or 'nobody'",
        ),
        (
            "postmortem:\n  sections:\n    - {title: A, content: x}",
            f"3:18: postmortem.sections.0.content: expected {CONTENT}",
        ),
        (
            "postmortem:\n  columns: [Item, Who]",
            f"2:19: postmortem.columns.1.content: expected {COLUMN}",
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
        ("name: 3", "1:1: name: expected text; put quotes around a number, a date, yes or no"),
        ("severities:\n  SEV-1: 3", "2:3: severities.SEV-1: expected keys and values, such as `key: value`"),
        (
            "contacts: {V P: {name: x}}",
            "1:12: contacts.V P: expected a short name of lower-case letters, digits and hyphens, such as on-call",
        ),
        (
            "ladder:\n  vp: {when: no progress, after: 9, page: []}",
            "2:37: ladder.vp.page: must name somebody: a contact, a role, on-call, secondary, service-owner or @user",
        ),
        (
            "ladder: [{name: vp, when: not acked, after: 9, page: [tech]}]",
            "1:21: ladder.0.when: did you mean `not acknowledged`? expected 'not acknowledged', 'no progress', "
            "'not mitigated', 'not resolved' or 'blocked'",
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
def test_a_value_that_no_type_accepts_is_explained(text: str, mistake: str) -> None:
    assert refusal(text) == f"{FILE}:{mistake}"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("severities: [{label: A, postmortem: maybe}]", "1:25: severities.0.postmortem: expected true or false"),
        ("severities: [{label: A, postmortem: [x]}]", "1:25: severities.0.postmortem: expected true or false"),
        ("severities: [{label: ''}]", "1:15: severities.0.label: must not be empty"),
        (f"severities: [{{label: {'x' * 51}}}]", "1:15: severities.0.label: expected at most 50 characters"),
        ('severities: [{label: "\\ud800"}]', f"1:15: severities.0.label: {TEXT}"),
        ("severities: [{definition: x}]", "1:14: severities.0.label: this key is required"),
        ("severities: [3]", f"1:14: severities.0: {KEYS}"),
        ("actions: {due_in_days: x}", f"1:11: actions.due_in_days: {WHOLE}"),
        ("actions: {due_in_days: 1.5}", f"1:11: actions.due_in_days: {WHOLE}"),
        ("actions: {due_in_days: [1]}", f"1:11: actions.due_in_days: {WHOLE}"),
        ("actions: {due_in_days: {SEV-1: x}}", f"1:25: actions.due_in_days.SEV-1: {WHOLE}"),
        ("actions: {due_in_days: {}}", "1:11: actions.due_in_days: must not be empty; expected at least 1"),
        ("actions: {due_in_days: 3651}", "1:11: actions.due_in_days: expected at most 3650"),
        ("actions: {remind: [-3651]}", "1:20: actions.remind.0: expected at least -3650"),
        ("alerts: {storm: 43201}", "1:10: alerts.storm: expected at most 43200"),
        ("update_every: 50000", "1:1: update_every: expected at most 43200"),
        (
            f"checklists: [{{name: x, when: active, items: [{', '.join('y' * 21)}]}}]",
            "1:38: checklists.0.items: expected at most 20, not 21",
        ),
        ("postmortem: {timeline_columns: [a]}", "1:14: postmortem.timeline_columns: expected at least 2, not 1"),
        ("postmortem: {timeline_columns: []}", "1:14: postmortem.timeline_columns: must not be empty; expected at least 2"),
        ("postmortem: {timeline_columns: [a, b, c, d]}", "1:14: postmortem.timeline_columns: expected at most 3, not 4"),
        ("contacts: 3", f"1:1: contacts: {KEYS}"),
        ("labels: 3", f"1:1: labels: {KEYS}"),
        ("alerts: {severities: 3}", f"1:10: alerts.severities: {KEYS}"),
        ("bot: 'a b'", "1:1: bot: expected a login such as ada or my-app[bot]"),
        ("services: [{name: x, repository: acme}]", "1:22: services.0.repository: expected a repository such as acme/api"),
        (
            "triage: {questions: [{id: X, label: x}]}",
            "1:23: triage.questions.0.id: expected a name of lower-case letters, digits and underscores, such as users_affected",
        ),
        (
            "postmortem: {columns: [{name: 'a:b', content: item}]}",
            "1:25: postmortem.columns.0.name: expected text that matches ^[^:]+$",
        ),
        ("directory: {'a b': x}", "1:13: directory.a b: expected a login such as ada, or a team such as acme/on-call"),
        ("people: {ada: {}}", "1:10: people.ada: expected a `name`, or the tag of an address in `notify`"),
        ("people: {ada: ada-pager}", f"1:10: people.ada: {KEYS}"),
        (
            "people: {ada: {notify: [ada-pager, '+44 20 7946 0001']}}",
            "1:36: people.ada.notify.1: expected the tag of an address in the secret INCIDENT_NOTIFY_URLS, such as "
            "ada-pager; put addresses and phone numbers only into the secret, because everybody who can read the "
            "repository can read this file",
        ),
        ("escalation: ada", "1:1: escalation: expected a list, such as [one, another]"),
        ("permissions: {sev: 3}", f"1:15: permissions.sev: {ACCESS}"),
        ("permissions: {sev: writ}", f"1:15: permissions.sev: did you mean `write`? {ACCESS}"),
        (
            "statuses: [{word: A, phase: mitigatd}]",
            "1:22: statuses.0.phase: did you mean `mitigated`? expected 'active', 'mitigated' or 'resolved'",
        ),
        ("on_call: {primary: [{people: []}]}", "1:22: on_call.primary.0.people: must not be empty; expected at least 1"),
        (
            "on_call: {primary: [{people: [ada], since: 2026-01-31 09:00}]}",
            "1:37: on_call.primary.0.since: expected a day such as 2026-01-31",
        ),
        (
            "on_call: {primary: [{people: [ada], since: [1]}]}",
            "1:37: on_call.primary.0.since: expected a day such as 2026-01-31",
        ),
        (
            "on_call: {primary: [{people: [ada]}], overrides: [{from: [], until: 2026-01-01, who: ada}]}",
            "1:52: on_call.overrides.0.from: expected a time such as 2026-01-31 09:00",
        ),
        (
            "severities: [{labl: x}]",
            "1:14: severities.0.label: this key is required\n"
            f"{FILE}:1:15: severities.0.labl: unknown key; did you mean `label`?",
        ),
        (
            "severities: []\nstatuses: [{word: x}]",
            "1:1: severities: must not be empty; expected at least 1\n"
            f"{FILE}:2:12: statuses.0.phase: this key is required",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_refusal_has_its_words(text: str, mistake: str) -> None:
    assert refusal(text) == f"{FILE}:{mistake}"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ((), Process),
        (("severities", 0), Severity),
        (("severities", 0, "targets"), Targets),
        (("contacts", "vp"), Contact),
        (("directory", "ada"), str),
        (("contacts", "vp", "people", 0), str),
        (("bot",), str),
        (("update_every",), int),
        (("on_call",), Rota),
        (("unknown",), None),
        (("unknown", "below"), None),
        (("name", "below"), None),
    ],
)
def test_the_type_at_a_path_is_found(path: Path, kind: Any) -> None:
    assert type_at(path) is kind


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (("roles", 0), ["duties", "key", "name", "required_from", "with"]),
        (("on_call", "overrides", 0), ["from", "instead_of", "until", "who"]),
        (("contacts", "vp"), ["name", "people", "reach"]),
        (("contacts",), []),
        (("severities",), []),
        (("unknown",), []),
        ((), ["extends", *sorted(key_types(Process))]),
    ],
)
def test_the_keys_of_a_part_are_named_as_people_write_them(path: Path, keys: list[str]) -> None:
    assert allowed_keys(path) == keys
