"""Letters to a chat, against a real web server on loopback: each once, each within its time."""

import errno
import logging
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import MailError
from pipeline.mail import webhook
from pipeline.mail.channel import Channels, Outcome
from pipeline.mail.ledger import Ledger
from pipeline.mail.letter import Body, Letter
from pipeline.mail.post import Post, Standing
from pipeline.mail.webhook import MOST_ATTEMPTS, WebhookChannel
from pipeline.settings.webhooks import Webhook
from tests.pipeline.mail.chat_server import SECRET, ChatServer, Reply, chat_server

VARIABLE = "SLACK_ALERTS_URL"
WEBHOOK = Webhook(url_variable=VARIABLE, format="json")
NOW = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
BUSY = Reply(500, "server_error")


def a_letter(key: str = "alert/breached/x:1:1/webhook:slack_alerts_url") -> Letter:
    return Letter(key, WEBHOOK.address, "Subject", Body("en", "Title", ("Words.",)))


@dataclass
class Sender:
    """A channel, how often the last moment came, and for how long it slept."""

    environment: Mapping[str, str]
    moments: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.channel = WebhookChannel(WEBHOOK, self.environment, self.slept.append)

    def send(self, letter: Letter | None = None) -> Outcome:
        each = letter or a_letter()
        return self.channel.hand_over(each, NOW, lambda: self.moments.append(each.key))


def sender(chat: ChatServer) -> Sender:
    return Sender({VARIABLE: chat.url})


def test_taken_at_once() -> None:
    with chat_server() as chat:
        ready = sender(chat)
        assert ready.send() == Outcome("sent", "200 ok")
        assert ready.send() == Outcome("sent", "200 ok")
    assert [body["subject"] for body in chat.bodies] == ["Subject", "Subject"]
    assert len(ready.moments) == 2
    assert ready.slept == []


def test_trouble_that_passes_is_tried_again_and_noted_once() -> None:
    with chat_server(BUSY, Reply(503, "")) as chat:
        ready = sender(chat)
        assert ready.send().result == "sent"
    assert len(chat.bodies) == 3
    assert ready.slept == [1, 2]
    assert len(ready.moments) == 1


def test_trouble_that_lasts_is_tried_so_often_and_no_other_letter_with_it() -> None:
    with chat_server(*[BUSY] * 9) as chat:
        ready = sender(chat)
        outcome = ready.send()
        assert outcome.result == "deferred"
        assert f"500 server_error, {MOST_ATTEMPTS} times in a row" in outcome.reply
        assert ready.send(a_letter("another")).result == "deferred"
    assert len(chat.bodies) == MOST_ATTEMPTS


def test_too_many_requests_waits_as_it_is_asked() -> None:
    with chat_server(Reply(429, "", {"Retry-After": "7"})) as chat:
        ready = sender(chat)
        assert ready.send().result == "sent"
    assert ready.slept == [7]


def test_too_many_requests_for_long_is_for_a_later_call() -> None:
    with chat_server(Reply(429, "rate_limited", {"Retry-After": "600"})) as chat:
        ready = sender(chat)
        outcome = ready.send()
        assert outcome == Outcome("deferred", "answered 429 rate_limited", timedelta(minutes=10))
        other = ready.send(a_letter("another"))
        assert (other.result, len(chat.bodies)) == ("deferred", 1)
        assert other.rest is not None
        assert timedelta(minutes=9) < other.rest <= timedelta(minutes=10)
    assert ready.slept == []


@pytest.mark.parametrize("told", ["Wed, 21 Oct 2099 07:28:00 GMT", "9" * 400])
def test_nobody_rests_for_ever(told: str) -> None:
    with chat_server(Reply(429, "", {"Retry-After": told})) as chat:
        assert sender(chat).send().rest == webhook.LONGEST_REST


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        (Reply(400, "invalid_payload"), "refused"),
        (Reply(413, ""), "refused"),
        (Reply(403, "invalid_token"), "deferred"),
        (Reply(404, "no_service"), "deferred"),
        (Reply(410, "channel_is_archived"), "deferred"),
        (Reply(302, "", {"Location": "http://127.0.0.1:1/elsewhere"}), "deferred"),
        (Reply(504, "gateway"), "uncertain"),
        (Reply(hangs_up=True), "uncertain"),
    ],
    ids=lambda each: f"{each.status} {each.words}" if isinstance(each, Reply) else each,
)
def test_what_an_answer_means(reply: Reply, result: str) -> None:
    with chat_server(reply) as chat:
        ready = sender(chat)
        outcome = ready.send()
    assert outcome.result == result
    assert len(chat.bodies) == 1
    assert ready.slept == []
    assert reply.hangs_up or str(reply.status) in outcome.reply


