"""Rules that would block the tool's branches, or people's work on them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.contract.repository_facts import SAMPLE_BRANCHES, BranchRule, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, Level, failure, pass_result
from incident_actions.doctor.tool_workflows import adopted_workflows, jobs, parse_workflow, tool_path
from incident_actions.postmortem.file import DIRECTORY

BLOCKING_RULES = ("creation", "required_deployments", "required_status_checks", "branch_name_pattern")
"""Types of rules under which the tool cannot create its branch.

https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
"""

HINDERING_RULES = (
    "update",
    "pull_request",
    "commit_message_pattern",
    "commit_author_email_pattern",
    "committer_email_pattern",
)
"""Types of rules under which the tool may fail, or people cannot finish the branch."""

SIGNATURE_RULE = "required_signatures"
"""GitHub signs commits by a workflow's own token or an App; a server of your own only if it is set up.

https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots
"""

PATH_RULE = "file_path_restriction"


def check_branch_rules(examined: Examination) -> CheckResult:
    """Check that branches for post-mortems, hotfixes and drills can be created and finished."""
    rules = require_fact(examined.facts.rules)
    stops = tuple((each.branch, each.type) for each in rules if _stops(each))
    hinders = tuple(
        (each.branch, each.type) for each in rules if _hinders(each, hosted=examined.facts.repository.hosted)
    )
    if not stops and not hinders:
        return pass_result("free")
    return CheckResult(Level.FAIL if stops else Level.WARN, "ruled", {"rules": (*stops, *hinders)})


def _stops(rule: BranchRule) -> bool:
    if rule.branch not in SAMPLE_BRANCHES:
        return False
    if rule.type == PATH_RULE:
        return any(_covers(each, f"{DIRECTORY}/x.md") for each in rule.names)
    return rule.type in BLOCKING_RULES and not rule.excused


def _hinders(rule: BranchRule, *, hosted: bool) -> bool:
    return rule.branch in SAMPLE_BRANCHES and (
        rule.type in HINDERING_RULES
        or (rule.type == SIGNATURE_RULE and not hosted)
        or (rule.type == "deletion" and rule.branch.startswith("drill/"))  # a drill deletes its branches when it ends
    )


def _covers(pattern: str, path: str) -> bool:
    """Whether a restriction covers a path: as a folder, or as a pattern in which two stars cross folders."""
    parts = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    written = "".join(parts.get(each, re.escape(each)) for each in re.split(r"(\*\*|\*|\?)", pattern.strip("/")))
    return re.fullmatch(f"{written}(/.*)?", path) is not None


def check_required_check(examined: Examination) -> CheckResult:
    """Check that the post-mortem check is not required, since it starts only for post-mortems."""
    named = set(_names(examined))
    required = require_fact(examined.facts.required)
    waiting = tuple(each for each in required if each in named or each.rpartition(" / ")[2] in named)
    return failure("required", waiting=waiting) if waiting else pass_result("free")


def _names(examined: Examination) -> Iterator[str]:
    """Return the possible names of the check: the name of its job, or its key."""
    found = adopted_workflows(require_fact(examined.facts.files)).get("postmortem")
    path = tool_path("postmortem")
    for content in (parse_workflow(examined.facts.tool[path], path), found.content if found else None):
        yield from (str(job.get("name") or key) for key, job in jobs(content or {}).items())


BRANCH_RULES = Check(
    "branch-rules",
    "Branch rules",
    "No active ruleset blocks the branches `postmortem/…`, `hotfix/…` and `drill/…`.",
    "Settings → Rules → Rulesets",
    "settings/rules",
    check_branch_rules,
)
REQUIRED_CHECK = Check(
    "required-check",
    "Required checks",
    "The post-mortem check is not required on the default branch, because it runs for post-mortems only.",
    "Settings → Rules → Rulesets, or Settings → Branches",
    "settings/rules",
    check_required_check,
)
