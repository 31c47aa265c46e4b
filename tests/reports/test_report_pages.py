"""The report as a page, as Markdown, as JSON and as CSV: what each shows, and that nothing in it acts."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from incident_actions.gateway.repository import templates
from incident_actions.reports import charts, report_page
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.figures import Figures
from incident_actions.reports.incident_facts import IncidentFacts, Moment, Page, ReviewFacts
from incident_actions.reports.item_facts import ItemFacts, ItemState
from incident_actions.reports.report_csv import COLUMNS, as_csv
from incident_actions.reports.report_json import as_json
from incident_actions.reports.report_markdown import ISSUE_LIMIT, chart_name, month_name, render_markdown
from incident_actions.reports.report_schema import report_schema
from incident_actions.reports.scope import Scope
from incident_actions.text.html_wording import HtmlWording
from incident_actions.text.wording import Wording
from tests.generated_values import HOSTILE
from tests.live_markdown import live_parts
from tests.tiers import sampled

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WORDING, PAGES = Wording(templates.load_template), HtmlWording(templates.load_template)
NASTY = (
    *HOSTILE,
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "](javascript:alert(1))",
    "=HYPERLINK(1)",
    "\u202eevil",
    "[^n1]",
    '"\n  bar [9]\n',
    "{{ figures }}",
)


def made(
    number: int = 7, title: str = "Checkout is down", service: str = "web", severity: str = "SEV1"
) -> IncidentFacts:
    """Return an incident of which everything is known."""
    return IncidentFacts(
        number,
        title,
        MAY,
        MAY,
        phase="closed",
        severity=severity,
        services=(service,),
        preset="default",
        moments={
            "started": Moment(MAY - 20 * MINUTE, 70),
            "detected": Moment(MAY - 5 * MINUTE, 71),
            "declared": Moment(MAY),
            "acknowledged": Moment(MAY + 4 * MINUTE, 72),
            "mitigated": Moment(MAY + 30 * MINUTE, 73),
            "resolved": Moment(MAY + 64 * MINUTE, 74),
        },
        promised=2,
        kept=1,
        silence=31,
        delays=(0.4,),
        pages=(Page(MAY, "grace"),),
        people=3,
        earlier=(3,),
        review=ReviewFacts(required=True, due=MAY + 90 * MINUTE, merged=Moment(MAY)),
    )


def figures(*facts: IncidentFacts, **options: object) -> Figures:
    items = (ItemFacts(12, 7, "Alert on it", ItemState.DONE, moves=1),)
    wanted = ReportOptions(load=True, hourly_cost=100, currency="EUR", severities=("SEV1",))
    chosen = replace(wanted, **options)  # type: ignore[arg-type]
    return compute_figures(("acme/shop", "https://github.com/acme/shop"), facts, items, NOW, chosen)


def page(found: Figures) -> str:
    return report_page.render_page(found, PAGES)


def markdown(found: Figures, limit: int = ISSUE_LIMIT) -> str:
    return render_markdown(found, WORDING.render, limit)


class Elements(HTMLParser):
    """The elements of a page, its targets, and its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")


def test_every_number_of_the_page_leads_to_a_list_of_incidents() -> None:
    shown = Elements(page(figures(made(), made(8))))
    inside = [link.removeprefix("#") for link in shown.links if link.startswith("#")]

    assert set(inside) <= set(shown.ids)
    assert len(shown.ids) == len(set(shown.ids))
    assert len([link for link in inside if re.fullmatch(r"n\d+", link)]) > 60


def test_each_duration_of_an_incident_leads_to_the_two_events_between_which_it_lies() -> None:
    for text in (page(figures(made())), markdown(figures(made()))):
        events = re.findall(r"issues/7#issuecomment-(\d+)", text)
        assert events == ["70", "71", "71", "72", "70", "73", "70", "74"]


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    text = page(figures(made()))
    shown = Elements(text)

    assert {"script", "iframe", "object", "embed", "form"} & shown.tags == set()
    assert [name for name in shown.attributes if name.startswith("on")] == []
    assert [link for link in shown.links if not link.startswith(("#", "data:,", "https://github.com/acme/shop"))] == []
    assert "url(" not in text
    assert "@import" not in text


@cache
def harmless_pages() -> tuple[Elements, object]:
    found = figures(made(), made(8))
    return Elements(page(found)), live_parts(markdown(found), frozenset())


@pytest.mark.parametrize("text", sampled(NASTY, one_in=6))
def test_hostile_texts_do_nothing_on_any_page(text: str) -> None:
    found = figures(made(7, text, text, text), replace(made(8, text), labels=(text,)))
    harmless, plain = harmless_pages()

    shown = Elements(page(found))
    assert shown.tags <= harmless.tags
    assert shown.attributes <= harmless.attributes
    assert [link for link in shown.links if "javascript" in link] == []
    written = markdown(found)
    assert live_parts(written, frozenset()) == plain
    rows = list(csv.reader(StringIO(as_csv(found))))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 3
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)
    assert json.loads(json.dumps(as_json(found))) == as_json(found)


