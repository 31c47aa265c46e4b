"""A severity that people can choose is shown with what to type for it."""

from incident_actions.model.process.severity_choice import SeverityChoice
from tests.worlds import PROCESS


def test_the_choices_of_a_process_are_typed_by_their_place() -> None:
    first, *_ = PROCESS.severity_matcher.choices

    assert first == SeverityChoice("1", "SEV-1", PROCESS.severities[0].definition)
