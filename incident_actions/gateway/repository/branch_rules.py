"""The rules for branches: rulesets, and the older protection of the default branch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from incident_actions.contract.repository_facts import SAMPLE_BRANCHES, BranchRule
from incident_actions.gateway.client.connection import Connection, require_list

PARAMETER_NAMES = {"file_path_restriction": "restricted_file_paths"}
MATCHERS: Mapping[str, Callable[[str, str], bool]] = {
    "starts_with": lambda name, pattern: name.startswith(pattern),
    "ends_with": lambda name, pattern: name.endswith(pattern),
    "contains": lambda name, pattern: pattern in name,
    "regex": lambda name, pattern: _matches(pattern, name),
}
STATUS_CHECKS = "required_status_checks"


def tool_branch_rules(connection: Connection) -> tuple[BranchRule, ...]:
    """Return the rules for branches with the names that the tool gives them, whether or not they exist.

    Rules that are only evaluated are left out. GitHub does not return who may bypass a rule.
    https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
    """
    return tuple(_rule(branch, each) for branch in SAMPLE_BRANCHES for each in _branch_rules(connection, branch))


def required_checks(connection: Connection, branch: str) -> tuple[str, ...]:
    """Return the status checks that a branch requires.

    https://docs.github.com/en/rest/branches/branches#get-a-branch
    """
    ruled = (
        _parameters(each).get(STATUS_CHECKS) or ()
        for each in _branch_rules(connection, branch)
        if each["type"] == STATUS_CHECKS
    )
    shown = connection.get(f"branches/{quote(branch, safe='')}")
    protection = shown.get("protection") if shown["protected"] else None
    older = ((protection or {}).get(STATUS_CHECKS) or {}).get("contexts") or ()
    return tuple(dict.fromkeys((*(str(each["context"]) for rule in ruled for each in rule), *map(str, older))))


def _branch_rules(connection: Connection, branch: str) -> list[Any]:
    return [
        each for page in connection.pages(f"rules/branches/{quote(branch, safe='')}") for each in require_list(page)
    ]


def _rule(branch: str, given: Any) -> BranchRule:
    kind, parameters = str(given["type"]), _parameters(given)
    names = tuple(map(str, parameters.get(PARAMETER_NAMES.get(kind, "")) or ()))
    fits = kind == "branch_name_pattern" and _fits(branch, parameters)
    return BranchRule(branch, kind, names, excused=fits or bool(parameters.get("do_not_enforce_on_create")))


def _fits(branch: str, parameters: Mapping[str, Any]) -> bool:
    """Return whether a pattern permits a branch's name."""
    match = MATCHERS.get(str(parameters.get("operator")))
    found = match is not None and match(branch, str(parameters.get("pattern")))
    return found != bool(parameters.get("negate"))


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def _parameters(given: Any) -> Mapping[str, Any]:
    parameters = given.get("parameters")
    return parameters if isinstance(parameters, dict) else {}
