"""Somebody gives a login up and a stranger registers it: the record's people stay the accounts that they were."""

from __future__ import annotations

import re

import pytest

from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down"
SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"


def register(team: Team, login: str) -> None:
    """A stranger registers a login that is free."""
    team.clients.pop(login, None)
    team.as_(login)


def asked(team: Team, since: int) -> list[str]:
    """Which accounts GitHub was asked about since so many requests."""
    paths = (one.path.removeprefix("/api/v3") for one in team.sandbox.requests[since:])
    return [path for path in paths if path.startswith(("/user/", "/users/"))]


@pytest.mark.rest
def test_a_stranger_who_took_the_commanders_login_gets_nothing_of_the_record(team: Team) -> None:
    incident = team.file("ada", "Search is slow", severity=SEV_1)
    team.say("grace", incident, "/ic")
    team.sandbox.rename_account("grace", "grace-h")
    register(team, "grace")

    (refused,) = team.say("grace", incident, "/resolve all is well")
    before = len(team.replies(incident))
    team.say("ada", incident, "/note we go on")
    team.later(hours=3)
    team.sweep()

    assert "needs the role **write**" in refused
    spoken = "\n".join(team.replies(incident)[before:])
    assert set(re.findall(r"@[a-z-]+", spoken)) >= {"@grace-h"}
    assert "@grace" not in re.findall(r"@[a-z-]+", spoken)
    assert team.row(incident, "Roles").startswith("Incident commander: @grace-h")
    assert team.shows(incident)["assignees"] == ["grace-h"]


def test_a_role_whose_holder_is_gone_is_paged_to_who_is_on_call(team: Team) -> None:
    incident = team.file("ada", "Search is slow", severity=SEV_1)
    team.say("ada", incident, "/ic @linus")
    team.sandbox.delete_account("linus")
    register(team, "linus")
    before = len(team.replies(incident))

    team.later(hours=3)
    team.sweep()

    spoken = "\n".join(team.replies(incident)[before:])
    assert "@linus" not in spoken
    assert "@ada" in spoken


def test_naming_somebody_for_a_role_asks_nothing_more_than_their_role(team: Team) -> None:
    incident = team.file("ada", "Search is slow", severity=SEV_3)
    before = len(team.sandbox.requests)

    team.say("ada", incident, "/ic @linus\n/page @grace have a look")

    assert asked(team, before) == []


def test_an_action_item_stays_with_the_account_that_promised_it(team: Team) -> None:
    incident = team.file("ada", "Search is slow", severity=SEV_3)
    team.say("ada", incident, "/action @linus 2026-03-14 Cache the facets prevent")
    item = int(team.items()[0]["number"])
    team.sandbox.rename_account("linus", "lin")
    register(team, "linus")

    (refused,) = team.say("linus", item, "/done https://example.com/none")
    team.later(days=10)
    team.sweep()

    assert "needs the role **write**" in refused
    assert team.replies(item)[-1].startswith("@lin, this action item of #1 is due on **2026-03-14** (today).")
    assert team.items()[0]["state"] == "open"
    assert [person["login"] for person in team.items()[0]["assignees"]] == ["lin"]


def test_a_reminder_costs_one_request_for_the_owners_account(team: Team) -> None:
    incident = team.file("ada", "Search is slow", severity=SEV_3)
    team.say("ada", incident, "/action @linus 2026-03-14 Cache the facets prevent")
    team.set("ada", f"issues/{team.items()[0]['number']}", assignees=[])
    before = len(team.sandbox.requests)

    team.later(days=10)
    team.sweep()

    assert asked(team, before) == ["/users/linus"]
