"""Every way in which the sandbox fails, as a plain client sees it."""

import time
from collections.abc import Callable

import pytest
from githubkit_schemas.v2026_03_10.models import BasicError
from pydantic import TypeAdapter
from requests.exceptions import ChunkedEncodingError, ConnectionError, JSONDecodeError  # noqa: A004  as requests has it

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import (
    BAD_GATEWAY,
    GONE,
    INVALID,
    NO_ANSWER,
    NOT_FOUND,
    SERVER_ERROR,
    UNAVAILABLE,
    Break,
    Fault,
    Reply,
    primary_limit,
    secondary_limit,
)
from tests.sandbox.client import Client

ISSUES = "/repos/{owner}/{repo}/issues"
COMMENTS = f"{ISSUES}/{{issue_number}}/comments"
LIMIT = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."


def titles(client: Client) -> list[str]:
    return [issue["title"] for issue in client.json("GET", "issues", params={"direction": "asc"})]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [SERVER_ERROR, BAD_GATEWAY, UNAVAILABLE, INVALID, GONE, NOT_FOUND])
def test_an_error_is_answered_before_or_after_the_effect(
    kind: Reply, after: bool, sandbox: Sandbox, bot: Client, ada: Client
) -> None:
    sandbox.faults.add(Fault(kind, after=after))

    refused = bot("POST", "issues", {"title": "Checkout"})

    assert refused.status_code == kind.status
    assert titles(ada) == ["Checkout"] * after


@pytest.mark.parametrize("kind", [SERVER_ERROR, INVALID, GONE, NOT_FOUND, primary_limit(5), secondary_limit(1)])
def test_an_error_in_json_has_the_published_shape(kind: Reply, sandbox: Sandbox, bot: Client) -> None:
    sandbox.faults.add(Fault(kind))

    refused = bot("GET", "issues")

    TypeAdapter(BasicError).validate_python(refused.json())
    assert (refused.status_code, refused.headers["Content-Type"]) == (kind.status, "application/json; charset=utf-8")


def test_a_gateways_error_is_a_page_for_people(sandbox: Sandbox, bot: Client) -> None:
    sandbox.faults.add(Fault(BAD_GATEWAY))

    assert bot("GET", "issues").headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("status", [403, 429])
def test_a_used_up_hour_says_when_the_next_one_begins(status: int, sandbox: Sandbox, bot: Client) -> None:
    sandbox.faults.add(Fault(primary_limit(90, status)))

    refused = bot("GET", "issues")

    assert (refused.status_code, refused.headers["X-RateLimit-Remaining"]) == (status, "0")
    assert 0 <= int(refused.headers["X-RateLimit-Reset"]) - int(time.time()) <= 90
    assert refused.json()["message"].startswith("API rate limit exceeded for ")


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize(("seconds", "told"), [(7, "7"), (None, None)])
def test_too_much_at_once_may_say_how_long_to_wait(
    seconds: int | None, told: str | None, status: int, sandbox: Sandbox, bot: Client
) -> None:
    sandbox.faults.add(Fault(secondary_limit(seconds, status)))

    refused = bot("GET", "issues")

    assert (refused.status_code, refused.headers.get("Retry-After"), refused.json()["message"]) == (status, told, LIMIT)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Break.RESET, Break.SILENCE])
def test_no_answer_comes_before_or_after_the_effect(
    kind: Break, after: bool, sandbox: Sandbox, bot: Client, ada: Client
) -> None:
    sandbox.faults.silence = 0.01
    sandbox.faults.add(Fault(kind, after=after))

    with pytest.raises(ConnectionError):
        bot("POST", "issues", {"title": "Checkout"})
    assert titles(ada) == ["Checkout"] * after
    assert [one.status for one in sandbox.requests if one.method == "POST"] == [NO_ANSWER]


def test_a_torn_answer_is_noticed_by_its_length(sandbox: Sandbox, bot: Client, ada: Client) -> None:
    sandbox.faults.add(Fault(Break.TORN))

    with pytest.raises(ChunkedEncodingError):
        bot("POST", "issues", {"title": "Checkout"})
    assert titles(ada) == ["Checkout"]


def test_a_short_answer_is_noticed_only_by_its_json(sandbox: Sandbox, bot: Client, ada: Client) -> None:
    ada.issue("Checkout")
    whole = bot("GET", "issues/1").text
    sandbox.faults.add(Fault(Break.SHORT))

    short = bot("GET", "issues/1")

    assert whole.startswith(short.text)
    assert short.status_code == 200
    with pytest.raises(JSONDecodeError):
        short.json()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_fault_can_be_a_function_that_kills_the_caller(
    after: bool, sandbox: Sandbox, bot: Client, ada: Client
) -> None:
    stood: list[list[str]] = []

    def look() -> None:
        stood.append([issue.title for issue in sandbox.repository("acme/shop").issues.values()])

    sandbox.faults.add(Fault(look, after=after))

    with pytest.raises(ConnectionError):
        bot("POST", "issues", {"title": "Checkout"})
    assert stood == [["Checkout"] * after]


