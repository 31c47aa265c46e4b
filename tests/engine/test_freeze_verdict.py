"""A commit fails the status while an incident freezes merges, unless it is a fix of that incident."""

from dataclasses import replace

import pytest

from incident_actions.contract.proposed_head import HeadVerdict
from incident_actions.engine.freeze_verdict import hotfix_branches, judge_head
from incident_actions.model.person import Person
from tests.engine.commands.asking import running
from tests.worlds import WORDING, World


@pytest.mark.parametrize(
    ("numbers", "branch", "fixed", "verdict"),
    [
        ((), "banner", 0, HeadVerdict("success", "No incident freezes merges")),
        ((7,), "banner", 0, HeadVerdict("failure", "Merges are frozen by incident #7")),
        ((9, 7), "", 0, HeadVerdict("failure", "Merges are frozen by incidents #7, #9")),
        (range(1, 9), "", 0, HeadVerdict("failure", "Merges are frozen by incidents #1, #2, #3, #4, #5 and 3 more")),
        (
            (7, 9),
            "hotfix/a",
            7,
            HeadVerdict("success", "A fix of incident #7, which the freeze of merges lets through"),
        ),
        ((9,), "hotfix/a", 7, HeadVerdict("failure", "Merges are frozen by incident #9")),
        ((), "hotfix/a", 7, HeadVerdict("success", "No incident freezes merges")),
    ],
)
def test_a_verdict_names_the_incidents(numbers: tuple[int, ...], branch: str, fixed: int, verdict: HeadVerdict) -> None:
    issue = World().issue

    assert judge_head(branch, [replace(issue, number=each) for each in numbers], fixed, WORDING) == verdict


def test_the_longest_verdict_fits_into_a_status() -> None:
    issue = World().issue
    holders = [replace(issue, number=10**9 + each) for each in range(200)]

    assert len(judge_head("", holders, 0, WORDING).description) <= 140


def test_the_record_names_the_branches_of_hotfixes_whichever_bot_wrote_it() -> None:
    world = running("/hotfix cache the facets")
    app = Person("acme-incidents[bot]", 99, bot=True)
    comments = [replace(each, author=app) if each.author.bot else each for each in world.comments.values()]

    assert hotfix_branches(comments) == {"hotfix/cache-the-facets"}


def test_no_persons_comment_counts_as_a_record() -> None:
    world = running("/hotfix cache the facets")
    (card,) = world.cards()

    assert hotfix_branches([replace(card, author=Person("mallory", 66))]) == set()
