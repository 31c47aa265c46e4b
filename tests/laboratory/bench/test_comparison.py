"""Results and ratios of the bench, by numbers that are given."""

from __future__ import annotations

from tests.laboratory.bench.cases import Most
from tests.laboratory.bench.comparison import Comparison, Pair, compare
from tests.laboratory.bench.process import Spent
from tests.laboratory.bench.result import Answered, Result, Run

GET, POST, REACTION = ("GET", "issues/1"), ("POST", "issues/1/comments"), ("POST", "issues/comments/2/reactions")


def run(wall: float, *requests: tuple[float, tuple[str, str]], megabytes: float = 50) -> Run:
    """A process that began at 100 s; each request by the seconds after that."""
    answered = tuple(Answered(100 + after, method, path) for after, (method, path) in requests)
    return Run(Spent(began=100, wall=wall, cpu=wall / 2, memory=megabytes), answered)


def result(*runs: Run, case: str = "/sev", most: Most | None = None) -> Result:
    return Result(case, 0, runs, most)


def test_requests_are_counted_until_the_last_reaction_and_in_all() -> None:
    early, late = run(1, (0.2, REACTION), (0.3, GET)), run(1, (0.2, REACTION), (0.4, REACTION), (0.5, GET), (0.6, GET))

    found = result(early, late)

    assert (found.requests, found.until_reaction) == (4, 2)
    assert [round(each, 3) for each in found.seconds_until_reaction] == [0.2, 0.4]


def test_a_run_without_a_reaction_has_no_time_until_it() -> None:
    found = result(run(1, (0.2, GET)))

    assert (found.until_reaction, found.seconds_until_reaction) == (None, ())


def test_a_declaration_is_answered_by_its_card_the_last_comment_that_it_posts() -> None:
    requests = run(1, (0.2, POST), (0.4, POST), (0.5, ("PATCH", "issues/comments/2")), (0.6, GET)).requests

    declared = Run(Spent(began=100, wall=1, cpu=1, memory=50), requests, "card")

    assert (declared.until_reaction, round(declared.seconds_until_reaction or 0, 3)) == (2, 0.4)


def test_writes_are_counted_in_the_fullest_minute_and_questions_to_graphql_are_none() -> None:
    spread = [(float(at), POST) for at in (0, 1, 2, 59, 61, 200)]

    found = result(run(201, *spread, (3.0, GET), (4.0, ("POST", "/api/graphql"))))

    assert found.writes_a_minute == 4


def test_a_result_holds_only_within_each_of_its_limits() -> None:
    runs = (run(1, (0.2, GET), (0.3, REACTION), (0.4, GET), megabytes=50),)
    limits = {
        Most(requests=3, until_reaction=2, megabytes=60): True,
        Most(requests=2, until_reaction=2, megabytes=60): False,
        Most(requests=3, until_reaction=1, megabytes=60): False,
        Most(requests=3, until_reaction=2, megabytes=50): False,
    }

    assert {most: result(*runs, most=most).holds for most in limits} == limits


def test_a_ratio_is_the_median_of_the_ratios_of_each_turn() -> None:
    ours, theirs = result(run(2), run(9), run(4)), result(run(1), run(3), run(4), case="other")

    [found] = compare([Pair("/sev", "other", {0: 2.0}), Pair("/sev", "not measured")], [ours, theirs])

    assert (found.wall, found.limit, found.holds) == (2, 2.0, True)


def test_a_comparison_without_limits_neither_holds_nor_fails() -> None:
    ours, theirs = result(run(2, (1, REACTION))), result(run(1, (0.5, REACTION)), case="other")

    verdicts = [
        Comparison(pair, ours, theirs).holds
        for pair in (
            Pair("/sev", "other"),
            Pair("/sev", "other", {150: 1.0}),
            Pair("/sev", "other", {0: 1.9}),
            Pair("/sev", "other", requests=1.0),
            Pair("/sev", "other", {0: 1.9}, requests=1.0),
            Pair("/sev", "other", until_reaction={0: 2.1}),
            Pair("/sev", "other", {0: 2.1}, {0: 1.9}),
        )
    ]

    assert verdicts == [None, None, False, True, False, True, False]
