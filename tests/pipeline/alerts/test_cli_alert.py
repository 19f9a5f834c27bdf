"""`vip-sla alert` as a scheduler calls it, against a real mail server."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import pipeline.cli.alert
import pipeline.cli.sending
from tests.pipeline.alerts.desk import Desk
from tests.pipeline.command_line import Said, one_message, python, said_by, vip_sla
from tests.pipeline.mail.server import HOST, Certificates, MailServer, mail_server

NOW = datetime(2026, 10, 30, 9, 45, tzinfo=UTC)
KILLED_BEFORE_SENT_IS_NOTED = """
import os, signal
from datetime import UTC, datetime
import pipeline.cli.alert, pipeline.cli.sending
from pipeline.cli.main import main
from pipeline.mail.ledger import Ledger

note = Ledger.note
def dying(self, subject, kind, at, **details):
    if kind == "sent":
        os.kill(os.getpid(), signal.SIGKILL)
    return note(self, subject, kind, at, **details)
Ledger.note = dying
now = lambda: datetime(2026, 10, 30, 9, 45, tzinfo=UTC)
pipeline.cli.alert.now = pipeline.cli.sending.now = now
main()
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    certificates = Certificates.made(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    for module in (pipeline.cli.alert, pipeline.cli.sending):
        monkeypatch.setattr(module, "now", lambda: NOW)
    with mail_server(tmp_path / "server", certificate=str(certificates.of_localhost)) as server:
        yield server


def configure(desk: Desk, server: MailServer, alerts: str) -> None:
    desk.configure(
        f"mail: {{host: {HOST}, port: {server.port}, from: sla@example.com}}\nalerts: {alerts}"
    )


def alert(desk: Desk, *options: str) -> Said:
    return vip_sla("alert", "--workspace", desk.moved.workspace.root, *options)


def test_what_is_due_and_late_is_told_once(desk: Desk, server: MailServer) -> None:
    configure(desk, server, "{to: [lead@example.com], digest_from: 3}")
    said = alert(desk)
    assert said.status == 0, said.all
    assert "responses in one message" in said.out
    assert server.addresses.count("lead@example.com") == 1
    count = len(server.letters)
    again = alert(desk)
    assert (again.status, len(server.letters)) == (0, count)
    assert "nothing new to tell" in again.out


def test_for_scripts(desk: Desk, server: MailServer) -> None:
    configure(desk, server, "{to: [lead@example.com], digest_from: 50}")
    told = alert(desk, "--json").json
    assert (told["quiet_until"], told["held_count"], told["untold"]) == (None, 0, [])
    assert {letter["state"] for letter in told["letters"]} == {"sent"}
    about = [about for letter in told["letters"] for about in letter["about"]]
    assert {each["kind"] for each in about} == {"due_soon", "breached"}
    assert len(server.letters) == len(told["letters"])


def test_a_rehearsal_sends_nothing(desk: Desk, server: MailServer) -> None:
    configure(desk, server, "{to: [lead@example.com]}")
    assert "would be sent, see" in alert(desk, "--dry-run").out
    assert server.letters == []
    assert list((desk.moved.workspace.reports / "outbox").glob("*.eml"))
    assert alert(desk).status == 0
    assert server.letters


def test_killed_before_it_is_noted_a_digest_is_not_sent_twice(
    desk: Desk, server: MailServer
) -> None:
    configure(desk, server, "{to: [lead@example.com], digest_from: 2, agents: {}}")
    desk.moved.change("update marts.dim_agents set email = null")
    said = said_by(
        python(
            KILLED_BEFORE_SENT_IS_NOTED,
            "alert",
            "--workspace",
            desk.moved.workspace.root,
            env=dict(os.environ),
        )
    )
    assert said.status == -signal.SIGKILL, said.all
    assert server.addresses == ["lead@example.com"]
    said = alert(desk)
    assert said.status == 3
    assert "may have arrived and is not sent again" in said.all
    assert server.addresses == ["lead@example.com"]
    (letter,) = alert(desk, "--json").json["letters"]
    assert len(letter["about"]) > 1
    assert alert(desk, "--arrived", letter["letter"]).status == 0
    assert server.addresses == ["lead@example.com"]


def test_quiet_hours_are_said(desk: Desk, server: MailServer) -> None:
    configure(desk, server, "{to: [lead@example.com], quiet_hours: '10:00-11:00'}")
    said = alert(desk)
    assert said.status == 0
    assert "quiet until 2026-10-30 11:00:" in said.out
    assert server.letters == []


def test_a_stale_snapshot_is_refused(
    desk: Desk, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(desk, server, "{to: [lead@example.com]}")
    later = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(pipeline.cli.alert, "now", lambda: later)
    assert "more than 24 hours ago" in one_message(alert(desk))
    assert server.letters == []


def test_nobody_to_tell(desk: Desk, server: MailServer) -> None:
    configure(desk, server, "{}")
    desk.moved.change("update marts.dim_agents set email = null")
    said = alert(desk)
    assert said.status == 3
    assert "no address of the dedicated agent liveagent:a102" in said.out
    assert "write addresses under alerts.to in vip-sla.yml" in said.out
