"""The index has one row an incident, the newest first, and the rest of its file stays as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.index import free_path, with_row
from tests.worlds import START

INCIDENT = Incident(
    number=7,
    phase=Phase.RESOLVED,
    status="Resolved",
    severity="SEV-1",
    title="Checkout is down",
    declared=START,
    declared_by="ada",
    milestones={"started": START - timedelta(minutes=20), "declared": START, "resolved": START + timedelta(minutes=45)},
)
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
ROW = "| 2026-03-04 | #7 Checkout is down | SEV-1 | 1 h 5 min | [post-mortem](2026-03-04-checkout-is-down.md) |"
NEW = f"""# Incidents

<!-- incident-actions:index -->
| Date | Incident | Severity | Duration | Review |
|---|---|---|---|---|
{ROW}
<!-- /incident-actions:index -->
"""


def test_the_first_post_mortem_starts_the_index() -> None:
    assert with_row(None, INCIDENT, PATH) == NEW


def test_the_same_post_mortem_again_changes_nothing() -> None:
    assert with_row(NEW, INCIDENT, PATH) == NEW


def test_a_changed_post_mortem_replaces_its_row() -> None:
    assert with_row(NEW, replace(INCIDENT, severity="SEV-2"), PATH) == NEW.replace("SEV-1", "SEV-2")


def test_the_newest_post_mortem_is_first() -> None:
    later = replace(
        INCIDENT, number=9, title="a | b @acme/all", severity="", milestones={"started": START + timedelta(days=40)}
    )

    rows = [line for line in with_row(NEW, later, "docs/incidents/x.md").split("\n") if line.startswith("| 2026")]

    assert rows == ["| 2026-04-13 | #9 a \\| b @\u200bacme/all | not set | not known | [post-mortem](x.md) |", ROW]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Ours\n\nWords.\n\n", "\n\nMore words.\n"),
        ("", ""),
        ("# Ours\r\n\r\n", "\r\n"),
    ],
)
def test_text_around_the_table_stays(before: str, after: str) -> None:
    text = f"{before}<!-- incident-actions:index -->\n<!-- /incident-actions:index -->{after}"

    written = with_row(text, INCIDENT, PATH)

    assert written.startswith(f"{before}<!-- incident-actions:index -->\n| Date")
    assert written.endswith(f"{ROW}\n<!-- /incident-actions:index -->{after}")


def test_a_file_without_the_table_gets_it_at_its_end() -> None:
    assert with_row("# Ours\n\nWords.\n", INCIDENT, PATH) == f"# Ours\n\nWords.\n\n{NEW.partition(chr(10) * 2)[2]}"


def test_a_table_whose_end_somebody_lost_loses_nothing_else() -> None:
    text = f"<!-- incident-actions:index -->\n| Date | x |\n|---|---|\n{ROW}\n\nWords.\n\n| other | table |\n"

    written = with_row(text, INCIDENT, PATH)

    assert written.partition("<!-- /incident-actions:index -->")[2] == "\n\nWords.\n\n| other | table |\n"


@pytest.mark.parametrize(
    ("text", "number", "path"),
    [
        (None, 8, PATH),
        ("", 8, PATH),
        (NEW, 7, PATH),
        (NEW, 8, "docs/incidents/2026-03-04-checkout-is-down-8.md"),
    ],
)
def test_no_incident_takes_the_file_of_another(text: str | None, number: int, path: str) -> None:
    assert free_path(text, replace(INCIDENT, number=number), PATH) == path


@pytest.mark.parametrize(
    "title", ["x](2026-03-04-checkout-is-down.md)", "x](2026-03-04-checkout-is-down.md) |", "| #7 x"]
)
def test_a_title_that_looks_like_another_row_neither_moves_nor_removes_it(title: str) -> None:
    other = replace(INCIDENT, number=9, title=title, severity="", milestones={"started": START + timedelta(days=40)})
    both = with_row(NEW, other, "docs/incidents/x.md")

    again = with_row(both, INCIDENT, PATH)

    assert again == both
    assert len([line for line in again.split("\n") if line.startswith("| 2026")]) == 2
    assert free_path(both, INCIDENT, PATH) == PATH
    assert free_path(both, INCIDENT, "docs/incidents/x.md") == "docs/incidents/x-7.md"
