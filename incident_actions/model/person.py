"""People, as accounts on GitHub."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True)
class Person:
    """An account on GitHub; the login `ghost` represents a deleted one."""

    login: str
    id: int = 0
    """The account's id, or 0 where it is unknown."""
    bot: bool = False
    formerly: tuple[Person, ...] = ()
    """The accounts that this one replaced; what they wrote counts as its own."""

    def is_same_as(self, other: Person) -> bool:
        """Whether this is the other account, or one that the other replaced."""
        return self._is(other) or any(self._is(each) for each in other.formerly)

    def _is(self, other: Person) -> bool:
        """Compare by id where both are known, otherwise by login, whose case does not matter."""
        if self.id and other.id:
            return self.id == other.id
        return self.login.casefold() == other.login.casefold()


GHOST = Person("ghost", 10137)


ACTIONS_BOT = Person("github-actions[bot]", bot=True)
"""The account of a workflow's own token; its id differs between servers, its login does not."""
