"""Each name that one part of a process uses is defined by another, and no part shows people more than fits."""

import json

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.cross_checks import people_references, severity_references
from tests.model.process.small_process import FILE, read_small_process, refusal

WHOM = "commander, comms, tech, scribe, service-owner, @user"
WORDS = ", ".join((*BY_WORD, "extend"))


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "severities: [{label: A}, {label: a}]",
            "1:27: severities.1.label: there is another 'a'; severities need different names, whatever their case",
        ),
        (
            "statuses: [{word: A, phase: active}]",
            "1:1: statuses: at least one status of the phase resolved is required",
        ),
        ("roles: [{key: tech, name: T}]", "1:1: roles: a role with the key commander is required"),
        (
            "permissions:\n  sevv: read",
            f"2:3: permissions.sevv: there is no command 'sevv'; did you mean `sev`? allowed: {WORDS}",
        ),
        (
            "alerts:\n  severities:\n    page: SEV-1\n    P1: SEV-9",
            "4:5: alerts.severities.P1: there is no severity 'SEV-9'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "events: {rules: [{on: release, severity: SEV-9}]}",
            "1:32: events.rules.0.severity: there is no severity 'SEV-9'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "events: {rules: [{on: release, branch: main}]}",
            "1:32: events.rules.0.branch: `on: release` has no branch; allowed: tag",
        ),
        (
            "events: {rules: [{on: workflow_run, workflow: CI, environment: '*'}]}",
            "1:51: events.rules.0.environment: `on: workflow_run` has no environment; allowed: workflow, branch",
        ),
        (
            "events: {rules: [{on: workflow_run, workflow: CI*}]}",
            "1:37: events.rules.0.workflow: GitHub reports runs by the whole name of a workflow, without `*`",
        ),
        (
            "events: {rules: [{on: workflow_run}]}",
            "1:19: events.rules.0.on: name the workflow, or list workflows in `events.workflows`: GitHub reports only runs "
            "of those",
        ),
        (
            "services: [api]\nevents: {rules: [{on: release, service: ap}]}",
            "2:32: events.rules.0.service: there is no service 'ap'; did you mean `api`? allowed: api",
        ),
        (
            "actions: {due_in_days: {SEV-11: 7}}",
            "1:25: actions.due_in_days.SEV-11: there is no severity 'SEV-11'; did you mean `SEV-1`? allowed: SEV-1, SEV-2, "
            "SEV-3, SEV-4",
        ),
        (
            "actions: {types: [prevent, detect]}\nissue_types: {by_item_type: {prevents: Feature}}",
            "2:30: issue_types.by_item_type.prevents: there is no type of action items 'prevents'; did you mean `prevent`? "
            "allowed: prevent, detect",
        ),
        (
            "actions: {due_in_days: {SEV-1: 7, sev1: 9}}",
            "1:35: actions.due_in_days.sev1: SEV-1 has another number already",
        ),
        (
            "severities:\n  SEV-2:\n    label: sev-1",
            "3:5: severities.SEV-2.label: there is another 'sev-1'; severities need different names, whatever their case",
        ),
        ("severities: {SEV-2: {label: Sev 1}}", "1:22: severities.SEV-2.label: `/sev sev1` could also mean 'SEV-1'"),
        (
            "severities: [{label: P1 - Bad}, {label: P1 - Worse}]",
            "1:34: severities.1.label: `/sev p1` could also mean 'P1 - Bad'",
        ),
        (
            "severities:\n  SEV-3: {also: [sluggish, Sev 1]}",
            "2:28: severities.SEV-3.also.1: 'Sev 1' could mean another severity as well, or holds no word; "
            "allowed: words of this one alone",
        ),
        (
            "severities: [{label: A, also: [b, '!!']}, {label: B}]",
            "1:32: severities.0.also.0: 'b' could mean another severity as well, or holds no word; "
            "allowed: words of this one alone\n"
            f"{FILE}:1:35: severities.0.also.1: '!!' could mean another severity as well, or holds no word; "
            "allowed: words of this one alone",
        ),
        (
            "postmortem:\n  milestones: {mitigate: so}",
            "2:16: postmortem.milestones.mitigate: there is no milestone or status word 'mitigate'; did you mean `mitigated`? "
            "allowed: alert, started, detected, declared, acknowledged, mitigated, resolved, Investigating, Identified, "
            "Monitoring, Resolved",
        ),
        (
            "postmortem:\n  milestones: {declared: 'so {who}'}",
            "2:16: postmortem.milestones.declared: words in braces can be {severity}, {commander} and {detected_by}",
        ),
        ("roles: {commander: null}", "1:1: roles: a role with the key commander is required"),
        (
            "roles: {scribe: {required_from: SEV-5}}",
            "1:18: roles.scribe.required_from: there is no severity 'SEV-5'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "roles: {tech: null, scribe: {with: [tech]}}",
            "1:37: roles.scribe.with.0: there is no role 'tech'; allowed: commander, comms, scribe",
        ),
        (
            "ladder:\n  vp: {when: no progress, after: 9, page: [comander]}",
            f"2:44: ladder.vp.page.0: there is no contact or role 'comander'; did you mean `commander`? allowed: {WHOM}",
        ),
        (
            "ladder:\n  vp: {when: no progress, after: 9, page: [on-call]}",
            "2:44: ladder.vp.page.0: on-call is nobody: add a rota to `on_call`, or a contact with that key",
        ),
        (
            "ladder:\n  vp: {when: blocked, page: [secondary]}\non_call: {primary: [{people: [ada]}]}",
            "2:30: ladder.vp.page.0: secondary is nobody: add `secondary` to the rota, or a contact with that key",
        ),
        (
            "ladder:\n  vp: {when: blocked, page: ['@ada l']}",
            "2:30: ladder.vp.page.0: expected a login such as @ada, or a team such as @acme/on-call",
        ),
        (
            "ladder: [{name: vp, when: blocked, page: [tech], severities: [P1]}]",
            "1:63: ladder.0.severities.0: there is no severity 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "ladder: [{when: blocked, page: [tech], name: room}]",
            "1:40: ladder.0.name: 'room' is the name of a timer of the tool; allowed: any name except acknowledge, respond, "
            "notify, assess, first-update, update, public-update, room, roles, mitigate, watch",
        ),
        (
            "ladder:\n  vp: {when: blocked, page: [tech]}\n  update: {when: no progress, after: 9, page: [tech]}",
            "3:3: ladder.update.name: 'update' is the name of a timer of the tool; allowed: any name except acknowledge, respond, "
            "notify, assess, first-update, update, public-update, room, roles, mitigate, watch",
        ),
        (
            "severities: {SEV-1: {fix_labels: [bug, Incident]}, SEV-2: {fix_labels: [action-item]}}",
            "1:40: severities.SEV-1.fix_labels.1: the label 'Incident' would make each fix an incident; "
            "allowed: any other label\n"
            f"{FILE}:1:73: severities.SEV-2.fix_labels.0: the label 'action-item' would make each fix an action item; "
            "allowed: any other label",
        ),
        (
            "notifications: [{on: [declared], severities: [P1]}]",
            "1:47: notifications.0.severities.0: there is no severity 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "announcements: {first: {stage: declared, audience: x, text: x}}\n"
            "notifications: [{on: [updated], say: frist}]",
            "2:33: notifications.0.say: there is no announcement 'frist'; did you mean `first`? allowed: first",
        ),
        (
            "checklists:\n  Begin: {when: declared, items: [x], severities: [P1]}",
            "2:52: checklists.Begin.severities.0: there is no severity 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "announcements: {first: {stage: Declard, audience: x, text: x, severities: [P1]}}",
            "1:25: announcements.first.stage: there is no stage or status word 'Declard'; did you mean `declared`? "
            "allowed: declared, update, resolved, Investigating, Identified, Monitoring, Resolved\n"
            f"{FILE}:1:76: announcements.first.severities.0: there is no severity 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
        (
            "triage: {rules: [{when: {users: all}, severity: SEV-1}]}",
            "1:26: triage.rules.0.when.users: there is no question 'users'; allowed: none yet",
        ),
        (
            "triage:\n  questions: {users: {label: Users, options: [all, few]}}\n"
            "  rules: [{when: {users: some}, severity: P1}]",
            "3:19: triage.rules.0.when.users: there is no option 'some'; allowed: all, few\n"
            f"{FILE}:3:33: triage.rules.0.severity: there is no severity 'P1'; allowed: SEV-1, SEV-2, SEV-3, SEV-4",
        ),
    ],
)
def test_parts_that_disagree_are_refused_with_what_is_allowed(text: str, mistake: str) -> None:
    assert refusal(text) == f"{FILE}:{mistake}"


