"""What GitHub's errors mean to people, and which of them an issue may hear of."""

import pytest

from incident_actions.gateway.client.api_errors import GithubError, IncompleteAnswer, Unreachable
from incident_actions.gateway.client.errors import IssueNotFound, explain_error, is_reportable, log_failure

GOES_ON = "Nothing is lost. The next run continues where this one stopped."
LIMIT = (1, f"GitHub's rate limit is used up. {GOES_ON}")
ERRORS_ONLY = (1, f"GitHub returns only errors. {GOES_ON}")
UNREACHABLE = (1, f"GitHub cannot be reached. {GOES_ON}")


def error(status: int, message: str = "No.", **headers: str) -> GithubError:
    return GithubError(status, {"message": message}, headers)


KNOWN: dict[str, tuple[Exception, tuple[int, str], bool]] = {
    "primary limit": (error(403, **{"x-ratelimit-remaining": "0"}), LIMIT, True),
    "secondary limit": (error(403, **{"retry-after": "60"}), LIMIT, True),
    "too many requests": (error(429), LIMIT, True),
    "server error": (error(500), ERRORS_ONLY, True),
    "bad gateway": (error(502), ERRORS_ONLY, True),
    "unavailable": (error(503), ERRORS_ONLY, True),
    "reset": (Unreachable("reset"), UNREACHABLE, True),
    "half an answer": (IncompleteAnswer(), UNREACHABLE, True),
    "not allowed": (
        error(403, "Resource not accessible by integration", **{"x-ratelimit-remaining": "4999"}),
        (
            2,
            "GitHub does not allow this: Resource not accessible by integration. "
            "Check the workflow's `permissions:`.",
        ),
        True,
    ),
    "invalid": (error(422, "Validation Failed"), (1, "GitHub refused this with status 422: Validation Failed. The next run tries again."), True),
    "conflict": (error(409, "Conflict"), (1, "GitHub refused this with status 409: Conflict. The next run tries again."), True),
    "deleted": (error(410, "This issue was deleted"), (2, "GitHub has deleted this: This issue was deleted."), False),
    "no such repository": (
        error(404, "Not Found"),
        (2, "The repository does not exist, or this token cannot see it. Check GITHUB_REPOSITORY."),
        False,
    ),
    "no such issue": (
        IssueNotFound("There is no issue #7 in acme/shop"),
        (2, "There is no issue #7 in acme/shop, or this token cannot see it. Check GITHUB_REPOSITORY."),
        False,
    ),
    "no such token": (
        error(401, "Bad credentials"),
        (2, "GitHub rejected the token (GITHUB_TOKEN). It may have expired or been revoked."),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_error_is_explained_and_reported_on_the_issue_if_possible(name: str) -> None:
    failure, words, told = KNOWN[name]

    assert (explain_error(failure), is_reportable(failure)) == (words, told)


def test_an_unknown_error_keeps_its_trace_and_is_reported_on_the_issue() -> None:
    failure = KeyError("number")

    assert (explain_error(failure), is_reportable(failure)) == (None, True)


@pytest.mark.parametrize(
    ("wrong", "told", "traced"),
    [
        (error(502), ("WARNING", "Could not start the clock: GitHub returns only errors. " + GOES_ON), False),
        (KeyError("due"), ("ERROR", "Could not start the clock: KeyError"), True),
    ],
    ids=["one that people can fix", "one of ours"],
)
def test_a_failure_that_does_not_end_the_run_is_logged_with_a_trace_only_if_it_is_ours(
    caplog: pytest.LogCaptureFixture, wrong: Exception, told: tuple[str, str], *, traced: bool
) -> None:
    try:
        raise wrong  # noqa: TRY301  as it was raised somewhere below
    except Exception as error:  # noqa: BLE001  as those do who go on
        log_failure("Could not start the clock", error)

    (line,) = caplog.records
    assert ((line.levelname, line.getMessage()), line.exc_info is not None) == (told, traced)
