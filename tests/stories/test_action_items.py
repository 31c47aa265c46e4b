"""Follow-ups that people write in their own way are opened when the post-mortem is merged, and none is lost."""

import pytest

from incident_actions.sandbox.faults import Fault, Reply
from tests.gateway.repository.merged_changes import merge_change
from tests.stories.team import Team
from tests.stories.test_postmortem_follows import PATH, resolved

BRANCH = "postmortem/1"
NEW_PATH = "docs/incidents/2026/checkout.md"


def with_items(team: Team, section: str) -> str:
    """Return the proposed post-mortem with this text as its section of action items."""
    before, heading, rest = team.text(PATH, BRANCH).partition("## Action items\n\n")
    return f"{before}{heading}{section}\n{''.join(rest.partition(chr(10) + '<details>')[1:])}"


def test_numbers_and_bullets_become_issues_with_their_owners_and_days(team: Team) -> None:
    incident = resolved(team)
    section = (
        "1. Alert when the pool is over 90 % full, owner @linus, due April 1, 2026\n"
        "2. Refuse a smaller pool (@grace, due next friday)\n\n"
        "- Write the runbook of the pool\n"
    )
    team.write("grace", PATH, BRANCH, with_items(team, section))

    team.merge("grace", 2)

    items = team.items()
    assert [(each["title"], [one["login"] for one in each["assignees"]]) for each in items] == [
        ("Alert when the pool is over 90 % full", ["linus"]),
        ("Refuse a smaller pool", ["grace"]),
        ("Write the runbook of the pool", []),
    ]
    assert ["2026-04-01" in items[0]["body"], "2026-03-13" in items[1]["body"]] == [True, True]
    assert team.replies(incident)[-1].endswith(
        "Action items opened:\n- #3 · @linus\n- #4 · @grace\n- #5 · **needs an owner**: `/owner @user`"
    )
    url = f"{team.sandbox.url}/acme/shop/issues"
    merged = team.text(PATH)
    assert f"1. Alert when the pool is over 90 % full ([#3]({url}/3)), owner @linus, due April 1, 2026\n" in merged
    assert f"2. Refuse a smaller pool ([#4]({url}/4)) (@grace, due next friday)\n" in merged
    assert f"- Write the runbook of the pool ([#5]({url}/5))\n" in merged


@pytest.mark.rest
def test_lines_that_cannot_be_read_are_listed_after_the_merge(team: Team) -> None:
    incident = resolved(team)
    team.write("grace", PATH, BRANCH, with_items(team, "• Refuse a smaller pool\n• Write the runbook of the pool\n"))

    team.merge("grace", 2)

    assert team.items() == []
    assert team.replies(incident)[-1].endswith(
        "It has no new action items.\n\n2 lines look like action items but could not be read, so they have no issues."
        " Open each here with `/action @user <due> <text>`:\n\n"
        "```\nRefuse a smaller pool\nWrite the runbook of the pool\n```"
    )


@pytest.mark.rest
def test_a_post_mortem_that_people_renamed_is_found_when_it_is_merged(team: Team) -> None:
    incident = resolved(team)
    text = with_items(team, "- Refuse a smaller pool (@grace)\n")
    team.move("grace", PATH, NEW_PATH, BRANCH, text)

    team.merge("grace", 2)

    assert [each["title"] for each in team.items()] == ["Refuse a smaller pool"]
    assert team.replies(incident)[-1].startswith(f"The post-mortem is merged: [{NEW_PATH}]")
    assert "Refuse a smaller pool ([#3](" in team.text(NEW_PATH)


