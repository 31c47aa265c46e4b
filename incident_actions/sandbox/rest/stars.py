"""Routes of stars and subscriptions."""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.state.community import Subscription
from incident_actions.sandbox.state.role import RepositoryRole


def list_stargazers(call: Call) -> ApiResponse:
    """List the people who starred a repository."""
    found = people.users(call.host, call.repository.stargazers)
    return page(call, found, lambda each: each)


def list_starred(call: Call) -> ApiResponse:
    """List the repositories that the caller starred."""
    login = require_person(call)
    places = call.host.world.repositories.values()
    found = [each for each in places if login in each.stargazers and call.role_in(each) >= RepositoryRole.READ]
    return page(call, found, lambda each: repository.list_item(call.host, each, login))


def is_starred(call: Call) -> ApiResponse:
    """Respond with 204 if the caller starred a repository, else with 404."""
    if require_person(call) not in call.repository.stargazers:
        raise not_found()
    return NO_CONTENT


def star_repository(call: Call) -> ApiResponse:
    """Star a repository."""
    login, place = require_person(call), call.repository
    if login not in place.stargazers:
        place.stargazers.append(login)
    return NO_CONTENT


def unstar_repository(call: Call) -> ApiResponse:
    """Take a star back."""
    login, place = require_person(call), call.repository
    if login in place.stargazers:
        place.stargazers.remove(login)
    return NO_CONTENT


def list_subscribers(call: Call) -> ApiResponse:
    """List the people who watch a repository."""
    logins = [each.by for each in call.repository.subscriptions if not each.ignored]
    return page(call, people.users(call.host, logins), lambda each: each)


def get_subscription(call: Call) -> ApiResponse:
    """Return the caller's subscription to a repository."""
    found = _own_subscription(call)
    if found is None:
        raise not_found()
    return ApiResponse(json=_subscription(call, found))


def set_subscription(call: Call) -> ApiResponse:
    """Watch a repository, or ignore it."""
    found, ignored = _own_subscription(call), bool(call.body.get("ignored", False))
    if found is None:
        found = Subscription(require_person(call), ignored, call.acting.now)
        call.repository.subscriptions.append(found)
    found.ignored = ignored
    return ApiResponse(json=_subscription(call, found))


def delete_subscription(call: Call) -> ApiResponse:
    """Neither watch a repository nor ignore it."""
    if found := _own_subscription(call):
        call.repository.subscriptions.remove(found)
    return NO_CONTENT


def _own_subscription(call: Call) -> Subscription | None:
    login = require_person(call)
    return next((each for each in call.repository.subscriptions if each.by == login), None)


def _subscription(call: Call, value: Subscription) -> Json:
    url = repository.api_url(call.host, call.repository)
    return {
        "subscribed": not value.ignored,
        "ignored": value.ignored,
        "reason": None,
        "created_at": stamp(value.at),
        "url": f"{url}/subscription",
        "repository_url": url,
    }


_REPOSITORY, _STARRED = "/repos/{owner}/{repo}", "/user/starred/{owner}/{repo}"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/stargazers", list_stargazers),
    Route("GET", "/user/starred", list_starred),
    Route("GET", _STARRED, is_starred),
    Route("PUT", _STARRED, star_repository),
    Route("DELETE", _STARRED, unstar_repository),
    Route("GET", f"{_REPOSITORY}/subscribers", list_subscribers),
    Route("GET", f"{_REPOSITORY}/subscription", get_subscription),
    Route("PUT", f"{_REPOSITORY}/subscription", set_subscription),
    Route("DELETE", f"{_REPOSITORY}/subscription", delete_subscription),
)
