"""Routes of rulesets, and of the rules of a branch."""

from fnmatch import fnmatchcase

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.settings import RulesetRule


def list_rulesets(call: Call) -> ApiResponse:
    """List the rulesets, without their rules; here the rules of one pattern are a ruleset."""
    return page(call, _patterns(call), lambda pattern: _ruleset(call, pattern))


def get_ruleset(call: Call) -> ApiResponse:
    """Return one ruleset with its rules."""
    number, patterns = call.number("ruleset_id"), _patterns(call)
    if not 0 < number <= len(patterns):
        raise not_found()
    pattern = patterns[number - 1]
    rules = [_rule(each) for each in call.repository.settings.rules if each.pattern == pattern]
    conditions = {"ref_name": {"include": [f"refs/heads/{pattern}"], "exclude": []}}
    return ApiResponse(json=_ruleset(call, pattern) | {"conditions": conditions, "rules": rules})


def list_branch_rules(call: Call) -> ApiResponse:
    """List the active rules for a branch of that name, which need not exist."""
    held = [each for each in call.repository.settings.rules if fnmatchcase(call.parts["branch"], each.pattern)]
    return page(call, held, lambda rule: _shown(call, rule))


def missing_review(call: Call, branch: str) -> str:
    """Return why a branch takes no commit without a pull request; empty if it takes one.

    Rulesets hold for everybody here, the older branch protection for everybody but administrators.
    """
    place = call.repository
    ruled = any(
        each.type in ("pull_request", "update") and fnmatchcase(branch, each.pattern) for each in place.settings.rules
    )
    if ruled:
        return "Changes must be made through a pull request."
    required = place.settings.required_checks if branch == place.default_branch else []
    if required and call.role < RepositoryRole.ADMIN:
        return f"{len(required)} of {len(required)} required status checks are expected."
    return ""


def _shown(call: Call, rule: RulesetRule) -> Json:
    source = {
        "ruleset_source_type": "Repository",
        "ruleset_source": call.repository.full_name,
        "ruleset_id": _number(call, rule.pattern),
    }
    return _rule(rule) | source


def _rule(rule: RulesetRule) -> Json:
    return {"type": rule.type} | ({"parameters": rule.parameters} if rule.parameters else {})


def _ruleset(call: Call, pattern: str) -> Json:
    number, place = _number(call, pattern), call.repository
    made = stamp(place.created_at)
    links = {
        "self": {"href": f"{repository.api_url(call.host, place)}/rulesets/{number}"},
        "html": {"href": f"{repository.html_url(call.host, place)}/rules/{number}"},
    }
    return {
        "id": number,
        "name": f"Rules of {pattern}",
        "target": "branch",
        "source_type": "Repository",
        "source": place.full_name,
        "enforcement": "active",
        "node_id": node_id("RRS", number),
        "_links": links,
        "created_at": made,
        "updated_at": made,
    }


def _patterns(call: Call) -> list[str]:
    return list(dict.fromkeys(each.pattern for each in call.repository.settings.rules))


def _number(call: Call, pattern: str) -> int:
    return _patterns(call).index(pattern) + 1


_REPOSITORY = "/repos/{owner}/{repo}"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/rules/branches/{{branch}}", list_branch_rules),
    Route("GET", f"{_REPOSITORY}/rulesets", list_rulesets),
    Route("GET", f"{_REPOSITORY}/rulesets/{{ruleset_id}}", get_ruleset),
)
