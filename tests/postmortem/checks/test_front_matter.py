"""The front matter of a post-mortem has every key that machines read, and nothing in it can break the check."""

import pytest

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.checks.front_matter import find_problems, role_holders
from incident_actions.postmortem.finding import Finding, FrontMatterKey, FrontMatterMissing, FrontMatterUnreadable
from incident_actions.postmortem.outline import read_outline
from tests.postmortem.good_postmortem import findings_of
from tests.worlds import PROCESS


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("---\nincident", "incident", FrontMatterMissing(1)),
        ("---\nincident", " ---\nincident", FrontMatterMissing(1)),
        ("severity: SEV-1\n", "", FrontMatterKey(1, "severity", "a severity, or null where none was set")),
        ("incident: 7", "incident: '7'", FrontMatterKey(2, "incident", "the incident's number")),
        ("incident: 7", "incident: true", FrontMatterKey(2, "incident", "the incident's number")),
        ("services:\n- checkout-api", "services: api", FrontMatterKey(5, "services", "a list")),
        ("roles:\n", "roles: [\n", FrontMatterUnreadable(9, "expected ',' or ']', but got ':'")),
        ("severity: SEV-1", "severity: SEV-1\nseverity: SEV-2", None),
        ("severity: SEV-1", "severity: !!python/name:os.system x", None),
        ("severity: SEV-1", "severity: null", ()),
        ("severity: SEV-1", f"severity: {'[' * 60}", FrontMatterUnreadable(1, "it is far longer than what the tool writes")),
        ("severity: SEV-1", f"severity: {'a' * 5_000}", FrontMatterUnreadable(1, "it is far longer than what the tool writes")),
    ],
)  # fmt: skip
def test_front_matter_is_for_machines(old: str, new: str, finding: Finding | tuple[()] | None) -> None:
    told = [each for each in findings_of(old, new) if type(each).__name__.startswith("FrontMatter")]

    if finding is None:
        assert [type(each) for each in told] == [FrontMatterUnreadable]
    else:
        assert told == ([finding] if isinstance(finding, Finding) else [])


@pytest.mark.parametrize("front", ["", "- a\n", "a: *b\n", "a: 2026-13-45\n", "? [a]\n: b\n", "\x00\n", "a: &a [*a]\n"])
def test_unusable_front_matter_is_reported_once(front: str) -> None:
    told = findings(f"---\n{front}---\n", PROCESS)

    assert [each for each in told if isinstance(each, (FrontMatterKey, FrontMatterUnreadable))]


def front_findings(front: str) -> list[Finding]:
    """Return what is wrong with a front matter."""
    return list(find_problems(read_outline(f"---\n{front}---\n"), PROCESS))


WHOLE = "incident: 7\ntitle: x\nseverity: null\nservices: []\nroles: {}\nminutes: {}\n"


def test_a_front_matter_with_the_least_that_each_key_needs_has_no_findings() -> None:
    assert front_findings(WHOLE) == []


@pytest.mark.parametrize(
    ("line", "wrong", "finding"),
    [
        ("incident: 7", "incident: 0", FrontMatterKey(2, "incident", "the incident's number")),
        ("incident: 7", "incident: -7", FrontMatterKey(2, "incident", "the incident's number")),
        ("incident: 7", "incident: 7.0", FrontMatterKey(2, "incident", "the incident's number")),
        ("title: x", "title: 12", FrontMatterKey(3, "title", "a text")),
        ("title: x", "title: ' '", FrontMatterKey(3, "title", "a text")),
        ("severity: null", "severity: 1", FrontMatterKey(4, "severity", "a severity, or null where none was set")),
        ("services: []", "services: null", FrontMatterKey(5, "services", "a list")),
        ("roles: {}", "roles: [ada]", FrontMatterKey(6, "roles", "a mapping of roles to logins")),
        ("minutes: {}", "minutes: 75", FrontMatterKey(7, "minutes", "a mapping of durations to minutes")),
        ("minutes: {}", "'minutes': 75", FrontMatterKey(1, "minutes", "a mapping of durations to minutes")),
    ],
)
def test_a_value_of_the_wrong_kind_is_reported_on_its_line(line: str, wrong: str, finding: Finding) -> None:
    assert front_findings(WHOLE.replace(line, wrong)) == [finding]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("incident", "the incident's number"),
        ("title", "a text"),
        ("severity", "a severity, or null where none was set"),
        ("services", "a list"),
        ("roles", "a mapping of roles to logins"),
        ("minutes", "a mapping of durations to minutes"),
    ],
)
def test_a_missing_key_is_reported_on_the_first_line(key: str, expected: str) -> None:
    lines = [line for line in WHOLE.splitlines(keepends=True) if not line.startswith(key)]

    assert front_findings("".join(lines)) == [FrontMatterKey(1, key, expected)]


@pytest.mark.parametrize(
    ("front", "finding"),
    [
        ("", FrontMatterUnreadable(1, "it holds no keys")),
        ("- a\n", FrontMatterUnreadable(1, "it holds no keys")),
        ("just text\n", FrontMatterUnreadable(1, "it holds no keys")),
        ("a: 2026-13-45\n", FrontMatterUnreadable(1, "it cannot be read")),
        ("a: *b\n", FrontMatterUnreadable(2, "found undefined alias 'b'")),
        ("a: 1\nb: 'x\n", FrontMatterUnreadable(4, "found unexpected end of stream")),
        ("a: 1\na: 2\n", FrontMatterUnreadable(3, 'found duplicate key "a" with value "2" (original value: "1")')),
    ],
)
def test_a_front_matter_that_cannot_be_read_is_reported_on_the_line_of_its_problem(
    front: str, finding: Finding
) -> None:
    assert front_findings(front) == [finding]


@pytest.mark.parametrize(
    ("front", "is_read"),
    [
        (f"{WHOLE}more: {'a' * (4_096 - len(WHOLE) - 7)}\n", True),
        (f"{WHOLE}more: {'a' * (4_096 - len(WHOLE) - 6)}\n", False),
        (f"{WHOLE}more: {'[' * 25 + ']' * 25}\nless: {'[' * 22 + ']' * 22}\n", True),
        (f"{WHOLE}more: {'[' * 25 + ']' * 25}\nless: {'[' * 23 + ']' * 23}\n", False),
    ],
    ids=["as long as allowed", "a character longer", "as many brackets as allowed", "a bracket more"],
)
def test_a_front_matter_is_read_up_to_its_limits(front: str, is_read: bool) -> None:
    refused = FrontMatterUnreadable(1, "it is far longer than what the tool writes")

    assert front_findings(front) == ([] if is_read else [refused])


@pytest.mark.parametrize(
    ("front", "logins"),
    [
        ("roles: { commander: ada, tech: linus }\n", ("ada", "linus")),
        ("roles: { commander: ada, tech: 12, scribe: null }\n", ("ada",)),
        ("roles: [ada]\n", ()),
        ("title: x\n", ()),
        ("roles: [\n", ()),
        ("", ()),
    ],
)
def test_role_holders_are_the_logins_in_the_front_matter(front: str, logins: tuple[str, ...]) -> None:
    assert role_holders(read_outline(f"---\n{front}---\n")) == logins


def test_a_file_without_front_matter_has_no_role_holders() -> None:
    assert role_holders(read_outline("# x\n")) == ()
