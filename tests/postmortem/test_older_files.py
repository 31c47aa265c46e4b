"""Files of an older version, and of people who write in its form, are read and checked as before."""

from datetime import date

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import PlaceholderLeft, SectionEmpty
from incident_actions.postmortem.index import free_path, with_row
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.numbers import number_rows
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, line_of
from tests.postmortem.older_files import OLDER_DRAFT, OLDER_INDEX
from tests.postmortem.test_index import INCIDENT
from tests.worlds import PROCESS

LINKS = FileLinks("https://x.org", "acme/shop")


def test_an_older_draft_is_checked_as_before() -> None:
    hints = {each.title: each.hint for each in PROCESS.postmortem.sections}
    empty = ("Root cause", "What went well", "What went poorly", "Where we were lucky")

    assert list(findings(OLDER_DRAFT, PROCESS)) == [
        PlaceholderLeft(line_of("<!-- One", OLDER_DRAFT), hints["Summary"]),
        PlaceholderLeft(line_of("<!-- Who was", OLDER_DRAFT), hints["Impact"]),
        *(SectionEmpty(line_of(f"## {title}", OLDER_DRAFT), title, hints[title]) for title in empty),
        PlaceholderLeft(line_of("<!-- Each one", OLDER_DRAFT), hints["Action items"]),
    ]


def test_an_older_draft_in_which_people_left_the_header_empty_is_checked_as_before() -> None:
    text = OLDER_DRAFT.replace(
        "40 orders a minute &lt;b&gt;\n- ", "<!-- who was affected, and how; give a number -->\n- ", 1
    )

    (found, *_) = findings(text, PROCESS)
    assert found == PlaceholderLeft(line_of("- **Impact", text), "who was affected, and how; give a number")


def test_the_items_of_an_older_draft_are_read_as_before() -> None:
    assert read_items(OLDER_DRAFT, PROCESS) == (ItemRow("Alert on a | b", "linus", date(2026, 3, 6), "prevent", 106),)


def test_an_older_merged_file_is_checked_as_before_and_gets_its_numbers() -> None:
    assert findings(GOOD_POSTMORTEM, PROCESS) == ()

    changes = number_rows(GOOD_POSTMORTEM, {1: 13}, PROCESS, LINKS)

    line = "| Alert when the pool is over 90 % full for 5 minutes | @linus | 2026-03-27 | detect |"
    assert changes == {1: (line, line.replace(" | @", " ([#13](https://x.org/acme/shop/issues/13)) | @"))}
    assert findings(GOOD_POSTMORTEM.replace(*changes[1]), PROCESS) == ()


def test_an_older_index_keeps_its_rows_and_names_the_same_files() -> None:
    path = "docs/incidents/2026-03-04-checkout-is-down.md"

    assert free_path(OLDER_INDEX, INCIDENT, path) == path
    assert free_path(OLDER_INDEX, INCIDENT, "docs/incidents/5.md") == "docs/incidents/5-7.md"
    written = with_row(OLDER_INDEX, INCIDENT, path, LINKS)
    assert "| 2026-02-01 | [Login \\| sign-up fails](5.md) | [#5](https://x.org/acme/shop/issues/5) |" in written
    assert written.count("[Checkout is down](2026-03-04-checkout-is-down.md)") == 1
