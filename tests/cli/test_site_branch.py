"""`site --keep` keeps what it read on a branch: the next build reads changes only, and goes on where one stopped."""

from __future__ import annotations

from base64 import b64decode
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import INVALID, Fault, Reply
from incident_actions.sandbox.rest.limits import GRAPHQL
from tests.cli.test_site import CONFIGURATION, SECRET, add_incident, laptop, run, sandbox
from tests.offline_laptop import Laptop
from tests.sandbox.client import Client

__all__ = ["laptop", "sandbox"]

BRANCH = "incident-site"
PART = f"{BRANCH}:incidents/0000.jsonl"
REFUSED = Reply.error(403, "Repository rule violations found")


def ada(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("ada"))


def text_at(sandbox: Sandbox, place: str) -> str:
    ref, _, path = place.partition(":")
    return b64decode(ada(sandbox).json("GET", f"contents/{path}", params={"ref": ref})["content"]).decode()


def commits(sandbox: Sandbox) -> list[Any]:
    return list(ada(sandbox).json("GET", "commits", params={"sha": BRANCH}))


def counted(laptop: Laptop, sandbox: Sandbox, *words: str) -> tuple[int, str, int]:
    """Build, and return the exit code, what was logged, and the number of requests."""
    before = len(sandbox.requests)
    code, shown = run(laptop, sandbox, "--keep", *words)
    return code, shown, len(sandbox.requests) - before


def site(laptop: Laptop) -> dict[str, str]:
    """Return all files of the site."""
    folder = laptop.folder / "_site"
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def move_branch(sandbox: Sandbox, sha: str) -> None:
    ada(sandbox).json("PATCH", f"git/refs/heads/{BRANCH}", {"sha": sha, "force": True})


def repeat_incidents(sandbox: Sandbox, count: int) -> None:
    """Copy the second incident, which is not public, and then the first, which is, a second apart."""
    shop = sandbox.repository("acme/shop")
    for place in range(count):
        original = shop.issues[2 if place % 2 else 1]
        number, at = max(shop.issues) + 1, original.updated_at + timedelta(seconds=place + 1)
        [comment] = [shop.comments[each] for each in original.comments]
        copied, said = sandbox.host.world.next_id(), sandbox.host.world.next_id()
        shop.comments[said] = replace(deepcopy(comment), id=said, number=number)
        copy = replace(deepcopy(original), id=copied, number=number, comments=[said], updated_at=at)
        shop.issues[number] = copy


def test_the_branch_holds_what_is_public_and_nothing_else(laptop: Laptop, sandbox: Sandbox) -> None:
    code, shown, _ = counted(laptop, sandbox)

    [commit] = commits(sandbox)
    paths = {each["path"] for each in ada(sandbox).json("GET", "contents", params={"ref": BRANCH})}
    about, kept = text_at(sandbox, f"{BRANCH}:README.md"), text_at(sandbox, PART)
    assert (code, paths) == (0, {"README.md", "incidents"})
    assert (commit["commit"]["message"], commit["parents"]) == ("Keep what the status page was built from", [])
    assert [line.partition(",")[0] for line in kept.splitlines()[1:]] == ["[1"]
    assert "Checkout is down" in kept
    for text in (about, kept, shown, str(commit)):
        assert SECRET not in text
        assert "Drills" not in text
    assert "Checkout" not in f"{about}{shown}{commit}"


def test_without_news_the_next_build_reads_the_lists_alone_and_writes_nothing(laptop: Laptop, sandbox: Sandbox) -> None:
    counted(laptop, sandbox)
    before, [commit] = site(laptop), commits(sandbox)

    code, _, requests = counted(laptop, sandbox)

    # as with --cache, and the kept part, and that there is no second one
    assert (code, requests) == (0, 6 + 2)
    assert site(laptop) == before
    assert [each["sha"] for each in commits(sandbox)] == [commit["sha"]]


def test_what_is_published_later_is_read_and_kept(laptop: Laptop, sandbox: Sandbox) -> None:
    counted(laptop, sandbox)
    sandbox.clock.advance(timedelta(hours=1))
    add_incident(sandbox, "Search is slow")

    counted(laptop, sandbox)

    assert "Search is slow" in site(laptop)["index.html"]
    assert "Search is slow" in text_at(sandbox, PART)
    assert len(commits(sandbox)) == 1


def test_a_build_without_requests_says_whether_the_next_one_continues(laptop: Laptop, sandbox: Sandbox) -> None:
    sandbox.leave("ada", 1_200)

    assert "The next build continues" in counted(laptop, sandbox)[1]
    assert "the next build starts again" in run(laptop, sandbox)[1]
    assert "The next build continues" in run(laptop, sandbox, "--cache", "known.jsonl")[1]
    assert not (laptop.folder / "_site").exists()


@pytest.mark.rest
def test_a_build_that_stops_half_way_goes_on_to_the_same_site(laptop: Laptop, sandbox: Sandbox) -> None:
    repeat_incidents(sandbox, 230)
    whole = counted(laptop, sandbox)
    expected, kept = site(laptop), text_at(sandbox, PART).splitlines()[1:]
    ada(sandbox).json("DELETE", f"git/refs/heads/{BRANCH}")

    builds = []
    for _ in range(9):
        sandbox.leave("ada", 1_251, GRAPHQL)
        builds.append(counted(laptop, sandbox))
        if builds[-1][0] == 0:
            break
        assert "The next build continues" in builds[-1][1]

    assert [code for code, *_ in builds] == [1, 1, 1, 1, 0]
    assert (whole[0], site(laptop), text_at(sandbox, PART).splitlines()[1:]) == (0, expected, kept)


