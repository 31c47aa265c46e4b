"""The lists that people are shown at once fit into one comment."""

import pytest
from ruamel.yaml import YAML

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process


def with_(key: str, values: object) -> Process:
    """Return the default process with other values for a key."""
    return read_process(f"{key}: {YAML(typ='safe').load(str(values))}\n", templates.load_preset, tuple(BY_WORD))


@pytest.mark.parametrize(
    ("key", "values", "problem"),
    [
        (
            "checklists",
            [{"name": f"x{place}", "when": "active", "items": ["y"]} for place in range(9)],
            "checklists.8.when: more than 8 checklists for 'active'",
        ),
        (
            "checklists",
            [{"name": "x", "when": "declared", "items": ["y" * 300] * 14}],
            "checklists: the checklists of one phase have more than 4,000 characters: declared",
        ),
        (
            "announcements",
            [{"name": f"x{place}", "stage": "Update", "audience": "y", "text": "z"} for place in range(9)],
            "announcements.8.stage: more than 8 announcements for 'update'",
        ),
    ],
)
def test_lists_longer_than_people_can_be_shown_are_refused(key: str, values: object, problem: str) -> None:
    with pytest.raises(InvalidConfiguration, match=problem):
        with_(key, values)


def test_lists_within_the_limits_are_accepted() -> None:
    phases = ("declared", "active", "resolved")
    lists = [{"name": f"x{when}", "when": when, "items": ["y" * 300] * 13} for when in phases]

    assert len(with_("checklists", lists).checklists) == 3
