"""Handing letters to a chat by a secret web address, each once and within its time.

The address comes from the environment and goes to its own host alone: into no log, no ledger, no
message of ours. An answer that never came is `uncertain`, as it is with mail.
"""

import asyncio
import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipeline.errors import MailError
from pipeline.mail.answers import Answer, settled
from pipeline.mail.channel import Outcome
from pipeline.mail.chat import chat_message
from pipeline.mail.letter import Letter
from pipeline.printable import one_line
from pipeline.settings.webhooks import Webhook
from pipeline.web_address import is_here, is_web
from pipeline.web_times import rest_asked

MOST_ATTEMPTS = 3
"""How often one letter is handed over in a call, where the server says that it did not take it."""

REQUEST_SECONDS = 30
"""How long one attempt may take in all, from the name's look-up to the answer's first line."""

WORDS_SECONDS, MOST_WORDS = 5, 300
"""How long the words behind the answer may take, and how many bytes of them are read."""

LONGEST_WAIT_SECONDS = 15
"""A server that wants to be left alone for longer gets the letter in a later call."""

LONGEST_REST = timedelta(hours=4)
"""The longest rest that a server is granted."""

_LOUD = ("httpx", "httpcore")


class _NotNotedError(Exception):
    """The ledger could not be written."""

    def __init__(self, trouble: OSError) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


class WebhookChannel:
    """One chat. After trouble with the server it takes no other letter in this call."""

    def __init__(
        self,
        webhook: Webhook,
        environment: Mapping[str, str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises MailError where the variable holds no address that may be written to."""
        self._webhook = webhook
        self._url = _address(webhook.url_variable, environment)
        self._sleep = sleep
        self._trouble: str | None = None
        self._rest_until: float | None = None
        self._is_under_way = False
        for name in _LOUD:  # they log addresses
            logging.getLogger(name).setLevel(logging.WARNING)

    def hand_over(self, letter: Letter, at: datetime, before: Callable[[], None]) -> Outcome:
        """Hand over; what the server did not take for a passing reason is tried again."""
        if self._trouble is not None:
            return Outcome("deferred", self._trouble, self._rest())
        message = chat_message(letter, self._webhook.format)
        content = json.dumps(message, ensure_ascii=False, default=str).encode(errors="replace")
        outcome = self._attempts(content, _once(before))
        if outcome.result in {"deferred", "uncertain"}:
            self._trouble = outcome.reply
            if outcome.rest:
                self._rest_until = time.monotonic() + outcome.rest.total_seconds()
        return outcome

    def close(self) -> None:
        """Nothing to do: each attempt has a connection of its own."""

    def _rest(self) -> timedelta | None:
        if self._rest_until is None:
            return None
        return timedelta(seconds=max(self._rest_until - time.monotonic(), 1))

    def _attempts(self, content: bytes, before: Callable[[], None]) -> Outcome:
        attempt, wait = 1, 1.0
        while True:
            self._is_under_way = False
            try:
                answer = asyncio.run(self._post(content, before))
            except _NotNotedError as error:
                raise error.trouble from None
            except (httpx.HTTPError, OSError) as error:
                return self._broken(error)
            if outcome := settled(answer):
                return outcome
            rest = wait if answer.rest is None else answer.rest
            if attempt == MOST_ATTEMPTS or rest > LONGEST_WAIT_SECONDS:
                most = LONGEST_REST.total_seconds()
                asked = timedelta(seconds=min(rest, most)) if answer.rest else None
                times = f", {attempt} times in a row" if attempt > 1 else ""
                return Outcome("deferred", f"answered {answer.told}{times}", asked)
            self._sleep(rest)
            attempt, wait = attempt + 1, wait * 2

    def _broken(self, error: Exception) -> Outcome:
        if self._is_under_way:
            if isinstance(error, TimeoutError):
                return Outcome("uncertain", f"no answer within {REQUEST_SECONDS} seconds")
            return Outcome("uncertain", f"no whole answer ({self._safe(str(error))})")
        if isinstance(error, TimeoutError):
            return Outcome("deferred", f"could not be reached within {REQUEST_SECONDS} seconds")
        words = self._safe(str(error)) or type(error).__name__
        return Outcome(
            "deferred", f"cannot be reached ({words}); check {self._webhook.url_variable}"
        )

    async def _post(self, content: bytes, before: Callable[[], None]) -> Answer:
        async def trace(event: str, _: Mapping[str, Any]) -> None:
            if event.endswith("send_request_headers.started"):
                try:
                    before()
                except OSError as error:  # this machine's trouble, not the server's
                    raise _NotNotedError(error) from error
                self._is_under_way = True

        is_tls = self._url.startswith("https:")
        async with (
            asyncio.timeout(REQUEST_SECONDS) as limit,
            httpx.AsyncClient(
                timeout=None,  # the one around it holds for all together
                verify=ssl.create_default_context() if is_tls else False,
                trust_env=is_tls,  # on this machine no proxy is asked
                follow_redirects=False,  # the address is for nobody else
            ) as client,
            client.stream(
                "POST",
                self._url,
                content=content,
                headers={"Content-Type": "application/json; charset=utf-8"},
                extensions={"trace": trace},
            ) as response,
        ):
            limit.reschedule(None)
            words = await self._words(response)
            rest = rest_asked(response.headers.get("retry-after"), datetime.now(UTC))
            return Answer(response.status_code, words, rest)

    async def _words(self, response: httpx.Response) -> str:
        """What stands behind the answer's first line, as far as it comes; it decides nothing."""
        said = b""
        with suppress(httpx.HTTPError, OSError):
            async with asyncio.timeout(WORDS_SECONDS):
                async for piece in response.aiter_bytes():
                    said += piece
                    if len(said) >= MOST_WORDS:
                        break
        return self._safe(said[:MOST_WORDS].decode(errors="replace"))

    def _safe(self, text: str) -> str:
        """Words of others without anything of the address but its host."""
        parts = urlsplit(self._url)
        secrets = {self._url, parts.path, parts.query, *parts.path.split("/")}
        secrets |= {value.rpartition("=")[2] for value in parts.query.split("&")}
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) > 3:
                text = text.replace(secret, "…")
        return one_line(text)


def _address(variable: str, environment: Mapping[str, str]) -> str:
    """The address in a variable. Raises MailError, which does not repeat it."""
    url = environment.get(variable, "").strip()
    if not url:
        raise MailError(
            f"vip-sla.yml: alerts.webhooks names {variable}, which the environment does not have; "
            "set it where this command is called"
        )
    if not is_web(url) or not _is_plain(url):
        raise MailError(f"{variable} holds no web address; it begins with https://")
    parts = urlsplit(url)
    if parts.scheme == "http" and not is_here(parts.hostname):
        raise MailError(
            f"{variable} must begin with https://, as the address would cross the network open"
        )
    return url


def _is_plain(url: str) -> bool:
    try:
        return bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        return False


def _once(do: Callable[[], None]) -> Callable[[], None]:
    """Does it at the first call alone: of several attempts only the first is noted."""
    is_done = False

    def first() -> None:
        nonlocal is_done
        if not is_done:
            do()
            is_done = True

    return first