def steps(count: int, when: str = "active", items: list[str] | None = None) -> list[dict[str, object]]:
    """Return checklists of a phase."""
    return [{"name": f"{when} {place}", "when": when, "items": items or ["y"]} for place in range(count)]


def words(count: int, stage: str) -> list[dict[str, str]]:
    """Return announcements of a stage."""
    return [{"name": f"x{place}", "stage": stage, "audience": "y", "text": "z"} for place in range(count)]


@pytest.mark.parametrize(
    ("part", "values", "mistake"),
    [
        ("checklists", steps(9), "checklists.8.when: more than 8 checklists for 'active'"),
        ("checklists", steps(11), "checklists.8.when: more than 8 checklists for 'active'"),
        ("checklists", [*steps(8), *steps(9, "resolved")], "checklists.16.when: more than 8 checklists for 'resolved'"),
        (
            "checklists",
            [*steps(1, "active"), *steps(1, "declared", ["y" * 300] * 13 + ["y" * 101])],
            "checklists: the checklists of one phase have more than 4,000 characters: declared",
        ),
        (
            "checklists",
            steps(2, "active", ["y" * 201] * 10),
            "checklists: the checklists of one phase have more than 4,000 characters: active",
        ),
        ("announcements", words(9, "IDENTIFIED"), "announcements.8.stage: more than 8 announcements for 'identified'"),
        ("announcements", words(9, "resolved"), "announcements.8.stage: more than 8 announcements for 'resolved'"),
    ],
    ids=["nine", "once", "by phase", "one is long", "long together", "nine of a status", "nine of a stage"],
)
def test_more_than_people_can_be_shown_at_once_is_refused(part: str, values: object, mistake: str) -> None:
    found = refusal(f"{part}: {json.dumps(values)}")

    assert [line.partition(": ")[2] for line in found.splitlines()] == [mistake]


