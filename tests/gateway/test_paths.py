"""What stands in a path stays in its place, whatever it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache
from urllib.parse import quote

import pytest

from incident_actions.contract.effects import OpenHotfix, PaintLabel
from incident_actions.contract.questions import FactsOf, FileOf, IsAssignable, RoleOf
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.answers import AnswerFinder
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.gateway.repository import branch_rules, existing_people, file_history
from incident_actions.gateway.repository.facts_reader import DoctorEnvironment, FactsReader
from incident_actions.model.person import ACTIONS_BOT
from tests.gateway.conftest import NOON
from tests.gateway.front import Fate, Front
from tests.tiers import sampled

REPOSITORY = {"full_name": "acme/shop", "html_url": "https://github.com/acme/shop", "default_branch": "main"}
COMMIT = {"sha": "1" * 40, "commit": {"committer": {"date": NOON.isoformat()}}}
PARTS = (
    "a/../../../user",
    "/x",
    "//evil.example/x",
    "a?state=all",
    "a#b",
    "a b",
    "a%2fb",
    "a%",
    "ü&b=c",
    "\\..\\x",
    "a\r\nX: y",
)
NOWHERE = ("", ".", "..")
"""No quoting keeps these where they are: what they would be part of is not asked for at all."""


def front(part: str) -> Front:
    """A server that knows the repository, with a workflow and a commit of that name, and nothing else."""

    def fate(_: str, path: str) -> Fate:
        listed = [{"path": f".github/workflows/{part}.yml"}]
        known = {"": REPOSITORY, "contents/.github/workflows": listed, "commits": [COMMIT]}
        below = path.partition("?")[0].removeprefix("/repos/acme/shop").lstrip("/")
        return (200, json.dumps(known[below]).encode()) if below in known else (404, b'{"message": "Not Found"}')

    return Front("http://127.0.0.1:9/api/v3", fate)


def doctor(connection: Connection, part: str) -> object:
    at = datetime.fromisoformat("2026-03-04T12:00Z")
    return FactsReader(connection, DoctorEnvironment()).read_facts(FactsOf(at, (part,), (f"acme/{part}",), "incident"))


def hotfix(connection: Connection, part: str) -> object:
    wanted = OpenHotfix("c1.0", "hotfix/pool", part, "Start", "Hotfix", "Fix.")
    return IssueWriter(connection, ACTIONS_BOT, "main").create(wanted)


def finder(connection: Connection) -> AnswerFinder:
    return AnswerFinder(connection, IssueReader(connection, ACTIONS_BOT, "main", "https://github.com"))


Ask = Callable[[Connection, str], object]
ASKED: dict[str, tuple[Ask, str, str]] = {
    "who can be assigned": (lambda it, part: finder(it).answer(IsAssignable(part)), "assignees/{}", ""),
    "a role": (lambda it, part: finder(it).answer(RoleOf(part)), "collaborators/{}/permission", ""),
    "a file": (lambda it, part: finder(it).answer(FileOf(f"docs/{part}")), "contents/docs/{}", "/"),
    "a version": (lambda it, part: list(file_history.file_versions(it, f"docs/{part}")), "contents/docs/{}", "/"),
    "a start": (hotfix, "commits/{}", ""),
    "a branch": (branch_rules.required_checks, "rules/branches/{}", ""),
    "a label": (
        lambda it, part: IssueWriter(it, ACTIONS_BOT, "main").carry_out(PaintLabel(part, "b60205", "")),
        "labels/{}",
        "",
    ),
    "an account": (lambda it, part: existing_people.existing_people(it, (part,)), "/users/{}", ""),
    "the doctor's people": (doctor, "assignees/{}", ""),
    "the doctor's accounts": (doctor, "/users/{}", ""),
    "the doctor's teams": (doctor, "/orgs/acme/teams/{}", ""),
    "the doctor's workflows": (doctor, "contents/.github/workflows/{}.yml", "/"),
}
each_way = pytest.mark.parametrize("way", ASKED)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@cache
def asked(ask: Ask, part: str) -> tuple[str, ...]:
    """The paths that reach the server, as they are sent."""
    with front(part) as server:
        connection = Connection("ghs_x", "acme/shop", server.api_url)
        with suppress(GithubError):
            ask(connection, part)
        connection.close()
    return tuple(path.partition("?")[0] for _, path in server.asked)


@each_way
@pytest.mark.parametrize("part", sampled(PARTS, one_in=4))
def test_a_segment_of_a_path_leads_nowhere_else(way: str, part: str) -> None:
    ask, template, kept = ASKED[way]
    wanted = template.format(quote(part, safe=kept))
    whole = wanted if wanted.startswith("/") else f"/repos/acme/shop/{wanted}"

    paths = asked(ask, part)

    assert all(path.startswith(("/repos/acme/shop", "/users/", "/orgs/acme/teams", "/rate_limit")) for path in paths)
    assert (whole in paths) == {"", ".", ".."}.isdisjoint(whole[1:].split("/"))


@each_way
@pytest.mark.parametrize("part", sampled(NOWHERE, one_in=4))
def test_a_segment_that_would_lead_elsewhere_is_never_sent(way: str, part: str) -> None:
    ask = ASKED[way][0]
    known = {path for path in asked(ask, "x") if "x" not in path.replace(".", "/").split("/")}

    paths = asked(ask, part)

    workflow, default = f"contents/.github/workflows/{part}.yml", "commits/main"  # where an empty start starts
    assert set(paths) - known <= {f"/repos/acme/shop/{workflow}", f"/repos/acme/shop/{default}"}
