"""The index has one row an incident, the newest first, and the rest of its file stays as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.model.incident.incident import Action, Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.index import (
    changed_lines,
    empty_index,
    free_path,
    is_postmortem,
    reason_row,
    replace_row,
    row_digest,
    with_reason,
    with_row,
)
from incident_actions.postmortem.links import FileLinks
from tests.live_markdown import parse_tokens
from tests.worlds import START

INCIDENT = Incident(
    number=7,
    phase=Phase.RESOLVED,
    status="Resolved",
    severity="SEV-1",
    title="Checkout is down",
    declared=START,
    declared_by="ada",
    services=("api", "web"),
    actions=(Action(12, "Alert on it", "k", "linus", None, ""),),
    milestones={"started": START - timedelta(minutes=20), "declared": START, "resolved": START + timedelta(minutes=45)},
)
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
LINKS = FileLinks("https://x.org", "acme/shop")
SEVEN, TWELVE = "[#7](https://x.org/acme/shop/issues/7)", "[#12](https://x.org/acme/shop/issues/12)"
FILE = "2026-03-04-checkout-is-down.md"
ROW = f"| 2026-03-04 | [Checkout is down]({FILE}) | {SEVEN} | SEV-1 | api, web | 1 h 5 min | {TWELVE} |"
NEW = f"""# Incidents

Every incident with a post-mortem, the newest first. The titles link to the post-mortems.

<!-- incident-actions:index -->
| Date | Incident | Issue | Severity | Services | Duration | Action items |
|---|---|---|---|---|---|---|
{ROW}
<!-- /incident-actions:index -->
"""


def test_the_first_post_mortem_starts_the_index() -> None:
    assert with_row(None, INCIDENT, PATH, LINKS) == NEW


def test_the_same_post_mortem_again_changes_nothing() -> None:
    assert with_row(NEW, INCIDENT, PATH, LINKS) == NEW


def test_a_changed_post_mortem_replaces_its_row() -> None:
    assert with_row(NEW, replace(INCIDENT, severity="SEV-2"), PATH, LINKS) == NEW.replace("SEV-1", "SEV-2")


def test_the_newest_post_mortem_is_first() -> None:
    later = replace(
        INCIDENT,
        number=9,
        title="a | b @acme/all",
        severity="",
        services=(),
        actions=(),
        milestones={"started": START + timedelta(days=40)},
    )

    rows = [
        line for line in with_row(NEW, later, "docs/incidents/x.md", LINKS).split("\n") if line.startswith("| 2026")
    ]

    assert rows == [
        "| 2026-04-13 | [a \\| b @\u200bacme/all](x.md) | [#9](https://x.org/acme/shop/issues/9) | not set |  | not known"
        " | none |",
        ROW,
    ]


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

    written = with_row(text, INCIDENT, PATH, LINKS)

    assert written.startswith(f"{before}<!-- incident-actions:index -->\n| Date")
    assert written.endswith(f"{ROW}\n<!-- /incident-actions:index -->{after}")


def test_a_file_without_the_table_gets_it_at_its_end() -> None:
    assert with_row("# Ours\n\nWords.\n", INCIDENT, PATH, LINKS) == f"# Ours\n\nWords.\n\n{NEW[NEW.index('<!--') :]}"


def test_a_table_whose_end_somebody_lost_loses_nothing_else() -> None:
    text = f"<!-- incident-actions:index -->\n| Date | x |\n|---|---|\n{ROW}\n\nWords.\n\n| other | table |\n"

    written = with_row(text, INCIDENT, PATH, LINKS)

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
    both = with_row(NEW, other, "docs/incidents/x.md", LINKS)

    again = with_row(both, INCIDENT, PATH, LINKS)

    assert again == both
    assert len([line for line in again.split("\n") if line.startswith("| 2026")]) == 2
    assert free_path(both, INCIDENT, PATH) == PATH
    assert free_path(both, INCIDENT, "docs/incidents/x.md") == "docs/incidents/x-7.md"


OLDER = f"""# Incidents

