"""The permission matrix, whole: every kind of person and every command, through the front door."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.gateway.client.api_errors import Unreachable
from incident_actions.gateway.client.direct_transport import DirectTransport
from incident_actions.gateway.client.transport import RawAnswer
from incident_actions.sandbox import Job
from tests.front_door import Door, RunResult, event, open_front_door, with_event
from tests.gateway.front import PASS, RESET, Fate, Front
from tests.people.table import COLUMNS, NEEDS, OVERRIDDEN, Row, rows
from tests.tiers import as_exhaustive, as_rest, sampled

ROWS = rows()
LOG = """/replay
```
incident-actions log 1
title: Checkout is down
declared: 2026-03-04T13:00Z @ada
2026-03-04T13:30Z @ada /note kept by hand
```"""
ON_INCIDENT = (
    "/drill", "/sev 1", "/ack", "/status Identified", "/started 13:00", "/detected 13:05", "/time started 13:01", "/ic",
    "/comms @ada", "/tech @ada", "/scribe @ada", "/role scribe @ada", "/take tech", "/handoff scribe @ada go on", "/update on it",
    "/publish we look", "/note a line", "/room #down", "/page @ada", "/escalate stuck", "/snooze 5m busy", "/cadence 20m", "/affects api", "/impact everybody", "/rollback", "/link #12", "/freeze all of it", "/unfreeze go on", "/maintenance 22:00 2h web A new database", "/star 14:00", "/hide 14:00", "/private", "/hotfix undo it", "/action @ada 2026-04-01 alert on it",
    "/postmortem waive too small", "/duplicate #1", "/reopen not so", "/false-alarm a test", "/reopen not so",
    "/mitigated", "/accept it will do", "/resolve done", "/reviewed a limit", LOG, "/selftest", "/help",
)  # fmt: skip
"""What can be said on an incident, in an order in which all of it is possible."""

ON_ITEM = (
    "/due 2026-04-02",
    "/owner @ada",
    "/snooze 5d busy",
    "/done https://example.com/12 shows it",
    "/drop no longer",
    "/selftest",
    "/help",
)

REFUSED = re.compile(r"@(\S+), `/(\S+)` needs the role \*\*(.+?)\*\* in this repository, and yours is \*\*(.+?)\*\*\.")
OFF = re.compile(r"@(\S+), `/(\S+)` is switched off in this repository \(`permissions`")
UNTOLD = re.compile(r"GitHub did not return the role of `(\S+)` in this repository, so `/(\S+)` was not run\.")

LIMIT = json.dumps({"message": "API rate limit exceeded for installation ID 1."}).encode()
ANSWERS: dict[str, Fate] = {
    "500": (500, b"{}"),
    "limit": (403, LIMIT),
    "hung up": RESET,
    "half JSON": (200, b'{"permission": "adm'),
    "no JSON": (200, b"<html>admin</html>"),
    "a list": (200, b'["admin"]'),
    "null": (200, b"null"),
    "no role": (200, b"{}"),
    "odd role": (200, b'{"permission": {"admin": true}, "role_name": ["admin"]}'),
}
"""How GitHub may fail to tell a role."""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    people = {"ada": "admin", **{row.login: row.role for row in ROWS}}
    custom = {row.role: row.built_on for row in ROWS if row.built_on}
    directory = tmp_path_factory.mktemp("people")
    with open_front_door(directory, held=False, people=people, custom_roles=custom, private=True) as door:
        assert door.as_("ada").issue("The first one")["number"] == 1
        yield door


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@contextmanager
def seen(door: Door, row: Row, job: Job, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str | None]]:
    """What a person is to GitHub as the job runs; the environment for it."""
    told = row.who.removeprefix("not told: ")
    if told == row.who:
        become(door, row, job)
        yield {}
    elif told == "no time":
        too_late(monkeypatch)
        yield {}
    else:
        with Front(door.sandbox.api_url, lambda _, path: ANSWERS[told] if "/permission" in path else PASS) as front:
            path = f"/repos/acme/shop/collaborators/{row.login}/permission"
            front.headers[path] = {"X-RateLimit-Remaining": "0"} if told == "limit" else {}
            yield {"GITHUB_API_URL": front.api_url}


def become(door: Door, row: Row, job: Job) -> None:
    """Let a person's account be gone, or none of a person."""
    payload = event(job)
    if row.role == "none":
        door.sandbox.repository("acme/shop").roles[row.login] = "none"
    if row.who.startswith("deleted") and row.login in door.sandbox.host.world.accounts:
        door.sandbox.delete_account(row.login)
    if row.who == "deleted, no name":
        payload["comment"]["user"] = None
    if row.who == "bot":
        payload["comment"]["user"]["type"] = "Bot"
    with_event(job, payload)


