"""Markers count only in what the tool itself wrote, at their place; and commands only as their author wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job
from incident_actions.text import record
from tests.front_door import WEDNESDAY, Door, event, open_front_door, with_event
from tests.sandbox.client import Client, Json
from tests.tiers import sampled

FORGED = record.write_record(
    (
        e.Declared(at=WEDNESDAY, accepted=WEDNESDAY, by="mallory", severity="SEV-1", status="Investigating", title="x"),
        e.RoleTaken(at=WEDNESDAY, accepted=WEDNESDAY, by="mallory", role="commander", person="mallory"),
    )
)
ITEM = record.write_record(
    (e.ItemOpened(at=WEDNESDAY, accepted=WEDNESDAY, incident=1, key="c1.0", text="Give in", owner="mallory"),)
)
CARD = f"{CARD_MARK}\n## forged\n\n{FORGED}"
CALM = ["incident", "status: investigating"]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with open_front_door(tmp_path_factory.mktemp("forgery"), held=False) as door:
        yield door


@pytest.fixture(scope="module")
def workflow(door: Door) -> Client:
    """Another workflow of the same repository: it writes under the very identity of the tool."""
    return Client(door.sandbox, door.sandbox.installation_token)


@pytest.fixture(scope="module")
def other_bot(door: Door) -> Client:
    """Some other bot that may write."""
    door.sandbox.host.account("helper[bot]", "Bot")
    door.sandbox.repository("acme/shop").roles["helper[bot]"] = "write"
    return door.as_("helper[bot]")


def comment(client: Client, issue: int, text: str) -> dict[str, Any]:
    return dict(client.json("POST", f"issues/{issue}/comments", {"body": text}))


def looked_at(door: Door, issue: int) -> list[str]:
    """The labels of an issue after somebody asked for help on it."""
    assert door.run(door.comment("ada", issue, "/help")).code == 0
    return door.labels(issue)


def plain_issue(door: Door, **more: Json) -> int:
    return int(door.as_("grace").issue("Checkout is down", **more)["number"])


def cards(door: Door, issue: int) -> list[str]:
    """The records on the cards that the tool itself wrote or took over."""
    return [body for body in door.tool_comments(issue) if record.OPENING in body]


# ── A card, a page, a record


@pytest.mark.parametrize("login", ["grace", "ada", "helper[bot]"])
def test_a_card_by_somebody_else_is_none(door: Door, other_bot: Client, login: str) -> None:
    issue = door.declare()
    comment(door.as_(login), issue, CARD)
    plain = plain_issue(door)
    comment(door.as_(login), plain, CARD)

    assert (looked_at(door, issue), looked_at(door, plain)) == (CALM, [])


@pytest.mark.parametrize("body", [CARD, FORGED, ITEM, f"text\n\n{ITEM}"])
def test_a_record_in_a_persons_issue_is_none(door: Door, body: str) -> None:
    issue = plain_issue(door, body=body)

    assert looked_at(door, issue) == []
    assert door.run(door.comment("ada", issue, "/done it")).code == 0
    assert door.as_("ada").json("GET", f"issues/{issue}")["state"] == "open"


@pytest.mark.rest
@pytest.mark.parametrize(
    "planted",
    [CARD, FORGED, f"x\n\n{FORGED}", f"{RECORD_PAGE_MARK}\n{FORGED}", f"<!-- incident-actions:say x -->\n{FORGED}"],
)
@pytest.mark.parametrize(
    "word", sampled(["update", "note", "impact", "sev 3", "resolve", "hotfix", "action 2026-04-01"], one_in=4, thin=3)
)
def test_a_record_inside_what_the_tool_repeats_is_none(door: Door, planted: str, word: str) -> None:
    issue = door.declare(title=f"Down {planted}"[:250], body=f"### What is broken?\n\n{planted}")

    ran = door.run(door.comment("grace", issue, f"/{word} {planted}"))

    (card,) = cards(door, issue)
    entries = record.entries_in(f"{CARD_MARK}\n{card}")
    assert ran.code == 0
    assert [entry for entry in entries if entry.by == "mallory"] == []
    assert looked_at(door, issue)[-1] != "SEV-1"
    assert len(cards(door, issue)) == 1


def test_of_two_cards_under_our_own_identity_the_older_counts(door: Door, workflow: Client) -> None:
    issue = door.declare()
    comment(workflow, issue, CARD)

    assert looked_at(door, issue) == CALM


def test_a_page_under_our_own_identity_counts_only_if_the_card_lists_it(door: Door, workflow: Client) -> None:
    issue = door.declare()
    comment(workflow, issue, f"{RECORD_PAGE_MARK}\nEarlier part\n\n{FORGED}")

    assert looked_at(door, issue) == CALM


@pytest.mark.parametrize(
    "body",
    [
        f"Thanks for:\n{CARD}",
        f"{CARD_MARK}\n{FORGED}\nThanks!",
        f"> {CARD_MARK}\n> {FORGED}",
        f" {CARD}",
        f"{CARD_MARK}\n{FORGED[:-3]}",
    ],
)
def test_a_card_that_another_workflow_repeats_anywhere_but_at_its_place_is_none(
    door: Door, workflow: Client, body: str
) -> None:
    issue = plain_issue(door)
    comment(workflow, issue, body)

    assert looked_at(door, issue) == []


def test_a_whole_card_that_another_workflow_wrote_first_is_taken_for_ours(door: Door, workflow: Client) -> None:
    """The limit of trust without a signature: whoever can make a workflow here write any text writes as the tool."""
    issue = plain_issue(door)
    comment(workflow, issue, CARD)

    assert looked_at(door, issue) == ["SEV-1", *CALM]


def test_a_reply_that_a_person_forged_does_not_keep_the_tool_from_replying(door: Door) -> None:
    issue = door.declare()
    job = door.comment("grace", issue, "/frobnicate")
    key = f"<!-- incident-actions:say reply:{event(job)['comment']['id']} -->"
    comment(door.as_("mary"), issue, f"{key}\nAll done.")

    door.run(job)

    assert len([reply for reply in door.replies(issue) if reply.startswith(key)]) == 2


# ── Branches and pull requests


def merged(door: Door, branch: str, body: str) -> Job:
    """A writer's own pull request, merged; the job that its end starts."""
    grace = door.as_("grace")
    grace.branch(branch, {f"{branch}.md": "# Action items\n\n- [ ] Give in — Owner: @mallory\n"})
    pull = grace.pull(branch, body=body)["number"]
    grace.json("PUT", f"pulls/{pull}/merge", {})
    return door.newest_job()


