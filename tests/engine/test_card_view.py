"""What a team prepared stands on the card when it helps: who hears next, what to do in order, what to send, where to look."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, EntryFields
from incident_actions.contract.issue import Comment
from incident_actions.engine.card_view import render as drawn
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.communication import Announcement
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import validate
from incident_actions.text import record
from tests.engine.test_card import face, folds, rows
from tests.prepared_team import prepared_process
from tests.worlds import BOT, START, WORDING, World

PREPARED = prepared_process()
PAGES = "https://github.com/acme/shop/blob/HEAD/docs"
LINKS = (
    "[dashboards](https://metrics.example.com) · runbooks: See the docs of each service"
    " · [status page](https://status.example.com) · [on-call schedule](https://rota.example.com/primary)"
    " · war room: #incident-7"
)
CONTACTS = (
    "* On call: `ada` · `/page on-call`\n"
    "* Engineering lead: `margaret` · `/page lead`\n"
    "* VP Engineering: `acme/leads` · `/page vp`"
)
REFERENCES = (
    f"* [Handbook]({PAGES}/HANDBOOK.md)\n"
    "* [Debriefs | @\u200bada](https://example.com/debrief): the *gold* standard\n"
    "* Bridge: Room 7, &lt;b&gt;first&lt;/b&gt; floor"
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
        "Next update": "14:15",
        "Roles": "Tech lead: @linus · **nobody yet:** Incident commander, Comms lead",
        "Paged": "`ada` at 14:00, **no answer yet**",
        "Escalation": "14:30 to VP Engineering, unless mitigated",
        "Services": "checkout",
        "Looks like": "Vendor down (playbook below)",
        "Look at": (
            "[checkout dashboard](https://metrics.example.com/d/checkout)"
            f" · [checkout runbook]({PAGES}/runbooks/checkout.md) · {LINKS}"
        ),
    }


def comment_with(world: World, text: str) -> Comment:
    """The comment of the tool's that has a text."""
    (found,) = (each for each in world.comments.values() if each.author == BOT and text in each.body)
    return found


def test_the_details_are_collapsed() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/impact Error 500 since the deploy\n/update Rolling back\n/status identified")

    assert folds(world) == {
        "Options": "**Mitigate, in order of preference:**\n\n1. Roll back\n2. Switch the feature off",
        "Ready to send": (
            "Copy the text, fill in the [brackets], and send it.\n\nFor stakeholders:\n\n```\nIncident 7, SEV-1: Checkout is down\n"
            "Affects Error 500 since the deploy. Commander: @grace. Next by 2026-03-04 14:15 UTC.\n```\n\n"
            "For the status page:\n\n```\nIdentified: Rolling back Cause: [cause]\n```\n\n"
            "Still missing: cause (`/status Identified <cause>`)\n\n"
            "For support:\n\n```\nWe know the cause: [cause]\n```\n\n"
            "Still missing: cause (`/status Identified <cause>`)"
        ),
        "Playbook": (
            "**Bad release:**\n\n* **Symptoms:** Errors rise right after a deploy\n* **Likely cause:** The last release\n"
            f"* **Mitigate:** Roll it back\n* [Full playbook]({PAGES}/playbooks/release.md)"
        ),
        "Shell commands": (
            "Copy a command, and replace the `<words>` in it.\n\nRecent deploys:\n\n"
            "```\ngit log --oneline --since='2 hours ago'\n```\n\nUndo:\n\n"
            "````\nkubectl rollout undo deploy/<name>\n# or ``` @ada\n````"
        ),
        "Contacts and references": f"{CONTACTS}\n{REFERENCES}",
    }


def test_the_room_is_among_the_links_until_it_is_open() -> None:
    world = prepared("/sev 1\n/ack")
    assert rows(world)["Look at"].endswith(" · war room: #incident-7")

    world.ask("grace", "/room https://meet.example.com/7")
    assert rows(world)["Look at"].endswith("rota.example.com/primary)")
    assert rows(world)["Room"] == "https://meet.example.com/7"


def test_each_phase_has_its_own() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus", "/mitigated")

    assert (
        "| Next | **Check that the fix holds** until 14:30, then `/resolve <what fixed it>`. |" in world.cards()[0].body
    )
    assert "Escalation" not in rows(world)
    assert "Options" not in folds(world)
    assert folds(world)["Shell commands"].partition("\n\n")[2] == (
        "Recent deploys:\n\n```\ngit log --oneline --since='2 hours ago'\n```\n\nLoad:\n\n```\nfree -h\n```"
    )
    world.run()
    assert rows(world)["Checklist"] == "[0 of 2 done](https://github.com/acme/shop/issues/7#issuecomment-{})".format(
        comment_with(world, "**Watch:**").id
    )

    world.ask("grace", "/resolve Rolled back")
    assert rows(world).keys() == {"Post-mortem due", "Resolution", "Roles", "Checklist"}
    assert folds(world) == {
        "Ready to send": (
            "Copy the text, fill in the [brackets], and send it.\n\nFor everybody:\n\n```\nOver after under a minute: Rolled back\n```"
        ),
        "References": REFERENCES,
    }


