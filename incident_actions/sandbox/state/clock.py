"""The sandbox's time: real until it is moved, and then fixed, except for one second a write."""

from datetime import UTC, datetime, timedelta

WRITE = timedelta(seconds=1)


class SandboxClock:
    """A clock that follows real time until it is moved, from the present on `speed` times as fast.

    Once moved, it stands still, except that each writing request takes one second. So the results of successive
    requests are ordered by their creation times. Times are whole seconds, as in GitHub's JSON.
    """

    def __init__(self, moment: datetime | None = None, speed: float = 1) -> None:
        self._moment = None if moment is None else _whole(moment)
        self._began, self._speed = datetime.now(UTC), speed

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
        return self._moment or _whole(self._began + (datetime.now(UTC) - self._began) * self._speed)

    def real_seconds_until(self, moment: datetime) -> float | None:
        """Return the real seconds until a time, at least 0; None if the clock stands still."""
        return None if self.is_fixed else max(0.0, (moment - self.now()).total_seconds() / self._speed)

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
