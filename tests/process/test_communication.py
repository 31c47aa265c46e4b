"""What is shown to people in one go fits into one comment."""

import pytest
from pydantic import ValidationError

from incident_actions.process.process import Process
from tests.prepared import process

PREPARED = process().model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize(
    ("key", "values", "problem"),
    [
        (
            "checklists",
            [{"name": "x", "when": "active", "items": ["y"]}] * 9,
            "more than 8 checklists of one phase: active",
        ),
        (
            "checklists",
            [{"name": "x", "when": "declared", "items": ["y" * 300] * 14}],
            "the checklists of one phase have more than 4,000 characters: declared",
        ),
        (
            "announcements",
            [{"name": f"x{place}", "stage": "Update", "audience": "y", "text": "z"} for place in range(9)],
            "more than 8 announcements of one stage: update",
        ),
    ],
)
def test_more_than_people_can_be_shown_at_once_is_refused(key: str, values: object, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Process.model_validate({**PREPARED, key: values})


def test_what_fits_is_taken() -> None:
    lists = [{"name": "x", "when": when, "items": ["y" * 300] * 13} for when in ("declared", "active", "resolved")]

    assert len(Process.model_validate({**PREPARED, "checklists": lists}).checklists) == 3
