"""The short version: some failures of GitHub and the network in some kinds of run."""

import random
from collections.abc import Iterator

import pytest

from tests.laboratory.torture.failures import cases, failures, wrong
from tests.laboratory.torture.happenings import HAPPENINGS, Happening
from tests.laboratory.torture.lab import Lab

SOME = random.Random(7).sample(HAPPENINGS, 6)  # noqa: S311  a choice that can be repeated


WRITTEN_IN_ITS_ISSUE = ("/due", "/owner", "/done", "/drop", "/snooze on an item", "/accept on an item", "/reopen")
"""Commands that are lost if they are acknowledged and their issue cannot be changed."""


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with failures() as lab:
        yield lab


@pytest.mark.rest
@pytest.mark.parametrize("happening", SOME, ids=lambda happening: happening.name)
def test_a_run_that_meets_failures_says_so_in_words_and_nothing_is_lost_or_twice(
    happening: Happening, lab: Lab
) -> None:
    chosen = random.Random(7).sample(cases(lab, happening), 3)  # noqa: S311  as above

    assert {str(case): wrong(lab, case) for case in chosen} == {str(case): "" for case in chosen}


@pytest.mark.rest
@pytest.mark.parametrize("name", WRITTEN_IN_ITS_ISSUE)
def test_a_command_is_not_lost_while_its_issue_cannot_be_changed(name: str, lab: Lab) -> None:
    happening = next(each for each in HAPPENINGS if each.name == name)
    (case,) = (
        each
        for each in cases(lab, happening)
        if (each.way.name, each.course) == ("reset", "on this route")
        and each.route == "PATCH /repos/{owner}/{repo}/issues/{issue_number}"
    )

    assert wrong(lab, case) == ""
