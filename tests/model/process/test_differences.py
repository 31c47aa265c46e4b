"""The differences between two processes are described in a team's own words."""

from dataclasses import replace

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.differences import Difference, differences
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording


def process(text: str) -> Process:
    return read_process(f"{BEFORE}{text}", {"default": BELOW}.get, tuple(BY_WORD))


BELOW = """
statuses: [{word: Begun, phase: active}, {word: Over, phase: resolved}]
postmortem: {sections: [{title: Summary}]}
"""
BEFORE = """
severities: [{label: SEV-1, update_every: 15}, {label: SEV-2, update_every: 30}]
ladder: [{name: vp, when: no progress, after: 30, severities: [SEV-2], page: [tech]}]
checklists: [{name: Begin, when: declared, items: [Look, Tell]}]
announcements: []
playbooks: []
commands: [{name: Undo, run: git revert HEAD}]
references: []
prevention: [Deploy small]
notifications: []
alerts: {severities: {page: SEV-2}}
roles: [{key: commander, name: Lead}, {key: tech, name: Tech lead}]
contacts: {cto: {name: CTO, people: [ada]}}
"""


def differences_with(text: str) -> list[str]:
    """Return how the process differs once the keys of `text` replace the earlier ones."""
    keys = {line.partition(":")[0] for line in text.splitlines()}
    kept = "".join(f"{line}\n" for line in BEFORE.strip().splitlines() if line.partition(":")[0] not in keys)
    after = read_process(f"{kept}{text}\n", {"default": BELOW}.get, tuple(BY_WORD))
    found = tuple(differences(process(""), after))
    return Wording(templates.load_template).render("preset/differences.txt", {"found": found}).splitlines()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: other", ["No difference."]),
        ("severities: [{label: SEV-1, update_every: 15}, {label: SEV-2, update_every: 20}]",
         ["SEV-2 update cadence: 30 → 20 min"]),
        ("severities: [{label: SEV-1}, {label: SEV-2, update_every: 30, postmortem: true}]",
         ["SEV-1 update cadence: 15 → none", "SEV-2 post-mortem: no → yes"]),
        ("severities: [{label: P1, update_every: 15}, {label: SEV-2, update_every: 30}]", ["severity 1: SEV-1 → P1"]),
        ("severities: [{label: SEV-1, update_every: 15}, {label: SEV-2, update_every: 30}, {label: SEV-3}]",
         ["severities: + SEV-3"]),
        ("severities: [{label: SEV-2, update_every: 30}, {label: SEV-1, update_every: 15}]", ["severities: different order"]),
        ("ladder: [{name: vp, when: no progress, after: 20, severities: [SEV-2], page: [tech]}]",
         ['SEV-2 escalation "vp": 30 → 20 min']),
        ("ladder: [{name: vp, when: no progress, after: 30, page: [tech, cto]}]",
         ['escalation "vp" severities: – SEV-2', 'escalation "vp" pages: + cto']),
        ("ladder: []", ["escalation ladder: – vp"]),
        ("commands: [{name: Undo, run: git reset}, {name: Memory, run: free -h}]",
         ["shell commands: + Memory", 'shell command "Undo" run: git revert HEAD → git reset']),
        ("references: [{name: Bridge, text: Room 7}]", ["references: + Bridge"]),
        ("prevention: [Deploy small, Staging first]", ["prevention: + Staging first"]),
        (f"links: {{room: {'x' * 60}}}", [f"links room: none → {'x' * 60}"]),
        (f"links: {{room: {'x' * 61}}}", ["links room: + text"]),
        ("contacts: {cto: {name: CTO, people: [ada]}, vp: {name: VP}}", ["contacts: + VP"]),
        ("contacts: {}", ["contacts: – CTO"]),
        ("permissions: {}\nroles: [{key: commander, name: Lead, with: [tech]}, {key: tech, name: Tech lead}]", ["role Lead with: + tech"]),
        ("permissions: {sev: read}", ["permissions /sev: none → read"]),
        ("roles: [{key: commander, name: Lead}, {key: tech, name: Tech lead}, {key: scribe, name: Scribe}]",
         ["roles: + Scribe"]),
        ("roles: [{key: commander, name: Lead, duties: Leads}, {key: tech, name: Tech lead}]",
         ["role Lead duties: none → Leads"]),
        ("checklists: [{name: Begin, when: declared, items: [Look, Ask]}]",
         ['checklist "Begin" steps: – Tell', 'checklist "Begin" steps: + Ask']),
        ("contacts: {cto: {name: CTO, people: [ada, grace]}, vp: {name: VP}}",
         ["contacts: + VP", 'contact "cto" people: + grace']),
        ("announcements: [{name: first, stage: declared, audience: all, text: Hello}]", ["announcements: + first"]),
        ("notifications: [{on: [declared]}]", ["notifications: 0 → 1"]),
        ("permissions: {sev: maintain}", ["permissions /sev: none → maintain"]),
        ("targets: {watch: 7}", ["targets watch: none → 7 min"]),
        ("postmortem: {due: 48 hours, level: 2}", ["post-mortem due: 5 business days → 48 hours", "post-mortem level: 1 → 2"]),
        ("on_call: {primary: [{people: [ada]}]}", ["on-call rota: none → set"]),
        ("links: {status_page: https://status.example.org}", ["links status page: none → https://status.example.org"]),
        ("actions: {due_in_days: {SEV-1: 7}}", ["actions due in days: 14 → SEV-1 7 days"]),
        ("update_every: 25\nactions: {due_in_days: 7}", ["update cadence: none → 25 min", "actions due in days: 14 → 7 days"]),
    ],
)  # fmt: skip
def test_a_difference_is_described_in_words(text: str, words: list[str]) -> None:
    assert differences_with(text) == words


def test_a_long_text_is_only_reported_as_changed() -> None:
    longer = replace(process(""), name="x")
    severity = replace(longer.severities[0], definition="It is down. " * 10)
    changed = replace(longer, severities=(severity, *longer.severities[1:]))
    again = replace(changed, severities=(replace(severity, definition="All is down. " * 10), *longer.severities[1:]))

    assert list(differences(longer, changed)) == [Difference("SEV-1 definition", "added")]
    assert list(differences(changed, longer)) == [Difference("SEV-1 definition", "removed")]
    assert list(differences(changed, again)) == [Difference("SEV-1 definition", "reworded")]


def test_a_list_of_words_in_another_order_is_reported_as_such() -> None:
    one, other = (process(f"escalation: {people}\n") for people in ("[ada, kim]", "[kim, ada]"))

    assert list(differences(one, other)) == [Difference("escalation", "reordered")]