@pytest.mark.rest
def test_a_row_that_is_edited_later_changes_its_item_and_no_other(team: Team) -> None:
    resolved(team)
    section = (
        "| Item | Owner | Due | Type |\n|---|---|---|---|\n"
        "| Refuse a smaller pool | @linus | 2026-06-01 | prevent |\n| Write the runbook | @grace | 2026-06-01 | prevent |\n"
    )
    team.write("grace", PATH, BRANCH, with_items(team, section))
    team.merge("grace", 2)
    pool, runbook = (int(each["number"]) for each in team.items())
    team.say("grace", runbook, "/due 2026-07-01")
    team.sweep()
    assert team.replies(pool) == []

    text = team.text(PATH)
    row = next(line for line in text.split("\n") if line.startswith("| Refuse a smaller pool"))
    changed = (
        row.replace("Refuse a smaller", "Refuse a too small").replace("@linus", "@ada").replace("2026-06", "2026-08")
    )
    team.write("ada", PATH, "main", text.replace(row, changed))
    team.sweep()
    team.sweep()

    (said,) = team.replies(pool)
    assert said.partition("\n")[2].split("\n") == [
        "- Text: Refuse a smaller pool → Refuse a too small pool",
        "- Owner: @linus → @ada",
        "- Due: 2026-06-01 → 2026-08-01",
    ]
    assert team.shows(pool) == {"state": "open", "labels": ["action-item"], "assignees": ["ada"]}
    first, second = team.items()
    assert first["title"] == "Refuse a too small pool"
    assert "**Due:** 2026-08-01 (moved once, first due 2026-06-01)" in first["body"]
    assert ("**Due:** 2026-07-01" in second["body"], team.replies(runbook)) == (True, [])


TABLE = "| Item | Owner | Due | Type |\n|---|---|---|---|\n"


def filed(team: Team, section: str) -> int:
    """A closed incident whose post-mortem was merged with this section of action items."""
    incident = resolved(team)
    team.write("grace", PATH, BRANCH, with_items(team, section))
    team.merge("grace", 2)
    return incident


@pytest.mark.rest
def test_rows_that_are_added_later_get_their_issues_in_the_next_sweep_and_only_once(team: Team) -> None:
    incident = filed(team, f"{TABLE}| Refuse a smaller pool | @linus | 2026-06-01 | prevent |\n")
    before = len(team.replies(incident))
    text = team.text(PATH)
    row = next(line for line in text.split("\n") if line.startswith("| Refuse a smaller pool"))
    added = f"{row}\n| Write the runbook | @grace | 2026-07-01 | mitigate |\n| Alert on it (#41) | | | |"
    team.move("ada", PATH, NEW_PATH, "main", text.replace(row, added))

    team.sweep()
    team.sweep()

    url, (_, runbook) = f"{team.sandbox.url}/acme/shop", team.items()
    number = runbook["number"]
    assert (runbook["title"], [each["login"] for each in runbook["assignees"]]) == ("Write the runbook", ["grace"])
    assert team.replies(incident)[before:] == [
        f"Somebody added action items to the [post-mortem]({url}/blob/main/{NEW_PATH}).\n\n"
        f"Action items opened:\n- #{number} · @grace\n\nLinked to an issue that exists already: #41"
    ]
    assert f"| Write the runbook ([#{number}]({url}/issues/{number})) |" in team.text(NEW_PATH)
    assert team.shows(incident)["state"] == "closed"


@pytest.mark.rest
def test_added_rows_are_opened_once_where_the_default_branch_refuses_their_numbers(team: Team) -> None:
    team.sandbox.faults.add(
        Fault(Reply.error(422, "Protected branch"), times=99, route="PATCH /repos/{owner}/{repo}/git/refs/{ref}")
    )
    incident = filed(team, f"{TABLE}| Refuse a smaller pool | @linus | 2026-06-01 | prevent |\n")
    row = "| Refuse a smaller pool | @linus | 2026-06-01 | prevent |\n"
    added = "| Write the runbook | | | |\n"
    team.write("ada", PATH, "main", team.text(PATH).replace(row, row.replace("smaller", "too small") + added))

    team.sweep()
    team.sweep()

    assert [each["title"] for each in team.items()] == ["Refuse a too small pool", "Write the runbook"]
    assert "GitHub refused a commit to `main`" in team.replies(incident)[-1]


@pytest.mark.rest
def test_rows_of_files_that_were_not_merged_with_the_tool_open_nothing(team: Team) -> None:
    resolved(team)
    begin = f"# Old\n\n## Action items\n\n{TABLE}| Fix it | | | |\n"
    texts = {incident: f"---\nincident: {incident}\n---\n{begin}" for incident in (1, 2, 99)}
    merge_change(team.as_("ada"), {f"docs/incidents/2020-01-01-{each}.md": text for each, text in texts.items()})

    team.sweep()

    assert team.items() == []
