"""The sandbox's time: real until somebody moves it, then standing still but for one second a write."""

from datetime import UTC, datetime, timedelta

WRITE = timedelta(seconds=1)


class SandboxClock:
    """A clock that follows real time until it is moved.

    Once moved it stands still, except that each request that writes takes one second, so that what is made by
    successive requests is ordered by its creation times. Whole seconds only, as GitHub's JSON carries no more.
    """

    def __init__(self, moment: datetime | None = None) -> None:
        self._moment = None if moment is None else _whole(moment)

    @property
    def moved(self) -> bool:
        """Whether the clock no longer follows real time."""
        return self._moment is not None

    @property
    def moment(self) -> datetime | None:
        """Where the clock stands, or None while it follows real time."""
        return self._moment

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self._moment or _whole(datetime.now(UTC))

    def move_to(self, moment: datetime) -> None:
        """Stand still at the given moment from now on."""
        self._moment = _whole(moment)

    def advance(self, by: timedelta) -> None:
        """Stand still at a moment that much later than now."""
        self.move_to(self.now() + by)

    def tick(self) -> None:
        """Let a standing clock take the second that a write takes."""
        if self._moment is not None:
            self._moment += WRITE


def _whole(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {moment}")
    return moment.astimezone(UTC).replace(microsecond=0)
