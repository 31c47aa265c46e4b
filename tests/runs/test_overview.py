"""One pinned issue shows what is open and owed; the sweep writes all of it, and a run that answers its own row."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from incident_actions.gateway.client import write_pace
from incident_actions.model.incident.entry import ItemOpened
from incident_actions.sandbox import Job
from incident_actions.sandbox.faults import NOT_FOUND, Fault, Reply
from incident_actions.text import record
from tests.front_door import WEDNESDAY, Door, RunResult, open_front_door
from tests.sandbox.client import Client

LABEL = "incident-overview"
CONFIGURATION = "extends: default\noverview: true\non_call: {primary: [{people: [ada, grace]}]}\n"
FOOTER = (
    "<!-- incident-actions:overview-end -->\n\n<sub>incident-actions keeps this issue up to date. Times are in UTC."
    " To declare an incident, open a new issue.</sub>"
)


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two writes."""
    monkeypatch.setattr(write_pace, "SECONDS_APART", 0.0)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path, held=False) as door:
        yield door


def run(door: Door, job: Job, *options: str, configuration: str = CONFIGURATION, **environment: str) -> RunResult:
    ran = door.run(job, *options, configuration=configuration, **environment)
    assert ran.code == 0, ran.output
    return ran


def sweep(door: Door, *options: str, configuration: str = CONFIGURATION, **later: float) -> RunResult:
    """Run a sweep some time later."""
    door.sandbox.clock.advance(timedelta(**later))
    return run(door, door.sweep(), *options, configuration=configuration)


def say(door: Door, issue: int, text: str, login: str = "grace") -> RunResult:
    return run(door, door.comment(login, issue, text))


def declare(door: Door, **issue: Any) -> int:
    job = door.open_issue(**issue)
    run(door, job)
    return max(door.sandbox.repository("acme/shop").issues)


def overviews(door: Door, state: str = "open") -> list[dict[str, Any]]:
    asked = {"labels": LABEL, "state": state, "direction": "asc"}
    return list(door.as_("ada").json("GET", "issues", params=asked))


def overview(door: Door) -> dict[str, Any]:
    (found,) = overviews(door)
    return found


def shown(door: Door) -> str:
    """Return what people see of the overview."""
    return record.visible_text(overview(door)["body"]).replace("\u200b", "").strip()


def open_part(door: Door) -> str:
    """Return the part of the overview with the open incidents."""
    return shown(door).partition("\n\n<!-- incident-actions:overview-rest -->")[0].partition("\n\n")[2]


def edit(door: Door, number: int, **changes: Any) -> None:
    door.as_("ada").json("PATCH", f"issues/{number}", changes)


def pinned(door: Door) -> list[int]:
    return door.sandbox.repository("acme/shop").pinned_issues


def test_the_sweep_opens_one_pinned_issue_and_leaves_it_alone_while_nothing_changes(door: Door) -> None:
    incident = declare(door)
    say(door, incident, "/sev 1\n/ic @ada\n/update We are looking into it")

    first, second = sweep(door), sweep(door)

    number = overview(door)["number"]
    assert overview(door)["title"] == "Incident overview"
    assert shown(door).partition("\n\n")[2] == (
        f"### 1 open incident\n\n- #{incident}\n  🔴 **SEV-1** · Investigating · `ada` · next update 14:15\n\n"
        "<!-- incident-actions:overview-rest -->\n\n"
        "### On call\n\n- Primary: `grace` until 2026-03-09 09:00, then `ada`\n\n"
        "No post-mortems are owed, and no action items are overdue.\n\n<!-- incident-actions:overview-figures -->\n\n"
        "### Last 30 days\n\n1 incident from 2026-02-02 to 2026-03-04 14:00: 1 SEV-1.\n\n"
        f"- Time to detect: unknown\n- Updates on time: **1 of 1**\n\n{FOOTER}"
    )
    assert pinned(door) == [number]
    assert first.writes == ("POST issues", "POST ", f"PATCH issues/{number}", f"PATCH labels/{LABEL}")
    assert second.writes == ()


def test_while_it_is_off_no_run_asks_for_it(door: Door) -> None:
    incident = declare(door)
    off = CONFIGURATION.replace("overview: true\n", "")
    sweep(door)

    without, with_one = sweep(door, configuration=off), sweep(door)
    before = len(door.sandbox.requests)
    run(door, door.comment("grace", incident, "/sev 1"), configuration=off)

    assert with_one.requests - without.requests == 1
    assert not any(LABEL in str(each) for each in door.sandbox.requests[before:])


