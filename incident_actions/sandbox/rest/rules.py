"""The route of a branch's rules."""

from fnmatch import fnmatchcase

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.settings import RulesetRule

RULESET = 1


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
        "ruleset_id": RULESET,
    }
    return {"type": rule.type, **source} | ({"parameters": rule.parameters} if rule.parameters else {})


ROUTES = (Route("GET", "/repos/{owner}/{repo}/rules/branches/{branch}", list_branch_rules),)
