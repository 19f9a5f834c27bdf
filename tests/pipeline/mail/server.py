"""A real mail server in a process of its own, on loopback, which behaves as badly as it is told.

Letters that it takes lie in its folder as files. Behaviour is by address: `refused` (550 for
good), `greylisted` (451 at the first attempt), `rejected_content` (554 behind the letter),
`vanishing` (takes the letter and breaks the connection before its answer).
"""

import asyncio
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.pipeline.forked import PROCESSES

HOST = "localhost"
USER, PASSWORD = "vip-sla", "kein Klartext"


@dataclass(frozen=True)
class Behaviour:
    """How the server behaves, and where its letters go."""

    folder: str
    security: str = "starttls"
    certificate: str | None = None
    needs_login: bool = False
    knows_smtputf8: bool = True
    refused: list[str] = field(default_factory=list)
    greylisted: list[str] = field(default_factory=list)
    rejected_content: list[str] = field(default_factory=list)
    vanishing: list[str] = field(default_factory=list)
    drops_after_each_letter: bool = False


@dataclass(frozen=True)
class MailServer:
    """A server that runs."""

    port: int
    folder: Path

    @property
    def letters(self) -> list[tuple[str, EmailMessage]]:
        """Addresses of the envelopes and letters, in the order in which they came."""
        return [
            (path.name.split("-", 1)[1].removesuffix(".eml"), parsed(path.read_bytes()))
            for path in sorted(self.folder.glob("*.eml"))
        ]

    @property
    def addresses(self) -> list[str]:
        """Whom letters came for, sorted."""
        return sorted(address for address, _ in self.letters)

    @property
    def connection_count(self) -> int:
        """How often somebody connected."""
        return len(list(self.folder.glob("*.connection")))


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


class _Handler:
    seen: ClassVar[set[str]] = set()  # by any connection

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.folder = Path(behaviour.folder)

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Session, _envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        session.host_name = hostname
        number = len(list(self.folder.glob("*.connection")))
        (self.folder / f"{number:03}.connection").touch()
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.behaviour.refused:
            return "550 5.1.1 no such mailbox"
        if address in self.behaviour.greylisted and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos  # one transaction, one address
        if address in self.behaviour.rejected_content:
            return "554 5.7.1 this looks like spam"
        assert isinstance(envelope.content, bytes)
        number = len(list(self.folder.glob("*.eml")))
        (self.folder / f"{number:03}-{address}.eml").write_bytes(envelope.content)
        if address in self.behaviour.vanishing:
            server.transport.abort()
        if self.behaviour.drops_after_each_letter:
            server.loop.call_later(0.05, server.transport.abort)
        return "250 2.0.0 taken"


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
    assert isinstance(data, LoginPassword)
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def serve(behaviour: Behaviour, port: Connection) -> None:
    """Say on which port, and serve until somebody ends the process."""
    warnings.simplefilter("ignore")
    context = None
    if behaviour.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(behaviour.certificate)
    is_tls = behaviour.security == "tls"
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        return SMTP(
            _Handler(behaviour),
            tls_context=None if is_tls else context,
            require_starttls=behaviour.security == "starttls",
            authenticator=_authenticate if behaviour.needs_login else None,
            auth_required=behaviour.needs_login,
            enable_SMTPUTF8=behaviour.knows_smtputf8,
            loop=loop,
        )

    serving = loop.create_server(protocol, "127.0.0.1", 0, ssl=context if is_tls else None)
    port.send(loop.run_until_complete(serving).sockets[0].getsockname()[1])
    loop.run_forever()


@contextmanager
def mail_server(folder: Path, **behaviour: Any) -> Iterator[MailServer]:
    """A running server; `certificate` is a file with key and chain."""
    folder.mkdir(parents=True, exist_ok=True)
    port, told = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=serve, args=(Behaviour(str(folder), **behaviour), told))
    process.start()
    told.close()
    try:
        yield MailServer(port.recv(), folder)
    finally:
        process.kill()
        process.join()
        port.close()


@dataclass(frozen=True)
class Certificates:
    """Files of a made-up authority."""

    authority: Path
    of_localhost: Path
    of_somebody_else: Path

    @classmethod
    def made(cls, folder: Path) -> "Certificates":
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        for name in (HOST, "elsewhere.example"):
            pem = authority.issue_cert(name).private_key_and_cert_chain_pem
            pem.write_to_path(str(folder / f"{name}.pem"))
        return cls(
            folder / "authority.pem", folder / f"{HOST}.pem", folder / "elsewhere.example.pem"
        )