<!-- incident-actions:index -->
| Date | Incident | Severity | Duration | Review |
|---|---|---|---|---|
| 2026-03-04 | #7 Checkout is down | SEV-1 | 1 h 5 min | [post-mortem]({FILE}) |
| 2026-02-01 | #5 a \\| b x\\](y.md) \\| | not set | not known | [post-mortem](5.md) |
| 2025-06-01 | Before the tool | bad | an hour | [notes](https://x.org/notes) |
| 2025-05-01 | Nobody wrote it down | bad | an hour | sorry |
| 2025-04-01 | #2 | SEV-1 | 2 h | [post-mortem](2.md) |
| 2025-03-01 | A row | of ours |
<!-- /incident-actions:index -->

Our words.
"""


def test_an_index_of_the_older_form_gets_the_new_columns_and_keeps_its_rows() -> None:
    written = with_row(OLDER, INCIDENT, PATH, LINKS)

    renewed = f"""\
{ROW}
| 2026-02-01 | [a \\| b x\\](y.md) \\|](5.md) | [#5](https://x.org/acme/shop/issues/5) | not set |  | not known |  |
| 2025-06-01 | [Before the tool](https://x.org/notes) |  | bad |  | an hour |  |
| 2025-05-01 | Nobody wrote it down sorry |  | bad |  | an hour |  |
| 2025-04-01 | [Incident 2](2.md) | [#2](https://x.org/acme/shop/issues/2) | SEV-1 |  | 2 h |  |
| 2025-03-01 | A row | of ours |"""
    assert written == NEW.replace(ROW, renewed) + "\nOur words.\n"
    assert with_row(written, INCIDENT, PATH, LINKS) == written


@pytest.mark.parametrize(("number", "path"), [(7, PATH), (8, "docs/incidents/2026-03-04-checkout-is-down-8.md")])
def test_no_incident_takes_a_file_of_an_index_of_the_older_form(number: int, path: str) -> None:
    assert free_path(OLDER, replace(INCIDENT, number=number), PATH) == path


@pytest.mark.parametrize("title", ["x](http://evil.test) y", "a | b \\| c", "![x](y.png)", "`]` [", "<!-- x -->", ""])
def test_a_title_stays_the_text_of_the_link_to_its_file(title: str) -> None:
    text = with_row(None, replace(INCIDENT, title=title), PATH, LINKS)

    tokens = list(parse_tokens(text))
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert links == [FILE, "https://x.org/acme/shop/issues/7", "https://x.org/acme/shop/issues/12"]
    assert sum(token.type == "td_open" for token in tokens) == 7


WAIVED = replace(INCIDENT, postmortem_waived="same cause as #12")
WAIVER = (
    f"| 2026-03-04 | Checkout is down (post-mortem waived: same cause as {TWELVE}) | {SEVEN} | SEV-1 | api, web |"
    f" 1 h 5 min | {TWELVE} |"
)


def test_a_waiver_is_a_row_without_a_file_until_a_post_mortem_takes_its_place() -> None:
    waived = with_reason(empty_index(), WAIVED, LINKS)

    assert waived == NEW.replace(ROW, WAIVER)
    assert with_reason(waived, WAIVED, LINKS) == waived
    assert with_row(waived, INCIDENT, PATH, LINKS) == NEW


def test_a_waiver_leaves_the_rows_of_other_incidents_and_of_files_alone() -> None:
    other = replace(WAIVED, number=9)

    assert ROW in with_reason(NEW, WAIVED, LINKS)
    assert WAIVER in with_reason(with_reason(empty_index(), WAIVED, LINKS), other, LINKS)


def test_a_long_reason_is_cut_at_a_word() -> None:
    row = reason_row(replace(WAIVED, postmortem_waived="word " * 100), LINKS)

    assert row.count("word") == 39
    assert " …) |" in row


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a\nb\nc", "a\nB\nc", (("b", "B"),)),
        ("a\nb\nc", "a\nb\nx\nc", (("b", "b\nx"),)),
        ("a\r\nb\r\nc", "a\nb\nx\nc", (("b", "b\nx"),)),
        ("b\nb\nc", "b\nb\nx\nc", (("c", "x\nc"),)),
        ("b\nb\nc\nc", "b\nb\nx\nc\nc", None),
        ("a\nb", "a\nx\ny\nb", None),
        ("a\nb\nc", "a\nx\nB\nc", None),
        ("a", "a", ()),
    ],
)
def test_a_change_is_that_of_a_line(before: str, after: str, changes: object) -> None:
    assert changed_lines(before, after) == changes


def test_only_the_tools_own_row_is_replaced() -> None:
    edited = NEW.replace("SEV-1", "SEV-1 (all)")

    assert replace_row(NEW, PATH, "| new |", {row_digest(ROW)}) == NEW.replace(ROW, "| new |")
    assert replace_row(edited, PATH, "| new |", {row_digest(ROW)}) == edited
    assert replace_row("# Nothing", PATH, "| new |", {row_digest(ROW)}) == "# Nothing"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/incidents/2026-03-04-checkout-is-down.md", True),
        ("docs/incidents/2026/a.MD", True),
        ("docs/incidents/a\n::error::b.md", True),
        ("docs/incidents/README.md", False),
        ("docs/incidents/graph.png", False),
        ("docs/incidents", False),
        ("docs/incidents.md", False),
        ("docs/incidents/../../README2.md", False),
        ("docs/other/a.md", False),
        ("/docs/incidents/a.md", False),
        ("src/docs/incidents/a.md", False),
    ],
)
def test_only_markdown_below_the_folder_is_a_post_mortem(path: str, expected: bool) -> None:
    assert is_postmortem(path) is expected