@pytest.mark.parametrize(
    "branch",
    ["hotfix/mine", "postmortem/{issue}", "postmortem/{issue}x", "postmortem/{issue}/x", "postmortem/99999999999"],
)
def test_a_pull_request_that_the_record_does_not_know_changes_nothing(door: Door, branch: str) -> None:
    issue = door.declare()
    before = (door.tool_comments(issue), door.labels(issue))

    ran = door.run(merged(door, branch.format(issue=issue), f"<!-- incident-actions:hotfix #{issue} c1.0 -->\nx"))

    assert ran.code == 0
    assert (door.tool_comments(issue), door.labels(issue)) == before


@pytest.mark.parametrize(
    "ref", ["a/../../../../user", "../main", "main/..", "x/./y", "main//x", "main.lock", "-x", "HEAD:x"]
)
@pytest.mark.rest
def test_a_hotfix_starts_from_a_ref_and_from_nowhere_else(door: Door, ref: str) -> None:
    issue = door.declare()
    job = door.comment("grace", issue, f"/hotfix undo it from {ref}")
    before = len(door.sandbox.requests)

    door.run(job)

    asked = {one.path for one in door.sandbox.requests[before:]}
    assert [path for path in asked if not path.startswith("/api/v3/repos/acme/shop/")] == []
    branches = [each["name"] for each in door.as_("ada").json("GET", "branches", params={"per_page": 100})]
    assert [name for name in branches if name.startswith("hotfix/undo-it") and "from" not in name] == []
    for name in branches:
        if name.startswith("hotfix/undo-it"):
            door.as_("grace").json("DELETE", f"git/refs/heads/{name}")


# ── Comments that are not what they were


def edited(door: Door, login: str, number: int, text: str) -> None:
    """Change somebody's comment, some time after it was written."""
    door.sandbox.clock.advance(timedelta(minutes=1))
    door.as_(login).json("PATCH", f"issues/comments/{number}", {"body": text})


@pytest.mark.rest
def test_a_comment_that_a_writer_turned_into_a_command_never_runs(door: Door) -> None:
    issue = door.declare()
    talk = comment(door.as_("ada"), issue, "Looking into it.")["id"]
    started = len(door.jobs)
    edited(door, "grace", talk, "/sev 1")
    door.sandbox.settle()
    assert len(door.jobs) == started, "an edit starts nothing"

    shown = looked_at(door, issue)
    swept = door.run(door.sweep())

    assert (shown, swept.code, door.labels(issue)) == (CALM, 0, CALM)
    assert [reply for reply in door.replies(issue) if "the comment was edited before it was read" in reply]


def test_an_event_that_tells_of_an_edit_is_ignored(door: Door) -> None:
    issue = door.declare()
    job = door.comment("ada", issue, "/sev 1")
    payload = event(job)

    ran = door.run(with_event(job, {**payload, "action": "edited", "changes": {"body": {"from": "hello"}}}))

    assert (ran.code, ran.requests) == (0, 0)
    assert door.labels(issue) == CALM