def too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever asks for a role wait in vain."""
    send = DirectTransport.send

    def slow(transport: DirectTransport, verb: str, target: str, *more: Any) -> RawAnswer:
        if "/permission" in target:
            raise Unreachable("timed out")
        return send(transport, verb, target, *more)

    monkeypatch.setattr(DirectTransport, "send", slow)


def said(door: Door, row: Row, issue: int, commands: tuple[str, ...]) -> Job:
    """Let a person comment commands under a false association; the job that it starts."""
    repository = door.sandbox.repository("acme/shop")
    door.sandbox.token(row.login)
    repository.roles[row.login] = row.role if row.role != "none" else "read"
    job = door.comment(row.login, issue, "\n".join(commands))
    payload = event(job)
    payload["comment"]["author_association"] = payload["issue"]["author_association"] = row.lie
    return with_event(job, payload)


def verdicts(door: Door, issue: int, job: Job, commands: tuple[str, ...]) -> dict[str, str]:
    """What came of each command, as people see it: by the reply, by the reaction."""
    comment = event(job)["comment"]["id"]
    shown = door.as_("ada").json("GET", f"issues/comments/{comment}")
    (reply,) = [each for each in door.replies(issue) if re.search(rf" (reply|refusal):{comment} ", each)] or [""]
    heard = shown["reactions"]["+1"] + shown["reactions"]["confused"] or reply
    no = {word: f"no: needs {needed}, is {actual}" for _, word, needed, actual in REFUSED.findall(reply)}
    no |= {word: "no: switched off" for _, word in OFF.findall(reply)}
    no |= {word: "could not check" for _, word in UNTOLD.findall(reply)}
    words = [command[1:].split()[0] for command in commands]
    return {word: no.get(word, "yes") if heard else "not heard" for word in words}


def expected(row: Row, commands: tuple[str, ...], needs: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What the table says must come of each command."""
    column = {word: needed for needed, words in needs.items() for word in words}
    means = {"yes": "yes", "?": "could not check", "-": "not heard"}

    def verdict(needed: str) -> str:
        refused = "no: switched off" if needed == "nobody" else f"no: needs {needed}, is {row.taken_for}"
        return means.get(row.cells[needed], refused)

    return {word: verdict(column[word]) for command in commands if (word := command[1:].split()[0])}


def configuration(needs: Mapping[str, tuple[str, ...]]) -> str:
    """A configuration that asks for these roles."""
    lines = [f"  {word}: {needed}\n" for needed, words in needs.items() for word in words]
    return "".join(["extends: default\npermissions:\n", *lines])


def item(door: Door) -> int:
    """An action item's own issue, without owner."""
    door.run(door.comment("ada", door.declare("ada"), "/action 2026-04-01 alert on it"))
    (newest,) = door.as_("ada").json("GET", "issues", params={"labels": "action-item", "per_page": 1})
    return int(newest["number"])


def test_the_table_speaks_of_every_command_and_every_role() -> None:
    known = sorted(command.word for command in COMMANDS)

    for needs in (NEEDS, OVERRIDDEN):
        assert sorted(word for words in needs.values() for word in words) == known
    assert set(OVERRIDDEN) == set(COLUMNS)
    spoken = {command[1:].split()[0] for command in (*ON_INCIDENT, *ON_ITEM)}
    assert sorted(spoken | {"declare"}) == known


def is_quick(row: Row) -> bool:
    """Return whether the row is the first of those that must come out alike."""
    return row is next(each for each in ROWS if each.cells == row.cells)