def test_a_run_changes_its_row_with_one_list_and_one_edit_after_the_reaction(door: Door) -> None:
    one, other = declare(door), declare(door, title="Search is slow")
    sweep(door)
    number = overview(door)["number"]

    job = door.comment("grace", one, "/sev 2\n/ic @ada")
    before = len(door.sandbox.requests)
    ran = run(door, job)

    asked = [f"{each.method} {each.path.partition('/acme/shop/')[2]}" for each in door.sandbox.requests[before:]]
    reaction = next(place for place, each in enumerate(asked) if each.endswith("/reactions"))
    assert asked[-2:] == ["GET issues", f"PATCH issues/{number}"]
    assert reaction < len(asked) - 2
    assert ran.writes.count(f"PATCH issues/{number}") == 1
    assert open_part(door).replace("\n  ", " ") == (
        "### 2 open incidents\n\n"
        f"- #{one} 🟠 **SEV-2** · Investigating · `ada` · next update 14:15\n"
        f"- #{other} ⚪ **Severity not set** · Investigating · no commander · next update 14:15"
    )


def test_a_run_whose_row_stays_as_it_is_asks_for_nothing_more(door: Door) -> None:
    incident = declare(door)
    sweep(door)
    off = CONFIGURATION.replace("overview: true\n", "")

    with_one = say(door, incident, "/note Looking at the pool")
    without = run(door, door.comment("grace", incident, "/note Looking at the logs"), configuration=off)

    assert with_one.requests == without.requests


@pytest.mark.rest
def test_a_resolved_incident_leaves_and_owes_its_post_mortem(door: Door) -> None:
    incident = declare(door)
    say(door, incident, "/sev 1\n/ic @ada")
    sweep(door)

    say(door, incident, "/resolve Rolled back")
    at_once = open_part(door)
    sweep(door)

    assert at_once == "### No open incidents"
    assert f"### 1 post-mortem to write\n\n- #{incident}\n  `ada` · due 2026-03-11 14:00" in shown(door)


def test_no_word_that_people_wrote_ever_gets_into_it(door: Door) -> None:
    incident = declare(door, title="Canary leak", body="canary in the text")
    say(door, incident, "/sev 1\n/ic @ada\n/impact canary\n/update canary\n/note canary")
    sweep(door)
    say(door, incident, "/sev 2 canary")

    assert "canary" not in overview(door)["body"].casefold()
    assert "@" not in shown(door)


@pytest.mark.rest
def test_overdue_items_are_listed_by_person(door: Door) -> None:
    bot = Client(door.sandbox, door.sandbox.installation_token)
    due = WEDNESDAY.date() - timedelta(days=1)
    opened = ItemOpened(at=WEDNESDAY, accepted=WEDNESDAY, incident=1, key="c1.1", text="canary", owner="ada", due=due)
    body = f"An action item.\n\n{record.write_record((opened,))}"
    item = bot.json("POST", "issues", {"title": "canary", "body": body, "labels": ["action-item"]})["number"]

    sweep(door)

    assert f"### 1 overdue action item\n\n- `ada`\n  - #{item}\n    due {date(2026, 3, 3)}" in shown(door)
    assert "canary" not in shown(door)


@pytest.mark.rest
def test_figures_are_computed_every_six_hours(door: Door) -> None:
    sweep(door)

    an_hour_later, six_hours_later, after = sweep(door, hours=1), sweep(door, hours=5), sweep(door, hours=1)

    assert "to 2026-03-04 20:00" in shown(door)
    assert an_hour_later.writes == after.writes == ()
    assert six_hours_later.requests - after.requests == 2  # the list of incidents, and the edit


@pytest.mark.parametrize("command", ["/sev 1", "/declare"])
def test_commands_do_nothing_there(door: Door, command: str) -> None:
    sweep(door)
    number = overview(door)["number"]
    before = overview(door)["body"]

    ran = say(door, number, command)
    stranger = say(door, number, command, login="mary")

    assert [each.partition("\n")[2] for each in door.replies(number)] == [
        f"This issue is the overview of all incidents, so `{command.split(maxsplit=1)[0]}` did nothing. Comment on the incident's"
        " own issue. To declare an incident, open a new issue."
    ]
    assert (ran.writes, stranger.writes) == ((f"POST issues/{number}/comments",), ())
    assert overview(door)["body"] == before
    assert door.labels(number) == [LABEL]


@pytest.mark.rest
def test_the_label_of_incidents_does_not_make_it_one(door: Door) -> None:
    sweep(door)
    number = overview(door)["number"]

    edit(door, number, labels=[LABEL, "incident"])
    run(door, door.newest_job())

    assert door.labels(number) == [LABEL]
    assert door.tool_comments(number) == []


@pytest.mark.rest
def test_without_its_label_it_is_still_the_only_one(door: Door) -> None:
    sweep(door)
    number = overview(door)["number"]
    edit(door, number, labels=[])

    sweep(door)

    assert [each["number"] for each in overviews(door, "all")] == [number]


