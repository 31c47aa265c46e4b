"""What a team prepared stands on the card when it helps: who hears next, what to do in order, what to send, where to look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, EntryFields
from incident_actions.engine.card_view import render as drawn
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.process import Process
from incident_actions.text import record
from tests.engine.test_card import folds, rows
from tests.prepared_team import prepared_process
from tests.worlds import BOT, START, WORDING, World

PREPARED = prepared_process()
PAGES = "https://github.com/acme/shop/blob/HEAD/docs"
LINKS = (
    "[dashboards](https://metrics.example.com) · runbooks: See the docs of each service"
    " · [status page](https://status.example.com) · [on-call schedule](https://rota.example.com/primary)"
)


def prepared(*commands: str) -> World:
    """An incident of the team that prepared, after these comments."""
    world = World(process=PREPARED)
    world.run()
    for command in commands:
        world.ask("grace", command)
    return world


def with_entries(*more: e.Entry) -> World:
    """An incident in the middle of it, its record so much longer."""
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus")
    (card,) = world.cards()
    world.comments[card.id] = replace(
        card, body=f"{card_comment.CARD_MARK}\n\n{record.write_record((*world.entries(), *more))}"
    )
    world.run()
    return world


def minutes(count: float) -> EntryFields:
    """The stamp of an entry of grace's, so many minutes after the declaration."""
    at = START + timedelta(minutes=count)
    return EntryFields(at=at, accepted=at, by="grace", by_id=0, comment=0, index=0)


NOW = minutes(1)
QUIET = e.TimersSnoozed(**NOW, until=START + timedelta(minutes=40), reason="the vendor | calls back")


def test_a_running_incident_shows_what_comes_next_and_where_to_look() -> None:
    world = prepared("/sev 1\n/ack\n/affects checkout\n/tech @linus")

    assert rows(world) == {
        "Next update due": "**2026-03-04 14:15 UTC**",
        "Commander": "**nobody yet** · called: @ada",
        "Escalates": "to VP Engineering, **2026-03-04 14:30 UTC**, unless mitigated",
        "Services": "checkout",
        "Roles": "Tech lead: @linus · **nobody yet:** Comms lead",
        "Looks like": "Vendor down (playbook below)",
        "Look at": (
            "[checkout dashboard](https://metrics.example.com/d/checkout)"
            f" · [checkout runbook]({PAGES}/runbooks/checkout.md) · {LINKS}"
        ),
    }


def test_the_details_are_collapsed() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/impact Error 500 since the deploy\n/update Rolling back\n/status identified")

    assert folds(world) == {
        "Checklist": "**Mitigate, in this order:**\n\n1. Roll back\n2. Switch the feature off",
        "Ready to send": (
            "Copy the text, fill in the [brackets], and send it.\n\nFor the status page:\n\n```\nIdentified: Rolling back Cause: [cause]\n```\n\nFor support:\n\n```\nWe know the cause: [cause]\n```"
        ),
        "Playbook": (
            "**Bad release:**\n\n* **Symptoms:** Errors rise right after a deploy\n* **Likely cause:** The last release\n"
            f"* **Mitigate:** Roll it back\n* [The whole playbook]({PAGES}/playbooks/release.md)"
        ),
    }


def test_each_phase_has_its_own() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus\n/mitigated")

    assert "| Next | **Watch that it holds** until 2026-03-04 14:30 UTC, then `/resolve`. |" in world.cards()[0].body
    assert "Escalates" not in rows(world)
    assert folds(world)["Checklist"] == "**Watch:**\n\n* Error rate\n* Queue depth"

    world.ask("grace", "/resolve Rolled back")
    assert rows(world).keys() == {"Commander", "Post-mortem due", "Roles"}
    assert folds(world) == {
        "Ready to send": (
            "Copy the text, fill in the [brackets], and send it.\n\nFor everybody:\n\n```\nOver after under a minute: Rolled back\n```"
        )
    }


# ── What timers and people add to the rows


@pytest.mark.parametrize(
    ("entries", "row", "shown"),
    [
        (
            (e.CadenceSet(**NOW, minutes=20),),
            "Next update due",
            "**2026-03-04 14:21 UTC** · every 20 min, as people chose",
        ),
        ((QUIET,), "Timers quiet", "until **2026-03-04 14:40 UTC**: the vendor \\| calls back"),
        ((QUIET,), "Escalates", "to VP Engineering, **2026-03-04 14:40 UTC**, unless mitigated"),
        ((QUIET, e.NoteAdded(**minutes(41), text="later")), "Timers quiet", None),
        ((e.RoomOpened(**NOW, room="https://meet.example.com/7"),), "Room", "https://meet.example.com/7"),
        (
            (e.UpdatePublished(**NOW, text="We know"), e.UpdatePublished(**minutes(2), text="Payments | fail")),
            "Published",
            "2026-03-04 14:02 UTC: Payments \\| fail",
        ),
    ],
)
def test_each_manual_setting_has_its_row(entries: tuple[e.Entry, ...], row: str, shown: str | None) -> None:
    assert rows(with_entries(*entries)).get(row) == shown


