"""How many requests a minute: a budget that all workers share, and the clock that it goes by."""

import time
from datetime import UTC, datetime
from threading import Lock


class Clock:
    """Time passing; tests have one of their own."""

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)

    def now(self) -> datetime:
        """This machine's moment, UTC, in whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)


class OutOfTimeError(Exception):
    """The minutes that this call may take are over."""


class Budget:
    """A bucket of tokens, one a request, that fills steadily and never holds more than one.

    So any minute has at most the number allowed, wherever the server begins to count.
    """

    def __init__(self, per_minute: int, clock: Clock, most_seconds: float | None = None) -> None:
        """With `most_seconds` nothing is allowed any more that would begin later than that."""
        self._interval = 60 / per_minute
        self._clock = clock
        self._free_at = clock.monotonic()
        self._ends_at = None if most_seconds is None else self._free_at + most_seconds
        self._lock = Lock()
        self.taken = 0

    def take(self) -> None:
        """Wait until one more request may be made. Raises OutOfTimeError."""
        with self._lock:
            now = self._clock.monotonic()
            at = max(self._free_at, now)
            self._check(at)
            self._free_at = at + self._interval
            self.taken += 1
        if at > now:
            self._clock.sleep(at - now)

    def rest(self, seconds: float) -> None:
        """No request for so long, from whichever worker."""
        with self._lock:
            self._free_at = max(self._free_at, self._clock.monotonic() + seconds)

    def sleep(self, seconds: float) -> None:
        """One worker waits. Raises OutOfTimeError."""
        self._check(self._clock.monotonic() + seconds)
        self._clock.sleep(seconds)

    def _check(self, moment: float) -> None:
        if self._ends_at is not None and moment > self._ends_at:
            raise OutOfTimeError
