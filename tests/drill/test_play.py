"""The drill, played once as a person would start it, and looked at from every side."""

import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from incident_actions.drill import play as drill
from incident_actions.drill.kept_directory import MARKER, WRITTEN
from incident_actions.drill.scripted.default_story import default_story
from incident_actions.drill.stage import Scene, Stage
from incident_actions.postmortem.check import findings
from tests.drill.played import Played, play_once
from tests.worlds import PROCESS

pytestmark = pytest.mark.rest

POSTMORTEM = "docs/incidents/2026-03-05-checkout-returns-http-500.md"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play_once(tmp_path_factory)


def test_the_drill_succeeds_and_prints_where_everything_is(played: Played) -> None:
    assert (played.exit_code, "\nDone in " in played.said) == (0, True), played.said
    assert "Traceback" not in played.said
    assert "\x1b" not in played.said
    assert [line for line in played.said.splitlines() if len(line) > 100 and "/" not in line] == []


def test_the_status_page_and_the_report_are_built_of_what_was_played(played: Played) -> None:
    page = (played.directory / "status-page" / "index.html").read_text(encoding="utf-8")
    history = (played.directory / "status-page" / "history.html").read_text(encoding="utf-8")
    report = (played.directory / "report.html").read_text(encoding="utf-8")

    assert "All systems operational" in page
    assert "The fix is being deployed. Payments should work again within five minutes" in history
    assert re.search(r"Time to resolve.*1 h 9 min", report, re.DOTALL)
    assert "<svg" in report


def test_the_outcome_has_the_documented_keys(played: Played) -> None:
    assert list(played.outcome) == [
        "preset",
        "issues",
        "comments",
        "branches",
        "pull_requests",
        "action_items",
        "reminders",
        "requests",
        "seconds",
    ]


def test_everything_ends_closed_and_merged(played: Played) -> None:
    issues = {each["number"]: (each["state"], each["labels"], each["assignees"]) for each in played.outcome["issues"]}
    pulls = {each["number"]: (each["branch"], each["state"]) for each in played.outcome["pull_requests"]}

    assert issues == {
        1: ("closed", ["SEV-1", "incident"], ["ada"]),
        3: ("closed", ["action-item"], ["linus"]),
        5: ("closed", ["action-item"], ["grace"]),
        6: ("closed", ["action-item", "needs-owner"], []),
    }
    assert pulls == {
        2: ("hotfix/revert-v41", "merged"),
        4: ("postmortem/1", "merged"),
        7: ("check-pool-size", "merged"),
    }
    assert sorted(played.outcome["branches"]) == sorted(["main", *(branch for branch, _ in pulls.values())])


def test_the_drill_shows_an_escalation_a_missed_update_and_the_end_in_public(played: Played) -> None:
    shown = [
        "not acknowledged for 5 min",
        "Next update: ⚠ Overdue since 03:32",
        "/update The fix is being deployed.",
        "/publish Payments have worked normally since 03:34.",
        "Done in ",
    ]
    places = [played.said.find(words) for words in shown]

    assert -1 not in places
    assert places == sorted(places)
    assert [blank for blank in ("[severity]", "[commander]") if blank in played.said] == []


def test_every_action_item_came_to_an_end_with_its_reason(played: Played) -> None:
    ends = [
        (each["number"], each["owner"], each["due"], each["type"], each["state"], each["reason"])
        for each in played.outcome["action_items"]
    ]

    assert ends == [
        (
            3,
            "linus",
            "2026-03-13",
            "detect",
            "done",
            "https://status.example.com/alerts/pool-nearly-exhausted fired in the load test",
        ),
        (5, "grace", "2026-03-20", "prevent", "done", "#7"),
        (
            6,
            None,
            "2026-03-27",
            "mitigate",
            "dropped",
            "The database team's own runbook has covered this since last week.",
        ),
    ]


def test_reminders_climb_from_the_owner_to_the_escalation(played: Played) -> None:
    sent = [(each["sent"][5:], each["issue"], each["days"], *each["to"]) for each in played.outcome["reminders"]]

    assert sent == [
        ("03-10", 3, -3, "linus"),
        ("03-16", 3, 3, "linus", "ada"),
        ("03-17", 5, -3, "grace"),
        ("03-20", 5, 0, "grace"),
        ("03-21", 5, 1, "grace"),
        ("03-23", 5, 3, "grace", "ada"),
        ("03-24", 6, -3, "ada"),
        ("03-27", 5, 7, "grace", "ada", "margaret"),
    ]


def test_the_incident_shows_one_card_and_no_comment_twice(played: Played) -> None:
    texts = Counter(each["text"] for each in played.outcome["comments"] if each["issue"] == 1)

    assert sum("<!-- incident-actions:card -->" in text for text in texts) == 1
    assert [text for text, times in texts.items() if times > 1] == []


def test_the_outcome_counts_the_requests_of_each_event(played: Played) -> None:
    requests = played.outcome["requests"]

    assert {"declare", "/update", "/rollback", "/impact /resolve", "merge post-mortem", "clock", "sweep"} <= set(
        requests
    )
    # Three of the first ones list the release on the card, after it is written.
    limits = {"declare": 14, "/update": 9, "/impact /resolve": 20, "clock": 9, "sweep (nothing due)": 12}
    assert {event: requests[event] for event, most in limits.items() if requests[event] > most} == {}
    assert "merge of another branch" not in requests  # no job starts: the condition of the workflow does not hold