def test_what_people_wrote_into_it_is_replaced_by_the_sweep(door: Door) -> None:
    incident = declare(door)
    sweep(door)
    number, before = overview(door)["number"], overview(door)["body"]

    edit(door, number, body="All is well. Nothing to see here.")
    say(door, incident, "/note Looking at the pool")
    left_alone = overview(door)["body"]
    sweep(door)

    assert left_alone == "All is well. Nothing to see here."
    assert record.visible_text(overview(door)["body"]) == record.visible_text(before)
    assert pinned(door) == [number]


def test_closed_by_people_it_stays_closed_until_they_reopen_it(door: Door) -> None:
    incident = declare(door)
    sweep(door)
    number, before = overview(door)["number"], overview(door)["body"]

    edit(door, number, state="closed")
    say(door, incident, "/sev 1")
    ran = sweep(door)
    (closed,) = overviews(door, "all")
    edit(door, number, state="open")
    sweep(door)

    assert (closed["state"], closed["body"], ran.writes) == ("closed", before, ())
    assert "**SEV-1**" in open_part(door)


@pytest.mark.rest
def test_unpinned_by_people_it_stays_unpinned(door: Door) -> None:
    sweep(door)
    pinned(door).clear()

    sweep(door, hours=1)

    assert pinned(door) == []


@pytest.mark.rest
def test_deleted_by_people_it_is_opened_anew(door: Door) -> None:
    sweep(door)
    first = overview(door)["number"]
    del door.sandbox.repository("acme/shop").issues[first]
    door.as_("ada").issue(title="Another one")

    sweep(door)

    assert overview(door)["number"] > first


@pytest.mark.rest
def test_where_no_pin_is_free_it_is_an_issue_like_any_other(door: Door) -> None:
    pinned(door).extend([101, 102, 103])

    first, second = sweep(door), sweep(door)

    assert pinned(door) == [101, 102, 103]
    assert (first.code, second.writes) == (0, ())


@pytest.mark.rest
def test_a_server_without_graphql_has_it_too(door: Door) -> None:
    door.sandbox.faults.add(Fault(NOT_FOUND, times=None, route="POST /graphql"))

    sweep(door)

    assert open_part(door) == "### No open incidents"
    assert pinned(door) == []


@pytest.mark.rest
def test_an_imitation_by_somebody_else_is_no_overview(door: Door) -> None:
    sweep(door)
    ours = overview(door)
    theirs = int(door.as_("mary").issue(title="Incident overview", body=ours["body"])["number"])
    edit(door, theirs, labels=[LABEL])
    before = door.as_("ada").json("GET", f"issues/{theirs}")["body"]
    edit(door, ours["number"], state="closed")
    incident = declare(door)

    say(door, incident, "/sev 1")
    sweep(door)

    assert door.as_("ada").json("GET", f"issues/{theirs}")["body"] == before


@pytest.mark.rest
def test_of_two_overviews_the_older_one_stays(door: Door) -> None:
    sweep(door)
    first = overview(door)
    bot = Client(door.sandbox, door.sandbox.installation_token)
    second = bot.json("POST", "issues", {"title": first["title"], "body": first["body"], "labels": [LABEL]})

    sweep(door)

    assert overview(door)["number"] == first["number"]
    assert door.as_("ada").json("GET", f"issues/{second['number']}")["state"] == "closed"
    assert door.labels(second["number"]) == []


def test_an_incident_that_cannot_be_read_is_unknown(door: Door) -> None:
    incident = declare(door)
    door.sandbox.faults.add(
        Fault(NOT_FOUND, times=None, route="GET /repos/{owner}/{repo}/issues/{issue_number}/comments")
    )
    door.sandbox.faults.add(Fault(NOT_FOUND, times=None, route="POST /graphql"))

    ran = door.run(door.sweep(), configuration=CONFIGURATION)

    assert ran.code == 1
    assert open_part(door) == f"### 1 open incident\n\n- #{incident}\n  ⚪ Unknown: its record can't be read."


@pytest.mark.rest
def test_a_dry_run_writes_nothing(door: Door) -> None:
    declare(door)

    ran = sweep(door, "--dry-run")

    assert ran.writes == ()
    assert "would open an issue: Incident overview" in ran.output
    assert overviews(door, "all") == []


@pytest.mark.rest
def test_with_a_key_only_the_tool_writes_rows(door: Door) -> None:
    key = {"INCIDENT_SIGNING_KEY": "k" * 40}
    incident = declare(door)
    run(door, door.sweep(), **key)
    body = overview(door)["body"]

    run(door, door.comment("grace", incident, "/sev 2"), **key)
    signed = open_part(door)
    edit(door, overview(door)["number"], body=body.replace("Investigating", "Resolved"))
    run(door, door.comment("grace", incident, "/sev 1"), **key)
    left_alone = open_part(door)
    run(door, door.sweep(), **key)

    assert "**SEV-2**" in signed
    assert "Resolved" in left_alone
    assert "**SEV-1** · Investigating" in open_part(door)


