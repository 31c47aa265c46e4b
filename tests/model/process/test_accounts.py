"""Every account and team that a process names is found with its place."""

from __future__ import annotations

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.accounts import (
    contacts_without_people,
    exposed_people,
    is_anyone_paged,
    logins,
    teams,
)
from incident_actions.model.process.configuration_reader import read_process

PROCESS = read_process(
    """
extends: lean
contacts:
  on-call: { people: [grace] }
  vp: { name: the VP, people: [vera, acme/vps] }
  nobody: { name: Nobody }
on_call:
  primary: [{ people: [linus] }]
  secondary: [{ people: [kim] }]
  overrides: [{ from: 2026-12-24 09:00, until: 2026-12-27, who: mary }]
ladder:
  far: { when: no progress, after: 90, page: [nobody, "@olga"] }
postmortem: { reviewers: [ada, acme/reviewers] }
services: [{ name: api, owner: [wanda] }, web]
people: { ada: { notify: ada-pager }, acme/leads: { notify: [leads] } }
escalation: [ada, acme/escalation]
""",
    templates.load_preset,
    tuple(BY_WORD),
)


def test_each_account_is_found_with_its_place() -> None:
    assert sorted(logins(PROCESS), key=str) == sorted(
        [
            (("ladder", next(at for at, each in enumerate(PROCESS.ladder) if each.name == "far"), "page", 1), "olga"),
            (("contacts", "on-call", "people", 0), "grace"),
            (("contacts", "vp", "people", 0), "vera"),
            (("on_call", "primary", 0, "people", 0), "linus"),
            (("on_call", "secondary", 0, "people", 0), "kim"),
            (("on_call", "overrides", 0, "who"), "mary"),
            (("postmortem", "reviewers", 0), "ada"),
            (("services", 0, "owner", 0), "wanda"),
            (("escalation", 0), "ada"),
            (("people", "ada"), "ada"),
        ],
        key=str,
    )


def test_teams_are_found_apart_from_people() -> None:
    assert sorted(teams(PROCESS)) == ["acme/escalation", "acme/leads", "acme/reviewers", "acme/vps"]


def test_a_contact_that_is_paged_and_has_no_people_is_named() -> None:
    assert contacts_without_people(PROCESS) == ("Nobody",)


@pytest.mark.parametrize(
    ("more", "paged"),
    [
        ("", False),
        ("postmortem: { reviewers: [ada] }", False),
        ("people: { ada: { notify: ada-pager } }", False),
        ("escalation: [ada]", True),
        ("contacts: { on-call: { people: [acme/on-call] } }", True),
        ("on_call: { primary: [{ people: [ada] }] }", True),
        ("services: [{ name: api, owner: [ada] }]", True),
        ("services: [{ name: api, owner: [ada] }]\nladder: []", False),
        ("contacts: { dba: { name: DBA, people: [ada] } }", False),
        ("contacts: { dba: { name: DBA, people: [ada] } }\nladder: { blocked: { page: [dba] } }", True),
        ("severities: { SEV-1: { tell: ['@ada'] } }", True),
    ],
)
def test_a_process_pages_somebody_only_if_something_names_them(more: str, paged: bool) -> None:
    process = read_process(f"extends: default\n{more}\n", templates.load_preset, tuple(BY_WORD))

    assert is_anyone_paged(process) == paged


def test_whose_numbers_are_in_the_file_is_known() -> None:
    text = (
        "extends: lean\ndirectory: { ada: '1' }\ncontacts: { vp: { name: the VP, reach: '2' }, cto: { name: CTO } }\n"
    )

    assert exposed_people(read_process(text, templates.load_preset, tuple(BY_WORD))) == ("ada", "the VP")
