"""From declaration to closed action items, one pinned issue shows what goes on, and no word of a private incident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_actions.sandbox.faults import Fault, Reply
from incident_actions.text import record
from tests.stories.conftest import CONFIGURATION
from tests.stories.private_place import CANARY, PRIVATE, Begin, private_place
from tests.stories.team import Team

pytestmark = pytest.mark.rest

SWITCHED_ON = "overview: true\n"
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    with private_place(tmp_path) as begun:
        yield begun


def overview(team: Team) -> dict[str, Any]:
    (found,) = team.as_("ada").json("GET", "issues", params={"labels": "incident-overview", "state": "all"})
    return dict(found)


def shown(team: Team) -> str:
    return record.visible_text(overview(team)["body"]).replace("\u200b", "")


def first_lines(team: Team) -> str:
    """Return the part with the open incidents, each on one line."""
    part = shown(team).partition("\n\n<!-- incident-actions:overview-rest -->")[0]
    return part.partition("\n\n")[2].replace("\n  ", " ")


def test_an_incident_from_its_declaration_to_its_last_action_item(team: Team) -> None:
    team.write("ada", ".github/incidents.yml", "main", CONFIGURATION + SWITCHED_ON)
    team.sweep()
    before = first_lines(team)

    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    declared = first_lines(team)
    team.say("grace", incident, "/ic @ada\n/mitigated")
    mitigated = first_lines(team)
    team.say("ada", incident, "/resolve Rolled back")
    resolved = first_lines(team)
    team.sweep()
    owed = shown(team)
    pull = max(team.sandbox.repository("acme/shop").issues)
    team.merge("grace", pull)
    team.say("ada", incident, "/action @grace tomorrow Alert on the pool")
    (item,) = team.items()
    team.later(days=3)
    team.sweep()
    overdue = shown(team)
    team.say("grace", item["number"], "/drop The pool is gone")
    team.later(hours=6)
    team.sweep()

    assert before == "### No open incidents"
    assert declared == (
        f"### 1 open incident\n\n- #{incident} 🔴 **SEV-1** · Investigating · no commander · next update 14:15"
    )
    assert f"- #{incident} 🟢 **SEV-1** · Monitoring · `ada`" in mitigated
    assert resolved == "### No open incidents"
    assert f"### 1 post-mortem to write\n\n- #{incident}\n  `ada` · due 2026-03-11 14:00" in owed
    assert "No post-mortems are owed" not in owed
    assert f"### 1 overdue action item\n\n- `grace`\n  - #{item['number']}\n    due 2026-03-05" in overdue
    assert "No post-mortems are owed, and no action items are overdue." in shown(team)
    assert "1 incident from 2026-02-05 to 2026-03-07 20:00: 1 SEV-1." in shown(team)
    assert "- Post-mortems merged on time: #" in shown(team)
    assert team.comments(overview(team)["number"]) == []


def test_an_edit_that_failed_is_made_good_by_the_sweep(team: Team) -> None:
    team.write("ada", ".github/incidents.yml", "main", CONFIGURATION + SWITCHED_ON)
    team.sweep()
    incident = team.file("grace", "Checkout is down")
    # The first edit is that of the incident's labels.
    edit = "PATCH /repos/{owner}/{repo}/issues/{issue_number}"
    team.sandbox.faults.add(Fault(Reply.error(403, "Forbidden"), route=edit, at=2, times=None))

    team.say("grace", incident, "/sev 1")
    team.sandbox.faults.clear()
    left = first_lines(team)
    team.sweep()

    assert len(team.sandbox.faults.hits) == 1
    assert "Severity not set" in left
    assert "**SEV-1**" in first_lines(team)


def test_an_incident_that_becomes_private_leaves_at_once_and_no_word_of_it_was_there(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = begin(configuration=PRIVATE + SWITCHED_ON)
    team.sweep()
    number = overview(team)["number"]
    texts: list[str] = []
    incident = team.file("grace", f"{CANARY} in the title", severity=SEV_1, summary=f"{CANARY} in the body")
    texts.append(overview(team)["body"])
    team.say("grace", incident, f"/ic\n/update {CANARY} in an update")
    texts.append(overview(team)["body"])

    team.say("grace", incident, "/private")
    texts.append(overview(team)["body"])
    team.sweep()
    texts.append(overview(team)["body"])

    assert f"- #{incident}" in texts[0]
    assert f"#{incident}" not in texts[2] + texts[3]
    assert CANARY not in "".join(texts)
    assert overview(team)["number"] == number
