"""The sandbox's time: real until it is moved, and then fixed, except for one second a write."""

from datetime import UTC, datetime, timedelta

WRITE = timedelta(seconds=1)


class SandboxClock:
    """A clock that follows real time until it is moved.

    Once moved, it stands still, except that each writing request takes one second. So the results of successive
    requests are ordered by their creation times. Times are whole seconds, as in GitHub's JSON.
    """

    def __init__(self, moment: datetime | None = None) -> None:
        self._moment = None if moment is None else _whole(moment)

    @property
    def is_fixed(self) -> bool:
        """Whether the clock has been moved, and no longer follows real time."""
        return self._moment is not None

    @property
    def moment(self) -> datetime | None:
        """The fixed time, or None while the clock follows real time."""
        return self._moment

    def now(self) -> datetime:
        """Return the present time, in UTC."""
        return self._moment or _whole(datetime.now(UTC))

    def move_to(self, moment: datetime) -> None:
        """Set the clock to a time; it stays there."""
        self._moment = _whole(moment)

    def advance(self, by: timedelta) -> None:
        """Move the clock forward; it stays there."""
        self.move_to(self.now() + by)

    def tick(self) -> None:
        """Add the second that a write takes, if the clock has been moved."""
        if self._moment is not None:
            self._moment += WRITE


def _whole(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {moment}")
    return moment.astimezone(UTC).replace(microsecond=0)
