"""GitHub's five repository roles; custom roles extend them."""

from enum import IntEnum


class RepositoryRole(IntEnum):
    """GitHub's repository roles, each including the ones before it.

    https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
    """

    NONE = 0
    READ = 1
    TRIAGE = 2
    WRITE = 3
    MAINTAIN = 4
    ADMIN = 5

    @classmethod
    def by_name(cls, name: str) -> "RepositoryRole":
        """Return the role by GitHub's name for it."""
        return cls[name.upper()]

    @property
    def permission(self) -> str:
        """The older word for the role: admin, write, read or none."""
        legacy = {RepositoryRole.MAINTAIN: RepositoryRole.WRITE, RepositoryRole.TRIAGE: RepositoryRole.READ}
        return legacy.get(self, self).name.lower()

    @property
    def flags(self) -> dict[str, bool]:
        """The `permissions` object of repositories and collaborators."""
        return {
            "admin": self >= RepositoryRole.ADMIN,
            "maintain": self >= RepositoryRole.MAINTAIN,
            "push": self >= RepositoryRole.WRITE,
            "triage": self >= RepositoryRole.TRIAGE,
            "pull": self >= RepositoryRole.READ,
        }
