"""Handing letters to a mail server, each in a transaction of its own, and each within its time."""

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO

from pipeline.errors import NoMailError
from pipeline.mail.channel import Outcome, Result
from pipeline.mail.letter import Letter
from pipeline.mail.line import Line, Smtp, SmtpOverTls
from pipeline.mail.message import ascii_domain, message
from pipeline.settings.mail import Mail

TIMEOUT_SECONDS = 60
"""How long the server may be silent."""

LETTER_SECONDS = 300
"""How long one letter may take in all, the connection included: a server that answers byte by byte
is never silent, and would hold up everybody else's letters."""

GOODBYE_SECONDS = 10
"""How long the server may take to say goodbye."""

_GO_AHEAD = 354


class SmtpChannel:
    """A mail server, verified by its certificate; the connection is kept from letter to letter."""

    def __init__(self, mail: Mail, environment: Mapping[str, str]) -> None:
        """Raises NoMailError if the variable with the password is not set."""
        self._mail = mail
        self._password = _password(mail, environment)
        self._server: smtplib.SMTP | None = None
        self._trouble: str | None = None
        self._is_whole_out = False  # the last letter: the server may have taken it from then on
        self._name = f"{mail.host}:{mail.known_port}"
        self._line = Line()

    def hand_over(self, letter: Letter, at: datetime, before: Callable[[], None]) -> Outcome:
        """Hand over. `deferred` as well where the server cannot be reached or logged in to.

        A server that was too slow for one letter gets no other one in this call.
        """
        self._is_whole_out = False
        written = message(letter, self._mail, at)
        with self._line.within(LETTER_SECONDS) as time:
            outcome = self._hand_over(written, ascii_domain(letter.to), before)
        if not time.is_up:
            return outcome
        self._trouble = f"{self._name} took more than {LETTER_SECONDS} seconds for one letter"
        if self._server is not None:
            self._server.close()
            self._server = None
        # an answer that was cut off is none, even if its beginning reads like one
        return Outcome("uncertain" if self._is_whole_out else "deferred", self._trouble)

    def _hand_over(self, message: EmailMessage, to: str, before: Callable[[], None]) -> Outcome:
        if self._server is not None:
            self._begin_anew(self._server)
        if self._server is None and self._trouble is None:
            self._connect()
        if self._server is None:
            return Outcome("deferred", self._trouble or "")
        return self._transaction(self._server, message, to, before)

    def close(self) -> None:
        """Say goodbye, if there is anybody to hear it."""
        if self._server is not None:
            try:
                with self._line.within(GOODBYE_SECONDS):
                    self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None
        self._line.close()

    def _transaction(
        self, server: smtplib.SMTP, message: EmailMessage, to: str, before: Callable[[], None]
    ) -> Outcome:
        try:
            refusal = self._ask(server, to)
        except smtplib.SMTPNotSupportedError:
            return Outcome("refused", "the server takes no addresses beyond ASCII (SMTPUTF8)")
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("deferred", f"the connection broke before the letter: {error}")
        if refusal is not None:
            return refusal
        before()
        try:
            server.send(_dotted(message))
        except (smtplib.SMTPException, OSError) as error:
            # the line that ends a letter is its last, so the server has not seen all of it
            return Outcome("deferred", f"the connection broke within the letter: {error}")
        self._is_whole_out = True
        try:
            code, reply = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("uncertain", f"the connection broke before the answer: {error}")
        return Outcome(_result(code), _told(code, reply))

    def _ask(self, server: smtplib.SMTP, to: str) -> Outcome | None:
        """Everything up to the server's go-ahead; None if it was given."""
        code, reply = server.mail(
            ascii_domain(self._mail.address),
            () if to.isascii() else ("SMTPUTF8", "BODY=8BITMIME"),
        )
        if not _is_success(code):
            # the sender is our own affair, no fault of the address
            return Outcome("deferred", f"the sender is not accepted: {_told(code, reply)}")
        code, reply = server.rcpt(to)
        if not _is_success(code):
            return Outcome(_failure(code), _told(code, reply))
        code, reply = server.docmd("DATA")
        if code != _GO_AHEAD:
            return Outcome(_failure(code), _told(code, reply))
        return None

    def _begin_anew(self, server: smtplib.SMTP) -> None:
        """A clean state for the next letter; without one the connection is given up."""
        try:
            if _is_success(server.rset()[0]):
                return
        except (smtplib.SMTPException, OSError):
            pass
        server.close()
        self._server = None

    def _connect(self) -> None:
        server: smtplib.SMTP | None = None
        try:
            server = self._open()
            server.ehlo_or_helo_if_needed()
            if self._mail.user and self._password:
                server.login(self._mail.user, self._password)
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            self._trouble = f"{self._name} {self._words(error)}"
        else:
            self._server = server

    def _open(self) -> smtplib.SMTP:
        place = (self._line, self._mail.host, self._mail.known_port)
        if self._mail.security == "tls":
            context = ssl.create_default_context()
            return SmtpOverTls(*place, timeout=TIMEOUT_SECONDS, context=context)
        server = Smtp(*place, timeout=TIMEOUT_SECONDS)
        if self._mail.security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except (smtplib.SMTPException, OSError):
                server.close()
                raise
        return server

    def _words(self, error: Exception) -> str:
        """Why there is no connection, and what to look at."""
        if isinstance(error, ssl.SSLCertVerificationError):
            return (
                f"has a certificate that cannot be trusted ({error.verify_message}); check "
                "mail.host, or name the file of your own authority in SSL_CERT_FILE"
            )
        if isinstance(error, smtplib.SMTPAuthenticationError):
            told = _told(error.smtp_code, error.smtp_error)
            variable = self._mail.password_variable
            return f"does not let us in ({told}); check mail.user and the password in {variable}"
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return f"cannot do what is asked of it ({error}); check mail.security and mail.user"
        if isinstance(error, smtplib.SMTPResponseException):
            return f"does not talk to us ({_told(error.smtp_code, error.smtp_error)})"
        return f"cannot be reached ({error}); check mail.host, mail.port and mail.security"


def _password(mail: Mail, environment: Mapping[str, str]) -> str | None:
    if mail.password_variable is None:
        return None
    password = environment.get(mail.password_variable)
    if not password:
        raise NoMailError(
            f"vip-sla.yml: mail.password_variable names {mail.password_variable}, which the "
            "environment does not have; set it where this command is called"
        )
    return password


def _dotted(message: EmailMessage) -> bytes:
    """The message as it crosses the wire, up to the line that ends it (RFC 5321, 4.5.2)."""
    written = BytesIO()
    BytesGenerator(written, policy=message.policy).flatten(message, linesep="\r\n")
    content = re.sub(rb"(?m)^\.", b"..", written.getvalue())
    return content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _is_success(code: int) -> bool:
    return 200 <= code < 300


def _failure(code: int) -> Result:
    return "refused" if 500 <= code < 600 else "deferred"


def _result(code: int) -> Result:
    """What the answer to a letter means; -1 is an answer that nobody can read."""
    if code < 0:
        return "uncertain"
    return "sent" if _is_success(code) else _failure(code)


def _told(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(f"{code} {words}".split())
