"""Harms: somebody deletes, cuts off or rewrites the bot's comments; the next run makes the incident what it was."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from dataclasses import replace
from typing import Any

from incident_actions.contract import card_comment
from incident_actions.contract.issue import ManualAction
from incident_actions.model.incident import entry as e
from incident_actions.text import record
from tests.engine.test_reconcile import do
from tests.laboratory.torture.row import Row
from tests.worlds import World

LINES = (
    "/ack", "/sev 1", "/sev 2 less than we thought", "/sev 9", "/ic", "/ic @linus", "/comms @mary", "/status identified",
    "/status monitoring looks good", "/mitigated", "/resolve it is over", "/reopen it came back", "/false-alarm a test",
    "/duplicate #3", "/update we are on it", "/note 13:30 the deploy", "/started 13:00", "/affects api, web", "/help",
    "/impact everybody", "/hotfix pool size", "/action @linus fri fix it prevent", "/postmortem", "/frobnicate", "talk",
    "/postmortem waive no need", "/page @ada", "/escalate", "/snooze 30m on it", "/cadence 20m", "/publish we look", "/room #x",
    "/handoff ic @ada go on", "/note " + "x" * 1_900,
)  # fmt: skip
KEYS = (b"", b"a key")
PASSING = (
    e.ReminderPosted,
    e.TimerFired,
    e.RecordRepaired,
    e.CommandRefused,
    e.CommandAnswered,
    e.ManualChangeUndone,
    e.UnknownEntry,
    e.PostmortemUpdated,
    e.WaiverListed,
    e.FollowUpOffered,
    e.DuplicateReported,
)
"""Entries that a rebuilt record may lack, or have besides: they change nothing that people see on the issue."""

UPDATE = re.compile(r"(postmortem:\d+):\d+:")
"""The key of a file's update, which counts those before it. A file that has these words already is not written again."""


def happening(dice: random.Random, *, is_open: bool) -> tuple[Any, ...]:
    """Something that somebody does."""
    if dice.random() < 0.75:
        return ("say", dice.choice(("ada", "grace", "grace", "linus", "mary")), dice.choice(LINES))
    return dice.choice(
        (
            ("hand", "grace", ManualAction.CLOSED if is_open else ManualAction.REOPENED),
            ("label", "grace", "SEV-3"),
            ("label", "grace", "status: monitoring"),
            ("label", "mary", "SEV-1"),
            ("pull", True, ""),
            ("pull", False, ""),
            ("wait", dice.randint(1, 40), ""),
        )
    )


def harm(world: World, dice: random.Random) -> str:
    """Somebody lays hands on one of the bot's comments."""
    kept = [
        one
        for one in world.comments.values()
        if one.body.startswith((card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK))
    ]
    comment = dice.choice(kept)
    body, how = comment.body, dice.choice(("delete", "cut", "strip", "reword", "empty"))
    match how:
        case "delete":
            del world.comments[comment.id]
            return how
        case "cut":
            body = body[: dice.randrange(len(body) // 3, len(body))]
        case "strip":
            body = record.visible_text(body)
        case "reword":
            place = dice.randrange(len(card_comment.CARD_MARK) + 1, len(body))
            body = f"{body[:place]}x{body[place + 1 :]}"
        case _:
            body = "oops"
    world.comments[comment.id] = replace(comment, body=body, updated=world.now, node_id=f"n{comment.id}")
    world.editors[f"n{comment.id}"] = "mallory"
    return how


def seen(world: World) -> dict[str, Any]:
    """What people see, and what is on record, but for when it was accepted."""
    incident = world.incident
    asked = [entry for entry in world.entries() if isinstance(entry, e.PostmortemAsked)]
    # To ask again for a post-mortem that is open changes nothing.
    facts = Counter(
        _fact(entry) for entry in world.entries() if not isinstance(entry, PASSING) and entry not in asked[1:]
    )
    told = Counter(said for said in world.tool_comments() if said)
    return {
        "labels": sorted(world.issue.label_names),
        "open": world.issue.open,
        "state": (incident.phase, incident.status, incident.severity, dict(incident.roles), incident.services),
        "made": {UPDATE.sub(r"\1:", key) for key in world.made},
        "said": told,
        "cards": len(world.cards()),
        "facts": facts,
    }


def _fact(entry: e.Entry) -> tuple[Any, ...]:
    return (entry.kind, entry.by, entry.comment, entry.index)


def wrong(seed: int) -> str:
    """Play one incident, harm it, let a run come, and say what is not as it was."""
    dice = random.Random(seed)  # noqa: S311  a story that can be repeated
    world = World(key=dice.choice(KEYS))
    world.run()
    for _ in range(dice.randint(1, 14)):
        world.advance(seconds=1)
        do(world, happening(dice, is_open=world.issue.open))
        world.run()
    world.advance(hours=1)
    world.run()  # what comes due in that hour is said before the harm, so that what is said after it is the harm's
    before = seen(world)
    how = harm(world, dice)
    world.run()
    world.run()  # the run's next look, with which it adds what nobody waits for
    after = seen(world)
    if how == "reword" and not world.key:
        before = after = {}  # what can be read is kept, so only the noticing and the calm are judged
    different = [_difference(what, before[what], after[what]) for what in before if before[what] != after[what]]
    again = [f"a second run does {effect}"[:200] for effect in world.run().effects]
    return f"{how}: {'; '.join([*different, *again])}" if different or again else ""


def _difference(what: str, before: Any, after: Any) -> str:
    if isinstance(before, Counter):
        before, after = sorted((before - after).elements()), sorted((after - before).elements())
    return f"{what}: {before} became {after}"


def torture(seed: int, seconds: float) -> Row:
    """Harm one incident after the other until the time is over."""
    until = time.monotonic() + seconds
    tried = 0
    failures: list[str] = []
    while tried == 0 or time.monotonic() < until:
        if what := wrong(seed + tried):
            failures.append(f"seed {seed + tried}: {what}"[:900])
        tried += 1
    return Row("the bot's comments are damaged", tried, bad=tried, failures=tuple(failures))
