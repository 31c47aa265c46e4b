"""A stranger proposes a post-mortem from a fork: the check annotates and has a result, and writes nothing."""

import pytest

from incident_actions.drill.scripted.postmortem_story import fill_in
from incident_actions.sandbox import FinishedJob
from tests.stories.team import Team, by_command_line
from tests.stories.test_postmortem_gate import PATH, proposed, summaries, verdicts

ACTIONS = "github-actions[bot]"


def check_of(team: Team, before: int) -> tuple[FinishedJob, set[tuple[str, int]]]:
    """The check that has just run, and what it sent since so many requests: methods with the statuses of the answers."""
    [ended] = team.sandbox.settle()
    assert ended.job.command == ["check"]
    return ended, {(each.method, each.status) for each in team.sandbox.requests[before:] if each.actor == ACTIONS}


@pytest.mark.rest
def test_the_check_of_a_fork_annotates_and_has_a_result_alone(team: Team) -> None:
    proposed(team)
    written = fill_in(team.text(PATH, "postmortem/1")).replace("@database-team", "@linus")
    team.sandbox.jobs.runner = by_command_line
    fork, before = team.as_("mallory").fork(), len(team.sandbox.requests)
    fork.branch("gift", {PATH: written.replace("| @linus |", "| whoever |")})
    pull = int(team.as_("mallory").pull("mallory:gift")["number"])

    red, sent = check_of(team, before)

    assert (red.exit_code, red.outputs["outcome"]) == (1, "to-fix")
    assert [(each.level, each.of["title"]) for each in red.annotations] == [("error", "item-without-owner")]
    assert sent == {("GET", 200)}, "the token of a fork only reads, and the check asked for no more"
    assert "Refused" not in red.summary
    assert (verdicts(team, pull), summaries(team, pull), team.comments(pull)) == ([], [], [])

    before = len(team.sandbox.requests)
    fork.branch("again", {PATH: written})
    head = fork.json("GET", "git/ref/heads/again")["object"]["sha"]
    fork.json("PATCH", "git/refs/heads/gift", {"sha": head, "force": True})
    green, sent = check_of(team, before)

    assert (green.exit_code, green.annotations, sent) == (0, [], {("GET", 200)})
    assert (verdicts(team, pull), team.comments(pull)) == ([], [])


@pytest.mark.rest
def test_rows_that_a_fork_adds_to_a_merged_post_mortem_open_their_items(team: Team) -> None:
    proposed(team)
    team.merge("grace", 2)
    before = len(team.items())
    fork, row = team.as_("mallory").fork(), "| Alert when the pool is over 90 % full | @linus | 2026-03-27 | detect |"
    written = team.text(PATH)
    at = written.index("\n", written.index("|---", written.index("## Action items"))) + 1
    fork.branch("gift", {PATH: f"{written[:at]}{row}\n{written[at:]}"})
    pull = int(team.as_("mallory").pull("mallory:gift")["number"])
    team.settle()

    team.merge("grace", pull, as_it_is=True)
    team.sweep()

    assert [each["title"] for each in team.items()][before:] == ["Alert when the pool is over 90 % full"]


@pytest.mark.rest
def test_a_post_mortem_that_a_fork_brings_closes_the_incident_and_opens_its_items(team: Team) -> None:
    proposed(team)
    written = fill_in(team.text(PATH, "postmortem/1")).replace("@database-team", "@linus")
    team.as_("mallory").fork().branch("gift", {PATH: written})
    pull = int(team.as_("mallory").pull("mallory:gift")["number"])
    team.settle()

    team.merge("grace", pull, as_it_is=True)
    assert (team.shows(1)["state"], team.items()) == ("open", [])
    team.sweep()

    assert team.shows(1) == {"state": "closed", "labels": ["SEV-1", "incident"], "assignees": ["grace"]}
    assert "Another pull request brought it, so #2 is no longer needed." in team.replies(1)[-1]
    titles = [each["title"] for each in team.items()]
    assert titles
    assert f"([#{team.items()[0]['number']}](" in team.text(PATH)

    team.set("grace", "pulls/2", state="closed")
    team.sweep()
    assert ([each["title"] for each in team.items()], team.shows(1)["state"]) == (titles, "closed")
