"""Routes about the API itself: its addresses, its facts and its motto."""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route

_ADDRESSES = {
    "current_user_url": "/user",
    "code_search_url": "/search/code?q={query}{&page,per_page,sort,order}",
    "commit_search_url": "/search/commits?q={query}{&page,per_page,sort,order}",
    "emails_url": "/user/emails",
    "emojis_url": "/emojis",
    "events_url": "/events",
    "feeds_url": "/feeds",
    "followers_url": "/user/followers",
    "following_url": "/user/following{/target}",
    "gists_url": "/gists{/gist_id}",
    "issue_search_url": "/search/issues?q={query}{&page,per_page,sort,order}",
    "issues_url": "/issues",
    "keys_url": "/user/keys",
    "label_search_url": "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}",
    "notifications_url": "/notifications",
    "organization_url": "/orgs/{org}",
    "organization_repositories_url": "/orgs/{org}/repos{?type,page,per_page,sort}",
    "organization_teams_url": "/orgs/{org}/teams",
    "public_gists_url": "/gists/public",
    "rate_limit_url": "/rate_limit",
    "repository_url": "/repos/{owner}/{repo}",
    "repository_search_url": "/search/repositories?q={query}{&page,per_page,sort,order}",
    "current_user_repositories_url": "/user/repos{?type,page,per_page,sort}",
    "starred_url": "/user/starred{/owner}{/repo}",
    "starred_gists_url": "/gists/starred",
    "user_url": "/users/{user}",
    "user_organizations_url": "/user/orgs",
    "user_repositories_url": "/users/{user}/repos{?type,page,per_page,sort}",
    "user_search_url": "/search/users?q={query}{&page,per_page,sort,order}",
}
ROOT = "/"


def list_addresses(call: Call) -> ApiResponse:
    """Return the addresses of the API, as GitHub publishes them; the sandbox serves some of them."""
    api = call.host.api_url
    addresses: Json = {name: api + path for name, path in _ADDRESSES.items()}
    page = f"{call.host.url}/settings/connections/applications{{/client_id}}"
    return ApiResponse(json=addresses | {"current_user_authorizations_html_url": page})


def get_facts(call: Call) -> ApiResponse:
    """Return what GitHub tells about its servers."""
    del call
    return ApiResponse(json={"verifiable_password_authentication": False})


ROUTES = (Route("GET", ROOT, list_addresses), Route("GET", "/meta", get_facts))
