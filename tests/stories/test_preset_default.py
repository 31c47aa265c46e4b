"""The default process, nobody answering: its targets and its ladder come round at their minutes, to those who are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.adopting import due, file, heard_at, running_by

CONFIGURATION = """
extends: default
contacts:
  tech-lead: { people: [tess] }
  engineering-manager: { people: [emil] }
  vp-engineering: { people: [vera] }
  cto: { people: [cora] }
on_call: { primary: [{ people: [grace] }], secondary: [{ people: [linus] }] }
services: [{ name: api, owner: [olga] }]
escalation: [ada]
"""


def first_times(said: dict[float, list[str]]) -> dict[float, list[str]]:
    """What came round for the first time at each minute."""
    parts = {minute: comment.split("_\n\n") for minute, (comment,) in said.items()}
    return {
        minute: [f"{each.removesuffix('_')}_" for each in found if "This is reminder" not in each]
        for minute, found in parts.items()
        if any("This is reminder" not in each for each in found)
    }


def test_the_worst_is_chased_and_escalated_at_its_minutes(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="SEV-1: Everything is down", services="api")

        said = heard_at(team, incident, 4, 5, 14, 15, 16, 29, 30, 31, 59, 60, 61)
        assert {
            minute: [each.replace("_Due", "\n_Due").partition("\n")[0].partition("**. ")[0] for each in found]
            for minute, found in first_times(said).items()
        } == {
            5: ["@linus, @tess: **not acknowledged for 5 min.** This escalates to the second on call, the tech lead."],
            15: [
                "@grace: **no one is Incident commander, Comms lead or Tech lead yet.** To take the role: `/take <role>`. To assign it: `/role <name> @user`.",
                "@grace: **the first update is due.** Tell people what users see and what you are doing: `/update <text>`. Say what you know, and don't guess the cause.",
                "@emil: **no progress for 15 min.** This escalates to the engineering manager.",
            ],
            30: [
                "@grace: **the public has not been informed yet.** Write the public update with `/publish <text>`, then copy it to your status page.",
                "@vera: **users affected for 30 min.** This escalates to the VP of engineering.",
            ],
            60: [
                "@cora, @olga: **users affected for 1 h.** This escalates to the CTO, the owners of the affected"
                " services."
            ],
        }


@pytest.mark.rest
@pytest.mark.parametrize("severity", ["SEV-3", "SEV-4"])
def test_a_low_severity_pages_nobody_at_night(severity: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "A typo", severity=f"{severity}: it can wait")
        team.say("ada", incident, "/cadence 24h")

        assert heard_at(team, incident, 5, 15, 30, 60, 600) == {}


@pytest.mark.parametrize(
    ("answers", "severity"),
    [
        ({"data_at_risk": "Yes", "workaround": "Yes"}, "SEV-1"),
        ({"data_at_risk": "Yes", "workaround": "No"}, "SEV-1"),
        ({"data_at_risk": "No", "workaround": "No"}, "SEV-2"),
        ({"data_at_risk": "No", "workaround": "Yes"}, "Severity not set"),
        ({}, "Severity not set"),
    ],
)
@pytest.mark.rest
def test_two_answers_make_the_severity_where_nobody_names_one(
    answers: dict[str, str], severity: str, tmp_path: Path
) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", **answers)

        assert severity in team.headline(incident)


def test_a_severity_that_nobody_names_is_asked_for(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down")
        team.say("grace", incident, "/ack\n/update We look at it.")

        assert heard_at(team, incident, 9, 10) == {
            10: [
                "@grace: **how severe is it?** Set it: `/sev 1` to `/sev 4`. If in doubt, pick the higher one; you can lower"
                f" it later.\n\n{due(10)}"
            ]
        }
