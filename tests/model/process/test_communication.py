"""Ready-made texts have only the blanks that the tool fills."""

import pytest
from pydantic import TypeAdapter, ValidationError

from incident_actions.model.process.communication import BLANKS, Checklist, Text, answers_in

TEXT: TypeAdapter[str] = TypeAdapter(Text)
ALLOWED = (
    f"words in braces can be {', '.join(f'{{{name}}}' for name in BLANKS)}, "
    "or {answer.<id>} for the answer to a triage question"
)


@pytest.mark.parametrize(
    "text",
    [
        "Plain words",
        "{title} is {severity}",
        " ".join(f"{{{name}}}" for name in BLANKS),
        "{{not a blank}}",
        "{answer.brands}",
        "x" * 2_000,
    ],
)
def test_a_text_may_have_every_blank_that_is_known(text: str) -> None:
    assert TEXT.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{when}", ALLOWED),
        ("{title} {when}", ALLOWED),
        ("{title:9999999999}", ALLOWED),
        ("{title!r}", ALLOWED),
        ("{title.__class__}", ALLOWED),
        ("{answer.}", ALLOWED),
        ("{answer.brands.__class__}", ALLOWED),
        ("{answers.brands}", ALLOWED),
        ("{}", ALLOWED),
        ("{0}", ALLOWED),
        ("{title", ALLOWED),
        ("}", ALLOWED),
        ("", "String should have at least 1 character"),
        ("x" * 2_001, "String should have at most 2000 characters"),
    ],
    ids=lambda text: text[:20],
)
def test_a_text_with_anything_else_in_braces_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        TEXT.validate_python(text)

    assert [each["msg"].removeprefix("Value error, ") for each in wrong.value.errors()] == [problem]


def test_the_answers_of_the_form_that_a_text_has_are_found() -> None:
    assert answers_in("{title}: {answer.brands}, {answer.users} {{answer.x}}") == ("brands", "users")


def test_a_checklist_names_only_its_own_items_as_answered() -> None:
    with pytest.raises(ValueError, match="names an item that the checklist does not have: Set it"):
        Checklist(name="First", when="declared", items=("Set the severity",), answered_by={"Set it": ("severity",)})
