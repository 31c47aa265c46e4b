"""A root cause that blames a person is reported, and one that only names people is not."""

import pytest

from incident_actions.postmortem.finding import Finding, PersonBlamed
from tests.postmortem.good_postmortem import findings_of, line_of
from tests.postmortem.sound_postmortems import findings_of_spoilt_file, line_in


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("@mary forgot to raise the pool.", "mary"),
        ("`ada` should have looked.", "ada"),
        ("It was Ada's mistake.", "ada"),
        ("The mistake of **@mary** was quick.", "mary"),
        ("An error by @mary.", "mary"),
        ("@mary, who ignored the alert", "mary"),
        ("@mary simply didn't check", "mary"),
        ("linus was careless", "linus"),
        ("We blame @mary.", "mary"),
        ("@mary broke production", "mary"),
        ("all of it:\n@mary\nforgot", "mary"),
    ],
)
def test_a_root_cause_that_blames_a_person_is_reported(text: str, person: str) -> None:
    at = line_of("@linus saw") + (1 if text.startswith("all of it") else 0)

    assert findings_of("@linus saw", f"{text} @linus saw") == [PersonBlamed(at, person)]


@pytest.mark.parametrize(
    "text",
    [
        "@mary noticed that the release failed to start.",
        "@mary found the mistake of the release script.",
        "@mary broke the release into two steps.",
        "The script forgot to close the connection; `ada` saw it.",
        "kim forgot it.",
        "Errors by the thousand were seen by @mary.",
        "```\n@mary forgot\n```\n",
        "Adaptive pools should have been on.",
    ],
)
def test_a_root_cause_that_only_names_people_is_left_alone(text: str) -> None:
    assert findings_of("@linus saw", f"{text}\n\n@linus saw") == []


def test_blame_is_searched_for_in_the_root_cause_alone() -> None:
    assert findings_of("Customers noticed first.", "@mary forgot to look for 4 minutes.") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("lean", "Nothing compares them", "@mary forgot to compare them", PersonBlamed(line_in("lean", "Nothing"), "mary")),
        ("war-room", "It was late", "@mary forgot it", PersonBlamed(line_in("war-room", "It was"), "mary")),
        ("war-room", "Nothing compares them", "@mary forgot", PersonBlamed(line_in("war-room", "Nothing"), "mary")),
        ("p-levels", "Compare them.", "@mary forgot it, and says so.", None),
    ],
)  # fmt: skip
def test_blame_is_found_in_every_section_that_its_process_calls_a_cause(
    name: str, old: str, new: str, finding: Finding | None
) -> None:
    assert findings_of_spoilt_file(name, old, new) == ([finding] if finding else [])
