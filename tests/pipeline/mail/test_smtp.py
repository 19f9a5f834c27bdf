"""Handing letters to a real mail server: secrecy, login, and every answer that it may give."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest

from pipeline.errors import MailError
from pipeline.mail import smtp
from pipeline.mail.channel import Outcome
from pipeline.mail.letter import Body, Letter
from pipeline.mail.message import message
from pipeline.mail.smtp import SmtpChannel
from pipeline.settings.mail import Mail
from tests.pipeline.mail.server import (
    HOST,
    PASSWORD,
    USER,
    Certificates,
    MailServer,
    mail_server,
    parsed,
)

NOW = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
BODY = Body("en", "Title", ("First words.", ".A line that begins with a dot.", "..Two dots."))


def mail(port: int, **settings: Any) -> Mail:
    return Mail.model_validate(
        {"host": HOST, "port": port, "from": "VIP SLA <sla@example.com>", **settings}
    )


def a_letter(to: str) -> Letter:
    return Letter(f"letter to {to}", to, "Subject", BODY)


def a_message(to: str, settings: Mail) -> EmailMessage:
    return message(a_letter(to), settings, NOW)


@dataclass
class Sender:
    """A channel, what it was told to send, and how often the last moment came."""

    channel: SmtpChannel
    settings: Mail
    last_moments: list[str] = field(default_factory=list)

    def send(self, to: str) -> Outcome:
        return self.channel.hand_over(a_letter(to), NOW, lambda: self.last_moments.append(to))


@contextmanager
def sender(settings: Mail, environment: dict[str, str] | None = None) -> Iterator[Sender]:
    channel = SmtpChannel(settings, environment or {})
    try:
        yield Sender(channel, settings)
    finally:
        channel.close()


@contextmanager
def served(
    folder: Path, certificates: Certificates, settings: dict[str, Any] | None = None, **how: Any
) -> Iterator[tuple[Sender, MailServer]]:
    """A server with STARTTLS and a good certificate, unless said otherwise, and who sends to it."""
    how = {"certificate": str(certificates.of_localhost), **how}
    with (
        mail_server(folder / "server", **how) as server,
        sender(mail(server.port, **(settings or {})), {"MAIL_PASSWORD": PASSWORD}) as ready,
    ):
        yield ready, server


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_arrives_in_secret(
    tmp_path: Path, certificates: Certificates, security: str
) -> None:
    settings = {"security": security}
    with served(tmp_path, certificates, settings, security=security) as (ready, server):
        assert ready.send("a@example.com") == Outcome("sent", "250 2.0.0 taken")
        assert ready.last_moments == ["a@example.com"]
        ((to, letter),) = server.letters
        assert to == "a@example.com"
        assert letter["To"] == "a@example.com"
        text = letter.get_body(("plain",))
        assert text is not None
        assert "\n.A line that begins with a dot.\n\n..Two dots.\n" in text.get_content().replace(
            "\r", ""
        )


def test_what_arrives_is_the_message_to_the_byte(
    tmp_path: Path, certificates: Certificates, trusted: Path
) -> None:
    with served(tmp_path, certificates) as (ready, server):
        ready.send("a@example.com")
        (path,) = server.folder.glob("*.eml")
        got, sent = parsed(path.read_bytes()), a_message("a@example.com", ready.settings)
        for name in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"):
            assert got[name] == sent[name], name
        for part, other in zip(got.walk(), sent.walk(), strict=True):
            if not part.is_multipart():
                assert part.get_content().replace("\r", "") == other.get_content()


def test_without_secrecy_on_this_machine(tmp_path: Path, certificates: Certificates) -> None:
    settings, how = {"security": "none"}, {"security": "none", "certificate": None}
    with served(tmp_path, certificates, settings, **how) as (ready, server):
        assert ready.send("a@example.com").result == "sent"
        assert server.addresses == ["a@example.com"]


@pytest.mark.usefixtures("trusted")
def test_login(tmp_path: Path, certificates: Certificates) -> None:
    settings = {"user": USER, "password_variable": "MAIL_PASSWORD"}
    with served(tmp_path, certificates, settings, needs_login=True) as (ready, server):
        assert ready.send("a@example.com").result == "sent"
        wrong = {"MAIL_PASSWORD": "geraten"}
        with sender(mail(server.port, **settings), wrong) as stranger:
            outcome = stranger.send("b@example.com")
        assert server.addresses == ["a@example.com"]
    assert outcome.result == "deferred"
    assert "does not let us in (535" in outcome.reply
    assert "check mail.user and the password in MAIL_PASSWORD" in outcome.reply
    assert "geraten" not in outcome.reply
    assert stranger.last_moments == []


def test_a_password_that_is_not_there() -> None:
    settings = mail(25, user=USER, password_variable="MAIL_PASSWORD")
    with pytest.raises(MailError, match="names MAIL_PASSWORD, which the environment does not"):
        SmtpChannel(settings, {})


@pytest.mark.usefixtures("trusted")
def test_one_address_that_is_refused_holds_up_nobody(
    tmp_path: Path, certificates: Certificates
) -> None:
    how = {"refused": ["b@example.com"], "rejected_content": ["c@example.com"]}
    with served(tmp_path, certificates, **how) as (ready, server):
        outcomes = [ready.send(f"{name}@example.com") for name in "abcd"]
        assert server.addresses == ["a@example.com", "d@example.com"]
        assert server.connection_count == 2  # one, greeted again behind STARTTLS
    assert [outcome.result for outcome in outcomes] == ["sent", "refused", "refused", "sent"]
    assert outcomes[1].reply == "550 5.1.1 no such mailbox"
    assert outcomes[2].reply == "554 5.7.1 this looks like spam"
    # the one refused was never at its last moment
    assert ready.last_moments == ["a@example.com", "c@example.com", "d@example.com"]


@pytest.mark.usefixtures("trusted")
def test_greylisting(tmp_path: Path, certificates: Certificates) -> None:
    with served(tmp_path, certificates, greylisted=["a@example.com"]) as (ready, server):
        first = ready.send("a@example.com")
        assert first == Outcome("deferred", "451 4.7.1 greylisted, come back later")
        assert (ready.last_moments, server.addresses) == ([], [])
        assert ready.send("a@example.com").result == "sent"


@pytest.mark.usefixtures("trusted")
def test_no_answer_is_no_knowledge(tmp_path: Path, certificates: Certificates) -> None:
    with served(tmp_path, certificates, vanishing=["a@example.com"]) as (ready, server):
        outcome = ready.send("a@example.com")
        assert outcome.result == "uncertain"
        assert server.addresses == ["a@example.com"]  # it came, but who would know
        assert ready.send("b@example.com").result == "sent"  # over a new connection


@pytest.mark.usefixtures("trusted")
def test_a_server_that_hangs_up_between_letters(tmp_path: Path, certificates: Certificates) -> None:
    with served(tmp_path, certificates, drops_after_each_letter=True) as (ready, server):
        results = []
        for name in "abc":
            results.append(ready.send(f"{name}@example.com").result)
            time.sleep(0.2)
        assert results == ["sent", "sent", "sent"]
        assert server.addresses == ["a@example.com", "b@example.com", "c@example.com"]


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with sender(mail(port)) as ready:
            outcome = ready.send("a@example.com")
    assert outcome.result == "deferred"
    assert f"{HOST}:{port} cannot be reached" in outcome.reply
    assert "check mail.host, mail.port and mail.security" in outcome.reply
    assert ready.last_moments == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_certificate_of_somebody_else(
    tmp_path: Path, certificates: Certificates, security: str
) -> None:
    how = {"security": security, "certificate": str(certificates.of_somebody_else)}
    with served(tmp_path, certificates, {"security": security}, **how) as (ready, server):
        outcome = ready.send("a@example.com")
        assert server.letters == []
    assert outcome.result == "deferred"
    assert "certificate that cannot be trusted (Hostname mismatch" in outcome.reply


def test_the_certificate_of_an_unknown_authority(
    tmp_path: Path, certificates: Certificates
) -> None:
    settings = {"user": USER, "password_variable": "MAIL_PASSWORD"}
    with served(tmp_path, certificates, settings, needs_login=True) as (ready, server):
        outcome = ready.send("a@example.com")
        assert server.letters == []
    assert outcome.result == "deferred"
    assert "name the file of your own authority in SSL_CERT_FILE" in outcome.reply


def test_a_server_without_starttls_gets_nothing(tmp_path: Path, certificates: Certificates) -> None:
    with served(tmp_path, certificates, security="none", certificate=None) as (ready, server):
        outcome = ready.send("a@example.com")
        assert server.letters == []
    assert outcome.result == "deferred"
    assert "STARTTLS extension not supported by server" in outcome.reply


@pytest.mark.usefixtures("trusted")
def test_a_broken_server_is_asked_once_a_call(tmp_path: Path, certificates: Certificates) -> None:
    how = {"certificate": str(certificates.of_somebody_else)}
    with served(tmp_path, certificates, **how) as (ready, server):
        outcomes = {ready.send(f"{name}@example.com") for name in "abc"}
        assert len(outcomes) == 1
        assert server.connection_count == 1


@pytest.mark.usefixtures("trusted")
def test_addresses_beyond_ascii(tmp_path: Path, certificates: Certificates) -> None:
    with served(tmp_path, certificates) as (ready, server):
        assert ready.send("leitung@bücher.example").result == "sent"
        assert ready.send("jürgen@bücher.example").result == "sent"
        assert server.addresses == [
            "jürgen@xn--bcher-kva.example",
            "leitung@xn--bcher-kva.example",
        ]
    with served(tmp_path / "old", certificates, knows_smtputf8=False) as (ready, server):
        assert ready.send("jürgen@bücher.example").result == "refused"
        assert ready.send("leitung@bücher.example").result == "sent"


SLOW_SECONDS = 0.05


@contextmanager
def slow_server(quick: bytes, byte: bytes = b"2") -> Iterator[int]:
    """Answers each line with `quick` until that is used up, and then byte by byte for ever."""
    stop = threading.Event()
    answers = quick.split(b"\n")[:-1]

    def serve(listening: socket.socket) -> None:
        with listening:
            connection, _ = listening.accept()
        with connection:
            for answer in answers:
                connection.sendall(answer + b"\r\n")
                if not answer.startswith(b"250-"):
                    connection.recv(65536)
            while not stop.wait(SLOW_SECONDS):
                try:
                    connection.sendall(byte)
                except OSError:
                    return

    listening = socket.create_server((HOST, 0))
    port = listening.getsockname()[1]
    thread = threading.Thread(target=serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield port
    finally:
        stop.set()
        thread.join(5)


@pytest.mark.parametrize(
    ("quick", "result"),
    [
        (b"", "deferred"),  # even the greeting comes byte by byte
        (b"220 here\n", "deferred"),
        (b"220 here\n250 hello\n", "deferred"),
        (b"220 here\n250 hello\n250 sender\n", "deferred"),
        (b"220 here\n250 hello\n250 sender\n250 reader\n", "deferred"),
        (b"220 here\n250 hello\n250 sender\n250 reader\n354 go on\n", "uncertain"),
    ],
)
def test_a_server_that_is_never_silent_and_never_done(
    quick: bytes, result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LETTER_SECONDS", 1)
    monkeypatch.setattr(smtp, "GOODBYE_SECONDS", 1)
    with slow_server(quick) as port, sender(mail(port, security="none")) as ready:
        began = time.monotonic()
        outcome = ready.send("a@example.com")
        assert time.monotonic() - began < 5
        assert outcome == Outcome(
            result,  # type: ignore[arg-type]
            f"{HOST}:{port} took more than 1 seconds for one letter",
        )
        # the others of this call do not wait as long again
        began = time.monotonic()
        assert ready.send("b@example.com").result == "deferred"
        assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("byte", [b"2", b"4", b"5", b"x"])
def test_an_answer_that_was_cut_off_is_none_whatever_its_beginning_reads_like(
    byte: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LETTER_SECONDS", 1)
    monkeypatch.setattr(smtp, "GOODBYE_SECONDS", 1)
    quick = b"220 here\n250 hello\n250 sender\n250 reader\n354 go on\n"
    with slow_server(quick, byte) as port, sender(mail(port, security="none")) as ready:
        assert ready.send("a@example.com").result == "uncertain"


def test_a_connection_that_breaks_within_the_letter_has_not_brought_it() -> None:
    """The line that ends a letter is its last, so the next call sends it."""
    channel = SmtpChannel(mail(1, security="none"), {})
    server = create_autospec(smtplib.SMTP, instance=True)
    server.mail.return_value = server.rcpt.return_value = (250, b"ok")
    server.docmd.return_value = (354, b"go on")
    server.send.side_effect = smtplib.SMTPServerDisconnected("gone")
    settings = mail(1, security="none")
    outcome = channel._transaction(
        server, a_message("a@example.com", settings), "a@example.com", lambda: None
    )
    assert outcome.result == "deferred"
    channel.close()


def test_a_server_that_is_slow_at_keeping_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "LETTER_SECONDS", 1)
    for security in ("tls", "starttls"):
        quick = b"" if security == "tls" else b"220 here\n250-hello\n250 STARTTLS\n220 go\n"
        with slow_server(quick) as port, sender(mail(port, security=security)) as ready:
            began = time.monotonic()
            assert ready.send("a@example.com").result == "deferred"
            assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("code", "result"),
    [
        (-1, "uncertain"),  # as smtplib has it where nobody can read the answer
        (199, "deferred"),
        (200, "sent"),
        (250, "sent"),
        (299, "sent"),
        (300, "deferred"),
        (499, "deferred"),
        (500, "refused"),
        (599, "refused"),
        (600, "deferred"),
    ],
)
def test_what_an_answer_to_a_letter_means(code: int, result: str) -> None:
    assert smtp._result(code) == result
