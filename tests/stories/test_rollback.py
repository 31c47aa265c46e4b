"""A bad change is rolled back from the incident: by the tool where its files are untouched, else by the commands it shows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.gateway.repository.merged_changes import add_commit, merge_change, merge_commits, tree_of
from tests.stories.team import Team, type_commands

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
POOL: dict[str, str | None] = {"pool.py": "size = 50\n"}
TWICE: tuple[dict[str, str | None], ...] = (POOL, {"pool.py": "size = 60\n"})


def cloned(team: Team, place: Path) -> Path:
    """Clone the shop as somebody who can push."""
    subprocess.run(["git", "clone", "--quiet", f"{team.sandbox.url}/acme/shop.git", "shop"], cwd=place, check=True)
    return place / "shop"


def test_a_bad_release_is_rolled_back_and_the_merge_is_on_the_timeline(team: Team) -> None:
    before = tree_of(team.as_("ada"), "main")
    bad = merge_change(team.as_("ada"), POOL, method="squash")["number"]
    incident = team.file("grace", "Checkout is down")

    (reply,) = team.say("grace", incident, f"/rollback #{bad}")

    pull = incident + 1
    assert reply == (
        f"Opened #{pull}, which rolls back #{bad} (Raise the pool size)."
        " Its files have not changed since, so it merges without conflicts.\n\n"
        f"Next: review, merge and deploy #{pull}. Once users are no longer affected, comment `/mitigated` here."
    )
    assert team.row(incident, "Links") == f"rollback of #{bad}: #{pull} (open)"
    team.later(minutes=3)
    team.merge("ada", pull)
    assert tree_of(team.as_("ada"), "main") == before
    assert team.row(incident, "Links") == f"rollback of #{bad}: #{pull} (merged)"
    assert f"Rollback of #{bad}, #{pull}, merged" in team.card(incident)
    assert team.say("grace", incident, f"/rollback #{bad}") == [
        f"#{bad} (Raise the pool size) was reverted already: its files are as they were before. Nothing was changed."
        " Check that the revert is deployed."
    ]


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_the_commands_for_a_change_of_workflows_undo_it_in_a_clone(team: Team, method: str, tmp_path: Path) -> None:
    ada, shop = team.as_("ada"), cloned(team, tmp_path)
    before = tree_of(ada, "main")
    bad = merge_commits(ada, method, {".github/workflows/ci.yml": "on: push\n", **POOL}, *TWICE[1:])
    team.settle()
    incident = team.file("grace", "Checkout is down")

    (reply,) = team.say("grace", incident, f"/rollback {bad}")

    assert reply.startswith(
        f"`/rollback` opened nothing: #{bad} changed `.github/workflows/ci.yml`, and a workflow's token can't change"
        " workflow files. Anyone who can push can roll it back:\n\n```\ngit fetch origin HEAD\n"
    )
    assert team.reactions(incident) == ["confused"]
    type_commands(team.sandbox, "grace", reply, shop)
    assert tree_of(ada, f"hotfix/revert-{bad}") == before


@pytest.mark.rest
def test_the_commands_for_a_tag_undo_everything_since_the_one_before(team: Team, tmp_path: Path) -> None:
    ada, shop = team.as_("ada"), cloned(team, tmp_path)
    before = tree_of(ada, "main")
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.4.1", "sha": ada.json("GET", "commits/main")["sha"]})
    merge_change(ada, {".github/workflows/ci.yml": "on: push\n"})
    released = add_commit(ada, "main", POOL)
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.4.2", "sha": released})
    team.settle()
    incident = team.file("grace", "Checkout is down")

    (reply,) = team.say("grace", incident, "/rollback v1.4.2")

    type_commands(team.sandbox, "grace", reply, shop)
    assert tree_of(ada, "hotfix/revert-v1-4-2") == before


@pytest.mark.rest
def test_a_squash_of_forty_files_is_rolled_back_at_once(team: Team) -> None:
    ada = team.as_("ada")
    before = tree_of(ada, "main")
    bad = merge_change(ada, {f"src/part{number}.py": "x = 1\n" for number in range(40)}, method="squash")["number"]
    incident = team.file("grace", "Checkout is down")

    (reply,) = team.say("grace", incident, f"/rollback #{bad}")

    assert reply.startswith(f"Opened #{incident + 1}, which rolls back #{bad}")
    assert tree_of(ada, f"hotfix/revert-{bad}") == before


@pytest.mark.rest
def test_what_changed_before_is_on_the_card_and_in_the_post_mortem(team: Team) -> None:
    ada = team.as_("ada")
    merge_change(ada, POOL, method="squash")
    team.later(minutes=5)
    ada.json("POST", "releases", {"tag_name": "v1.4.2", "name": "Bigger pool"})
    team.later(minutes=5)
    team.settle()
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    assert team.row(incident, "Last change") == (
        "14:05: `v1.4.2` released by `ada`: Bigger pool · to undo it: `/rollback v1.4.2`"
    )
    assert (
        "<details><summary><b>What changed in the 24 hours before</b> (2)</summary>\n\n"
        "* 14:05: `v1.4.2` released by `ada`: Bigger pool · `/rollback v1.4.2`\n"
        "* 14:00: #1 merged by `ada`: Raise the pool size · `/rollback #1`\n"
    ) in team.card(incident)
    assert team.say("grace", incident, "/rollback") == [
        "Nothing was changed. These were the last changes before the incident started, at 2026-03-04 14:10 UTC."
        " To undo one, comment its command:\n\n"
        "- 14:05: `v1.4.2` released by `ada`: Bigger pool. To undo it: `/rollback v1.4.2`\n"
        "- 14:00: #1 merged by `ada`: Raise the pool size. To undo it: `/rollback #1`"
    ]
    team.say("grace", incident, "/mitigated\n/resolve rolled back")
    assert (
        "What changed in the 24 hours before the start, newest first:\n\n"
        "- 14:05: `v1.4.2` released\n"
        f"- 14:00: [#1]({team.sandbox.url}/acme/shop/issues/1) merged, Raise the pool size\n"
    ) in team.text("docs/incidents/2026-03-04-checkout-is-down.md", ref=f"postmortem/{incident}")
