"""The card shows what people need under stress, and carries the record."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, decide
from incident_actions.contract.effects import Creation, PostRecordPage
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.card import build_card
from incident_actions.engine.card_view import expected_step
from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.engine.record_integrity import RecordPages
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.timers import schedule
from tests.engine.commands.asking import running
from tests.live_markdown import live_parts
from tests.worlds import BOT, PROCESS, START, WORDING, World

ISSUE = "https://github.com/acme/shop/issues/7"


def face(world: World) -> str:
    """The part of the card that people see, less the commands."""
    (card,) = world.cards()
    return record.visible_text(card.body).partition("\n")[2].partition("\n<details><summary><b>Commands")[0].strip()


FOLD = re.compile(
    r"<details><summary><b>(Options|Ready to send|Playbook|Shell commands|Contacts|References|Contacts and references)</b></summary>\n\n(.*?)\n\n</details>(?:\n\n|\Z)",
    re.DOTALL,
)


def folds(world: World) -> dict[str, str]:
    """What stands folded on the card for people to look up, by its heading."""
    return dict(FOLD.findall(face(world)))


def rows(world: World) -> dict[str, str]:
    """The table of the card, apart from its first row, which says what is expected next."""
    table = (line.split(" | ", 1) for line in face(world).split("\n")[6:] if line.startswith("| "))
    return {name.strip("| "): value.removesuffix(" |") for name, value in table}


def test_a_fresh_card_says_what_is_expected() -> None:
    assert FOLD.sub("", face(running())).rstrip() == (
        "## ⚪ Severity not set · Investigating\n\n"
        "Started 2026-03-04 14:00 · times in UTC\n\n"
        "| Next | **Set the severity:** `/sev 1` to `/sev 4`. If in doubt, choose the higher one. You can lower it later. |\n"
        "|:---|:---|\n"
        "| Next update | 14:15 |\n"
        "| Targets | acknowledge by 14:05 · set a severity by 14:10 · assign the roles by 14:15 |\n"
        "| Roles | **nobody yet:** Incident commander |\n"
        "| Escalation | 14:05 to the second on call, the tech lead, unless acknowledged |\n\n"
        "### Timeline\n\n"
        "- 14:00 · Declared: Checkout is down · `grace`"
    )


def test_a_card_in_the_middle_of_it_shows_everything_once() -> None:
    world = running(
        "/sev 1\n/ack", "/ic @ada\n/tech @linus", "/affects api, web", "/impact 40 orders a minute", "/update on it"
    )
    told = {entry.kind: entry.comment for entry in world.entries()}

    assert rows(world) == {
        "Next update": "14:15",
        "Targets": "assign the roles by 14:15 · first public update by 14:30",
        "Roles": "Incident commander: @ada · Tech lead: @linus · **nobody yet:** Comms lead",
        "Escalation": "14:15 to the engineering manager, unless there is progress",
        "Impact": "40 orders a minute",
        "Services": "api, web",
        "Last update": "14:00: on it",
    }
    assert face(world).split("\n")[0] == "## 🔴 SEV-1 · Investigating"
    assert face(world).partition("### Timeline\n\n")[2].split("\n")[0] == (
        f"- [14:00]({ISSUE}#issuecomment-{told['update']}) · Update: on it · `grace`"
    )


@pytest.mark.parametrize(
    ("texts", "step", "words"),
    [
        (
            (),
            "severity",
            "**Set the severity:** `/sev 1` to `/sev 4`. If in doubt, choose the higher one. You can lower it later.",
        ),
        (("/sev 1",), "acknowledge", "**Show that you're on it:** `/ack`"),
        (("/sev 1\n/ack",), "commander", "**Choose a commander:** `/ic` takes command, `/ic @user` assigns it."),
        (
            ("/sev 1\n/ack\n/ic",),
            "mitigate",
            "**Stop the impact** the fastest way you can, then `/mitigated`. Find the cause later.",
        ),
        (
            ("/sev 1\n/ack\n/ic\n/mitigated",),
            "resolve",
            "**Check that the fix holds** until 14:30, then `/resolve <what fixed it>`.",
        ),
        (("/sev 1\n/resolve",), "postmortem", "**Write and merge the post-mortem**: #104"),
        (("/sev 3\n/resolve",), "closed", "Nothing is left to do."),
        (("/false-alarm a test",), "dismissed", "Nothing to do. This was a false alarm: a test"),
    ],
)
def test_one_thing_is_expected_next(texts: tuple[str, ...], step: str, words: str) -> None:
    world = running(*texts)

    assert expected_step(world.incident, world.process) == step
    assert face(world).split("\n")[4].removesuffix(" |") == f"| Next | {words}"


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        (("/sev 1",), 15),
        (("/sev 2",), 15),
        (("/sev 2", "/mitigated"), 15),
        (("/sev 4",), None),
        ((), 15),
        (("/sev 1\n/mitigated",), 15),
        (("/sev 1\n/resolve",), None),
    ],
)
def test_the_next_update_is_due_by_the_severity_while_it_runs(texts: tuple[str, ...], minutes: int | None) -> None:
    world = running(*texts)

    expected = START + timedelta(minutes=minutes) if minutes else None
    assert schedule.next_update(world.incident, world.process) == expected


def test_an_update_starts_the_clock_again() -> None:
    world = running("/sev 1")
    world.advance(minutes=12)
    world.ask("grace", "/update still on it")

    assert schedule.next_update(world.incident, world.process) == START + timedelta(minutes=27, seconds=2)


@pytest.mark.parametrize(
    ("texts", "headline"),
    [
        (("/sev 2",), "## 🟠 SEV-2 · Investigating"),
        (("/sev 3\n/status identified",), "## 🟡 SEV-3 · Identified"),
        (("/sev 4\n/mitigated",), "## 🟢 SEV-4 · Monitoring"),
        (("/sev 1\n/resolve",), "## ✅ SEV-1 · Resolved"),
        (("/sev 3\n/resolve",), "## ✅ SEV-3 · Closed"),
        (("/sev 3\n/false-alarm a test",), "## ⚪ SEV-3 · Dismissed"),
        (("/duplicate #3",), "## ⚪ Dismissed"),
    ],
)
def test_the_headline_is_severity_and_status_with_a_colour_for_the_phase(texts: tuple[str, ...], headline: str) -> None:
    assert face(running(*texts)).split("\n")[0] == headline


def test_the_card_links_hotfixes_items_and_the_postmortem() -> None:
    world = running("/sev 1", "/hotfix pool", "/action @linus fri check it", "/resolve")
    numbers = [made.number for _, made in world.made.values()]

    assert rows(world)["Links"] == f"hotfix #{numbers[0]} (open) · action item #{numbers[1]}"
    assert rows(world)["Post-mortem due"] == "2026-03-11 14:00"
    assert f"| Next | **Write and merge the post-mortem**: #{numbers[2]} |" in face(world)


def test_the_newest_lines_stand_open_and_the_others_folded() -> None:
    world = running(*(f"/note number {place}" for place in range(8)))

    shown, _, folded = FOLD.sub("", face(world)).partition("<details>")
    assert [f"number {place} " in folded for place in range(8)] == [True] * 2 + [False] * 6
    assert [f"number {place} " in shown for place in range(8)] == [False] * 2 + [True] * 6


def test_of_very_many_lines_the_first_are_counted() -> None:
    world = running("\n".join(f"/note {place}" for place in range(60)))

    assert "The first 21 entries are not shown here. The post-mortem lists them all." in face(world)


def test_a_long_text_is_cut_where_its_comment_is_a_click_away() -> None:
    world = running(f"/impact {'a' * 600}", f"/note {'b' * 600}")

    assert rows(world)["Impact"] == f"{'a' * 499}…"
    assert f"{'b' * 299}… · `grace`" in face(world)


def test_every_command_of_an_incident_is_folded_below() -> None:
    (card,) = running().cards()

    listed = [line for line in record.visible_text(card.body).split("\n") if line.startswith("| `/")]
    assert listed == [f"| `{each.usage}` | {each.meaning} |" for each in COMMANDS if each.place in ("incident", "both")]


@pytest.mark.parametrize(
    "text",
    [
        "@acme/all fixes #1",
        "<img src=x>",
        "a | b",
        "```",
        "x\n\n# big",
        "<!-- incident-actions:record",
        "[x](javascript:y)",
    ],
)
def test_nothing_that_people_wrote_is_alive_on_it(text: str) -> None:
    world = World()
    world.issue = replace(world.issue, title=text)
    world.run()
    for word in ("update", "impact", "affects", "note", "resolve"):
        world.ask("grace", f"/{word} {text}")

    (card,) = world.cards()
    headings = ("Commands", "Earlier", "Options", "Ready to send", "Playbook")
    ours = {"### Timeline", "</details>", *(f"<details><summary><b>{heading}</b></summary>" for heading in headings)}
    shown = "\n".join(line for line in record.visible_text(card.body).split("\n")[2:] if line not in ours)
    assert set(live_parts(shown.replace("@grace", "@ada"))) <= {"table_open"}
    assert world.incident.phase is Phase.CLOSED


def test_only_the_bots_own_oldest_card_is_the_card() -> None:
    world = running("/sev 1")
    (card,) = world.cards()
    for author in (Person("mary", 4), Person("other[bot]", 9, bot=True), BOT):
        number = world.next_number = world.next_number + 1
        world.comments[number] = replace(card, id=number, author=author)
    quoted = world.next_number = world.next_number + 1
    world.comments[quoted] = replace(card, id=1, body=f"> {card.body}")

    assert card_comment.find_card(world.snapshot) == card


def test_a_card_that_github_gave_other_line_ends_is_not_written_again() -> None:
    world = running("/sev 1")
    (card,) = world.cards()
    world.comments[card.id] = replace(card, body=card.body.replace("\n", "\r\n"))

    assert world.run().effects == ()


def test_a_card_that_somebody_changed_by_hand_is_written_as_it_should_be() -> None:
    world = running("/sev 1")
    (card,) = world.cards()
    world.comments[card.id] = replace(card, body=card.body.replace("🔴", "🔵"))

    world.run()

    assert world.comments[card.id].body == card.body


OLD_FACE = """\
## 🔴 SEV-1 · Investigating

