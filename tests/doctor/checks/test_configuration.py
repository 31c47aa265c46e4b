"""The doctor finds a broken configuration, labels that are gone, and a form that is behind the process."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.labels import label_meanings
from incident_actions.doctor.checks.configuration import FORM_FILE
from tests.doctor.healthy_repository import form, healthy_facts, not_passing, process

LABELS = frozenset(label_meanings(process()))


def with_form(text: str | None) -> dict[str, Any]:
    """Return the files of a healthy repository with another form, or none."""
    files = healthy_facts().files
    assert isinstance(files, dict)
    others = {path: each for path, each in files.items() if path != FORM_FILE}
    return {"files": others if text is None else {**others, FORM_FILE: text}}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"mistakes": ("line 1: x",)}, [("configuration", "fail", "wrong")]),
        ({"labels": LABELS - {"incident"}}, [("labels", "fail", "incident")]),
        ({"labels": LABELS - {"SEV-2"}}, [("labels", "warn", "lacking")]),
        ({"labels": frozenset(map(str.upper, LABELS))}, []),
        (with_form(None), [("form", "warn", "absent")]),
        (with_form("name: [Incident"), [("form", "fail", "unreadable")]),
        (with_form("name: Incident\nbody: []\n"), [("form", "fail", "unlabelled")]),
        (with_form("name: Incident\nlabels: bug, Incident\nbody: []\n"), [("form", "warn", "behind")]),
        (with_form(form(process()).replace('"SEV-4:', '"Minor:')), [("form", "warn", "behind")]),
    ],
    ids=[
        "a mistake", "no incident label", "another label", "in capitals", "no form", "no YAML", "no label on", "no field",
        "no severity",
    ],
)  # fmt: skip
def test_the_configuration_must_fit_the_repositorys_labels_and_form(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert not_passing(healthy_facts(**changed)) == expected


def test_a_form_lists_the_services_of_the_process() -> None:
    named = process("extends: default\nescalation: [ada]\nservices: [api, web]\n")
    facts = healthy_facts(named, **with_form(form(process("extends: default\nescalation: [ada]\nservices: [api]\n"))))

    assert not_passing(facts, named) == [("form", "warn", "behind")]
