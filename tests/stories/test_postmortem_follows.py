"""A post-mortem follows the record until somebody edits it, also where an incident leaves the straight path."""

import base64
import re

import pytest

from incident_actions.postmortem.index import empty_index
from tests.stories.team import Team

PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


def resolved(team: Team, *before: str) -> int:
    """An incident that was declared at 14:00 and resolved at 14:30; its post-mortem is #2."""
    incident = team.file("grace", "Checkout is down", severity=SEV_1, started="13:50")
    for text in before:
        team.say("grace", incident, text)
    team.later(minutes=30)
    team.say("grace", incident, "/resolve first time")
    return incident


def section(text: str, title: str) -> str:
    """A section of a file, without its heading."""
    found = re.search(rf"^## {re.escape(title)}\n+(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, text
    return found[1].strip()


def front(text: str, key: str) -> str:
    """The value of one key of the front matter."""
    found = re.search(rf"^ *{key}: (.*)$", text.split("---")[1], re.MULTILINE)
    return found[1].strip("'") if found else ""


def pull_comments(team: Team, pull: int) -> list[str]:
    """What the tool says on a pull request, apart from the check."""
    parts = (each["body"].partition("\n") for each in team.comments(pull))
    return [words for first, _, words in parts if "postmortem-check" not in first]


def test_what_happens_after_a_reopening_is_in_the_file_three_times(team: Team) -> None:
    incident = resolved(team)
    assert front(team.text(PATH, "postmortem/1"), "resolve") == "40"
    for minutes, words in ((60, "second time"), (20, "third time"), (10, "for good")):
        team.say("grace", incident, "/reopen it came back")
        team.later(minutes=minutes - 1, seconds=45)  # each request takes a moment of the sandbox's time

        (said,) = team.say("grace", incident, f"/resolve {words}")

        assert "The post-mortem #2 follows the record. It is now due by **2026-03-11 1" in said
    text = team.text(PATH, "postmortem/1")
    assert (front(text, "resolved")[:16], front(text, "resolve")) == ("2026-03-04T16:00", "130")
    assert "**Duration:** 2 h 10 min (13:50 UTC to 16:00 UTC)" in text
    assert [line for line in section(text, "Timeline (UTC)").split("\n") if "Resolved" in line][-1].startswith(
        "| 16:00 | Resolved: for good "
    )
    assert section(text, "Summary").startswith("for good")
    assert "| SEV-1 |  | 2 h 10 min | none |" in team.text("docs/incidents/README.md", "postmortem/1")
    changed = "Updated from the record of #1: front matter, header, Summary, Timeline (UTC), Durations"
    assert pull_comments(team, 2)[-1].startswith(changed)
    assert len(pull_comments(team, 2)) == 3


@pytest.mark.rest
def test_a_running_incident_changes_nothing_until_it_is_resolved_or_somebody_asks(team: Team) -> None:
    incident = resolved(team)
    before = team.text(PATH, "postmortem/1")

    team.say("grace", incident, "/reopen it came back\n/impact 40 orders a minute")
    assert team.text(PATH, "postmortem/1") == before

    (said,) = team.say("grace", incident, "/postmortem")
    assert said.startswith("The post-mortem #2 is updated: front matter, header, Impact, Timeline (UTC), Durations"), (
        said
    )
    assert section(team.text(PATH, "postmortem/1"), "Impact").startswith("40 orders a minute")
    assert team.say("grace", incident, "/postmortem") == [
        f"The post-mortem #2 (`{PATH}`) is up to date. Nothing was changed."
    ]


@pytest.mark.rest
def test_corrections_and_items_after_the_resolution_are_in_the_file(team: Team) -> None:
    incident = resolved(team)

    team.say("ada", incident, "/impact 40 orders a minute\n/started 13:30\n/comms @grace")
    team.say("ada", incident, "/action @grace fri Alert on a full pool prevent")

    text = team.text(PATH, "postmortem/1")
    assert (front(text, "started"), front(text, "resolve"), front(text, "comms")) == (
        "2026-03-04T13:30:00Z",
        "60",
        "grace",
    )
    assert section(text, "Impact").startswith("40 orders a minute")
    assert "| Alert on a full pool ([#3](" in section(text, "Action items")
    assert len(pull_comments(team, 2)) == 2


@pytest.mark.rest
def test_what_people_edited_stays_and_the_pull_request_names_it(team: Team) -> None:
    incident = resolved(team)
    text = team.text(PATH, "postmortem/1")
    hint = section(text, "Root cause")
    edited = text.replace(section(text, "Impact"), "All 300 buyers.").replace(hint, "The pool was too small.")
    luck = section(text, "Where we were lucky")
    team.write("ada", PATH, "postmortem/1", edited.replace(f"## Where we were lucky\n\n{luck}\n\n", ""))

    team.say("grace", incident, "/impact 40 orders a minute\n/started 13:30")

    after = team.text(PATH, "postmortem/1")
    assert section(after, "Impact") == "All 300 buyers."
    assert section(after, "Root cause") == "The pool was too small."
    assert "Where we were lucky" not in after
    assert front(after, "started") == "2026-03-04T13:30:00Z"
    (said,) = pull_comments(team, 2)
    assert said.startswith("Updated from the record of #1: front matter, header, Timeline (UTC), Durations\n\n")
    assert (
        "**Not updated, because people edited it:** Impact. The record of #1 has changed, so please check it." in said
    )

    team.say("grace", incident, "/note the pool had its old size")
    assert pull_comments(team, 2)[1:] == ["Updated from the record of #1: Timeline (UTC)"]


def test_nothing_is_asked_of_github_for_an_open_post_mortem_that_is_up_to_date(team: Team) -> None:
    incident = resolved(team)
    before = len(team.sandbox.requests)

    team.sweep()

    asked = [f"{one.method} {one.path}" for one in team.sandbox.requests[before:]]
    assert [each for each in asked if "postmortem/1" in each or "contents" in each] == []
    assert team.shows(incident)["state"] == "open"


@pytest.mark.rest
def test_a_file_keeps_its_name_after_a_rejection_and_another_start(team: Team) -> None:
    incident = resolved(team)
    team.set("grace", "pulls/2", state="closed")
    team.say("grace", incident, "/started 23:50 yesterday")

    (ready,) = team.say("grace", incident, "/postmortem")

    assert ready.startswith("The post-mortem is ready to be filled in: #3.")
    text = team.text(PATH, "postmortem/1")
    assert front(text, "started") == "2026-03-03T23:50:00Z"
    assert pull_comments(team, 3)[0].startswith("Updated from the record of #1: front matter, header")


@pytest.mark.rest
def test_a_severity_raised_after_the_end_opens_the_post_mortem_that_it_requires(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/resolve small")
    assert team.shows(incident)["state"] == "closed"

    said = team.say("grace", incident, "/sev 1 it was everybody")

    assert any(each.startswith("The post-mortem is ready to be filled in: #2.") for each in said), said
    assert team.shows(incident)["state"] == "open"
    assert "needs-postmortem" in team.shows(incident)["labels"]
    team.merge("grace", 2)
    assert team.shows(incident)["state"] == "closed"


@pytest.mark.rest
def test_a_waiver_closes_the_pull_request_and_is_listed_in_the_index(team: Team) -> None:
    incident = resolved(team)
    team.as_("ada").json("PUT", "contents/docs/incidents/README.md", index_file())

    team.say("grace", incident, "/postmortem waive same cause as #2")

    pull = team.as_("ada").json("GET", "pulls/2")
    assert pull["state"] == "closed"
    assert "postmortem/1" not in [each["name"] for each in team.as_("ada").json("GET", "branches")]
    assert pull_comments(team, 2) == [
        "`grace` waived the post-mortem of #1: same cause as #2\n\nThis pull request is closed, and its branch is deleted. To"
        " continue after all, comment `/postmortem` on #1 for a new one, or restore the branch here."
    ]
    link = f"{team.sandbox.url}/acme/shop/issues"
    row = (
        f"| 2026-03-04 | Checkout is down (post-mortem waived: same cause as [#2]({link}/2)) | [#1]({link}/1) | SEV-1 | "
        " | 40 min | none |"
    )
    assert row in team.text("docs/incidents/README.md")
    assert team.shows(incident)["state"] == "closed"
    assert [each for each in team.replies(incident) if "was closed without being merged" in each] == []

    (ready,) = team.say("grace", incident, "/postmortem")
    assert ready.startswith("The post-mortem is ready to be filled in: #3.")
    assert team.shows(incident)["state"] == "open"
    team.merge("grace", 3)
    index = team.text("docs/incidents/README.md")
    assert "waived" not in index
    assert "| [Checkout is down](2026-03-04-checkout-is-down.md) |" in index
    assert team.shows(incident)["state"] == "closed"


def test_a_waiver_that_the_index_cannot_take_is_posted_to_paste(team: Team) -> None:
    incident = resolved(team)

    (said,) = team.say("grace", incident, "/postmortem waive same cause as #2")

    assert said.startswith(
        "GitHub refused a commit to `main`, or `docs/incidents/README.md` has no table, so the index"
    )
    assert "```\n| 2026-03-04 | Checkout is down (post-mortem waived: same cause as [#2](" in said


def index_file() -> dict[str, str]:
    """The body of the request that adds the index that `init` writes."""
    content = base64.b64encode(empty_index().encode()).decode()
    return {"message": "Add the index", "content": content}


@pytest.mark.rest
def test_a_correction_after_the_merge_is_offered_and_made_on_request(team: Team) -> None:
    incident = resolved(team)
    team.merge("ada", 2)
    assert team.shows(incident)["state"] == "closed"

    (offer,) = team.say("grace", incident, "/started 13:30")
    assert "- started: 2026-03-04 13:50 UTC, now 2026-03-04 13:30 UTC" in offer
    assert front(team.text(PATH), "started") == "2026-03-04T13:50:00Z"

    (ready,) = team.say("grace", incident, "/postmortem")
    assert ready == "The correction of the merged post-mortem is ready for review: #3."
    assert front(team.text(PATH, "postmortem/1-2"), "started") == "2026-03-04T13:30:00Z"

    team.merge("ada", 3)
    assert front(team.text(PATH), "started") == "2026-03-04T13:30:00Z"
    assert "| SEV-1 |  | 1 h | none |" in team.text("docs/incidents/README.md")
    assert team.replies(incident)[-1].startswith(f"The post-mortem is merged: [{PATH}]")
    assert team.shows(incident)["state"] == "closed"


@pytest.mark.rest
def test_rows_added_while_a_correction_is_open_get_their_items_once(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1, started="13:50")
    team.say("grace", incident, "/ic\n/impact 40 orders a minute\n/resolve Rolled back to release 41.")
    team.merge("grace", 2)
    before = [each["title"] for each in team.items()]
    team.say("grace", incident, "/impact 60 orders a minute")
    team.say("grace", incident, "/postmortem")
    [correction] = team.as_("ada").json("GET", "pulls")
    merged, row = team.text(PATH), "| Drain the old pool first | @linus | 2026-03-27 | prevent |"
    at = merged.index("\n", merged.index("|---", merged.index("## Action items"))) + 1
    team.write("grace", PATH, "main", f"{merged[:at]}{row}\n{merged[at:]}")

    team.sweep()

    assert [each["title"] for each in team.items()] == [*before, "Drain the old pool first"]
    number = team.items()[-1]["number"]
    assert f"Drain the old pool first ([#{number}]" in team.text(PATH)

    team.merge("grace", correction["number"])
    team.sweep()

    assert [each["title"] for each in team.items()] == [*before, "Drain the old pool first"]
    assert f"Drain the old pool first ([#{number}]" in team.text(PATH)
    assert "60 orders a minute" in team.text(PATH)
