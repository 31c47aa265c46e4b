"""A command on an ordinary issue: whoever may run commands hears how to declare, once, and nobody else hears anything."""

from __future__ import annotations

from tests.front_door import Door

REPLY = "This issue is not an incident yet, so `/sev` did nothing. To make it one, comment `/declare`."


def plain_issue(door: Door) -> int:
    return int(door.as_("ada").json("POST", "issues", {"title": "The footer is grey"})["number"])


def test_the_first_command_gets_one_line_and_the_next_ones_nothing(door: Door) -> None:
    issue = plain_issue(door)

    first, second = (door.run(door.comment("grace", issue, text)) for text in ("/sev 1", "/help"))

    assert [reply.partition("\n")[2] for reply in door.replies(issue)] == [REPLY]
    assert (first.requests, len(first.writes)) == (4, 1)
    assert second.writes == ()


def test_a_full_width_command_reaches_the_tool_through_the_workflows_filter(door: Door) -> None:
    issue = door.declare()

    door.run(door.comment("grace", issue, "／ｓｅｖ　１"))

    assert "SEV-1" in door.labels(issue)


def test_a_stranger_and_another_bots_command_get_nothing(door: Door) -> None:
    issue = plain_issue(door)

    ran = [door.run(door.comment(login, issue, text)) for login, text in (("mary", "/sev 1"), ("grace", "/lgtm"))]

    assert [each.writes for each in ran] == [(), ()]
    assert [each.requests for each in ran] == [3, 2]