# ── What timers and people add to the rows


@pytest.mark.parametrize(
    ("entries", "row", "shown"),
    [
        (
            (e.CadenceSet(**NOW, minutes=20),),
            "Next update",
            "14:21 · every 20 min, set manually",
        ),
        ((QUIET,), "Reminders", "Snoozed until 14:40: the vendor \\| calls back"),
        ((QUIET,), "Next update", "14:40, when the snooze ends"),
        ((QUIET,), "Escalation", "14:40 to VP Engineering, unless mitigated"),
        ((QUIET, e.NoteAdded(**minutes(41), text="later")), "Reminders", None),
        ((e.RoomOpened(**NOW, room="https://meet.example.com/7"),), "Room", "https://meet.example.com/7"),
        (
            (e.UpdatePublished(**NOW, text="We know"), e.UpdatePublished(**minutes(2), text="Payments | fail")),
            "Public update",
            "14:02: Payments \\| fail",
        ),
    ],
)
def test_each_manual_setting_has_its_row(entries: tuple[e.Entry, ...], row: str, shown: str | None) -> None:
    assert rows(with_entries(*entries)).get(row) == shown


@pytest.mark.parametrize(
    ("commands", "later", "shown"),
    [
        ("/sev 1", 0, "14:05 to Engineering lead, unless acknowledged"),
        ("/sev 1", 6, "14:30 to VP Engineering, unless mitigated"),
        ("/sev 1", 31, None),
        ("/sev 1\n/ack\n/mitigated", 0, None),
        ("/sev 1\n/resolve", 0, None),
    ],
)
def test_the_next_rung_that_was_not_reached_is_named(commands: str, later: int, shown: str | None) -> None:
    world = prepared(commands)
    world.advance(minutes=later)
    world.run()

    assert rows(world).get("Escalation") == shown


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
    links = replace(PREPARED.links, status_page=where, dashboards="", runbooks="", on_call="", room="")
    world = World(process=replace(PREPARED, links=links))
    world.run()

    assert rows(world)["Look at"] == shown


# ── How long it has run, and what is late


def head(world: World) -> list[str]:
    """The headline and the line of times below it."""
    return [line for line in face(world).split("\n")[:3] if line]


def test_a_running_incident_shows_its_start_and_how_long_it_had_run_at_the_newest_entry() -> None:
    world = prepared("/sev 1\n/ack")
    world.advance(minutes=32)
    world.ask("grace", "/update we know the cause")
    world.advance(hours=5)

    assert head(world) == [
        "## 🔴 SEV-1 · Investigating · 32 min",
        "Started 2026-03-04 14:00 · as of 14:32 · times in UTC",
    ]


@pytest.mark.parametrize("command", ["/resolve Rolled back", "/sev 3\n/resolve Rolled back"])
def test_an_incident_that_is_over_shows_how_long_it_lasted(command: str) -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus\n/started 13:50")
    world.advance(minutes=42)
    world.ask("grace", command)
    world.advance(days=3)
    world.ask("grace", "/note looked at the costs")

    status = "Closed" if "/sev 3" in command else "Resolved"
    assert head(world)[0].endswith(f" · {status} · lasted 52 min")
    assert head(world)[1] == "2026-03-04 13:50 to 14:42 · times in UTC"


def test_times_on_another_day_than_the_start_have_their_date() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus", "/note the first")
    world.advance(hours=11)
    world.ask("grace", "/note the second")
    world.ask("grace", "/update the third")

    assert head(world)[1] == "Started 2026-03-04 14:00 · as of 2026-03-05 01:00 · times in UTC"
    assert rows(world)["Last update"] == "2026-03-05 01:00: the third"
    shown = face(world).partition("### Timeline\n\n")[2].split("\n")
    told = [re.sub(r"\[(.*?)\]\(.*?\)", r"\1", line) for line in shown if "the " in line and "`grace`" in line]
    assert told == [
        "- 2026-03-05 01:00 · Update: the third · `grace`",
        "- 01:00 · the second · `grace`",
        "- 2026-03-04 14:00 · the first · `grace`",
    ]


def test_a_missed_update_is_overdue_until_somebody_posts_one() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus")
    world.advance(minutes=16)
    world.run()
    missed = rows(world)["Next update"]
    world.ask("grace", "/update We are rolling back")

    assert missed == "**⚠️ Overdue since 14:15**: `/update <text>`"
    assert rows(world)["Next update"] == "14:31"


