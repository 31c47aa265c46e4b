"""The permissions of an App's installation token. A job's own token is one too: its App is github-actions.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
https://docs.github.com/en/actions/concepts/security/github_token
"""

from collections.abc import Collection
from dataclasses import dataclass

LEVELS = ("none", "read", "write", "admin")
"""Levels of access; each includes the ones before it."""


def covers(level: str, wanted: str) -> bool:
    """Check that one level of access includes another."""
    return LEVELS.index(level) >= LEVELS.index(wanted)


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions by their names in the API, and the repositories they apply to, in lower case.

    None means every repository in which the App is installed.
    """

    permissions: dict[str, str]
    repositories: frozenset[str] | None = None

    def reaches(self, full_name: str) -> bool:
        """Check that the token applies to a repository."""
        return self.repositories is None or full_name.lower() in self.repositories

    def allows(self, names: Collection[str], level: str) -> bool:
        """Check that one of the permissions is granted at a level; none stands for metadata, which all tokens have."""
        return not names or any(covers(self.permissions.get(name, "none"), level) for name in names)
