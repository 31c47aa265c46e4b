"""What pages people, and what only reminds those who work on the incident."""

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.timers.pages import people_paged_by
from tests.engine.commands.manned import manned
from tests.worlds import START


def fired(what: str) -> e.TimerFired:
    return e.TimerFired(at=START, accepted=START, timer=f"{what}@x+0", what=what, due=START, to=("ada", "acme/leads"))


@pytest.mark.parametrize(
    ("entry", "people"),
    [
        (e.PeoplePaged(at=START, accepted=START, to=("ada",), whom="on call"), ("ada",)),
        (e.Escalated(at=START, accepted=START, to=("ada",), rung=""), ("ada",)),
        (fired("unanswered"), ("ada", "acme/leads")),
        (fired("acknowledge"), ("ada", "acme/leads")),
        (fired("respond"), ("ada", "acme/leads")),
        (fired("update"), ()),
        (fired("roles"), ()),
        (fired("a step that is gone"), ()),
        (e.NoteAdded(at=START, accepted=START, text="@ada"), ()),
    ],
)
def test_pages_are_told_from_reminders(entry: e.Entry, people: tuple[str, ...]) -> None:
    assert people_paged_by(entry, manned()) == people
