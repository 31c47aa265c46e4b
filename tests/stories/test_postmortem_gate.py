"""The review that cannot be faked: what the pull request shows, and what a merge with errors does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from incident_actions.drill.scripted.postmortem_story import fill_in
from incident_actions.sandbox.faults import Fault, Reply
from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
CONTEXT = "incident-actions/post-mortem"
REFUSED = Reply.error(403, "Resource not accessible by integration")


def proposed(team: Team) -> None:
    """Incident #1 is resolved, and the tool proposes its post-mortem as #2."""
    team.file("grace", "Checkout is down", severity=SEV_1, started="13:50")
    team.say("grace", 1, "/ic\n/impact 40 orders a minute\n/resolve Rolled back to release 41.")


def verdicts(team: Team, pull: int) -> list[tuple[str, str]]:
    """Every status of a pull request's newest commit, the newest first."""
    head = team.as_("ada").json("GET", f"pulls/{pull}")["head"]["sha"]
    found = team.as_("ada").json("GET", f"commits/{head}/statuses")
    assert {each["context"] for each in found} <= {CONTEXT}
    return [(each["state"], each["description"]) for each in found]


def summaries(team: Team, pull: int) -> list[str]:
    """The first line of each comment of the check."""
    bodies = (each["body"].split("\n") for each in team.comments(pull))
    return [lines[1] for lines in bodies if lines[0].startswith("<!-- incident-actions:say postmortem-check:")]


def opened(team: Team, above: int) -> list[dict[str, Any]]:
    """The open pull requests above a number."""
    return [each for each in team.as_("ada").json("GET", "pulls") if each["number"] > above]


@pytest.mark.rest
def test_the_untouched_draft_closes_nothing_until_the_prepared_fix_is_merged(team: Team) -> None:
    proposed(team)
    assert verdicts(team, 2) == [("failure", "7 errors")]
    assert summaries(team, 2) == ["### ❌ 7 errors in the post-mortem"]
    assert team.checks() == [], "GitHub holds back what the tool's own token started"

    team.merge("grace", 2, as_it_is=True)

    assert team.shows(1)["state"] == "open"
    assert "needs-postmortem" in team.shows(1)["labels"]
    filed = team.replies(1)[-1]
    assert "But the check still finds **7 errors**, so this incident stays open:" in filed
    assert filed.count("?plain=1#L") == 7
    [fix] = opened(team, 2)
    assert f"#{fix['number']} is prepared to fix them." in filed
    assert verdicts(team, fix["number"]) == [("failure", "8 errors")], "the list at its top is to be deleted, too"
    assert verdicts(team, 2) == [("failure", "7 errors")]

    team.later(hours=2)
    team.sweep()
    assert [each["number"] for each in opened(team, 2)] == [fix["number"]]

    branch = fix["head"]["ref"]
    written = fill_in(team.text(PATH, branch)).replace("@database-team", "@linus")
    team.write("grace", PATH, branch, re.sub(r"<!-- The check still finds .*?-->\n\n", "", written, flags=re.DOTALL))
    assert verdicts(team, fix["number"]) == [("success", "No errors")]
    assert summaries(team, fix["number"]) == ["### ✅ No errors in the post-mortem"]
    team.merge("grace", fix["number"], as_it_is=True)

    assert team.shows(1)["state"] == "closed"
    assert opened(team, 2) == []


BULLETS = """\
1. Refuse a release whose pool is smaller than its workers — Owner: @grace — Due: 2026-03-20 — Type: prevent
2. Alert when the pool is over 90 % full for 5 minutes (@linus, due 2026-03-27)
"""
OTHER_COLUMNS = """\
| Description | Assignee | ETA |
|---|---|---|
| Refuse a release whose pool is smaller than its workers | @grace | March 20, 2026 |
| Alert when the pool is over 90 % full for 5 minutes | @linus | 2026-03-27 |
"""


