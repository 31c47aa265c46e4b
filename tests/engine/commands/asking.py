"""Ask on a running incident, and see what was accepted and what was said."""

from __future__ import annotations

from functools import cache
from typing import Any

from incident_actions.model.incident.entry_json import as_json
from tests.worlds import World

PEOPLE = ("ids", "lead_id", "owner_id", "person_id", "to_id")
STAMP = ("accepted", "by", "by_id", "comment", "index")


def running(*before: str) -> World:
    """An incident that grace declared at 14:00, after she commented each of these."""
    return _run_once(*before).copy()


@cache
def _run_once(*before: str) -> World:
    world = World()
    world.run()
    for text in before:
        world.ask("grace", text)
    return world


def facts(world: World, login: str, text: str) -> list[dict[str, Any]]:
    """What the record gains by a comment: each entry less its stamp and people's ids; `at` if not the comment's."""
    known = len(world.entries())
    comment = world.post(login, text)
    world.run()
    gained = [(entry, as_json(entry)) for entry in world.entries()[known:] if entry.comment == comment.id]
    return [
        {
            name: value
            for name, value in plain.items()
            if name not in (*STAMP, *PEOPLE) and not (name == "at" and entry.at == comment.created)
        }
        for entry, plain in gained
    ]


def refused(world: World, text: str, login: str = "grace") -> list[str]:
    """What is said to a comment of which nothing may be accepted; of strangers' the record says nothing at all."""
    before = len(world.replies())
    kinds = {fact["kind"] for fact in facts(world, login, text)}
    assert kinds <= {"refused"}
    return world.replies()[before:]
