"""What nobody should send and somebody will: nothing is lost and nothing is done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.front_door import Door, open_front_door
from tests.sandbox.client import Json

RUNNING = ["SEV-1", "incident", "status: investigating"]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path) as door:
        yield door


def filler(length: int) -> str:
    """Prose of so many characters."""
    return ("All work and no play makes a long comment. " * (length // 40))[:length]


@pytest.mark.parametrize(
    "text",
    [
        f"{filler(59_000)}\n/sev 1 {filler(900)}",
        f"/sev 1\n{filler(60_000)}",
        "/sev 1 🔥🧯",
        "Hello\r\n/sev 1 because\r\nof that\r\n",
        "````\n```\n/sev 4\n```\n/sev 3\n````\n/sev 1\n~~~\n/sev 2\n",
        "> /sev 4\n\n- item\n\n/sev 1",
    ],
    ids=["60,000 characters", "60,000 after it", "emoji for a reason", "CRLF", "nested fences", "quote and list"],
)
def test_a_command_is_found_and_carried_out_once(door: Door, text: str) -> None:
    job = door.comment("grace", door.declare(), text)

    ran, again = door.run(job), door.run(job)

    assert (ran.code, again.code, again.writes) == (0, 0, ())
    assert door.labels(1) == RUNNING


@pytest.mark.parametrize("text", ["🔥🔥🔥", "\u200b", "/", "/  sev 1", "```\n/sev 1\n```", "//sev 1", "/" * 65_536])
def test_a_comment_without_a_command_changes_nothing(door: Door, text: str) -> None:
    issue = door.declare()

    ran = door.run(door.comment("grace", issue, text))

    assert (ran.code, ran.writes) == (0, ())


def test_two_hundred_commands_of_one_comment_are_answered_in_one_run(door: Door) -> None:
    issue = door.declare()
    notes = "\n".join(f"/note step {place}" for place in range(199))
    job = door.comment("grace", issue, f"{notes}\n/sev 1")

    ran, again = door.run(job), door.run(job)

    assert (ran.code, again.writes) == (0, ())
    assert ran.requests <= 13
    assert door.labels(issue) == RUNNING
    assert "step 198" in door.tool_comments(issue)[1]


def test_two_hundred_mistakes_get_one_reply(door: Door) -> None:
    issue = door.declare()
    job = door.comment("grace", issue, "\n".join(f"/frobnicate {place}" for place in range(200)))

    ran, again = door.run(job), door.run(job)

    assert (ran.code, again.writes) == (0, ())
    assert len(door.replies(issue)) == 1


@pytest.mark.parametrize("command", ["sev", "status", "declare", "role", "time", "due", "ic", "frob"])
@pytest.mark.rest
def test_two_hundred_long_mistakes_get_a_reply_that_fits_into_a_comment(door: Door, command: str) -> None:
    issue = door.declare()
    lines = (f"/{command} {place} {'&<@`*' * 58}" for place in range(200))
    job = door.comment("grace", issue, "\n".join(lines))

    ran, again = door.run(job), door.run(job)

    assert (ran.code, again.writes) == (0, ())
    assert len(door.replies(issue)) == 1


@pytest.mark.parametrize("issue", [{"body": None}, {"body": ""}, {"body": "\r\n"}, {"body": filler(65_000)}])
def test_an_issue_whose_body_says_nothing_of_use_becomes_an_incident(door: Door, issue: dict[str, Json]) -> None:
    number = door.declare(**issue)

    assert door.labels(number) == ["incident", "status: investigating"]


def test_the_command_of_an_account_that_was_deleted_since_is_refused_once(door: Door) -> None:
    issue = door.declare(login="ada")
    door.comment("grace", issue, "/sev 1")
    door.sandbox.delete_account("grace")
    job = door.comment("ada", issue, "/ack")

    ran, again = door.run(job), door.run(job)

    assert (ran.code, again.code, again.writes) == (0, 0, ())
    assert door.labels(issue) == ["incident", "status: investigating"]
    assert "Acknowledged" in door.tool_comments(issue)[1]


@pytest.mark.parametrize("title", ["決済が落ちている", "Платежи не проходят", "🔥🔥", "../../etc/passwd", "x" * 256])
def test_a_title_in_any_alphabet_gives_names_that_are_safe(door: Door, title: str) -> None:
    issue = door.declare(title=title)
    job = door.comment("grace", issue, f"/sev 1\n/hotfix {title}\n/resolve done")

    ran = door.run(job)

    branches = sorted(each["name"] for each in door.as_("ada").json("GET", "branches"))
    assert ran.code == 0
    assert branches == sorted([f"hotfix/{NAMES[title[:4]]}", "main", f"postmortem/{issue}"])
    files = door.as_("ada").json("GET", "contents/docs/incidents", params={"ref": f"postmortem/{issue}"})
    assert [each["name"] for each in files] == [f"2026-03-04-{NAMES[title[:4]]}.md", "README.md"]


NAMES = {
    "決済が落": "incident-1",
    "Плат": "incident-1",
    "🔥🔥": "incident-1",
    "../.": "etc-passwd",
    "xxxx": "x" * 60,
}
