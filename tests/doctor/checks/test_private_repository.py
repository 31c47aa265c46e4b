"""The doctor finds where a private incident could not move, before one has to."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import MissingFact, PrivateRepository
from incident_actions.doctor.report import report_lines
from tests.doctor.healthy_repository import PAGE, WORDING, healthy_facts, not_passing, process

CHECK = "private-repository"
THERE = "https://github.com/acme/security"
NAMED = process("extends: default\nescalation: [ada]\nprivate: { repository: acme/security }\n")
READY = PrivateRepository("private", THERE, may_write=True)
TOKEN = frozenset({"INCIDENT_SIGNING_KEY", "INCIDENT_SERVICES_TOKEN"})
APP = frozenset({"INCIDENT_SIGNING_KEY", "INCIDENT_APP_PRIVATE_KEY"})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"private": READY, "secrets": TOKEN}, []),
        ({"private": READY, "secrets": APP}, []),
        ({"private": READY}, [(CHECK, "fail", "no_token")]),
        ({"private": READY, "running": True}, []),
        ({"private": PrivateRepository("internal", THERE), "running": True}, []),
        (
            {"private": PrivateRepository("private", THERE, may_write=False), "running": True},
            [(CHECK, "fail", "unwritable")],
        ),
        ({"private": PrivateRepository("private", THERE, may_write=False), "secrets": TOKEN}, []),
        ({"private": PrivateRepository("public", THERE), "secrets": TOKEN}, [(CHECK, "fail", "public")]),
        ({"private": PrivateRepository("private", THERE, takes_issues=False)}, [(CHECK, "fail", "closed")]),
        ({"private": PrivateRepository("")}, [(CHECK, "unknown", "own_token")]),
        ({"private": PrivateRepository(""), "running": True}, [(CHECK, "fail", "unseen")]),
        ({"private": MissingFact(403, "Metadata")}, [(CHECK, "unknown", "untold")]),
    ],
)
def test_private_incidents_need_a_private_repository_and_a_token(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    found = not_passing(healthy_facts(NAMED, **changed), NAMED)

    assert [each for each in found if each[0] == CHECK] == expected


def test_a_failure_names_the_page_to_open() -> None:
    def page(**changed: Any) -> str:
        lines = report_lines(healthy_facts(NAMED, **changed), NAMED, WORDING)
        return next(line.page for line in lines if line.check == CHECK)

    assert page(private=PrivateRepository("public", THERE)) == f"{THERE}/settings#danger-zone"
    assert page(private=READY) == f"{PAGE}/settings/secrets/actions"