| Next | **Say that you are on it**: `/ack` |
|:---|:---|
| **Next update due** | **2026-03-04 14:15 UTC** |
| **Commander** | **nobody yet** |

- 2026-03-04 14:00 UTC · Declared: Checkout is down · `grace`

"""


def test_a_card_that_an_older_version_wrote_is_refreshed_once_and_keeps_its_record() -> None:
    world = running("/sev 1")
    (card,) = world.cards()
    block = card.body[len(record.visible_text(card.body)) :]
    world.comments[card.id] = replace(card, body=f"{card_comment.CARD_MARK}\n{OLD_FACE}{block.lstrip()}")
    before = world.entries()

    world.run()

    assert face(world).startswith("## 🔴 SEV-1 · Investigating\n\nStarted 2026-03-04 14:00")
    assert world.entries() == before
    assert world.run().effects == ()


@pytest.mark.rest
@pytest.mark.parametrize(("letter", "count"), [("x", 120), ("<", 60), ("\x00", 40)], ids=["plain", "escaped", "unseen"])
def test_a_very_long_record_goes_on_in_other_comments_and_comes_back_whole(letter: str, count: int) -> None:
    world = running(*(f"/{word} {'<' * 3_000}" for word in ("impact", "update")))
    for place in range(count):
        world.ask("grace", f"/note {place} {letter * 3_000}")

    (card,) = world.cards()
    block = record.read_block(card.body)
    assert block
    pages = block.pages
    assert len(pages) >= 3
    assert [entry.text.split()[0] for entry in world.entries() if entry.kind == "note"] == [*map(str, range(count))]  # type: ignore[attr-defined]
    assert [len(comment.body) <= record.LIMIT for comment in world.comments.values()] == [True] * len(world.comments)
    assert world.run().effects == ()
    first = world.comments[pages[0]].body
    assert first.split("\n")[:2] == [
        card_comment.RECORD_PAGE_MARK,
        "Part 1 of this incident's record. One comment can't hold all of it. You don't need to do anything.",
    ]


def test_pages_that_are_posted_at_once_are_numbered_in_their_order() -> None:
    world, made = running(), list[PostRecordPage]()
    note = e.NoteAdded(at=START, accepted=START, by="grace", comment=1, text="x" * 2_000)
    entries = (*world.entries(), *(replace(note, index=place) for place in range(60)))

    def draw(snapshot: Snapshot) -> tuple[int, ...]:
        return build_card(world.incident, entries, RecordPages(), Context(snapshot, PROCESS, WORDING, START)).pages

    def post(creation: Creation) -> CreationResult:
        assert isinstance(creation, PostRecordPage)
        made.append(creation)
        return CreationResult(100 + len(made))

    pages, _ = decide(draw, world.snapshot, lambda question: {question: None}, post)

    assert len(pages) >= 2
    assert [each.body.split("\n")[1].partition(" of ")[0] for each in made] == [
        f"Part {number}" for number in range(1, len(pages) + 1)
    ]


def test_a_new_page_takes_over_the_last_one_so_that_a_long_record_is_read_in_few_requests() -> None:
    world = running()
    for place in range(400):
        world.post("grace", f"/note {place} we look at the pool")
        if place % 20 == 19:
            world.run()

    (card,) = world.cards()
    block = record.read_block(card.body)
    assert block
    posted = sum(each.body.startswith(card_comment.RECORD_PAGE_MARK) for each in world.comments.values())
    assert (len(block.pages) <= 2, posted > len(block.pages)) == (True, True)
    assert [entry.index for entry in world.entries() if isinstance(entry, e.NoteAdded)] == [0] * 400
    assert world.run().effects == ()