def test_lists_within_the_limits_are_accepted() -> None:
    most = [
        *steps(8, "active"),
        *steps(1, "declared", ["y" * 300] * 13 + ["y" * 100]),
        *steps(2, "resolved", ["y" * 200] * 10),
    ]

    found = read_small_process(f"checklists: {json.dumps(most)}\nannouncements: {json.dumps(words(8, 'resolved'))}")

    assert (len(found.checklists), len(found.announcements)) == (11, 8)


REFERRING = """
severities: {SEV-1: {tell: [vp, '@ada', commander]}, SEV-3: {tell: [Tech]}}
contacts: {vp: {name: VP, people: [kim]}}
ladder: {vp: {when: blocked, page: [vp, on-call, service-owner, secondary], severities: [SEV-1, '2']}}
on_call: {primary: [{people: [ada]}], secondary: [{people: [kim]}]}
checklists: {Begin: {when: declared, items: [x], severities: [SEV-2]}}
announcements: {first: {stage: IDENTIFIED, audience: x, text: x, severities: [SEV-3]}}
notifications: [{on: [declared]}, {on: [resolved], severities: [SEV-4]}]
roles: {scribe: {required_from: SEV-1, with: [comms]}}
triage: {questions: {users: {label: Users, options: [all, few]}, why: {label: Why}}, rules: [{when: {users: all, why: no idea}, severity: SEV-1}]}
alerts: {severities: {page: SEV-2}}
permissions: {sev: read}
"""


def test_everything_that_names_a_severity_is_found_with_its_place() -> None:
    assert list(severity_references(read_small_process(REFERRING))) == [
        (("ladder", 0, "severities", 0), "SEV-1"),
        (("ladder", 0, "severities", 1), "SEV-2"),
        (("checklists", 0, "severities", 0), "SEV-2"),
        (("announcements", 0, "severities", 0), "SEV-3"),
        (("notifications", 1, "severities", 0), "SEV-4"),
        (("roles", 3, "required_from"), "SEV-1"),
        (("triage", "rules", 0, "severity"), "SEV-1"),
        (("alerts", "severities", "page"), "SEV-2"),
    ]