def test_the_clone_holds_the_post_mortem_as_people_finished_it(played: Played) -> None:
    shop = played.directory / "shop"
    text = (shop / POSTMORTEM).read_text(encoding="utf-8")
    heads = subprocess.run(["git", "branch", "--remotes"], cwd=shop, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Summary",
        "Impact",
        "Timeline (UTC)",
        "Durations",
        "Who did what",
        "Root cause",
        "What went well",
        "What went poorly",
        "Where we were lucky",
        "Customer-facing communication",
        "Action items",
    ]
    assert "<!--" not in text
    assert "Nothing compares the pool size with the number of workers" in text
    assert f"]({Path(POSTMORTEM).name})" in (shop / "docs/incidents/README.md").read_text(encoding="utf-8")
    assert {"origin/postmortem/1", "origin/hotfix/revert-v41"} <= set(heads.split())


def test_the_post_mortem_that_the_drill_writes_passes_the_check(played: Played) -> None:
    text = (played.directory / "shop" / POSTMORTEM).read_text(encoding="utf-8")

    assert findings(text, PROCESS) == ()
    assert played.outcome["requests"]["push of the post-mortem"] <= 14


class Page(HTMLParser):
    """The tags, places and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids |= {value or "" for name, value in attrs if name == "id"}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


def test_the_transcript_is_one_file_in_which_nothing_is_alive(played: Played) -> None:
    page = Page((played.directory / "transcript.html").read_text(encoding="utf-8"))

    assert page.tags & {"script", "iframe", "object", "embed", "form", "img", "link", "base"} == set()
    assert {name for name in page.attributes if name.startswith("on")} == set()
    assert {link for link in page.links if link.removeprefix("#") not in page.ids} == set()


@pytest.mark.parametrize("name", ["transcript.html", "transcript.md"])
def test_the_transcript_holds_every_post(played: Played, name: str) -> None:
    text = (played.directory / name).read_text(encoding="utf-8")

    for words in (
        "/udpate",
        "Tech lead",
        "draft pull request",
        "Release 41",
        "is due on",
        "margaret",
        "Refuse a release",
    ):
        assert words in text
    assert "incident-actions:record" not in text


def test_a_fact_that_does_not_hold_ends_it_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def wrong(on: Stage) -> None:
        on.check("there is one branch", on.repository.branches(), ["main"])
        on.check("there is an issue", len(on.repository.issues()), 1)

    code = drill.play_story(
        None, tmp_path / "outcome.json", default_story([Scene("A short one", "Nobody filed anything.", wrong)])
    )

    said = capsys.readouterr().out
    assert (code, (tmp_path / "outcome.json").exists()) == (1, False)
    assert "✓ there is one branch" in said
    assert "✗ The drill failed: there is an issue\n  expected: 1\n  found:    0" in said


def test_a_request_that_the_sandbox_refuses_ends_the_drill_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    def forbidden(on: Stage) -> None:
        on.repository.as_user("stranger").create_label("mine", "ffffff")

    code = drill.play_story(None, None, default_story([Scene("A short one", "A stranger tries.", forbidden)]))

    said = capsys.readouterr().out
    assert (code, "✗ The drill failed: the sandbox answered 403" in said) == (1, True)


@pytest.mark.rest
def test_a_run_that_fails_ends_it_with_what_it_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def misconfigured(on: Stage) -> None:
        on.repository.commit_file("ada", "main", ".github/incidents.yml", "severity: [SEV-1]\n", "Break it")
        on.repository.file_incident("mary", "Checkout is down", {})
        on.settle("declare")

    code = drill.play_story(None, None, default_story([Scene("A short one", "A key is misspelt.", misconfigured)]))

    said = capsys.readouterr().out
    assert (code, "✗ The drill failed: the run for declare ended with 2:" in said) == (1, True)
    assert ".github/incidents.yml:1:1" in said


def test_a_drill_refuses_a_directory_with_files_of_others_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    with pytest.raises(click.ClickException) as refused:
        drill.play_story(tmp_path, None, default_story([]))

    assert refused.value.message == (
        f"{tmp_path / 'shop'} already exists, and the drill did not make it. Nothing was deleted. "
        "Choose another directory for --keep, or remove it."
    )
    assert [each.name for each in tmp_path.iterdir()] == ["shop"]


@pytest.mark.rest
def test_a_second_drill_replaces_what_the_first_one_kept(played: Played, tmp_path: Path) -> None:
    def report_and_write(on: Stage) -> None:
        on.repository.file_incident("mary", "Checkout returns HTTP 500", {})
        on.settle("declare")
        for path in (POSTMORTEM, "docs/incidents/README.md"):
            on.repository.commit_file("ada", "main", path, f"# {path}\n", "Write it")

    kept = shutil.copytree(played.directory, tmp_path / "kept")
    (kept / "shop/changed.txt").touch()
    (kept / "notes.txt").touch()

    assert drill.play_story(kept, None, default_story([Scene("A short one", "One report.", report_and_write)])) == 0
    assert sorted(each.name for each in kept.iterdir()) == sorted([MARKER, "notes.txt", *WRITTEN])
    assert not (kept / "shop/changed.txt").exists()
