"""Rulesets of a repository: which branches and tags they are about, and the rules that hold for them."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ALL, DEFAULT = "~ALL", "~DEFAULT_BRANCH"
_GLOB = re.compile(r"\*\*/|\*|\?|[^*?]+")


@dataclass(slots=True)
class StoredRuleset:
    """A ruleset as somebody created it. `include` and `exclude` are GitHub's patterns of refs."""

    id: int
    name: str
    target: str
    enforcement: str
    created_at: datetime
    updated_at: datetime
    include: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    bypass_actors: list[dict[str, Any]] = field(default_factory=list)

    def holds_for(self, branch: str, default_branch: str) -> bool:
        """Check that the ruleset is active and about a branch."""
        is_about = self.enforcement == "active" and self.target == "branch"
        return (
            is_about
            and _any_matches(self.include, branch, default_branch)
            and not _any_matches(self.exclude, branch, default_branch)
        )


def _any_matches(patterns: list[str], branch: str, default_branch: str) -> bool:
    special = {ALL: True, DEFAULT: branch == default_branch}
    return any(special.get(each, _matches(each, f"refs/heads/{branch}")) for each in patterns)


def _matches(pattern: str, ref: str) -> bool:
    """Match a ref as GitHub does: `*` stops at a slash, and `**/` stands for any folders.

    https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#using-fnmatch-syntax
    """
    known = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    return re.fullmatch("".join(known.get(each, re.escape(each)) for each in _GLOB.findall(pattern)), ref) is not None