def test_an_answer_that_does_not_come_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "REQUEST_SECONDS", 1.0)
    with chat_server(Reply(waits=True)) as chat:
        ready = sender(chat)
        outcome = ready.send()
        assert outcome.result == "uncertain"
        assert "no answer within" in outcome.reply
        assert ready.send(a_letter("another")).result == "deferred"
        assert len(chat.bodies) == 1
    assert len(ready.moments) == 1


def test_a_clear_answer_whose_words_do_not_come_is_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "REQUEST_SECONDS", 1.0)
    monkeypatch.setattr(webhook, "WORDS_SECONDS", 1.5)
    with chat_server(Reply(200, "ok", stalls=True)) as chat:
        assert sender(chat).send() == Outcome("sent", "200")


def test_an_answer_byte_by_byte_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is never silent, and never done."""
    monkeypatch.setattr(webhook, "REQUEST_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/{SECRET}"
        with dripping(listening):
            assert Sender({VARIABLE: url}).send().result == "uncertain"


class dripping:  # noqa: N801
    """Takes one connection and sends its status line's bytes apart."""

    def __init__(self, listening: socket.socket) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._drip, args=(listening,))

    def _drip(self, listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000:
                if self._stop.wait(0.05):
                    return
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def test_nobody_there_is_noted_as_nothing_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ready = Sender({VARIABLE: f"http://127.0.0.1:{port}/{SECRET}"})
    outcome = ready.send()
    assert outcome.result == "deferred"
    assert VARIABLE in outcome.reply
    assert ready.moments == []


def test_a_ledger_that_cannot_be_written_is_no_trouble_of_the_server() -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with chat_server() as chat:
        ready = sender(chat)
        with pytest.raises(OSError, match="No space left"):
            ready.channel.hand_over(a_letter(), NOW, full)
    assert chat.bodies == []


def test_the_secret_is_told_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where the server repeats it."""
    caplog.set_level(logging.DEBUG)
    words = f"no such hook: /services/{SECRET} {SECRET.rpartition('/')[2]}"
    with chat_server(Reply(404, words)) as chat:
        ledger = Ledger(tmp_path / "ledger")
        channels = Channels(ValueError, {WEBHOOK.address: lambda: sender(chat).channel})  # type: ignore[arg-type]
        delivery = Post(ledger, channels, lambda: NOW).send(a_letter())
    assert delivery.standing.state == "deferred"
    noted = "".join(file.read_text() for file in (tmp_path / "ledger").rglob("*.json"))
    for text in (delivery.standing.reply, noted, caplog.text):
        assert "SECRET" not in text.replace(VARIABLE, "")
    assert VARIABLE in noted


def test_a_rest_that_was_asked_for_is_kept(tmp_path: Path) -> None:
    with chat_server(Reply(429, "", {"Retry-After": "600"})) as chat:
        channels = Channels(ValueError, {WEBHOOK.address: lambda: sender(chat).channel})  # type: ignore[arg-type]
        standing = Post(Ledger(tmp_path), channels, lambda: NOW).send(a_letter()).standing
    assert isinstance(standing, Standing)
    assert standing.next_attempt_at == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "which the environment does not have"),
        ("", "which the environment does not have"),
        ("hooks.slack.com/x9SECRETx", "holds no web address"),
        ("ftp://hooks.slack.com/x9SECRETx", "holds no web address"),
        ("http://hooks.slack.com/x9SECRETx", "must begin with https://"),
        ("http://127.0.0.1.evil.example/x9SECRETx", "must begin with https://"),
    ],
    ids=str,
)
def test_an_address_that_may_not_be_written_to(url: str | None, words: str) -> None:
    with pytest.raises(MailError, match=words) as caught:
        WebhookChannel(WEBHOOK, {} if url is None else {VARIABLE: url})
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://x.example/y", "http://localhost:1/y", "http://[::1]/y"])
def test_addresses_that_may(url: str) -> None:
    WebhookChannel(WEBHOOK, {VARIABLE: url})
