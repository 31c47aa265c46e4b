"""A score as JSON has the published form, and links to what it is about."""

from __future__ import annotations

from jsonschema import Draft202012Validator, FormatChecker

from incident_actions.game_days.score_json import as_json
from incident_actions.game_days.score_schema import score_schema
from tests.game_days.test_score import PERFECT, declared, mitigated, resolved, scored, update
from tests.timers.timer_records import at

URL = "https://github.com/acme/shop"


def test_the_json_of_every_score_has_the_published_form() -> None:
    validator = Draft202012Validator(score_schema(), format_checker=FormatChecker())

    for entries in (
        PERFECT,
        (declared("SEV-3"),),
        (declared(""),),
        (declared(), update(50), mitigated(64), resolved(70, 6)),
    ):
        validator.validate(as_json(scored(*entries), URL))


def test_the_json_says_what_was_late_and_where() -> None:
    found = as_json(scored(declared(), update(12), now=at(30)), URL)

    assert {key: found[key] for key in ("version", "incident", "url", "title", "severity", "phase", "final")} == {
        "version": 1,
        "incident": 7,
        "url": f"{URL}/issues/7",
        "title": "Checkout is down",
        "severity": "SEV-1",
        "phase": "active",
        "final": False,
    }
    assert (found["asked"], found["met"]) == (7, 1)
    assert found["measures"]["first-update"] == {
        "verdict": "late",
        "due": "2026-03-04T14:10:00Z",
        "at": "2026-03-04T14:12:00Z",
        "minutes": 2.0,
        "url": f"{URL}/issues/7#issuecomment-112",
    }
    assert found["updates"] == [
        {
            "verdict": "late",
            "due": "2026-03-04T14:10:00Z",
            "at": "2026-03-04T14:12:00Z",
            "url": f"{URL}/issues/7#issuecomment-112",
        },
        {"verdict": "missed", "due": "2026-03-04T14:27:00Z", "at": None, "url": None},
    ]


def test_the_json_links_a_merged_post_mortem_to_its_pull_request() -> None:
    found = as_json(scored(*PERFECT), URL)["measures"]

    assert (found["post-mortem"]["url"], found["assess"]["url"]) == (f"{URL}/pull/9", f"{URL}/issues/7")