@pytest.mark.parametrize(
    ("commands", "later", "shown"),
    [
        ("/sev 1", 0, "to Engineering lead, **2026-03-04 14:05 UTC**, unless acknowledged"),
        ("/sev 1", 6, "to VP Engineering, **2026-03-04 14:30 UTC**, unless mitigated"),
        ("/sev 1", 31, None),
        ("/sev 1\n/ack\n/mitigated", 0, None),
        ("/sev 1\n/resolve", 0, None),
    ],
)
def test_the_next_rung_that_was_not_reached_is_named(commands: str, later: int, shown: str | None) -> None:
    world = prepared(commands)
    world.advance(minutes=later)
    world.run()

    assert rows(world).get("Escalates") == shown


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("https://x.example.com/a?b=c#d", "[status page](https://x.example.com/a?b=c#d)"),
        ("docs/STATUS.md", f"[status page]({PAGES}/STATUS.md)"),
        ("/docs/STATUS.md", f"[status page]({PAGES}/STATUS.md)"),
        ("ask @ada | her", "status page: ask @\u200bada \\| her"),
        ("https://x.example.com/a)b", "[status page](https://x.example.com/a)b)"),
        ("javascript:alert(1)", "status page: javascript:alert(1)"),
    ],
)
def test_a_link_leads_to_the_web_or_into_the_repository(where: str, shown: str) -> None:
    links = PREPARED.links.model_copy(update={"status_page": where, "dashboards": "", "runbooks": "", "on_call": ""})
    world = World(process=PREPARED.model_copy(update={"links": links}))
    world.run()

    assert rows(world)["Look at"] == shown


# ── It never depends on the clock, and it always fits

COMMANDS = (
    "/sev 1", "/sev 2", "/sev 3", "/ack", "/ic @ada", "/comms @linus", "/update on it", "/impact many", "/mitigated",
    "/affects checkout", "/status identified", "/note a deploy", "/resolve", "/reopen again", "/false-alarm no",
)  # fmt: skip


def test_a_card_is_the_same_at_any_time() -> None:
    world = prepared()
    for command in COMMANDS:
        world.ask("grace", command)
        incident = fold(7, world.entries())
        assert incident is not None

        snapshot = world.snapshot
        views = [Context(snapshot, PREPARED, WORDING, world.now + timedelta(hours=later)) for later in (0, 1, 100)]
        assert len({drawn(incident, world.entries(), context, record.LIMIT) for context in views}) == 1, command


def crowded(sign: str) -> Process:
    """A process with as much on its card as a configuration may hold."""
    given_ = PREPARED.model_dump(mode="json", by_alias=True)
    line, long = (sign * 300)[:300], (sign * 2_000)[:2_000]
    phases, stages = ("declared", "active", "resolved"), ("declared", "update", "resolved")
    given_["checklists"] = [{"name": line, "when": phase, "items": [line] * 13} for phase in phases]
    given_["announcements"] = [
        {"name": f"{stage}-{place}", "stage": stage, "audience": line, "text": "{title}{impact}" * 20}
        for stage in stages
        for place in range(8)
    ]
    book = dict.fromkeys(("symptoms", "cause", "investigation", "mitigation", "resolution"), line)
    given_["playbooks"] = [{"name": f"b{place}", "words": ["down"], **book} for place in range(3)]
    given_["links"] = dict.fromkeys(("dashboards", "runbooks", "status_page", "on_call"), long)
    return Process.model_validate(given_)


@pytest.mark.parametrize("sign", ["x", "<", "`", "@a "])
def test_however_much_there_is_to_show_it_fits_into_a_comment(sign: str) -> None:
    world = World(process=crowded(sign))
    world.issue = replace(world.issue, title=(sign * 250)[:250])
    world.run()
    world.ask("grace", f"/sev 1\n/impact {sign * 1_900}")
    world.ask("grace", "\n".join(f"/update {place} {sign * 1_500}" for place in range(30)))
    (card,) = world.cards()
    world.ask("grace", "/resolve")

    ours = [comment.body for comment in world.comments.values() if comment.author == BOT]
    assert [body[:40] for body in ours if len(body) > record.LIMIT] == []
    assert "| Next | " in card.body
    assert world.run().effects == ()


def test_the_least_needed_parts_are_left_out_first_if_the_card_is_too_long() -> None:
    world = prepared("/sev 1", "\n".join(f"/note {place}" for place in range(9)))
    incident = fold(7, world.entries())
    assert incident is not None
    context = Context(world.snapshot, PREPARED, WORDING, world.now)

    whole = drawn(incident, world.entries(), context, record.LIMIT)
    less = drawn(incident, world.entries(), context, len(whole) - 1)
    least = drawn(incident, world.entries(), context, len(less) - 1)
    assert ["<b>Checklist</b>" in each for each in (whole, less, least)] == [True, False, False]
    assert ["<b>Earlier</b>" in each for each in (whole, less, least)] == [True, True, False]
    assert least.startswith("## 🔴 SEV-1 · Investigating")
