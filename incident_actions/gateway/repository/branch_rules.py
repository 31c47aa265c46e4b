"""The rules that branches are under: rulesets, and the older protection of the default branch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from incident_actions.contract.repository_facts import SAMPLE_BRANCHES, BranchRule
from incident_actions.gateway.client.connection import Connection, rows

LISTS = {"file_path_restriction": "restricted_file_paths"}
MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "starts_with": lambda name, pattern: name.startswith(pattern),
    "ends_with": lambda name, pattern: name.endswith(pattern),
    "contains": lambda name, pattern: pattern in name,
    "regex": lambda name, pattern: _found(pattern, name),
}
CHECKS = "required_status_checks"


def tools(connection: Connection) -> tuple[BranchRule, ...]:
    """The rules for branches as the tool names them, which need not be there.

    Rules that are only evaluated are left out, and who may bypass one is not told.
    https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
    """
    return tuple(_rule(branch, each) for branch in SAMPLE_BRANCHES for each in _of(connection, branch))


def required(connection: Connection, branch: str) -> tuple[str, ...]:
    """The status checks that a branch requires.

    https://docs.github.com/en/rest/branches/branches#get-a-branch
    """
    ruled = (_parameters(each).get(CHECKS) or () for each in _of(connection, branch) if each["type"] == CHECKS)
    shown = connection.get(f"branches/{quote(branch, safe='')}")
    protection = shown.get("protection") if shown["protected"] else None
    older = ((protection or {}).get(CHECKS) or {}).get("contexts") or ()
    return tuple(dict.fromkeys((*(str(each["context"]) for rule in ruled for each in rule), *map(str, older))))


def _of(connection: Connection, branch: str) -> list[Any]:
    return [each for page in connection.pages(f"rules/branches/{quote(branch, safe='')}") for each in rows(page)]


def _rule(branch: str, given: Any) -> BranchRule:
    kind, parameters = str(given["type"]), _parameters(given)
    names = tuple(map(str, parameters.get(LISTS.get(kind, "")) or ()))
    fits = kind == "branch_name_pattern" and _fits(branch, parameters)
    return BranchRule(branch, kind, names, excused=fits or bool(parameters.get("do_not_enforce_on_create")))


def _fits(branch: str, parameters: Mapping[str, Any]) -> bool:
    """Whether a branch's name is one that a pattern lets be."""
    match = MATCHES.get(str(parameters.get("operator")))
    found = match is not None and match(branch, str(parameters.get("pattern")))
    return found != bool(parameters.get("negate"))


def _found(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def _parameters(given: Any) -> Mapping[str, Any]:
    parameters = given.get("parameters")
    return parameters if isinstance(parameters, dict) else {}
