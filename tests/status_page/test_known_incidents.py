"""What a build read is kept for the next one, and holds nothing but what is public."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.status_page.known_incidents import (
    KnownIncident,
    KnownIncidents,
    digest_of,
    read_known,
    write_known,
)
from incident_actions.text.seal import PLAIN, Seal
from tests.status_page.made_pages import DAY, MINUTE, NOW, PROCESS, at, make_process, read, recorded
from tests.status_page.test_site_files import CANARY, ENDS, with_canary

PUBLIC = read(recorded(e.UpdatePublished(**at(-9), text="Down"), e.Resolved(**at(-5))))
READ = {7: KnownIncident(NOW - MINUTE, PUBLIC), 9: KnownIncident(NOW, PUBLIC)}
KNOWN = KnownIncidents(NOW, NOW - MINUTE, READ)
TEXT = write_known("d", KNOWN, PLAIN)
KEYED = Seal(b"key", "site")


def sealed(**values: Any) -> str:
    """Return a file that somebody sealed who changed what is known of an incident."""
    changed = KnownIncident(NOW, replace(PUBLIC, **values))
    return write_known("d", replace(KNOWN, by_number={7: changed}), PLAIN)


@pytest.mark.parametrize("seal", [PLAIN, KEYED])
@pytest.mark.parametrize("known", [KNOWN, replace(KNOWN, read_to=None, by_number={})])
def test_a_file_has_what_was_written(known: KnownIncidents, seal: Seal) -> None:
    assert read_known(write_known("d", known, seal), "d", seal) == known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"incident-actions site": "d", "since": null}',
        '{"incident-actions site": "d", "times": [1, 2], "seal": ["x"]}',
        "[" * 9_999,
        TEXT[:-20],
        "\n".join(TEXT.splitlines()[:-1]),
        TEXT.replace('"Down"', '"Up"'),
        TEXT.replace('"times":[', '"times":[1'),
        write_known("d", KnownIncidents(), PLAIN),
        sealed(id="../../index"),
        sealed(progress="hacked"),
        sealed(outage="hacked"),
        sealed(updates=()),
        sealed(effects=(replace(PUBLIC.effects[0], outage="hacked"),)),
    ],
)
def test_of_a_damaged_file_nothing_is_known(text: str) -> None:
    assert read_known(text, "d", PLAIN) == KnownIncidents()


def test_a_time_that_no_clock_shows_makes_a_file_damaged() -> None:
    head = json.loads(TEXT.splitlines()[0])
    times = [1e300, None]
    seal = PLAIN.seal_lines(["d", json.dumps(times)])

    assert read_known(json.dumps({**head, "times": times, "seal": seal}), "d", PLAIN) == KnownIncidents()


def test_with_a_key_only_a_file_that_was_sealed_with_it_counts() -> None:
    keyed = write_known("d", KNOWN, KEYED)

    assert read_known(TEXT, "d", KEYED) == KnownIncidents()
    assert read_known(keyed, "d", PLAIN) == KnownIncidents()
    assert read_known(keyed, "d", Seal(b"another", "site")) == KnownIncidents()


def test_another_configuration_or_repository_needs_another_look() -> None:
    known = {digest_of("a/b", PROCESS), digest_of("a/c", PROCESS), digest_of("a/b", make_process("site: { title: x }"))}

    assert len(known) == 3
    assert read_known(TEXT, "e", PLAIN) == KnownIncidents()


def test_another_version_of_the_tool_needs_another_look(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_of("a/b", PROCESS)
    monkeypatch.setattr("incident_actions.status_page.known_incidents.__version__", "99")

    assert digest_of("a/b", PROCESS) != before


@pytest.mark.parametrize(
    ("number", "updated", "expected"),
    [
        (7, NOW - MINUTE, True),
        (7, NOW, False),
        (8, NOW - 2 * MINUTE, True),
        (8, NOW - MINUTE, False),
        (8, NOW, False),
    ],
)
def test_an_issue_is_known_as_it_was_or_if_nothing_public_was_found_up_to_its_time(
    number: int, updated: Any, *, expected: bool
) -> None:
    issue = replace(recorded(number=number).issue, updated=updated)

    assert KNOWN.has(issue) is expected
    assert KnownIncidents().has(issue) is False


def test_a_file_is_written_again_for_news_and_once_a_day() -> None:
    assert KNOWN.is_news_after(KnownIncidents())
    assert KNOWN.is_news_after(replace(KNOWN, by_number={}))
    assert KNOWN.is_news_after(replace(KNOWN, read_to=NOW))
    assert not replace(KNOWN, since=NOW + DAY - timedelta(seconds=1)).is_news_after(KNOWN)
    assert replace(KNOWN, since=NOW + DAY).is_news_after(KNOWN)


def test_no_field_of_any_entry_is_in_the_file_but_published_texts() -> None:
    kinds = [kind for kind in get_args(e.IncidentEntry) if kind not in (*ENDS, e.Declared)]
    published = e.UpdatePublished(**at(-30), text="Public title\nPublic words")
    declared: dict[str, Any] = {"title": CANARY, "summary": CANARY, "impact": CANARY, "services": ("web", CANARY)}
    public = read(recorded(published, *map(with_canary, kinds), with_canary(e.Resolved), **declared))

    text = write_known("d", KnownIncidents(NOW, NOW, {7: KnownIncident(NOW, public)}), PLAIN)

    assert "Public title" in text
    assert CANARY not in text
