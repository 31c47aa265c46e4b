"""No token and no address reaches a log, a comment, a file or a cassette, however a run ends and whatever is logged."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.sandbox import Job
from tests.front_door import Door, RunResult, event, open_front_door, with_event
from tests.gateway.cassettes import CASSETTES
from tests.gateway.front import LOST, PASS, RESET, Fate, Front
from tests.receivers.web import web
from tests.tiers import sampled

WRONG = "ghs_" + "S3cr3t" * 6
LIBRARIES = ("apprise", "github", "urllib3", "requests", "incident_actions", "asyncio")
TOKEN = re.compile(
    r"gh[a-z]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|[Aa]uthorization\W+(?:[Tt]oken|[Bb]earer|[Bb]asic)\s+\S{8,}"
)
"""https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats"""

FATES: dict[str, Fate] = {
    "401": (401, b'{"message": "Bad credentials"}'),
    "403": (403, b'{"message": "Resource not accessible by integration"}'),
    "404": (404, b'{"message": "Not Found"}'),
    "422": (422, b'{"message": "Validation Failed"}'),
    "500": (500, b"{}"),
    "no JSON": (200, b"<html>"),
    "half JSON": (200, b'{"number": 1, "titl'),
    "another shape": (200, b'{"number": "x"}'),
    "reset": RESET,
    "lost": LOST,
}


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setattr("time.sleep", lambda _: None)
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)
    with open_front_door(tmp_path, held=False) as door:
        yield door
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def everything(door: Door) -> str:
    """All that can be read in the repository and in the folders of its jobs."""
    ada = door.as_("ada")
    lists = ("issues", "issues/comments", "pulls", "branches", "labels", "commits")
    told = [json.dumps(ada.json("GET", path, params={"state": "all", "per_page": 100})) for path in lists]
    for branch in ada.json("GET", "branches", params={"per_page": 100}):
        tree = ada.json("GET", f"git/trees/{branch['commit']['sha']}", params={"recursive": "1"})["tree"]
        told += [
            ada("GET", f"git/blobs/{each['sha']}", headers={"Accept": "application/vnd.github.raw+json"}).text
            for each in tree
            if each["type"] == "blob"
        ]
    left = (path for job in door.jobs for path in job.directory.rglob("*") if path.is_file())
    return "\n".join([*told, *(path.read_text(errors="replace") for path in left)])


def leaked(door: Door, *runs: RunResult) -> list[str]:
    """Tokens, and what looks like one, in all that was written."""
    tokens = [*door.sandbox.host.world.tokens, WRONG]
    said = "\n".join([everything(door), *(ran.output + ran.outputs + ran.summary for ran in runs)])
    return [*(token for token in tokens if token in said), *TOKEN.findall(said)]


def jobs(door: Door) -> list[Job]:
    """One job of each kind of event: declared, commands that make everything, by hand, a merge, the sweep."""
    found = [door.open_issue()]
    issue = int(event(found[0])["issue"]["number"])
    commands = "/sev 1\n/ic\n/hotfix undo it\n/action @ada 2026-04-01 alert\n/frobnicate\n/resolve done"
    found.append(door.comment("grace", issue, commands))
    door.as_("grace").json("PATCH", f"issues/{issue}", {"state": "closed"})
    found += [door.newest_job(), door.sweep()]
    return found


def test_a_life_that_goes_well_leaves_no_token_behind(door: Door) -> None:
    runs = [door.run(job) for job in jobs(door)]
    pull = door.as_("grace").json("GET", "pulls", params={"head": "acme:postmortem/1"})[0]["number"]
    door.as_("grace").json("PUT", f"pulls/{pull}/merge", {})
    runs.append(door.run(door.newest_job()))

    assert [ran.code for ran in runs] == [0, 0, 0, 0, 0]
    assert leaked(door, *runs) == []


def test_a_library_that_logs_every_request_logs_no_token(door: Door) -> None:
    """Where the environment names a proxy, requests and urllib3 send, and they log what they send."""
    ran = door.run(door.open_issue(), https_proxy="http://127.0.0.1:9", no_proxy="127.0.0.1")

    assert ran.code == 0
    assert '"GET /api/v3/repos/acme/shop/' in ran.output, "the library did log"
    assert leaked(door, ran) == []


@pytest.mark.rest
@pytest.mark.parametrize("name", sampled(FATES, one_in=3))
def test_runs_that_fail_leave_no_token_behind(door: Door, name: str) -> None:
    asked = jobs(door)

    def sooner_or_later(lives: int) -> list[RunResult]:
        seen = iter(range(1_000))
        with Front(door.sandbox.api_url, lambda *_: FATES[name] if next(seen) >= lives else PASS) as front:
            return [door.run(job, GITHUB_API_URL=front.api_url) for job in asked]

    runs = [ran for lives in (0, 2, 5) for ran in sooner_or_later(lives)]

    assert {ran.code for ran in runs} - {0}, "some of them did fail"
    assert leaked(door, *runs) == []


@pytest.mark.parametrize(
    "environment",
    [
        {"GITHUB_TOKEN": WRONG},
        {"GITHUB_TOKEN": f"{WRONG}\n"},
        {"GITHUB_TOKEN": f" {WRONG}\x00é"},
        {"GITHUB_TOKEN": WRONG, "GITHUB_API_URL": "http://127.0.0.1:1"},
        {"GITHUB_TOKEN": WRONG, "GITHUB_API_URL": "no address"},
        {"GITHUB_TOKEN": WRONG, "GITHUB_REPOSITORY": "no repository"},
        {"GITHUB_TOKEN": WRONG, "GITHUB_EVENT_PATH": "/nowhere"},
    ],
    ids=lambda given: ascii(sorted(given))[:60],
)
def test_a_token_that_does_not_work_is_not_shown(door: Door, environment: dict[str, str]) -> None:
    job = door.open_issue()
    if "\x00" in environment["GITHUB_TOKEN"]:
        environment = {"GITHUB_TOKEN": environment["GITHUB_TOKEN"].replace("\x00", "")}

    ran = door.run(job, **environment)

    assert ran.code in {1, 2}
    assert leaked(door, ran) == []


@pytest.mark.rest
@pytest.mark.parametrize("fate", sampled([200, 403, 500, "gone"], one_in=3))
def test_an_address_of_a_notification_is_not_shown_however_sending_ends(door: Door, fate: int | str) -> None:
    with web() as there:
        port = 9 if fate == "gone" else there.port
        there.answers["/S3cr3tPath"] = fate if isinstance(fate, int) else 200
        urls = "\n".join(
            (
                f"oncall = json://S3cr3tUser:S3cr3tWord@127.0.0.1:{port}/S3cr3tPath",
                "nothing://S3cr3tHost/S3cr3tPath",
                "S3cr3tNonsense",
                "slack://S3cr3tToken",
            )
        )
        runs = [door.run(job, INCIDENT_NOTIFY_URLS=urls) for job in jobs(door)]

    said = "\n".join([everything(door), *(ran.output + ran.outputs + ran.summary for ran in runs)])
    assert [ran.code for ran in runs] == [0, 0, 0, 0]
    assert "may not have been notified" in said
    assert "S3cr3t" not in said
    assert leaked(door, *runs) == []


def test_an_event_that_carries_a_token_does_not_pass_it_on(door: Door) -> None:
    job = door.open_issue()
    payload = event(job)
    whole = json.dumps(payload)

    ran = door.run(with_event(job, {**payload, "token": WRONG, "inputs": {"token": WRONG}}))
    with_event(job, whole)

    assert (ran.code, leaked(door, ran)) == (0, [])


@pytest.mark.parametrize("path", sorted(CASSETTES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_cassette_holds_no_token_and_no_header_with_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert TOKEN.findall(text) == []
    assert re.findall(r"(?im)^\s*(?:authorization|cookie|set-cookie|x-oauth-scopes):", text) == []


def test_these_tests_see_a_token_where_there_is_one(door: Door) -> None:
    door.as_("ada").issue("x", body=f"token {door.sandbox.installation_token}")

    assert leaked(door) != []
