"""What happens again shows what was meant to prevent it: on the card, in the post-mortem and on the old item."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.conftest import CONFIGURATION, adopted_shop
from tests.stories.team import Team
from tests.stories.test_postmortem_follows import SEV_1


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A team whose configuration looks for earlier incidents."""
    with adopted_shop(tmp_path, f"{CONFIGURATION}recurrence: true\n") as team:
        yield team


@pytest.mark.rest
def test_an_incident_that_comes_back_names_the_late_item_and_reminds_its_owner(team: Team) -> None:
    first = team.file("grace", "Checkout is down, the pool is full", severity=SEV_1, services="checkout")
    team.say("grace", first, "/action @linus 2026-03-10 Checkout must not be down when the pool is full")
    team.say("grace", first, "/ic\n/impact 40 orders a minute\n/resolve Restarted it.")
    [item] = team.items()
    [pull] = team.as_("ada").json("GET", "pulls")
    team.merge("grace", pull["number"])
    team.later(days=20)
    before = len(team.comments(item["number"]))

    again = team.file("grace", "Checkout is down, the pool is full", severity=SEV_1, services="checkout")

    row = team.row(again, "Happened before")
    assert row.startswith(f"#{item['number']}, 14 days overdue, was meant to prevent this")
    assert f"#{first} was like this ([post-mortem](" in row
    [reminder] = team.comments(item["number"])[before:]
    assert f"#{again} is like what this action item was meant to prevent. It is 14 days overdue." in reminder["body"]

    team.say("grace", again, "/ic\n/impact 40 orders a minute\n/resolve Restarted it again.")
    text = team.text("docs/incidents/2026-03-24-checkout-is-down-the-pool-is-full.md", f"postmortem/{again}")
    assert f"**Happened before:** [#{item['number']}](" in text
