"""Before a post-mortem is merged, its pull request says line by line what it lacks."""

import pytest

from incident_actions.drill.scripted.postmortem_story import fill_in
from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"


def test_a_post_mortem_is_red_until_people_have_finished_it(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1, started="13:50")
    team.say("grace", incident, "/ic\n/impact 40 orders a minute\n/resolve Rolled back to release 41.")
    fresh = team.text(PATH, "postmortem/1")

    team.write("grace", PATH, "postmortem/1", fresh.replace("Rolled back", "We rolled back"))
    [(code, summary)] = team.checks()
    assert (code, summary.partition("\n")[0]) == (1, "### 7 to fix in the post-mortem")

    as_no_account = "| Alert on a full pool | @nobody-here | 2026-03-20 | detect |"
    finished = fill_in(fresh).replace("@database-team", "@linus")
    team.write("grace", PATH, "postmortem/1", finished.replace("prevent |", f"prevent |\n{as_no_account}"))
    [(code, summary)] = team.checks()
    assert code == 1
    assert summary.count("GitHub has no person with the login `@nobody-here`") == 1

    team.write("grace", PATH, "postmortem/1", finished)
    assert team.checks() == [(0, "### 1 post-mortem checked: nothing to fix\n")]


@pytest.mark.rest
def test_a_file_that_differs_from_the_record_is_red_until_one_of_them_is_corrected(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1, started="13:50")
    team.say("grace", incident, "/impact 40 orders a minute\n/resolve Rolled back to release 41.")
    finished = fill_in(team.text(PATH, "postmortem/1")).replace("@database-team", "@linus")
    corrected = finished.replace("started: '2026-03-04T13:50:00Z'", "started: '2026-03-04T13:30:00Z'")

    team.write("grace", PATH, "postmortem/1", corrected)

    [(code, summary)] = team.checks()
    assert code == 1
    assert (
        "The file has `2026-03-04T13:30Z` for `started`, and the record of #1 has `2026-03-04T13:50Z`. If the file is right,"
        " comment `/started 2026-03-04T13:30Z` on #1 to correct the record. If the record is right, comment `/postmortem`"
        " there to update the file, or correct it here."
    ) in summary

    team.say("grace", incident, "/started 2026-03-04T13:30Z")
    team.write("grace", PATH, "postmortem/1", f"{team.text(PATH, 'postmortem/1')}\n")
    [(code, summary)] = team.checks()
    assert [line for line in summary.splitlines() if "`minutes" in line] != []


def test_a_pull_request_without_post_mortem_starts_no_check(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/hotfix raise the pool size")

    team.merge("ada", 2)

    assert [job.job.command for job in team.jobs] == [["run"]]
