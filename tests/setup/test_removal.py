"""What only the tool uses is removed, and what somebody else wrote stays."""

from __future__ import annotations

from incident_actions.setup.removal import MAINTAINED, files_to_remove
from incident_actions.setup.stamp import add_stamp


def test_files_with_a_stamp_and_the_teams_configuration_go_and_other_files_stay() -> None:
    respond, clock, sweep = MAINTAINED[:3]
    texts = {sweep: f"{add_stamp('a')}edited", respond: add_stamp("a"), clock: "name: ours\n"}

    removed = files_to_remove(texts, [".github/incidents.yml", ".github/incidents/parts/due.md"])

    assert removed == (respond, sweep, ".github/incidents.yml", ".github/incidents/parts/due.md")


def test_every_workflow_that_init_can_write_is_looked_at() -> None:
    names = ("respond", "clock", "sweep", "postmortem", "freeze", "events", "report", "site")

    assert set(MAINTAINED) == {f".github/workflows/incident-{name}.yml" for name in names} | {
        ".github/ISSUE_TEMPLATE/incident.yml"
    }