def test_a_snooze_during_a_missed_update_is_shown_beside_it() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus")
    world.advance(minutes=20)
    world.ask("grace", "/snooze 30m The vendor calls back")

    shown = rows(world)
    assert shown["Next update"] == "**⚠️ Overdue since 14:15**: `/update <text>`"
    assert shown["Reminders"] == "Snoozed until 14:50: The vendor calls back"


def test_targets_are_shown_until_they_are_met_and_marked_once_they_are_missed() -> None:
    process = replace(PREPARED, targets=replace(PREPARED.targets, room=10, acknowledge=20))
    world = World(process=process)
    world.run()
    world.ask("ada", "/sev 1")
    before = rows(world)["Targets"]
    world.advance(minutes=11)
    world.run()
    late = rows(world)["Targets"]
    world.ask("grace", "/ack\n/room #war")

    assert before == "open a room by 14:10 · acknowledge by 14:20"
    assert late == "**⚠️ open a room, due 14:10** · acknowledge by 14:20"
    assert "Targets" not in rows(world)


def test_whoever_was_paged_is_shown_with_their_answer() -> None:
    world = prepared("/page @linus")
    waiting = rows(world)["Paged"]
    world.advance(minutes=2)
    world.ask("ada", "/ack")

    assert waiting == "`ada` at 14:00, **no answer yet** · `linus` at 14:00, **no answer yet**"
    assert rows(world)["Paged"] == "`linus` at 14:00, **no answer yet** · `ada` acknowledged 14:02"


@pytest.mark.parametrize(
    ("results", "shown"),
    [
        ((("ada-pager", ""),), "`ada` by `ada-pager` at 14:01, **no answer yet**"),
        ((("ada-pager", ""), ("ada-sms", "")), "`ada` by `ada-pager`, `ada-sms` at 14:01, **no answer yet**"),
        (
            (("ada-pager", "silent:1:Slack"), ("ada-sms", "")),
            "`ada` by `ada-sms` at 14:01, **could not be reached** by `ada-pager`, **no answer yet**",
        ),
        (
            (("ada-pager", "nobody::"), ("ada-sms", "refused:1:JSON")),
            "`ada` at 14:00, **could not be reached** by `ada-pager`, `ada-sms`, **no answer yet**",
        ),
    ],
)
def test_the_card_says_by_which_tags_a_page_went_out(results: tuple[tuple[str, str], ...], shown: str) -> None:
    world = prepared()
    at = world.now + timedelta(minutes=1)
    sent = tuple(
        e.NotificationSent(at=at, accepted=at, key="k", what="paged", audience=tag, problem=problem, person="ada")
        for tag, problem in results
    )

    text = drawn(world.incident, (*world.entries(), *sent), Context(world.snapshot, PREPARED, WORDING, at), 60_000)

    assert f"| Paged | {shown} |" in text


def test_a_team_that_was_paged_has_no_answer_to_wait_for() -> None:
    world = prepared("/sev 1\n/ack\n/ic\n/comms @linus")
    world.advance(minutes=31)
    world.run()

    assert rows(world)["Paged"] == "`ada` at 14:00, **no answer yet** · `acme/leads` at 14:31"


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
    given_ = to_plain_values(PREPARED)
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
    return validate(Process, given_)


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
    bare = drawn(incident, world.entries(), context, len(whole) - 1)
    less = drawn(incident, world.entries(), context, len(bare) - 1)
    least = drawn(incident, world.entries(), context, len(less) - 1)
    assert ["<b>Shell commands</b>" in each for each in (whole, bare, less, least)] == [True, False, False, False]
    assert ["<b>Contacts and references</b>" in each for each in (whole, bare, less)] == [True, False, False]
    assert ["<b>Options</b>" in each for each in (whole, bare, less, least)] == [True, True, False, False]
    assert ["<b>Earlier</b>" in each for each in (whole, bare, less, least)] == [True, True, True, False]
    assert least.startswith("## 🔴 SEV-1 · Investigating")


def test_the_card_asks_when_it_was_detected_once_the_first_steps_are_done_and_the_words_need_it() -> None:
    timed = Announcement(name="end", stage="resolved", audience="all", text="Found after {time_to_detect}")
    process = replace(prepared_process(), announcements=(timed,))
    world = World(process=process)
    world.run()
    shown = []
    for commands in ("/sev 2\n/ack", "/ic", "/detected 13:40", "/started 13:30"):
        world.ask("grace", commands)
        shown.append(rows(world).get("Not known yet", ""))

    assert shown == ["", "When was it detected? `/detected 13:45`", "When did it start? `/started 13:30`", ""]
    assert "Not known yet" not in rows(prepared("/sev 2\n/ack\n/ic"))
