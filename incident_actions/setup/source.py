"""The version of the tool that a repository uses: a repository, one of its commits, and the version there."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

_WRITTEN = lazy_pattern(r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{40})")
FORM = "OWNER/NAME@COMMIT"


@dataclass(frozen=True, slots=True)
class Source:
    """The tool's repository, the full SHA of a commit, and the version there."""

    repository: str
    commit: str
    version: str

    def pin(self, path: str) -> str:
        """Return the value of `uses:` for a path in it.

        https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
        """
        return f"{self.repository}/{path}@{self.commit} # v{self.version}"


def parse_source(written: str, version: str) -> Source | None:
    """Read `OWNER/NAME@COMMIT`; None for anything else, such as a branch or a tag, which could be moved."""
    found = _WRITTEN.fullmatch(written.strip())
    return Source(found["repository"], found["commit"], version) if found else None
