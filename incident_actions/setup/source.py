"""The version of the tool that a repository uses: a repository, one of its commits, and that commit's version tag."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

_WRITTEN = lazy_pattern(r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{40})")
FORM = "OWNER/NAME@COMMIT"


@dataclass(frozen=True)
class Source:
    """The tool's repository, the full SHA of a commit, and its version if it is a release."""

    repository: str
    commit: str
    version: str = ""

    def pin(self, path: str) -> str:
        """Return the value of `uses:` for a path in it. A comment names the version, where Dependabot keeps it.

        https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
        """
        return f"{self.repository}/{path}@{self.commit}" + (f" # v{self.version}" if self.version else "")


def parse_source(written: str) -> Source | None:
    """Read `OWNER/NAME@COMMIT`; None for anything else, such as a branch or a tag, which could be moved."""
    found = _WRITTEN.fullmatch(written.strip())
    return Source(found["repository"], found["commit"]) if found else None
