"""Routes of rulesets, and of the rules of a branch."""

from dataclasses import replace
from typing import Any

from incident_actions.sandbox.changes import rulesets
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import invalid, not_found, wrong
from incident_actions.sandbox.shapes import ruleset as shapes
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.rulesets import StoredRuleset

TARGETS, ENFORCEMENTS = ("branch", "tag", "push"), ("active", "disabled", "evaluate")
_REVIEWS = (
    "dismiss_stale_reviews_on_push",
    "require_code_owner_review",
    "require_last_push_approval",
    "required_approving_review_count",
    "required_review_thread_resolution",
)
_PATTERN = ("operator", "pattern")
_NEEDED = {
    **dict.fromkeys(("creation", "deletion", "non_fast_forward", "required_linear_history", "update"), ()),
    **dict.fromkeys(("branch_name_pattern", "commit_message_pattern", "tag_name_pattern"), _PATTERN),
    "pull_request": _REVIEWS,
    "required_deployments": ("required_deployment_environments",),
    "required_signatures": (),
    "required_status_checks": ("required_status_checks", "strict_required_status_checks_policy"),
}
"""The rules that the sandbox takes, with the parameters that each needs."""


def list_rulesets(call: Call) -> ApiResponse:
    """List the rulesets, without their rules."""
    return page(
        call, shapes.rulesets_of(call.repository), lambda each: shapes.ruleset(call.host, call.repository, each)
    )


def get_ruleset(call: Call) -> ApiResponse:
    """Return one ruleset with its rules."""
    number = call.number("ruleset_id")
    found = next((each for each in shapes.rulesets_of(call.repository) if each.id == number), None)
    if found is None:
        raise not_found()
    return _shown(call, found)


def create_ruleset(call: Call) -> ApiResponse:
    """Create a ruleset."""
    now = call.acting.now
    name, enforcement = call.text("name", "RepositoryRuleset"), call.text("enforcement", "RepositoryRuleset")
    made = _changed(call, StoredRuleset(call.acting.next_id(), name, "branch", enforcement, now, now))
    rulesets.create(call.acting, made)
    return _shown(call, made, 201)


def change_ruleset(call: Call) -> ApiResponse:
    """Change a ruleset; what the body leaves out stays."""
    made = _changed(call, _stored(call))
    rulesets.change(call.acting, made)
    return _shown(call, made)


def delete_ruleset(call: Call) -> ApiResponse:
    """Delete a ruleset."""
    rulesets.delete(call.acting, _stored(call))
    return NO_CONTENT


def list_branch_rules(call: Call) -> ApiResponse:
    """List the active rules for a branch of that name, which need not exist."""
    source = {"ruleset_source_type": "Repository", "ruleset_source": call.repository.full_name}
    held = shapes.rules_for(call.repository, call.parts["branch"])
    return page(call, held, lambda each: each[1] | source | {"ruleset_id": each[0]})


def missing_review(call: Call, branch: str) -> str:
    """Return why a branch takes no commit without a pull request; empty if it takes one.

    Rulesets hold for everybody here, the older branch protection for everybody but administrators.
    """
    place = call.repository
    if any(rule["type"] in ("pull_request", "update") for _, rule in shapes.rules_for(place, branch)):
        return "Changes must be made through a pull request."
    required = place.settings.required_checks if branch == place.default_branch else []
    if required and call.role < RepositoryRole.ADMIN:
        return f"{len(required)} of {len(required)} required status checks are expected."
    return ""


def _changed(call: Call, value: StoredRuleset) -> StoredRuleset:
    """Return a ruleset with what the body says; raises Problem."""
    body = call.body
    refs = (body.get("conditions") or {}).get("ref_name") or {}
    made = replace(
        value,
        name=call.text("name", "RepositoryRuleset", value.name),
        target=body.get("target", value.target),
        enforcement=body.get("enforcement", value.enforcement),
        include=refs.get("include", value.include),
        exclude=refs.get("exclude", value.exclude),
        rules=_rules(body["rules"]) if "rules" in body else value.rules,
        bypass_actors=body.get("bypass_actors") or value.bypass_actors,
    )
    if made.target not in TARGETS or made.enforcement not in ENFORCEMENTS:
        raise wrong("RepositoryRuleset", "target" if made.target not in TARGETS else "enforcement")
    taken = (each.name.casefold() for each in call.repository.rulesets if each.id != value.id)
    if made.name.casefold() in taken:
        raise invalid("Validation Failed", "Name must be unique")
    return made


def _rules(given: Any) -> list[Json]:
    """Return rules as they are stored; raises Problem for one that is unknown or lacks a parameter."""
    for place, each in enumerate(given if isinstance(given, list) else [None]):
        known = isinstance(each, dict) and each.get("type") in _NEEDED
        if not known or not set(_NEEDED[each["type"]]) <= set(each.get("parameters") or ()):
            raise invalid(f"Invalid property /rules/{place}: data matches no possible input. See `documentation_url`.")
    return [dict(each) for each in given]


def _stored(call: Call) -> StoredRuleset:
    number = call.number("ruleset_id")
    found = next((each for each in call.repository.rulesets if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _shown(call: Call, value: StoredRuleset, status: int = 200) -> ApiResponse:
    return ApiResponse(status, shapes.whole_ruleset(call.host, call.repository, value))


_REPOSITORY = "/repos/{owner}/{repo}"
_ALL, _ONE = f"{_REPOSITORY}/rulesets", f"{_REPOSITORY}/rulesets/{{ruleset_id}}"
_ADMIN, _PERMISSIONS = RepositoryRole.ADMIN, ("administration",)
ROUTES = (
    Route("GET", f"{_REPOSITORY}/rules/branches/{{branch}}", list_branch_rules),
    Route("GET", _ALL, list_rulesets),
    Route("GET", _ONE, get_ruleset),
    Route("POST", _ALL, create_ruleset, _ADMIN, permissions=_PERMISSIONS),
    Route("PUT", _ONE, change_ruleset, _ADMIN, permissions=_PERMISSIONS),
    Route("DELETE", _ONE, delete_ruleset, _ADMIN, permissions=_PERMISSIONS),
)
