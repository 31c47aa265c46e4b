"""Ready-made words are filled from the record, and what is not known stays as a blank that people see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given

from incident_actions.engine.ready_words import LONGEST, LONGEST_WHOLE, blank_values, fill_announcements, for_stages
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.communication import BLANKS, Announcement
from incident_actions.text.messages import ReadyWords
from incident_actions.text.safe_markdown import code_block
from tests.engine.commands.asking import running
from tests.live_markdown import live_parts, parse_tokens
from tests.prepared_team import prepared_process
from tests.text.test_safe_markdown import TEXT
from tests.worlds import START, World

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


def test_every_blank_is_filled_where_it_is_known() -> None:
    incident = known()

    assert blank_values(incident, PREPARED, START) == {
        "number": "7",
        "title": "Checkout is down",
        "severity": "SEV-1",
        "status": "Resolved",
        "summary": "Payments fail",
        "impact": "40 orders a minute",
        "services": "checkout, web",
        "started": "2026-03-04 13:30 UTC",
        "declared": "2026-03-04 14:00 UTC",
        "now": "2026-03-04 14:00 UTC",
        "cause": "[cause]",
        "next_update": "[next update]",
        "update": "Rolling back",
        "commander": "@ada",
        "comms": "@linus",
        "tech": "@grace",
        "room": "#shop-down",
        "status_page": "https://status.example.com",
        "update_every": "15 min",
        "resolution": "Rolled back to 41",
        "time_to_detect": "10 min",
        "time_to_resolve": "30 min",
        "actions": f"Alert on the pool (#{incident.actions[0].issue})",
    }


def test_an_unknown_value_stays_a_blank() -> None:
    bare = blank_values(running().incident, World().process, None)

    filled = {name: value for name, value in bare.items() if not value.startswith("[")}
    assert filled == {
        "number": "7",
        "title": "Checkout is down",
        "status": "Investigating",
        "declared": "2026-03-04 14:00 UTC",
        "next_update": "2026-03-04 14:15 UTC",
    }
    assert {name: value for name, value in bare.items() if name not in filled} == {
        name: f"[{name.replace('_', ' ')}]" for name in BLANKS if name not in filled
    }


def test_the_next_update_is_the_one_that_was_promised_while_it_runs() -> None:
    world = World(process=PREPARED)
    world.run()
    world.ask("grace", "/sev 2")

    assert blank_values(world.incident, PREPARED, None)["next_update"] == "2026-03-04 14:30 UTC"


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
        ReadyWords("the status page", "Resolved: Rolling back Cause: [cause]"),
    )


def test_the_time_of_a_comment_is_known_and_that_of_a_card_is_not() -> None:
    times = [blank_values(known(), PREPARED, now)["now"] for now in (START + timedelta(minutes=1), None)]

    assert times == ["2026-03-04 14:01 UTC", "[now]"]