def test_without_an_incident_each_page_says_so() -> None:
    assert "No incident was declared yet." in page(figures())
    assert "No incident was declared yet." in markdown(figures())
    assert "No incident was declared in this period." in page(figures(scope=Scope(since=date(2026, 1, 1))))
    assert ('href="#severity"' in page(figures()), 'href="#severity"' in page(figures(made()))) == (False, True)
    for shown in (page, markdown):
        assert "No incident of &lt;api&gt; was declared." in shown(figures(scope=Scope(service="<api>")))
    assert as_csv(figures()).count("\n") == 1
    assert "mermaid" not in markdown(figures())


def test_a_damaged_record_is_shown_as_unknown() -> None:
    found = figures(made(), IncidentFacts(8, "Payments are slow", MAY, MAY, legible=False))

    assert "record damaged, so the rest is unknown" in page(found)
    assert "unknown, the record is damaged" in markdown(found)
    row, _ = csv.DictReader(StringIO(as_csv(found)))
    assert (row["readable"], row["time_to_resolve_minutes"], row["people"]) == ("no", "", "")


def test_unread_incidents_are_announced() -> None:
    assert "9000 incidents are yet to be read" in page(figures(made(), unread=9000))
    assert "9000 incidents are yet to be read" in markdown(figures(made(), unread=9000))


def test_the_markdown_fits_into_an_issue_with_a_thousand_incidents() -> None:
    facts = [made(number, f"Incident {number}", f"service-{number % 9}") for number in range(1, 1001)]

    text = markdown(figures(*facts))

    assert 20_000 < len(text) <= ISSUE_LIMIT + 1
    assert text.endswith("\n")
    assert "## By month" in text


def test_the_charts_of_markdown_have_the_values_of_the_months() -> None:
    june = replace(
        made(8), moments={name: Moment(each.at + 30 * 24 * 60 * MINUTE) for name, each in made().moments.items()}
    )

    text = markdown(figures(made(), june))

    assert 'x-axis ["May 26", "Jun 26"]' in text
    assert "bar [1, 1]" in text
    assert "line [84.0, 84.0]" in text
    assert '"SEV1" : 2' in text


def test_names_in_charts_are_plain() -> None:
    assert chart_name('a"b;c#d\n%%{init}%%') == "a b c d init"
    assert chart_name('"') == "other"
    assert month_name("2026-12") == "Dec 26"


def test_the_json_has_the_form_that_is_published() -> None:
    schema = report_schema()
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    published = json.loads((Path(__file__).parents[2] / "docs/report.schema.json").read_text())

    assert published == schema
    for found in (figures(made(), made(8)), figures(), figures(made(), load=False, hourly_cost=None)):
        validator.validate(as_json(found))


def test_the_json_links_each_duration_to_its_events() -> None:
    shown = as_json(figures(made()))["incidents"][0]["durations"]["time_to_acknowledge"]

    assert shown == {
        "minutes": 9.0,
        "from": {
            "milestone": "detected",
            "at": "2026-05-04T08:55:00Z",
            "url": "https://github.com/acme/shop/issues/7#issuecomment-71",
        },
        "to": {
            "milestone": "acknowledged",
            "at": "2026-05-04T09:04:00Z",
            "url": "https://github.com/acme/shop/issues/7#issuecomment-72",
        },
    }


def test_the_csv_has_a_row_for_each_incident() -> None:
    [row] = csv.DictReader(StringIO(as_csv(figures(made(7, "=1+1", "web")))))

    assert row["title"] == "'=1+1"
    assert (row["started"], row["time_to_resolve_minutes"]) == ("2026-05-04T08:40:00Z", "84.0")
    assert (row["severity"], row["services"], row["updates_on_time"]) == ("SEV1", "web", "1")


def test_charts_have_a_title_and_a_link_for_each_mark() -> None:
    marks = [charts.Mark(2, "2 <in> May", "#n1"), charts.Mark(None, "none")]

    drawn = charts.draw_bars(["May", "Jun"], {"SEV1": marks}, "Incidents")

    assert '<a href="#n1"><title>2 &lt;in&gt; May</title><rect' in drawn
    assert 'aria-label="Incidents"' in drawn
    assert not re.search("<style|<script|<desc|pygal|xlink", drawn)


@pytest.mark.parametrize("top", [0, 1, 4, 9, 40, 999, 60_000])
def test_an_axis_reaches_its_highest_value_in_few_steps(top: int) -> None:
    for ticks in (charts._count_ticks(top), charts._duration_ticks(top)):
        assert ticks[0] == 0
        assert ticks[-1] >= top
        assert len(ticks) <= 7


def test_without_pygal_the_page_has_no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(charts, "import_module", missing)

    assert "<svg" not in page(figures(made()))
    assert "By severity" in page(figures(made()))


def test_shares_are_whole_only_where_they_are() -> None:
    assert [report_page.percent(*each) for each in ((0, 0), (0, 9), (1, 900), (899, 900), (9, 9))] == [
        "–", "0 %", "1 %", "99 %", "100 %",
    ]  # fmt: skip
    assert [report_page.length(each) for each in (None, 0.4, 61.7)] == ["–", "< 1 min", "1 h 1 min"]
