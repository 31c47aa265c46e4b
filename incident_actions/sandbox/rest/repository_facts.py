"""Routes of what a repository is about: topics, languages, contributors, environments and its license."""

import re
from collections import Counter
from pathlib import PurePosixPath

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ACTIONS, CONTENTS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import invalid, not_found
from incident_actions.sandbox.shapes import git, people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.role import RepositoryRole

MOST_TOPICS = 20
WRONG_TOPICS = (
    "Topics must start with a lowercase letter or number, consist of 50 characters or less, and can include hyphens."
)
_TOPIC = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
_LANGUAGES = {
    ".css": "CSS",
    ".go": "Go",
    ".html": "HTML",
    ".java": "Java",
    ".js": "JavaScript",
    ".py": "Python",
    ".rb": "Ruby",
    ".rs": "Rust",
    ".sh": "Shell",
    ".ts": "TypeScript",
}
"""Some of https://github.com/github-linguist/linguist/blob/main/lib/linguist/languages.yml."""


def get_topics(call: Call) -> ApiResponse:
    """Return the topics."""
    return ApiResponse(json={"names": call.repository.topics})


def replace_topics(call: Call) -> ApiResponse:
    """Replace all topics."""
    names = [name.lower() for name in call.names("names")]
    if len(names) > MOST_TOPICS or not all(map(_TOPIC.fullmatch, names)):
        raise invalid("Validation Failed", WRONG_TOPICS)
    call.repository.topics = sorted(set(names))
    return get_topics(call)


def list_languages(call: Call) -> ApiResponse:
    """Return how many bytes of which programming languages the default branch has, most first."""
    store, counts = git_store(call), Counter[str]()
    head = store.branch(call.repository.default_branch)
    for path, entry in store.files(head).items() if head else ():
        if language := _LANGUAGES.get(PurePosixPath(path).suffix):
            counts[language] += len(store.blob(entry.sha))
    return ApiResponse(json=dict(counts.most_common()))


def list_contributors(call: Call) -> ApiResponse:
    """List the authors of commits on the default branch, with the number of their commits."""
    store = git_store(call)
    head = store.branch(call.repository.default_branch)
    if head is None:
        return ApiResponse(204)
    counts = Counter(store.commit(sha).author.decode() for sha in store.history([head]))
    logins = Counter[str]()
    for author, number in counts.items():
        if (login := git.login_of(author.rpartition(" <")[2].rstrip(">"))) in call.host.world.accounts:
            logins[str(login)] += number
    return page(
        call, logins.most_common(), lambda pair: {**(people.user(call.host, pair[0]) or {}), "contributions": pair[1]}
    )


def list_environments(call: Call) -> ApiResponse:
    """List the environments that something was deployed to."""
    names = sorted({each.environment for each in call.repository.deployments})
    response = page(call, names, lambda name: _environment(call, name))
    return ApiResponse(json={"total_count": len(names), "environments": response.json}, headers=response.headers)


def get_license(call: Call) -> ApiResponse:
    """Return the license that GitHub recognizes in a repository: the sandbox recognizes none."""
    raise not_found()


def _environment(call: Call, name: str) -> Json:
    first = next(each for each in call.repository.deployments if each.environment == name)
    api, html = repository.api_url(call.host, call.repository), repository.html_url(call.host, call.repository)
    return {
        "id": first.id,
        "node_id": node_id("EN", first.id),
        "name": name,
        "url": f"{api}/environments/{name}",
        "html_url": f"{html}/deployments/activity_log?environments_filter={name}",
        "created_at": stamp(first.created_at),
        "updated_at": stamp(first.created_at),
        "protection_rules": [],
        "deployment_branch_policy": None,
    }


_REPOSITORY = "/repos/{owner}/{repo}"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/topics", get_topics),
    Route("PUT", f"{_REPOSITORY}/topics", replace_topics, RepositoryRole.ADMIN, permissions=("administration",)),
    Route("GET", f"{_REPOSITORY}/languages", list_languages),
    Route("GET", f"{_REPOSITORY}/contributors", list_contributors),
    Route("GET", f"{_REPOSITORY}/environments", list_environments, permissions=ACTIONS),
    Route("GET", f"{_REPOSITORY}/license", get_license, permissions=CONTENTS),
)