@pytest.mark.rest
def test_of_a_thousand_incidents_without_news_only_the_lists_are_read(laptop: Laptop, sandbox: Sandbox) -> None:
    repeat_incidents(sandbox, 997)
    cold = counted(laptop, sandbox)

    again = counted(laptop, sandbox)

    assert (cold[0], again[0]) == (0, 0)
    # ten for the list of a thousand incidents, two for their records on the branch, and eight
    assert again[2] <= 10 + 8 + 1
    assert cold[2] - again[2] >= 1_000 / 50


def test_of_two_builds_at_once_the_older_one_may_be_kept_and_nothing_is_lost(laptop: Laptop, sandbox: Sandbox) -> None:
    counted(laptop, sandbox)
    [older] = commits(sandbox)
    add_incident(sandbox, "Search is slow")
    counted(laptop, sandbox)
    move_branch(sandbox, older["sha"])

    counted(laptop, sandbox)

    assert {each for each in ("Search is slow", "Checkout is down") if each in site(laptop)["index.html"]} == {
        "Search is slow",
        "Checkout is down",
    }
    assert "Search is slow" in text_at(sandbox, PART)


@pytest.mark.parametrize(
    ("refusal", "route"),
    [
        (REFUSED, "POST /repos/{owner}/{repo}/git/refs"),
        (INVALID, "POST /repos/{owner}/{repo}/git/refs"),
        (REFUSED, "POST /repos/{owner}/{repo}/git/trees"),
    ],
)
def test_a_branch_that_cannot_be_written_prevents_no_page(
    laptop: Laptop, sandbox: Sandbox, refusal: Reply, route: str
) -> None:
    sandbox.faults.add(Fault(refusal, route=route, login="ada", times=None))

    code, shown, _ = counted(laptop, sandbox)

    assert code == 0
    assert "Checkout is down" in site(laptop)["index.html"]
    assert f"What was read could not be kept on the branch {BRANCH}, so the next build reads more" in shown
    assert "Traceback" not in shown


def test_a_build_that_can_neither_finish_nor_keep_what_it_read_says_so(laptop: Laptop, sandbox: Sandbox) -> None:
    repeat_incidents(sandbox, 60)
    sandbox.leave("ada", 1_251, GRAPHQL)
    sandbox.faults.add(Fault(REFUSED, route="POST /repos/{owner}/{repo}/git/refs", login="ada", times=None))

    code, shown, _ = counted(laptop, sandbox)

    assert code == 1
    assert "What was read was not kept, so the next build starts again" in shown


def test_a_branch_with_something_else_is_never_replaced(laptop: Laptop, sandbox: Sandbox) -> None:
    ada(sandbox).branch(BRANCH, {"mine.md": "mine"})

    code, shown, _ = counted(laptop, sandbox)

    assert (code, text_at(sandbox, f"{BRANCH}:mine.md")) == (0, "mine")
    assert f"The branch {BRANCH} was not written, because it holds something else." in shown


@pytest.mark.rest
@pytest.mark.parametrize("text", ["", "nonsense\n", '{"incident-actions site":"0","times":[1,1],"seal":"x"}\n[9]\n'])
def test_a_damaged_or_foreign_file_is_ignored_and_written_anew(laptop: Laptop, sandbox: Sandbox, text: str) -> None:
    counted(laptop, sandbox)
    before, kept = site(laptop), text_at(sandbox, PART)
    move_branch(sandbox, ada(sandbox).branch("damaged", {"incidents/0000.jsonl": text}))

    code, _, _ = counted(laptop, sandbox)

    assert (code, site(laptop), text_at(sandbox, PART)) == (0, before, kept)


@pytest.mark.rest
def test_a_long_file_is_kept_in_parts_and_without_one_of_them_all_is_read_again(
    laptop: Laptop, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_actions.gateway.repository.kept_branch.LARGEST_PART", 100)
    add_incident(sandbox, "Search is slow")
    counted(laptop, sandbox)
    before = site(laptop)
    parts = [each["name"] for each in ada(sandbox).json("GET", "contents/incidents", params={"ref": BRANCH})]

    requests = counted(laptop, sandbox)[2]
    head = {f"incidents/{name}": text_at(sandbox, f"{BRANCH}:incidents/{name}") for name in parts[:2]}
    move_branch(sandbox, ada(sandbox).branch("cut", {**head}))
    code, _, more = counted(laptop, sandbox)

    assert parts == ["0000.jsonl", "0001.jsonl", "0002.jsonl"]
    assert (code, site(laptop), requests, more > requests) == (0, before, 6 + 4, True)


def test_a_deleted_branch_is_made_again(laptop: Laptop, sandbox: Sandbox) -> None:
    counted(laptop, sandbox)
    kept = text_at(sandbox, PART)
    ada(sandbox).json("DELETE", f"git/refs/heads/{BRANCH}")

    assert counted(laptop, sandbox)[0] == 0
    assert text_at(sandbox, PART) == kept


def test_the_configuration_names_the_branch(laptop: Laptop, sandbox: Sandbox) -> None:
    (laptop.folder / ".github").mkdir()
    own = CONFIGURATION.replace("title: Acme", "title: Acme, branch: kept/site")
    (laptop.folder / ".github/incidents.yml").write_text(own)

    counted(laptop, sandbox)

    assert "Checkout is down" in text_at(sandbox, "kept/site:incidents/0000.jsonl")
