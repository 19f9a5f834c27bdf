"""`vip-sla report due` on the demo's snapshot, changed by hand, against a real mail server."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pipeline.cli.due
import pipeline.cli.sending
from pipeline.reports import write
from pipeline.reports.content import Report
from pipeline.reports.gather import gather
from pipeline.reports.render import Form, file_name, json_bytes
from tests.pipeline.command_line import Said, vip_sla
from tests.pipeline.mail.moved import Moved
from tests.pipeline.mail.server import (
    HOST,
    PASSWORD,
    USER,
    Certificates,
    MailServer,
    mail_server,
)

FIRST, SECOND = "K-1001", "K-1002"
TO_FIRST, TO_SECOND = "leitung@brueckner-soehne.example", "leitung@nordlicht-versand.example"
VARIABLE = "MAIL_PASSWORD"


def stand_in(report: Report, forms: Sequence[Form]) -> Iterable[tuple[str, bytes]]:
    """Files that take no time to make."""
    for form in forms:
        yield f"{file_name(report)}.{form}", b"%PDF-1.7 stands in for\n" + json_bytes(report)


gathered = cache(gather)
"""What a snapshot says of a month, which is the same whichever test asks it."""


@dataclass
class DueDesk:
    """A workspace with two dedicated customers, and its mail server."""

    moved: Moved
    server: MailServer
    monkeypatch: pytest.MonkeyPatch

    def due(self, *options: str) -> Said:
        """A call of `vip-sla report due`."""
        return vip_sla("report", "due", "--workspace", self.moved.workspace.root, *options)

    def reports(self, *options: str) -> dict[str, Any]:
        """The same, for scripts."""
        said = self.due("--json", *options)
        assert said.out, said.err
        return dict(said.json)

    def report(self, *options: str) -> Said:
        """A call of `vip-sla report`."""
        return vip_sla("report", "--workspace", self.moved.workspace.root, *options)

    @property
    def got(self) -> list[str]:
        """Month and address of every letter that came, in their order."""
        found = []
        for to, letter in self.server.letters:
            (file, *_) = letter.iter_attachments()
            name = str(file.get_filename()).removeprefix("vip-sla-")
            found.append(f"{name[:7]}{' revised' if '-r2' in name else ''} {to}")
        return found

    @property
    def ledger_files(self) -> set[Path]:
        ledger = self.moved.workspace.reports / "ledger"
        return set(ledger.rglob("*.json"))

    def wait(self, minutes: int) -> None:
        """Let time pass, for this process."""
        later = datetime.now(UTC) + timedelta(minutes=minutes)
        for module in (pipeline.cli.due, pipeline.cli.sending):
            self.monkeypatch.setattr(module, "now", lambda: later)


@contextmanager
def due_desk(
    moved: Moved,
    folder: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    settings: str = "reports: {formats: [pdf]}",
    **how: Any,
) -> Iterator[DueDesk]:
    """A desk whose server behaves as told."""
    monkeypatch.setattr(pipeline.cli.due, "rendered", stand_in)
    monkeypatch.setattr(write, "gather", gathered)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    monkeypatch.setenv(VARIABLE, PASSWORD)
    certificate = str(certificates.of_localhost)
    with mail_server(folder, certificate=certificate, needs_login=True, **how) as server:
        moved.configure(
            f"mail: {{host: {HOST}, port: {server.port}, user: {USER}, "
            f"password_variable: {VARIABLE}, from: sla@example.com, "
            f"dashboard_url: 'https://sla.example.com'}}\n{settings}"
        )
        yield DueDesk(moved, server, monkeypatch)
