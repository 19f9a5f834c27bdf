"""Asking an API politely: within its budget, again after troubles that pass, never for ever.

The key is in a header and nowhere else: it is cut out of whatever a server says about it.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from json import JSONDecodeError, loads
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from pipeline.errors import FetchError
from pipeline.fetching.budget import Budget, Clock
from pipeline.printable import one_line
from pipeline.web_times import moment_of, rest_asked

MOST_ATTEMPTS = 8
"""How often one thing is asked for; with the waiting in between some three minutes."""

TIMEOUT_SECONDS = 60
"""How long a server may be silent."""

ANSWER_SECONDS = 300
"""How long one answer may take in all: a server that sends byte by byte is never silent."""

MOST_REST_SECONDS = 3600
"""The longest rest that a server is granted."""

_FIRST_WAIT, _LONGEST_WAIT = 1, 60


@dataclass(frozen=True)
class Answer:
    """What a server answered: its JSON, headers (names in lower case), and its own time (UTC)."""

    content: Any
    headers: Mapping[str, str]
    server_time: datetime | None


class RefusedError(FetchError):
    """The server understood, and refuses; asking again would not help."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class _PassingError(Exception):
    """Trouble that may be over soon; `rest` is what the server asks for."""

    def __init__(self, words: str, rest: float | None = None) -> None:
        super().__init__(words)
        self.rest = rest


class Client:
    """One API, asked by one key. May be shared by threads."""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        secret: str,
        budget: Budget,
        clock: Clock,
    ) -> None:
        self._url, self._secret = url, secret
        self._budget, self._clock = budget, clock
        is_tls = url.startswith("https:")
        self._http = httpx.Client(
            headers={"Accept": "application/json", **headers},
            timeout=TIMEOUT_SECONDS,
            verify=ssl.create_default_context(),
            trust_env=is_tls,  # on this machine no proxy is asked
            follow_redirects=False,  # the key is for nobody else
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def get(self, *path: str, **params: str | int) -> Answer:
        """Ask for what is at `path`, its pieces as they are.

        Raises RefusedError, FetchError after the last attempt, and OutOfTimeError.
        """
        place = "/" + "/".join(quote(piece, safe="") for piece in path)
        attempts = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(MOST_ATTEMPTS),
            wait=self._wait,
            sleep=self._budget.sleep,
            reraise=True,
        )
        try:
            return attempts(self._once, place, params)
        except _PassingError as trouble:
            raise FetchError(
                f"{self._url}{place} {trouble}, {MOST_ATTEMPTS} times in a row; what was fetched "
                "is kept, so call again later"
            ) from None

    _backoff = wait_exponential_jitter(initial=_FIRST_WAIT, max=_LONGEST_WAIT)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _PassingError) and error.rest is not None:
            return error.rest
        return self._backoff(state)

    def _once(self, place: str, params: Mapping[str, str | int]) -> Answer:
        self._budget.take()
        try:
            with self._http.stream("GET", self._url + place, params=params) as response:
                return self._answer(place, response, self._read(response))
        except (httpx.TransportError, httpx.DecodingError) as error:
            if certificate := _certificate_trouble(error):
                raise FetchError(
                    f"{self._url} has a certificate that cannot be trusted ({certificate}); check "
                    "fetch.url, or name the file of your own authority in SSL_CERT_FILE"
                ) from None
            words = one_line(str(error)) or type(error).__name__
            raise _PassingError(f"gave no whole answer ({words})") from None

    def _read(self, response: httpx.Response) -> bytes:
        ends_at = self._clock.monotonic() + ANSWER_SECONDS
        pieces = []
        for piece in response.iter_bytes():
            pieces.append(piece)
            if self._clock.monotonic() > ends_at:
                raise _PassingError(f"took more than {ANSWER_SECONDS} seconds for one answer")
        return b"".join(pieces)

    def _answer(self, place: str, response: httpx.Response, content: bytes) -> Answer:
        status = response.status_code
        if status == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            rest = _rest(response, self._clock.now())
            if status == httpx.codes.TOO_MANY_REQUESTS:
                self._budget.rest(_FIRST_WAIT if rest is None else rest)
            raise _PassingError(f"answered {status}", rest)
        if response.is_redirect:
            target = self._safe(response.headers.get("location", ""))
            raise FetchError(
                f"{self._url}{place} sends us elsewhere ({status}, {target}), and the key is for "
                "nobody else; correct fetch.url"
            )
        if not response.is_success:
            told = self._safe(content[:400].decode(errors="replace"))
            raise RefusedError(f"{self._url}{place} answered {status} {told}".strip(), status)
        try:
            value = loads(content)
        except (JSONDecodeError, UnicodeDecodeError, RecursionError):
            raise _PassingError("answered what is no JSON") from None
        return Answer(value, response.headers, moment_of(response.headers.get("date")))

    def _safe(self, text: str) -> str:
        return one_line(text.replace(self._secret, "…"))


def _certificate_trouble(error: BaseException) -> str | None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        cause = cause.__cause__ or cause.__context__
    return None


def _rest(response: httpx.Response, now: datetime) -> float | None:
    asked = rest_asked(response.headers.get("retry-after"), now)
    return None if asked is None else min(asked, MOST_REST_SECONDS)
