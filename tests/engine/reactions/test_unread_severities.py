"""A severity that the process does not have is reported once, unless whoever wrote it named none on purpose."""

import pytest

from incident_actions.engine.reactions.unread_severities import comment_key, report_later, unread_word
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from tests.worlds import PROCESS, START

DECLARED = e.Declared(at=START, accepted=START, title="Checkout is down", severity="SEV-3", unread="sev-zero")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (" sev-zero\n", "sev-zero"),
        ("x" * 101, "x" * 100),
        ("nobody knows", "nobody knows"),
        ("not sure", ""),
        ("I'm not sure yet", ""),
        ("don't know", ""),
        ("N/A", ""),
        ("none", ""),
        ("??", ""),
        ("", ""),
    ],
)
def test_a_text_is_kept_unless_it_names_no_severity_on_purpose(given: str, word: str) -> None:
    assert unread_word(given) == word


@pytest.mark.parametrize(
    ("source", "given", "by", "count"),
    [
        ("alert", "odd", None, 1),
        ("alert", "sev-zero", None, 0),
        ("alert", "", None, 0),
        ("alert", "odd", "", 0),
        ("alert", "odd", "abc", 1),
        ("label", "sev-9", "", 1),
    ],
)
def test_a_later_severity_is_reported_if_it_is_new_and_could_have_counted(
    source: str, given: str, by: str | None, count: int
) -> None:
    chosen = () if by is None else (e.SeveritySet(at=START, accepted=START, to="SEV-2", alert=by),)
    entries = (DECLARED, *chosen)
    incident = fold(7, entries)
    assert incident is not None

    reports = report_later(source, given, incident, entries, PROCESS)

    assert [(each.source, each.given, each.severity) for each in reports] == [
        (source, given, incident.severity)
    ] * count


def test_one_word_has_one_comment_however_it_is_written() -> None:
    assert comment_key("ODD") == comment_key("odd") != comment_key("even")
