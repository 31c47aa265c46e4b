"""A team words the tool's comments its own way, in its own repository."""

from __future__ import annotations

from incident_actions.runs.exit_code import HANDLED, MISCONFIGURED
from tests.stories.team import Team

SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"


def words(team: Team, name: str, text: str) -> None:
    """Put a template of the team's own on the default branch."""
    team.as_("ada").branch("words", {f".github/incidents/{name}": text})
    pull = team.as_("ada").pull("words")
    team.merge("ada", pull["number"])


def test_its_own_words_are_used(team: Team) -> None:
    words(team, "comments/unknown_command.md", "Nobody here knows `/{{ asked }}`.")
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    assert team.say("grace", incident, "/frobnicate") == ["Nobody here knows `/frobnicate`."]


def test_a_template_that_fails_is_stood_in_for_and_it_is_said_once(team: Team) -> None:
    words(team, "comments/unknown_command.md", "Nobody {{ knew")
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    run = team.sandbox.jobs.runner
    team.sandbox.jobs.runner = lambda job: 0 if run(job) in (HANDLED, MISCONFIGURED) else 1
    first, again = team.say("grace", incident, "/frobnicate"), team.say("grace", incident, "/frobnicate")

    assert [said.partition("\n")[0] for said in first] == [
        "Unknown command `/frobnicate`. `/help` lists the commands. Nothing was changed.",
        "These templates of this repository can't be used, so the tool's own texts are used instead:",
    ]
    assert "- `.github/incidents/comments/unknown_command.md`: TemplateSyntaxError: " in first[1]
    assert len(again) == 1