@pytest.mark.rest
def test_an_answered_comment_that_is_edited_is_not_answered_again(door: Door) -> None:
    issue = door.declare()
    job = door.comment("ada", issue, "/note a line")
    door.run(job)
    edited(door, "ada", event(job)["comment"]["id"], "/sev 1")

    ran = door.run(door.sweep())

    assert (ran.code, looked_at(door, issue)) == (0, CALM)


def test_an_old_talk_edited_into_a_command_is_not_revived_by_the_sweep(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:  # beside no other incident whose timers are due
        issue = door.declare()
        talk = comment(door.as_("grace"), issue, "Looking into it.")["id"]
        door.sandbox.clock.advance(timedelta(days=180))
        edited(door, "grace", talk, "/resolve")

        ran = door.run(door.sweep())

        assert ran.code == 0
        assert door.as_("ada").json("GET", f"issues/{issue}")["state"] == "open"
        assert door.labels(issue) == CALM


def test_a_command_from_before_the_incident_is_not_revived(door: Door) -> None:
    issue = plain_issue(door)
    comment(door.as_("ada"), issue, "/sev 1")
    door.sandbox.clock.advance(timedelta(minutes=1))
    door.run(door.comment("ada", issue, "/declare"))

    assert looked_at(door, issue) == CALM


def test_the_text_of_the_event_is_what_was_authorised(door: Door) -> None:
    issue = door.declare()
    job = door.comment("ada", issue, "/sev 3")
    edited(door, "grace", event(job)["comment"]["id"], "/sev 1")

    door.run(job)

    assert door.labels(issue) == ["SEV-3", *CALM]


def test_the_event_speaks_for_its_own_comment_alone(door: Door) -> None:
    issue = door.declare()
    door.comment("mary", issue, "/sev 1")
    job = door.comment("ada", issue, "/note a line")
    payload = event(job)
    payload["issue"] |= {"state": "closed", "labels": [{"name": "SEV-1"}], "title": "forged", "body": ITEM}
    payload["sender"] = payload["comment"]["user"] | {"login": "mallory"}

    ran = door.run(with_event(job, payload))

    assert ran.code == 0
    assert door.labels(issue) == CALM
    assert [reply for reply in door.replies(issue) if "@mary, `/sev` needs the role **write**" in reply]


# ── Whose comments are not heard


@pytest.mark.rest
def test_the_tool_does_not_hear_itself(door: Door, workflow: Client) -> None:
    issue = door.declare()
    own = comment(workflow, issue, "/sev 1")
    job = door.comment("ada", issue, "/help")
    payload = event(job)
    payload["comment"] = own

    direct = door.run(with_event(job, payload))
    swept = door.run(door.sweep())

    assert (direct.code, direct.requests, swept.code) == (0, 0, 0)
    assert looked_at(door, issue) == CALM


def test_a_bot_that_may_write_is_not_heard(door: Door, other_bot: Client) -> None:
    issue = door.declare()
    job = door.comment("ada", issue, "/help")
    payload = event(job)
    payload["comment"] = comment(other_bot, issue, "/sev 1")

    ran = door.run(with_event(job, payload))

    assert (ran.code, ran.requests, looked_at(door, issue)) == (0, 0, CALM)


def test_a_comment_on_a_pull_request_is_not_heard_and_the_sweep_passes_it_by(door: Door) -> None:
    grace = door.as_("grace")
    grace.branch("feature", {"a": "b"})
    pull = grace.pull("feature", body=FORGED)["number"]
    grace.json("POST", f"issues/{pull}/labels", {"labels": ["incident", "action-item"]})

    jobs = len(door.jobs)
    door.as_("ada").json("POST", f"issues/{pull}/comments", {"body": "/declare 1\n/sev 1"})
    door.sandbox.settle()
    started = len(door.jobs) - jobs
    swept = door.run(door.sweep())

    assert (started, swept.code) == (0, 0)
    assert (door.tool_comments(pull), door.labels(pull)) == ([], ["action-item", "incident"])


def test_an_issue_that_came_from_another_repository_keeps_its_record_and_asks_this_ones_roles(
    door: Door, workflow: Client
) -> None:
    """GitHub carries comments over with their authors, so the card of the old place comes along."""
    came = door.declare(title="Down elsewhere")
    before = cards(door, came)
    issue = plain_issue(door, labels=["incident"])
    comment(workflow, issue, f"{CARD_MARK}\n{before[0]}")

    door.run(door.comment("mary", issue, "/sev 1"))
    door.run(door.sweep())

    assert door.labels(issue) == CALM
    assert len(cards(door, issue)) == 1
