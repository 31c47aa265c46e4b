"""Ready-made words are filled from the record, and what is not known stays as a blank that people see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given

from incident_actions.engine.announcement_values import LONGEST
from incident_actions.engine.ready_words import (
    LONGEST_WHOLE,
    are_complete,
    blanks_of,
    completed_at,
    fill_announcements,
    for_stages,
    has_brackets,
    outward_lines,
)
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.communication import Announcement
from incident_actions.text.messages import MissingValue, ReadyWords
from incident_actions.text.safe_markdown import code_block
from tests.engine.commands.asking import running
from tests.live_markdown import live_parts, parse_tokens
from tests.prepared_team import prepared_process
from tests.text.test_safe_markdown import TEXT
from tests.worlds import World

PREPARED = prepared_process()


@cache
def known() -> Incident:
    """An incident of which everything is known."""
    world = World(process=PREPARED)
    world.issue = replace(world.issue, body="")
    world.run()
    world.ask("grace", "/sev 1\n/ic @ada\n/comms @linus\n/tech @grace\n/started 13:30\n/detected 13:40")
    world.ask("grace", "/affects checkout, web\n/impact 40 orders a minute\n/update Rolling back\n/mitigated 13:55")
    world.ask("grace", "/action @linus fri Alert on the pool\n/resolve Rolled back to 41")
    return replace(world.incident, summary="Payments fail", room="#shop-down")


def words(text: str, incident: Incident | None = None) -> str:
    announcement = Announcement(name="x", stage="update", audience="all", text=text)
    (found,) = fill_announcements((announcement,), incident or running().incident, PREPARED)
    return found.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#{number}: {title}", "#7: Checkout is down"),
        ("{{braces}} and {impact}", "{braces} and [impact]"),
        ("@{commander} {comms}", "[commander] [comms]"),
        ("Join {room}", "Join #incident-7"),
        ("one\n\ntwo", "one\n\ntwo"),
    ],
)
def test_a_text_is_filled(text: str, said: str) -> None:
    assert words(text) == said


def test_a_sentence_that_ends_with_somebodys_sentence_has_one_full_stop() -> None:
    incident = replace(running().incident, impact="Nobody can pay.")

    assert words("It affects {impact}. More soon.", incident) == "It affects Nobody can pay. More soon."


def test_a_login_is_not_doubled_by_the_texts_own_sign() -> None:
    assert words("@{commander}, {tech}", known()) == "@ada, @grace"


def test_braces_in_peoples_texts_are_not_filled() -> None:
    assert words("{title}", replace(known(), title="{impact} {0.__class__}")) == "{impact} {0.__class__}"


def test_long_words_are_cut() -> None:
    long = replace(known(), impact="a " * 1_000)

    assert words("{impact}", long) == f"{('a ' * 1_000)[: LONGEST - 1]}…"
    assert len(words("{impact}" * 200, long)) == LONGEST_WHOLE


@pytest.mark.parametrize(
    ("stages", "names"),
    [(("identified", "update"), ["page", "found"]), (("declared",), ["first"]), (("Investigating",), [])],
)
def test_a_stage_has_its_words(stages: tuple[str, ...], names: list[str]) -> None:
    assert [each.name for each in for_stages(stages, known(), PREPARED)] == names


@pytest.mark.parametrize(
    ("severities", "severity", "there"),
    [
        ((), "", True),
        ((), "SEV-2", True),
        (("SEV-1",), "SEV-1", True),
        (("1",), "SEV-1", True),
        (("SEV-1",), "SEV-2", False),
        (("SEV-1",), "", False),
        (("P9",), "", False),
    ],
)
def test_an_announcement_for_some_severities_applies_to_no_other(
    severities: tuple[str, ...], severity: str, there: bool
) -> None:
    assert PREPARED.applies_to(severities, severity) == there


@given(TEXT)
def test_nothing_that_people_wrote_breaks_out_of_the_words(text: str) -> None:
    incident = replace(known(), title=text, impact=text, resolution=text)
    shown = code_block(words("{title}\n```\n{impact}\n~~~\n{resolution}", incident))

    assert live_parts(f"{shown}\n\nafter") == []
    assert [token.type for token in parse_tokens(f"{shown}\n\nafter") if token.type in ("fence", "text")] == [
        "fence",
        "text",
    ]


def test_words_are_for_somebody() -> None:
    assert fill_announcements(for_stages(("update",), known(), PREPARED), known(), PREPARED) == (
        ReadyWords("the status page", "Resolved: Rolled back to 41 Cause: Rolled back to 41"),
    )


def announcement(text: str, *severities: str) -> Announcement:
    return Announcement(name="x", stage="declared", audience="all", text=text, severities=severities)


def test_what_a_text_lacks_is_listed_once_with_the_command_that_fills_it() -> None:
    text = "{severity} {response} {title} {commander} {cause} {next_update} {answer.brands}"

    (found,) = fill_announcements((announcement(text),), running().incident, PREPARED)
    assert found == ReadyWords(
        "all",
        "[severity] [response] Checkout is down [commander] [cause] [next update] [brands]",
        (
            MissingValue("severity", "/sev 1"),
            MissingValue("Incident commander", "/ic @user"),
            MissingValue("cause", "/status Identified <cause>"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "page", "said"),
    [
        ("A\nStatus page: {status_page}\nB", "", "A\nB"),
        ("A\nStatus page: {status_page}", "", "A"),
        ("Status page: {status_page}", "", "Status page: [status page]"),
        ("See {status_page} for more", "", "See [status page] for more"),
        ("A\nStatus page: {status_page}", "https://status.example.com", "A\nStatus page: https://status.example.com"),
    ],
)
def test_a_line_for_the_status_page_is_left_out_where_there_is_none(text: str, page: str, said: str) -> None:
    process = replace(PREPARED, links=replace(PREPARED.links, status_page=page))

    (found,) = fill_announcements((announcement(text),), running().incident, process)
    assert found.text == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (15, "every 15 min, in 15 minutes"),
        (60, "every hour, in 1 hour"),
        (90, "every 1 h 30 min, in 1 hour 30 minutes"),
    ],
)
def test_an_interval_reads_as_people_say_it(minutes: int, said: str) -> None:
    incident = replace(known(), pace=replace(known().pace, cadence=minutes))

    assert words("every {update_every}, in {update_interval}", incident) == said


@pytest.mark.parametrize(
    ("text", "severities", "complete"),
    [
        ("{title}", (), True),
        ("{severity}", (), False),
        ("{title} {next_update} {update_every} {status_page} {answer.brands}", (), True),
        ("{title}", ("SEV-1",), False),
        ("[what to do]", (), True),
    ],
)
def test_a_text_is_complete_once_no_command_can_fill_more(
    text: str, severities: tuple[str, ...], complete: bool
) -> None:
    assert are_complete(announcement(text, *severities), running().incident, PREPARED) is complete


def test_nothing_is_complete_before_the_declaration() -> None:
    assert not are_complete(announcement("{title}"), None, PREPARED)


def test_the_entry_that_first_completes_a_text_is_found() -> None:
    bare = running().incident
    rated = replace(bare, severity="SEV-1")
    steps = (None, bare, bare, rated, bare, rated)

    assert completed_at(announcement("{severity}"), steps, PREPARED) == 2
    assert completed_at(announcement("{comms}"), steps, PREPARED) is None


def test_entries_that_only_move_the_timers_neither_complete_a_text_nor_hide_what_does() -> None:
    bare = running().incident
    later = [replace(bare, pace=replace(bare.pace, progress=bare.declared + timedelta(hours=each))) for each in (1, 2)]
    rated = [replace(each, severity="SEV-1") for each in later]

    assert completed_at(announcement("{severity}"), (None, bare, *later), PREPARED) is None
    assert completed_at(announcement("{severity}"), (None, bare, *later, *rated), PREPARED) == 3
    assert completed_at(announcement("{severity}"), rated, PREPARED) == 0


def test_the_blanks_of_a_text_are_found_once_each() -> None:
    assert blanks_of("{title} {answer.brands} {{x}} {title}") == ("title", "answer.brands")


@pytest.mark.parametrize(
    ("text", "has_some"),
    [
        ("[Investigating] We are aware of it.", False),
        ("Until [estimated time].", True),
        ("[investigating], [eta]", True),
        ("We know.", False),
    ],
)
def test_a_status_in_brackets_is_nothing_to_fill_in(text: str, has_some: bool) -> None:
    assert has_brackets(text, PREPARED) == has_some


def sent(text: str, incident: Incident | None = None) -> tuple[str, ...]:
    announcement = Announcement(name="x", stage="update", audience="all", text=text)
    return outward_lines(announcement, incident or running().incident, PREPARED)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**Summary** of {title}", ("Summary of Checkout is down",)),
        ("Impact: {impact}\nWhat: {title}", ("What: Checkout is down",)),
        ("What: {title} (impact: {impact})", ("What: Checkout is down (impact: not known yet)",)),
        ("{title}\n\n{update}\n\nNow {status}", ("Checkout is down", "", "Now Investigating")),
        ("{title}\nEstimated time: [estimated time]", ("Checkout is down",)),
        ("[Investigating] {title}", ("[Investigating] Checkout is down",)),
        ("[All incidents](https://acme.test) {{x}}", ("[All incidents](https://acme.test) {x}",)),
        ("{impact}", ()),
    ],
)
def test_an_announcement_is_sent_without_what_is_not_known(text: str, lines: tuple[str, ...]) -> None:
    assert sent(text) == lines


def test_people_in_an_announcement_that_is_sent_are_not_mentioned() -> None:
    assert sent("@{commander}, {comms}", known()) == ("ada, linus",)


def test_a_long_announcement_is_cut_before_it_is_sent() -> None:
    (line,) = sent("{title} " + "x" * 1_990, known())

    assert (len(line), line[-1]) == (2_000, "…")
