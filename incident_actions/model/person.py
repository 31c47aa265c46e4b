"""People as GitHub knows them."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """An account; `id` is 0 where it is not known, the login `ghost` stands for a deleted account.

    `formerly` are the accounts whose place it took: what they wrote is its own.
    """

    login: str
    id: int = 0
    bot: bool = False
    formerly: tuple[Person, ...] = ()

    def is_same_as(self, other: Person) -> bool:
        """Whether this is the other account, or one whose place the other took."""
        return self._is(other) or any(self._is(each) for each in other.formerly)

    def _is(self, other: Person) -> bool:
        """Compare by id where it is known, else by login, whose case means nothing."""
        if self.id and other.id:
            return self.id == other.id
        return self.login.casefold() == other.login.casefold()


GHOST = Person("ghost", 10137)


ACTIONS_BOT = Person("github-actions[bot]", bot=True)
"""The account behind every workflow's own token; its id differs from server to server, its login does not."""
