"""The front matter of a post-mortem has every key that machines read, and nothing in it can break the check."""

import pytest

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import Finding, FrontMatterKey, FrontMatterMissing, FrontMatterUnreadable
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