@pytest.mark.rest
def test_a_review_list_takes_one_more_request(door: Door) -> None:
    review = f"{CONFIGURATION}labels: {{review: review}}\n"
    incident = declare(door)
    run(door, door.comment("grace", incident, "/sev 1\n/resolve Rolled back"), configuration=review)

    sweep(door, configuration=review)

    assert f"### 1 incident to review\n\n- #{incident}" in shown(door)


@pytest.mark.rest
def test_runbooks_that_nobody_touched_are_named_where_the_team_asks_for_it(door: Door) -> None:
    asked = f"{CONFIGURATION}runbooks: {{paths: [docs/runbooks], months: 1}}\n"
    content = base64.b64encode(b"# The pool\n").decode()
    for name in ("pool", "search"):
        body = {"message": name, "content": content}
        door.as_("ada").json("PUT", f"contents/docs/runbooks/{name}.md", body)
        door.sandbox.clock.advance(timedelta(days=20))

    sweep(door, configuration=asked, days=5)
    path = "docs/runbooks/pool.md"

    assert "### 1 runbook to check\n\nUnchanged for more than 1 month." in shown(door)
    assert f"- [{path}]({door.sandbox.url}/acme/shop/blob/main/{path})\n  changed last on 2026-03-04" in shown(door)


@pytest.mark.rest
def test_the_incidents_of_a_year_ago_are_named_where_the_team_asks_for_it(door: Door) -> None:
    asked = f"{CONFIGURATION}year_ago: true\n"
    row = "| 2025-03-05 | [canary](down.md) | [#3](https://example.com/3) | SEV-1 |  | 1 h | none |"
    text = f"# Incidents\n\n<!-- incident-actions:index -->\n{row}\n<!-- /incident-actions:index -->\n"
    body = {"message": "index", "content": base64.b64encode(text.encode()).decode()}
    door.as_("ada").json("PUT", "contents/docs/incidents/README.md", body)

    sweep(door, configuration=asked)

    url = f"{door.sandbox.url}/acme/shop/blob/main/docs/incidents/down.md"
    assert f"### A year ago this week\n\n- #3\n  [post-mortem]({url})" in shown(door)
    assert "canary" not in shown(door)


@pytest.mark.rest
def test_people_rate_a_response_by_a_reaction_and_the_overview_counts_it(door: Door) -> None:
    asks = f"{CONFIGURATION}rating: true\n"
    incident = declare(door)
    run(door, door.comment("grace", incident, "/sev 4\n/resolve Rolled back"), configuration=asks)

    sweep(door, configuration=asks, hours=1)
    unanswered = shown(door)
    given = door.as_("ada").json("GET", f"issues/{incident}/comments")
    (question,) = [each for each in given if "How did the response to this incident go?" in each["body"]]
    for login, content in (("ada", "+1"), ("grace", "+1"), ("linus", "-1")):
        door.as_(login).json("POST", f"issues/comments/{question['id']}/reactions", {"content": content})
    sweep(door, configuration=asks, hours=6)
    again = door.as_("ada").json("GET", f"issues/{incident}/comments")

    assert "- Response rated in 1 incident: no answers yet" in unanswered
    assert "- Response rated in 1 incident: 👍 **2** · 👎 **1**" in shown(door)
    assert len(again) == len(given)


@pytest.mark.rest
def test_a_sweep_that_died_after_opening_it_is_completed_by_the_next_one(door: Door) -> None:
    edit = "PATCH /repos/{owner}/{repo}/issues/{issue_number}"
    door.sandbox.faults.add(Fault(Reply.error(403, "Forbidden"), route=edit, times=None))
    door.sandbox.faults.add(Fault(NOT_FOUND, route="POST /graphql"))

    died = door.run(door.sweep(), configuration=CONFIGURATION)
    door.sandbox.faults.clear()
    left = pinned(door).copy()
    sweep(door)

    assert (died.code, left) == (1, [])
    assert [each["number"] for each in overviews(door, "all")] == pinned(door)
    assert "### Last 30 days" in shown(door)


@pytest.mark.rest
def test_a_clock_that_answers_a_command_changes_its_row(door: Door) -> None:
    incident = declare(door)
    sweep(door)
    job = door.comment("grace", incident, "/sev 1")
    door.sandbox.clock.advance(timedelta(minutes=6))

    run(door, job, "--now", "2026-03-04T14:06Z", command="clock")

    assert "**SEV-1**" in open_part(door)
