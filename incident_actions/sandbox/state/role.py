"""What a person may do in a repository: GitHub's five roles, and custom ones that extend them."""

from enum import IntEnum


class Role(IntEnum):
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
    def named(cls, name: str) -> "Role":
        """The role with GitHub's name for it."""
        return cls[name.upper()]

    @property
    def permission(self) -> str:
        """The older word for it: admin, write, read or none."""
        legacy = {Role.MAINTAIN: Role.WRITE, Role.TRIAGE: Role.READ}
        return legacy.get(self, self).name.lower()

    @property
    def flags(self) -> dict[str, bool]:
        """The `permissions` object that GitHub puts on repositories and collaborators."""
        return {
            "admin": self >= Role.ADMIN,
            "maintain": self >= Role.MAINTAIN,
            "push": self >= Role.WRITE,
            "triage": self >= Role.TRIAGE,
            "pull": self >= Role.READ,
        }
