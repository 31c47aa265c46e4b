"""What the tool assumes about requests: who asks, versions, errors, unchanged answers and limits."""

from __future__ import annotations

from incident_actions.conformance.api_server import ServerAnswer
from incident_actions.conformance.assumption import REST, USING_REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository
from incident_actions.gateway.client.api_client import VERSION_HEADER
from incident_actions.gateway.client.connection import API_VERSION

ANONYMOUS = {"Authorization": ""}
LIMIT_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-used", "x-ratelimit-reset")


def _unchanged(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    first = trial.send("GET", f"issues/{number}")
    require("etag" in first.headers, "an answer has no ETag")
    again = trial.send("GET", f"issues/{number}", headers={"If-None-Match": first.headers["etag"]})
    require_equal("the status of an unchanged answer", again.status, 304)
    require_equal("its text", again.text, "")


def _unchanged_is_free(trial: TrialRepository) -> None:
    first = trial.send("GET", "labels")
    _require_limits(first)
    again = trial.send("GET", "labels", headers={"If-None-Match": first.headers.get("etag", "")})
    require_equal("requests used after a 304", again.headers.get("x-ratelimit-used"), first.headers["x-ratelimit-used"])


def _changed(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    first = trial.send("GET", f"issues/{number}")
    trial.expect(200, "PATCH", f"issues/{number}", {"body": "Changed"})
    again = trial.send("GET", f"issues/{number}", headers={"If-None-Match": first.headers.get("etag", "")})
    require_equal("the status of a changed answer", again.status, 200)


def _limits(trial: TrialRepository) -> None:
    answer = trial.send("GET", "")
    _require_limits(answer)
    numbers = {name: answer.headers.get(name, "") for name in LIMIT_HEADERS}
    require(all(value.isdecimal() for value in numbers.values()), f"the limits are {numbers}")
    require("x-ratelimit-resource" in answer.headers, "the answer does not name its limit")


def _require_limits(answer: ServerAnswer) -> None:
    if LIMIT_HEADERS[0] not in answer.headers:
        raise FeatureMissing("the server has no rate limits")


def _wrong_token(trial: TrialRepository) -> None:
    answer = trial.send("GET", "", headers={"Authorization": "Bearer conformance-has-no-such-token"})
    require_equal("status and message", (answer.status, answer.message), (401, "Bad credentials"))


def _no_access(trial: TrialRepository) -> None:
    if not trial.get("")["private"]:
        raise FeatureMissing("the repository is public")
    answer = trial.send("GET", "", headers=ANONYMOUS)
    require_equal("status and message", (answer.status, answer.message), (404, "Not Found"))


def _missing_repository(trial: TrialRepository) -> None:
    answer = trial.send("GET", f"/repos/{trial.login}/{trial.new_name()}")
    require_equal("status and message", (answer.status, answer.message), (404, "Not Found"))


def _missing_route(trial: TrialRepository) -> None:
    answer = trial.send("GET", f"/{trial.new_name()}")
    require_equal("the status", answer.status, 404)
    require_equal("the message", answer.json["message"], "Not Found")


def _version(trial: TrialRepository) -> None:
    answer = trial.send("GET", "", headers={VERSION_HEADER: API_VERSION})
    if answer.status == 400 and VERSION_HEADER.casefold() in answer.text.casefold():
        raise FeatureMissing(f"the server does not know version {API_VERSION}")
    require_equal("the status", answer.status, 200)


def _unknown_version(trial: TrialRepository) -> None:
    answer = trial.send("GET", "", headers={VERSION_HEADER: "2001-01-01"})
    require_equal("the status", answer.status, 400)
    require(VERSION_HEADER.casefold() in answer.message.casefold(), f"the message is {answer.message!r}")


def _broken_json(trial: TrialRepository) -> None:
    answer = trial.send("POST", "issues", b'{"title": ', headers={"Content-Type": "application/json"})
    require_equal("status and message", (answer.status, answer.message), (400, "Problems parsing JSON"))


def _error_shape(trial: TrialRepository) -> None:
    error = trial.send("POST", "labels", {"color": "ededed"})
    require_equal("the status", error.status, 422)
    require(isinstance(error.json["message"], str), "the error has no message")
    require(isinstance(error.json["documentation_url"], str), "the error has no documentation_url")


def _other_case(trial: TrialRepository) -> None:
    shown = trial.get(f"/repos/{trial.name.upper()}")
    require_equal("the name, asked for in capitals", shown["full_name"].casefold(), trial.name.casefold())


def _date(trial: TrialRepository) -> None:
    answer = trial.send("GET", "")
    require(answer.headers.get("date", "").endswith("GMT"), "the answer has no date")


_CONDITIONAL = f"{USING_REST}/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate"
_VERSIONS = f"{REST}/about-the-rest-api/api-versions"
_TROUBLES = f"{USING_REST}/troubleshooting-the-rest-api"
_HEADERS = f"{USING_REST}/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit"
_LOGINS = f"{REST}/authentication/authenticating-to-the-rest-api#failed-login-limit"
ASSUMPTIONS = (
    Assumption(
        "unchanged-answer",
        "An answer has an ETag, and an unchanged one is 304 without a text.",
        _CONDITIONAL,
        _unchanged,
    ),
    Assumption("unchanged-is-free", "A 304 does not count towards the rate limit.", _CONDITIONAL, _unchanged_is_free),
    Assumption(
        "changed-answer", "A changed answer comes whole, whatever ETag the request names.", _CONDITIONAL, _changed
    ),
    Assumption("rate-limit-headers", "Each answer has the rate limit, as numbers and by its name.", _HEADERS, _limits),
    Assumption("wrong-token", "A wrong token is refused with 401 and `Bad credentials`.", _LOGINS, _wrong_token),
    Assumption(
        "no-access",
        "A repository without access is refused with 404.",
        f"{_TROUBLES}#404-not-found-for-an-existing-resource",
        _no_access,
    ),
    Assumption(
        "missing-repository",
        "A repository that does not exist is refused with 404.",
        f"{REST}/repos/repos#get-a-repository",
        _missing_repository,
    ),
    Assumption("missing-route", "An unknown path is refused with 404, as JSON.", _TROUBLES, _missing_route),
    Assumption("api-version", f"The server knows version {API_VERSION} of the API.", _VERSIONS, _version),
    Assumption(
        "api-version-unknown",
        "An unknown version is refused with 400, and the message names the header.",
        _VERSIONS,
        _unknown_version,
    ),
    Assumption(
        "broken-json", "A body that is not JSON is refused with 400.", f"{_TROUBLES}#validation-failed", _broken_json
    ),
    Assumption(
        "error-shape",
        "An error has a message and the address of its documentation.",
        f"{_TROUBLES}#validation-failed",
        _error_shape,
    ),
    Assumption(
        "repository-case", "The name of a repository ignores case.", f"{REST}/repos/repos#get-a-repository", _other_case
    ),
    Assumption(
        "date",
        "Each answer has the server's time.",
        f"{USING_REST}/rate-limits-for-the-rest-api#exceeding-the-rate-limit",
        _date,
    ),
)