def test_everything_that_names_people_is_found_with_its_place() -> None:
    assert list(people_references(read_small_process(REFERRING))) == [
        (("ladder", 0, "page", 0), "vp"),
        (("ladder", 0, "page", 1), "on-call"),
        (("ladder", 0, "page", 2), "service-owner"),
        (("ladder", 0, "page", 3), "secondary"),
        (("severities", 0, "tell", 0), "vp"),
        (("severities", 0, "tell", 1), "@ada"),
        (("severities", 0, "tell", 2), "commander"),
        (("severities", 2, "tell", 0), "Tech"),
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "severities: [{label: A, tell: [secondary]}]",
            "1:32: severities.0.tell.0: secondary is nobody: add a rota to `on_call`, or a contact with that key",
        ),
        (
            "severities: {SEV-1: {tell: ['@']}}",
            "1:29: severities.SEV-1.tell.0: expected a login such as @ada, or a team such as @acme/on-call",
        ),
        (
            "statuses: [{word: A, phase: mitigated}]",
            "1:1: statuses: at least one status of the phase active is required\n"
            f"{FILE}:1:1: statuses: at least one status of the phase resolved is required",
        ),
        (
            "severities: [{label: SEV-1}, {label: x}, {label: Sev 1}, {label: sev1}]",
            "1:43: severities.2.label: `/sev sev1` could also mean 'SEV-1'\n"
            f"{FILE}:1:59: severities.3.label: `/sev sev1` could also mean 'SEV-1'\n"
            f"{FILE}:1:59: severities.3.label: `/sev sev1` could also mean 'Sev 1'",
        ),
        (
            "services: [api, {name: API}, Api]",
            "1:18: services.1.name: there is another 'API'; services need different names, whatever their case\n"
            f"{FILE}:1:30: services.2.name: there is another 'Api'; services need different names, whatever their case",
        ),
        (
            "people: {ada: {notify: pager}, Ada: {notify: sms}}",
            "1:32: people.Ada: there is another 'Ada'; logins need to differ in more than their case",
        ),
        (
            "triage: {questions: [{id: a, label: x}, {id: a, label: y}]}",
            "1:42: triage.questions.1.id: there is another 'a'; questions need different names, whatever their case",
        ),
        (
            "triage: {questions: {users: {label: Users, options: [all, few]}}, rules: [{when: {users: al, why: x}, severity: '1'}]}",
            "1:83: triage.rules.0.when.users: there is no option 'al'; did you mean `all`? allowed: all, few\n"
            f"{FILE}:1:94: triage.rules.0.when.why: there is no question 'why'; allowed: users",
        ),
    ],
)
def test_names_of_each_kind_are_checked(text: str, mistake: str) -> None:
    assert refusal(text) == f"{FILE}:{mistake}"


BELOW = """
severities: [{label: A}, {label: B}]
statuses: [{word: Up, phase: active}, {word: Off, phase: resolved}]
roles: [{key: commander, name: C}, {key: scribe, name: S, with: [gone], required_from: GONE}]
notifications: [{on: [declared], severities: [GONE]}]
ladder: [{name: vp, when: blocked, page: [scribe], severities: [GONE, A]}]
postmortem: {sections: [{title: T}], milestones: {gone: so}}
"""


def test_a_name_that_only_a_preset_uses_is_harmless_where_something_is_left() -> None:
    found = read_process("", {"default": BELOW}.get, ())

    assert found.ladder[0].severities == ("GONE", "A")


def test_an_escalation_step_that_is_left_without_any_severity_is_refused() -> None:
    found = refusal("severities: [{label: B}]", {"default": BELOW}.get)

    assert found == (
        f"{FILE}:1:1: severities: the preset's ladder.vp.severities.0 is 'GONE': there is no severity 'GONE'; allowed: B\n"
        f"{FILE}:1:1: severities: the preset's ladder.vp.severities.1 is 'A': there is no severity 'A'; allowed: B"
    )
