"""Without GitHub's help a preset answers in place of a broken configuration: the one that it still names."""

import pytest

from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.last_good_configuration import find_replacement
from incident_actions.model.process.extends import preset_names


@pytest.mark.parametrize("name", preset_names(templates.load_preset))
@pytest.mark.parametrize("text", ["extends: {}\nseverites: 3\n", "# ours\nextends: '{}' # mine\nroles: [\n"])
def test_the_preset_that_a_broken_text_names_answers(name: str, text: str) -> None:
    found = find_replacement(text.format(name), None)

    assert (found.process.name, found.preset, found.commit, found.committed) == (name, name, "", None)


@pytest.mark.parametrize("text", ["[", "extends: nothing\n", "  extends: [\n", "extends:\n", "extends: ../default\n"])
def test_the_default_answers_where_none_can_be_made_out(text: str) -> None:
    assert (find_replacement(text, None).process.name, find_replacement(text, None).preset) == ("default", "default")
