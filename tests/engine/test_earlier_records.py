"""A record that an earlier version wrote is read as it was, and an upgrade posts nothing about what is past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract import card_comment
from incident_actions.contract.issue import Comment
from incident_actions.model.incident.incident import Postmortem
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.text import record
from tests.worlds import BOT, START, World, make_labels

DECLARED = "<!-- incident-actions:say declared -->\n**Declared.**\n\n**First minutes:**\n- [ ] Acknowledge the incident: `/ack`"
COMMON = """\
{"kind":"declared","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","by":"grace","by_id":2,"status":"Investigating","title":"Checkout is down"}
{"kind":"severity","at":"2026-03-04T14:00:01Z","accepted":"2026-03-04T14:00:01Z","by":"grace","by_id":2,"comment":103,"to":"SEV-1"}
{"kind":"acknowledged","at":"2026-03-04T14:00:02Z","accepted":"2026-03-04T14:00:02Z","by":"grace","by_id":2,"comment":104}
{"kind":"role","at":"2026-03-04T14:00:03Z","accepted":"2026-03-04T14:00:03Z","by":"grace","by_id":2,"comment":105,"role":"commander","person":"ada","person_id":1,"name":"Incident commander"}
"""
RUNNING = """\
{"kind":"update","at":"2026-03-04T14:00:04Z","accepted":"2026-03-04T14:00:04Z","by":"grace","by_id":2,"comment":107,"text":"We are rolling back"}
"""
RESOLVED = """\
{"kind":"milestone","at":"2026-03-04T14:00:04Z","accepted":"2026-03-04T14:00:04Z","by":"grace","by_id":2,"comment":107,"milestone":"mitigated","status":"Monitoring"}
{"kind":"resolved","at":"2026-03-04T14:00:05Z","accepted":"2026-03-04T14:00:05Z","by":"grace","by_id":2,"comment":108,"status":"Resolved","summary":"Rolled back"}
{"kind":"postmortem","at":"2026-03-04T14:00:05Z","accepted":"2026-03-04T14:00:05Z","branch":"postmortem/7","path":"docs/incidents/2026-03-04-checkout-is-down.md","pull":109}
"""
"""What was on record before answers, digests of the post-mortem and the length of the watch were kept."""


def earlier(lines: str, *labels: str) -> World:
    """The issue as the earlier version left it."""
    block = record.write_block(f"{COMMON}{lines}".splitlines())
    world = World()
    world.issue = replace(world.issue, labels=make_labels("incident", "SEV-1", *labels), assignees=("ada",))
    world.comments = {
        101: Comment(101, BOT, DECLARED, START, START),
        102: Comment(102, BOT, f"{card_comment.CARD_MARK}\n## SEV-1\n\n{block}", START, START, pinned=True),
    }
    for number, text in ((103, "/sev 1"), (104, "/ack"), (105, "/ic @ada"), (107, "x"), (108, "x")):
        world.comments[number] = Comment(number, Person("grace", 2), text, START, START, frozenset({"+1"}))
    world.next_number = 300
    return world


@pytest.mark.parametrize(
    ("lines", "labels", "phase"),
    [
        (RUNNING, ("status: investigating",), Phase.ACTIVE),
        (RESOLVED, ("status: resolved", "needs-postmortem"), Phase.RESOLVED),
    ],
)
def test_an_upgrade_refreshes_the_card_once_and_posts_nothing(
    lines: str, labels: tuple[str, ...], phase: Phase
) -> None:
    world = earlier(lines, *labels)
    kinds, before = [each.kind for each in world.entries()], set(world.comments)

    world.run()

    assert (world.incident.phase, world.incident.severity, world.incident.roles) == (
        phase,
        "SEV-1",
        {"commander": "ada"},
    )
    assert (set(world.comments), [each.kind for each in world.entries()], world.made) == (before, kinds, {})
    card = world.cards()[0].body
    assert "| Next |" in card
    world.run()
    assert world.cards()[0].body == card


def test_a_draft_of_the_earlier_version_is_left_to_people() -> None:
    world = earlier(RESOLVED, "status: resolved", "needs-postmortem")

    said = world.ask("ada", "/impact 40 orders a minute\n/postmortem")

    path = "docs/incidents/2026-03-04-checkout-is-down.md"
    assert world.made == {}
    assert world.incident.postmortem == Postmortem("postmortem/7", path, 109)
    assert any("An earlier version of the tool wrote the post-mortem #109" in each for each in world.replies()), said


def test_an_incident_of_the_earlier_version_is_resolved_by_the_new_one() -> None:
    world = earlier(RUNNING, "status: investigating")

    world.ask("ada", "/mitigated\n/resolve Rolled back")

    assert world.incident.postmortem is not None
    assert (world.incident.to_watch, world.incident.watched) == (30, 0)