@pytest.mark.parametrize(
    ("row", "needs"),
    [
        *((row, NEEDS) if is_quick(row) else as_rest((row, NEEDS)) for row in ROWS),
        *(as_rest((row, OVERRIDDEN)) if is_quick(row) else as_exhaustive((row, OVERRIDDEN)) for row in ROWS),
    ],
    ids=[f"{row.who}, {needs}" for needs in ("by default", "overridden") for row in ROWS],
)
def test_a_person_may_do_on_an_incident_what_the_table_says(
    door: Door, row: Row, needs: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = door.declare("ada")
    job = said(door, row, issue, ON_INCIDENT)

    with seen(door, row, job, monkeypatch) as environment:
        ran = door.run(job, configuration=configuration(needs), **environment)

    assert ran.code == 0, ran.output
    assert verdicts(door, issue, job, ON_INCIDENT) == expected(row, ON_INCIDENT, needs)
    if "yes" not in row.cells.values():
        assert untouched(ran) == [], "whoever may nothing changes nothing"


def untouched(ran: RunResult) -> list[str]:
    """What a run wrote beside the reply, the record's line on it, and the sign on the comment."""
    usual = re.compile(r"POST issues/\d+/comments|PATCH issues/comments/\d+|POST issues/comments/\d+/reactions")
    return [write for write in ran.writes if not usual.fullmatch(write)]


@pytest.mark.parametrize("row", sampled(ROWS, one_in=3), ids=lambda row: row.who)
def test_a_person_may_declare_what_the_table_says(door: Door, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = int(door.as_("ada").issue("Checkout is down")["number"])
    job = said(door, row, issue, ("/declare",))

    with seen(door, row, job, monkeypatch) as environment:
        ran = door.run(job, **environment)

    assert ran.code == 0, ran.output
    assert verdicts(door, issue, job, ("/declare",)) == expected(row, ("/declare",), NEEDS)
    assert ("incident" in door.labels(issue)) is (row.cells["triage"] == "yes")


@pytest.mark.rest
@pytest.mark.parametrize("needs", [as_rest(NEEDS), OVERRIDDEN], ids=["by default", "overridden"])
def test_each_person_may_do_on_an_action_item_what_the_table_says(
    door: Door, needs: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = item(door)
    found = {}
    for row in ROWS:
        job = said(door, row, issue, ON_ITEM)
        with monkeypatch.context() as patched, seen(door, row, job, patched) as environment:
            door.run(job, configuration=configuration(needs), **environment)
        found[row.who] = verdicts(door, issue, job, ON_ITEM)

    assert found == {row.who: expected(row, ON_ITEM, needs) for row in ROWS}


def test_the_owner_of_an_action_item_always_has_the_say_over_it_but_for_what_nobody_may(door: Door) -> None:
    reader = next(row for row in ROWS if row.who == "reader")
    commands = (
        "/due 2026-04-02",
        "/snooze 5d busy",
        "/done https://example.com/12 shows it",
        "/drop no longer",
        "/owner @ada",
        "/done #13",
    )
    issue = item(door)
    door.run(door.comment("ada", issue, f"/owner @{reader.login}"))
    job = said(door, reader, issue, commands[:-1])
    given_away = said(door, reader, issue, commands[-1:])

    door.run(job, configuration=configuration(OVERRIDDEN))
    door.run(given_away, configuration=configuration(OVERRIDDEN))

    assert verdicts(door, issue, job, commands[:-1]) == {
        "due": "yes",
        "snooze": "yes",
        "done": "yes",
        "drop": "no: switched off",
        "owner": "yes",
    }
    assert verdicts(door, issue, given_away, commands[-1:]) == {"done": "no: needs admin, is read"}


@pytest.mark.parametrize(
    "lie",
    sampled(["OWNER", "MEMBER", "COLLABORATOR", "CONTRIBUTOR", "FIRST_TIMER", "MANNEQUIN", "NONE", None], one_in=4),
)
def test_the_author_association_does_not_matter(door: Door, lie: str | None) -> None:
    reader, writer = (next(row for row in ROWS if row.who == who)._replace(lie=lie) for who in ("reader", "writer"))
    issue = door.declare("ada")

    jobs = [said(door, row, issue, ("/sev 1",)) for row in (reader, writer)]
    found = [door.run(job).code or verdicts(door, issue, job, ("/sev 1",))["sev"] for job in jobs]

    assert found == ["no: needs write, is read", "yes"]


@pytest.mark.parametrize(
    "row", sampled([row for row in ROWS if row.taken_for == "unknown"], one_in=10), ids=lambda row: row.who
)
def test_a_command_whose_asker_could_not_be_checked_can_be_given_again(
    door: Door, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = door.declare("ada")
    job = said(door, row, issue, ("/sev 1",))
    with monkeypatch.context() as patched, seen(door, row, job, patched) as environment:
        door.run(job, **environment)
    before = door.labels(issue)

    again = said(door, row, issue, ("/sev 1",))
    door.run(again)

    assert "SEV-1" not in before
    assert verdicts(door, issue, again, ("/sev 1",)) == {"sev": "yes"}
    assert "SEV-1" in door.labels(issue)
    assert "Post it again" in door.replies(issue)[0]
