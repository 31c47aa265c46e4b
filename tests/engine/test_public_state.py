"""The page is built when it would differ, and only then."""

from __future__ import annotations

from incident_actions.engine.public_state import public_state
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from tests.status_page.made_pages import PROCESS, SECOND, at, make_process, recorded

PUBLISHED = e.UpdatePublished(**at(-40), text="Checkout is down")


def state(*entries: e.Entry, process: Process = PROCESS) -> tuple[object, ...]:
    return public_state(fold(7, recorded(*entries).entries), process)


def test_an_incident_without_a_published_text_has_no_public_state() -> None:
    spoken = e.StatusSet(**at(-30), to="identified", phase=Phase.ACTIVE, text="We know why")

    assert state(spoken) == public_state(None, PROCESS) == ()
    assert state(spoken, process=make_process("site: { status_texts: true }")) != ()


def test_without_a_status_page_nothing_is_public() -> None:
    assert state(PUBLISHED, process=make_process("")) == ()


def test_what_the_page_shows_changes_the_state() -> None:
    changes = (
        e.UpdatePublished(**at(-30), text="Still down"),
        e.SeveritySet(**at(-30), to=SECOND),
        e.ServicesSet(**at(-30), to=("api",)),
        e.MilestoneSet(**at(-30), milestone="mitigated", status="monitoring"),
        e.Resolved(**at(-30), status="resolved"),
        e.MadePrivate(**at(-30), repository="acme/secret", number=3),
    )

    assert len({state(PUBLISHED), *(state(PUBLISHED, each) for each in changes)}) == len(changes) + 1


def test_what_the_page_does_not_show_changes_nothing() -> None:
    for other in (
        e.NoteAdded(**at(-30), text="x"),
        e.UpdatePosted(**at(-30), text="x"),
        e.ImpactSet(**at(-30), text="x"),
    ):
        assert state(PUBLISHED, other) == state(PUBLISHED)