FITTING: dict[str, tuple[Fault, list[int]]] = {
    "the first": (Fault(SERVER_ERROR), [500, 201, 200, 201]),
    "the third": (Fault(SERVER_ERROR, at=3), [201, 201, 500, 201]),
    "from the third": (Fault(SERVER_ERROR, at=range(3, 9), times=None), [201, 201, 500, 500]),
    "twice": (Fault(SERVER_ERROR, times=2), [500, 500, 200, 201]),
    "always": (Fault(SERVER_ERROR, times=None), [500] * 4),
    "a method": (Fault(SERVER_ERROR, route="GET"), [201, 201, 500, 201]),
    "a route": (Fault(SERVER_ERROR, route=f"POST {COMMENTS}"), [201, 500, 200, 201]),
    "a route's second": (Fault(SERVER_ERROR, route=f"POST {COMMENTS}", at=2), [201, 201, 200, 500]),
    "somebody": (Fault(SERVER_ERROR, login="ada"), [201, 201, 200, 201]),
    "anybody": (Fault(SERVER_ERROR, login=None), [500, 201, 200, 201]),
    "never": (Fault(SERVER_ERROR, times=None, chance=0), [201, 201, 200, 201]),
}


@pytest.mark.parametrize("name", FITTING)
def test_a_fault_meets_the_requests_that_fit(name: str, sandbox: Sandbox, ada: Client, bot: Client) -> None:
    fault, expected = FITTING[name]
    ada.issue()
    sandbox.faults.add(fault)

    met = [
        bot("POST", "issues", {"title": "Search"}).status_code,
        bot("POST", "issues/1/comments", {"body": "One"}).status_code,
        bot("GET", "issues/1/comments").status_code,
        bot("POST", "issues/1/comments", {"body": "Two"}).status_code,
    ]

    assert met == expected
    assert len(sandbox.faults.hits) == expected.count(500)


def test_chance_repeats_itself_from_the_same_seed(sandbox: Sandbox, bot: Client) -> None:
    sandbox.faults.add(Fault(SERVER_ERROR, times=None, chance=0.5))

    rolls = []
    for _ in range(2):
        sandbox.faults.seed(7)
        rolls.append([bot("GET", "").status_code for _ in range(12)])

    assert rolls[0] == rolls[1]
    assert set(rolls[0]) == {200, 500}


def test_cleared_faults_happen_no_more(sandbox: Sandbox, bot: Client) -> None:
    sandbox.faults.add(Fault(SERVER_ERROR, times=None))
    sandbox.faults.freeze()
    sandbox.faults.clear()

    bot.issue()

    assert titles(bot) == ["Checkout is down"]


LATE: dict[str, Callable[[Client], object]] = {
    "issues": titles,
    "an issue's comments": lambda client: len(client.json("GET", "issues/1/comments")),
    "all comments": lambda client: len(client.json("GET", "issues/comments")),
    "a timeline": lambda client: len(client.json("GET", "issues/1/timeline")),
    "sub-issues": lambda client: len(client.json("GET", "issues/1/sub_issues")),
    "pull requests": lambda client: len(client.json("GET", "pulls")),
}


@pytest.mark.parametrize("name", LATE)
def test_a_list_that_lags_behind_shows_the_past_until_it_is_thawed(
    name: str, sandbox: Sandbox, ada: Client, bot: Client
) -> None:
    look = LATE[name]
    ada.issue()
    before = look(ada)
    sandbox.faults.freeze()
    ada.branch("feature", {"a": "b"})
    ada.pull("feature")
    child = ada.issue("Search")
    ada.json("POST", "issues/1/comments", {"body": "Late"})
    ada.json("POST", "issues/1/sub_issues", {"sub_issue_id": child["id"]})

    frozen = look(ada)
    sandbox.faults.thaw()

    assert (frozen, look(ada) != before) == (before, True)


def test_single_objects_are_up_to_date_while_lists_lag_behind(sandbox: Sandbox, ada: Client) -> None:
    sandbox.faults.freeze()
    ada.issue("Checkout")

    assert (ada.json("GET", "issues/1")["title"], titles(ada)) == ("Checkout", [])


def test_a_list_may_lag_behind_for_some_answers(sandbox: Sandbox, ada: Client) -> None:
    sandbox.faults.freeze(lists=2)
    ada.issue("Checkout")

    assert [titles(ada) for _ in range(3)] == [[], [], ["Checkout"]]


def test_a_feature_can_go_while_the_server_runs(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    before = ada("GET", "issues/1/sub_issues").status_code

    sandbox.without.add("sub_issues")

    assert (before, ada("GET", "issues/1/sub_issues").status_code) == (200, 404)
