"""What a build read is kept for the next one, and holds nothing but what is public."""

from __future__ import annotations

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.status_page.known_incidents import (
    KnownIncident,
    KnownIncidents,
    digest_of,
    read_known,
    write_known,
)
from tests.status_page.made_pages import MINUTE, NOW, PROCESS, at, make_process, read, recorded

PUBLIC = read(recorded(e.UpdatePublished(**at(-9), text="Down"), e.Resolved(**at(-5))))
KNOWN = KnownIncidents(
    NOW, {7: KnownIncident(NOW - MINUTE, PUBLIC), 8: KnownIncident(NOW, None), 9: KnownIncident(NOW, PUBLIC)}
)


def test_a_file_has_what_was_written() -> None:
    assert read_known(write_known("d", KNOWN), "d") == KNOWN


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", '{"incident-actions site": "d", "since": null}', write_known("d", KNOWN)[:-20], "[" * 9_999],
)
def test_of_a_damaged_file_nothing_is_known(text: str) -> None:
    assert read_known(text, "d") == KnownIncidents()


def test_another_configuration_or_repository_needs_another_look() -> None:
    known = {digest_of("a/b", PROCESS), digest_of("a/c", PROCESS), digest_of("a/b", make_process("site: { title: x }"))}

    assert len(known) == 3
    assert read_known(write_known("d", KNOWN), "e") == KnownIncidents()
