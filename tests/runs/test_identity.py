"""A run writes as the account whose records it reads."""

from dataclasses import replace

import pytest

from incident_actions.gateway.client.identity import WrongIdentity
from incident_actions.model.person import Person
from incident_actions.runs.identity import check_author, with_real_identity
from tests.front_door import Door
from tests.runs.conftest import BeginRun


def test_a_run_that_has_the_wrong_account_starts_again_as_the_right_one(door: Door, begin_run: BeginRun) -> None:
    run = begin_run(door.open_issue())
    bots: list[str] = []

    def act() -> int:
        bots.append(run.reader.bot.login)
        if len(bots) == 1:
            raise WrongIdentity(Person("acme-incidents[bot]", 77, bot=True))
        return 7

    assert with_real_identity(run, act) == 7
    assert bots == ["github-actions[bot]", "acme-incidents[bot]"]


def test_a_record_of_our_own_passes(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"))

    check_author(run, run.reader.snapshot(issue))


def test_a_record_of_the_account_behind_the_token_tells_who_we_are(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"))
    snapshot = replace(run.reader.snapshot(issue), bot=Person("acme-incidents[bot]", 77, bot=True))

    with pytest.raises(WrongIdentity) as found:
        check_author(run, snapshot)

    assert found.value.person.login == "github-actions[bot]"


def test_a_record_by_a_bot_that_set_no_label_here_is_left_alone(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"))
    shown = run.reader.snapshot(issue)
    other = Person("old-bot[bot]", 78, bot=True)
    comments = tuple(replace(each, author=other) if each.author.bot else each for each in shown.comments)

    check_author(run, replace(shown, comments=comments))
