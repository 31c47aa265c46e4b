"""The route of a branch's rules."""

from fnmatch import fnmatchcase

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.state.settings import RulesetRule

RULESET = 1


def list_branch_rules(call: Call) -> ApiResponse:
    """List the active rules for a branch of that name, which need not exist."""
    held = [each for each in call.repository.settings.rules if fnmatchcase(call.parts["branch"], each.pattern)]
    return page(call, held, lambda rule: _shown(call, rule))


def _shown(call: Call, rule: RulesetRule) -> Json:
    source = {
        "ruleset_source_type": "Repository",
        "ruleset_source": call.repository.full_name,
        "ruleset_id": RULESET,
    }
    return {"type": rule.type, **source} | ({"parameters": rule.parameters} if rule.parameters else {})


ROUTES = (Route("GET", "/repos/{owner}/{repo}/rules/branches/{branch}", list_branch_rules),)