@pytest.mark.rest
@pytest.mark.parametrize("shape", [BULLETS, OTHER_COLUMNS], ids=["numbered", "other columns"])
@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_no_action_item_is_lost_in_whatever_shape_and_however_it_is_merged(shape: str, method: str, team: Team) -> None:
    proposed(team)
    draft = fill_in(team.text(PATH, "postmortem/1"))
    head, _, rest = draft.partition("## Action items\n")
    appendix = rest[rest.index("\n<details>") :] if "\n<details>" in rest else ""
    team.write("grace", PATH, "postmortem/1", f"{head}## Action items\n\n{shape}{appendix}")

    team.as_("grace").json("PUT", "pulls/2/merge", {"merge_method": method})
    team.settle()

    assert [(each["title"], [who["login"] for who in each["assignees"]]) for each in team.items()] == [
        ("Refuse a release whose pool is smaller than its workers", ["grace"]),
        ("Alert when the pool is over 90 % full for 5 minutes", ["linus"]),
    ]
    assert "It has no new action items" not in team.replies(1)[-1]


@pytest.mark.rest
def test_a_merge_that_is_reverted_opens_nothing_twice(team: Team) -> None:
    proposed(team)
    before = team.text("docs/incidents/README.md", "postmortem/1")
    team.merge("grace", 2)
    assert team.shows(1)["state"] == "closed"
    items = [each["number"] for each in team.items()]
    sha = team.as_("grace").json("GET", f"contents/{PATH}", params={"ref": "main"})["sha"]
    team.as_("grace").json("DELETE", f"contents/{PATH}", {"message": "Revert it", "sha": sha, "branch": "main"})
    team.write("grace", "docs/incidents/README.md", "main", before)

    team.sweep()

    assert team.shows(1)["state"] == "closed"
    assert [each["number"] for each in team.items()] == items
    assert opened(team, 2) == []


def test_a_push_is_checked_at_its_own_commit_and_a_sweep_reports_what_no_run_did(team: Team) -> None:
    proposed(team)
    team.sandbox.faults.add(Fault(REFUSED, route="POST /repos/{owner}/{repo}/statuses/{sha}"))
    team.write(
        "grace", PATH, "postmortem/1", fill_in(team.text(PATH, "postmortem/1")).replace("@database-team", "@linus")
    )

    assert "`statuses: write`" in team.checks()[0][1]
    assert (verdicts(team, 2), summaries(team, 2)) == ([], ["### ✅ No errors in the post-mortem"])

    team.sweep()
    team.sweep()

    assert (verdicts(team, 2), summaries(team, 2)) == (
        [("success", "No errors")],
        ["### ✅ No errors in the post-mortem"],
    )


def remove(team: Team, path: str, branch: str) -> None:
    """Delete a file on a branch."""
    sha = team.as_("grace").json("GET", f"contents/{path}", params={"ref": branch})["sha"]
    team.as_("grace").json("DELETE", f"contents/{path}", {"message": "Remove it", "sha": sha, "branch": branch})
    team.settle()


@pytest.mark.rest
def test_a_push_that_removes_the_post_mortem_leaves_no_errors_standing(team: Team) -> None:
    proposed(team)

    remove(team, PATH, "postmortem/1")

    assert [code for code, _ in team.checks()] == [0]
    assert verdicts(team, 2) == [("success", "No post-mortem")]
    assert summaries(team, 2) == ["### No post-mortem in this pull request"]


@pytest.mark.rest
def test_a_push_that_removes_everything_starts_no_check_and_a_sweep_withdraws_it(team: Team) -> None:
    proposed(team)
    team.as_("grace").branch("without", {"notes.txt": "x"})
    head = team.as_("grace").json("GET", "git/ref/heads/without")["object"]["sha"]
    team.as_("grace").json("PATCH", "git/refs/heads/postmortem/1", {"sha": head, "force": True})
    team.settle()
    assert (team.checks(), summaries(team, 2)) == ([], ["### ❌ 7 errors in the post-mortem"])

    team.sweep()
    team.sweep()

    assert verdicts(team, 2) == [("success", "No post-mortem")]
    assert summaries(team, 2) == ["### No post-mortem in this pull request"]


def test_a_pull_request_that_a_person_opened_gets_the_same(team: Team) -> None:
    grace = team.as_("grace")
    grace.branch("by-hand", {PATH: "# Checkout is down\n"})
    pull = grace.pull("by-hand")["number"]
    team.settle()

    [(state, description)] = verdicts(team, pull)
    assert (state, summaries(team, pull)) == ("failure", [f"### ❌ {description} in the post-mortem"])
