"""A connection to a mail server that ends when its time is up, whatever it is waiting for."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any


@dataclass
class Time:
    """What was given; `is_up` once it was too little."""

    ends_at: float
    is_up: bool = False

    @property
    def left(self) -> float:
        """Seconds."""
        return self.ends_at - time.monotonic()


class Line:
    """Where a server is reached. Cut from outside, every read and write of it ends at once.

    The time limit of a socket is no limit of what is done with it: it begins anew with every byte.
    """

    def __init__(self) -> None:
        self._end: socket.socket | None = None
        self._time: Time | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[Time]:
        """What is done within this has so long; then the line is cut."""
        given = self._time = Time(time.monotonic() + seconds)

        def cut() -> None:
            given.is_up = True
            self._cut()

        clock = threading.Timer(seconds, cut)
        clock.daemon = True
        clock.start()
        try:
            yield given
        finally:
            clock.cancel()
            self._time = None

    def reach(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to whichever of the host's addresses answers, as far as the time suffices."""
        refused: OSError | None = None
        for _, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            left = self._time.left if self._time else timeout
            if left <= 0:
                break
            try:
                found = socket.create_connection((str(place[0]), port), min(timeout, left))
            except OSError as error:
                refused = error
                continue
            found.settimeout(timeout)
            self.close()
            self._end = found.dup()  # the other one is replaced where TLS begins
            if self._time and self._time.is_up:
                self._cut()
            return found
        raise refused or TimeoutError("timed out")

    def close(self) -> None:
        """Let go of this end of it."""
        if self._end is not None:
            self._end.close()
            self._end = None

    def _cut(self) -> None:
        if self._end is not None:
            with suppress(OSError):  # it ended by itself
                self._end.shutdown(socket.SHUT_RDWR)


class Smtp(smtplib.SMTP):
    """A mail server at the end of a line."""

    def __init__(self, line: Line, host: str, port: int, **options: Any) -> None:
        self.line = line
        super().__init__(host, port, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.line.reach(host, port, timeout)


class SmtpOverTls(smtplib.SMTP_SSL, Smtp):
    """One that is spoken to in secret from the first word on."""

    def __init__(self, line: Line, host: str, port: int, **options: Any) -> None:
        self.line = line
        smtplib.SMTP_SSL.__init__(self, host, port, **options)
