"""A root cause that blames a person is reported, and one that only names people is not."""

from dataclasses import replace

import pytest

from incident_actions.model.process.people import PersonalAddresses
from incident_actions.model.process.postmortem import Section
from incident_actions.postmortem.checks.blame import MOST, find_problems
from incident_actions.postmortem.finding import Finding, PersonBlamed
from incident_actions.postmortem.outline import read_outline
from tests.postmortem.good_postmortem import findings_of, line_of
from tests.postmortem.sound_postmortems import findings_of_spoilt_file, line_in
from tests.worlds import PROCESS


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
        ("[@mary](https://github.com/mary) forgot to raise the pool.", "mary"),
        ("The mistake of [@mary](https://github.com/mary) was quick.", "mary"),
        ("all of it:\n[@mary](https://github.com/mary)\nforgot", "mary"),
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
    assert findings_of("Customers noticed first.", "Customers noticed first. @mary forgot to look for 4 minutes.") == []


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


def blamed(text: str, *titles: str, holders: str = "{}") -> list[Finding]:
    """Return who is blamed in a file whose process has sections with these titles."""
    rules = replace(PROCESS.postmortem, sections=tuple(Section(title=each) for each in titles))
    process = replace(PROCESS, postmortem=rules)
    return list(find_problems(read_outline(f"---\nroles: {holders}\n---\n{text}"), process))


@pytest.mark.parametrize(
    "title", ["Cause", "Root causes", "Contributing factor", "CONTRIBUTING FACTORS", "Five whys", "The 5 Whys"]
)
def test_a_section_is_a_cause_by_its_title(title: str) -> None:
    assert blamed(f"## {title}\n\n@mary forgot it.\n", title) == [PersonBlamed(6, "mary")]


@pytest.mark.parametrize("title", ["Because", "Whys", "Summary", "15 whys"])
def test_a_section_with_another_title_is_not_a_cause(title: str) -> None:
    assert blamed(f"## {title}\n\n@mary forgot it.\n", title) == []


def test_a_file_without_a_cause_blames_nobody() -> None:
    assert blamed("## Summary\n\n@mary forgot it.\n", "Root cause") == []


def test_each_person_is_reported_on_the_line_on_which_they_are_blamed() -> None:
    text = "## Cause\n\nIt was\n@Mary forgot it, and\nwe blame @kim.\n\n- `x` @linus ignored it\n"

    assert blamed(text, "Cause") == [PersonBlamed(7, "mary"), PersonBlamed(8, "kim"), PersonBlamed(10, "linus")]


def test_lines_of_a_comment_above_are_counted() -> None:
    assert blamed("## Cause\n\n<!-- why\nnot --> @mary forgot it.\n", "Cause") == [PersonBlamed(7, "mary")]


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ("{ commander: kim }", [PersonBlamed(6, "kim")]),
        ("{ commander: KIM }", [PersonBlamed(6, "kim")]),
        ("{ commander: '@kim' }", []),
        ("{ commander: '.*' }", []),
        ("{ commander: kimberly }", []),
        ("{}", []),
    ],
)
def test_a_login_without_a_mention_counts_for_holders_of_a_role(holders: str, expected: list[Finding]) -> None:
    assert blamed("## Cause\n\nkim forgot it.\n", "Cause", holders=holders) == expected


def test_no_more_than_fifty_holders_are_searched_for() -> None:
    holders = ", ".join(f"r{number}: p{number:02}" for number in range(MOST + 1))

    text = f"## Cause\n\np{MOST - 1:02} forgot it.\n\np{MOST:02} forgot it.\n"
    assert blamed(text, "Cause", holders=f"{{ {holders} }}") == [PersonBlamed(6, f"p{MOST - 1:02}")]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Mary Jackson forgot to raise the pool.", "mary jackson"),
        ("It was mary\njackson's mistake.", "mary\njackson"),
        ("Mary should have looked.", "mary"),
        ("The error of **Mary Jackson** was quick.", "mary jackson"),
        ("mary should have looked.", ""),
        ("Jackson should have looked.", ""),
        ("Mary Jackson saw that the release failed.", ""),
        ("Jo forgot it.", ""),
        ("Jo Smith forgot it.", "jo smith"),
    ],
)
def test_a_person_is_blamed_by_a_name_that_the_process_knows(text: str, person: str) -> None:
    people = {"mj": PersonalAddresses(name="Mary Jackson"), "js": PersonalAddresses(name="Jo Smith")}
    process = replace(PROCESS, people=people)

    found = find_problems(read_outline(f"## Root cause\n\n{text}\n"), process)

    assert [each.person for each in found if isinstance(each, PersonBlamed)] == ([person] if person else [])
