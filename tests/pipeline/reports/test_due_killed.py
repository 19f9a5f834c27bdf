"""A call that is killed, wherever that is, sends nothing twice and loses nothing.

It is killed for good (SIGKILL), in a process of its own, against a real mail server.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message, python, said_by
from tests.pipeline.forked import Forked
from tests.pipeline.mail.moved import Moved
from tests.pipeline.mail.server import Certificates
from tests.pipeline.reports.due_desk import (
    FIRST,
    SECOND,
    TO_FIRST,
    TO_SECOND,
    DueDesk,
    due_desk,
)

CALL = """
import os, signal, sys
import pipeline.cli.due
from pipeline.cli.main import main
from pipeline.mail.ledger import Ledger
from tests.pipeline.reports.due_desk import stand_in

pipeline.cli.due.rendered = stand_in
note = Ledger.note

def end(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

PRELUDE
main()
"""
BEFORE = """
def dying(self, subject, kind, at, **details):
    return end() if kind == "KIND" else note(self, subject, kind, at, **details)
Ledger.note = dying
"""
AFTER = """
def dying(self, subject, kind, at, **details):
    fact = note(self, subject, kind, at, **details)
    return end() if kind == "KIND" else fact
Ledger.note = dying
"""
WHILE_MAKING = """
def half(report, forms):
    yield next(iter(stand_in(report, forms)))
    end()
pipeline.cli.due.rendered = half
"""
WHILE_WRITING_THE_FACT = """
import pipeline.atomic
publish = pipeline.atomic.publish
def half(aside, final):
    return end() if final.name.endswith("KIND.json") else publish(aside, final)
pipeline.atomic.publish = half
"""
HALF_OF_THE_LETTER = """
import smtplib
send = smtplib.SMTP.send
def half(self, content):
    if isinstance(content, bytes) and len(content) > 1000:
        send(self, content[:1000])
        end()
    send(self, content)
smtplib.SMTP.send = half
"""
WAITING = """
def slowly(report, forms):
    print("made", flush=True)
    sys.stdin.readline()
    yield from stand_in(report, forms)
pipeline.cli.due.rendered = slowly
"""
BOTH = [TO_FIRST, TO_SECOND]


@pytest.fixture
def desk(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DueDesk]:
    moved = Moved.copy_of(demo_workspace, tmp_path / "demo")
    moved.only(FIRST, SECOND)
    certificates = Certificates.made(tmp_path)
    with due_desk(moved, tmp_path / "server", certificates, monkeypatch) as desk:
        yield desk


def call(desk: DueDesk, prelude: str, kind: str = "") -> Forked:
    program = CALL.replace("PRELUDE", prelude.replace("KIND", kind))
    workspace = desk.moved.workspace.root
    return python(program, "report", "due", "--workspace", workspace, env=dict(os.environ))


def kill(desk: DueDesk, prelude: str, kind: str = "") -> None:
    """A call until the end that the prelude prepares."""
    said = said_by(call(desk, prelude, kind))
    assert said.status == -signal.SIGKILL, said.all


@pytest.mark.parametrize(
    ("prelude", "kind", "arrived"),
    [
        (WHILE_MAKING, "", 0),
        (BEFORE, "made", 0),
        (WHILE_WRITING_THE_FACT, "made", 0),
        (AFTER, "made", 0),
        (BEFORE, "handing_over", 0),
        (WHILE_WRITING_THE_FACT, "handing_over", 0),
        (AFTER, "sent", 1),
        (BEFORE, "done", 1),
        (AFTER, "done", 1),
    ],
    ids=[
        "while making",
        "made, not noted",
        "made, half noted",
        "between making and sending",
        "just before the letter",
        "just before the letter, half noted",
        "sent and noted",
        "all sent, not noted",
        "all sent",
    ],
)
def test_where_it_is_known_what_happened_the_next_call_goes_on(
    desk: DueDesk, prelude: str, kind: str, arrived: int
) -> None:
    kill(desk, prelude, kind)
    assert desk.server.addresses == BOTH[:arrived]
    said = desk.due()
    assert said.status == 0, said.all
    assert desk.server.addresses == BOTH
    assert desk.due().status == 0
    assert desk.server.addresses == BOTH
    assert leftovers(desk) == []


@pytest.mark.parametrize(
    ("prelude", "kind", "arrived"),
    [
        (AFTER, "handing_over", 0),
        (HALF_OF_THE_LETTER, "", 0),
        (BEFORE, "sent", 1),
        (WHILE_WRITING_THE_FACT, "sent", 1),
    ],
    ids=["not begun", "half over", "taken, not noted", "taken, half noted"],
)
def test_where_nobody_knows_it_is_not_sent_again(
    desk: DueDesk, prelude: str, kind: str, arrived: int
) -> None:
    kill(desk, prelude, kind)
    assert desk.server.addresses == BOTH[:arrived]
    said = desk.due()
    assert said.status == 3
    assert "the answer was lost, so it may have arrived and is not sent again" in said.all
    # the other customer has the report all the same
    assert desk.server.addresses == [*BOTH[:arrived], TO_SECOND]
    (letter,) = [
        letter
        for report in desk.reports()["reports"]
        for letter in report["letters"]
        if letter["state"] == "uncertain"
    ]
    assert f"vip-sla report due --arrived {letter['letter']}" in said.all
    assert f"vip-sla report due --resend {letter['letter']}" in said.all
    decided = desk.due("--arrived" if arrived else "--resend", letter["letter"])
    assert decided.status == 0, decided.all
    assert desk.server.addresses == BOTH
    assert desk.due().status == 0
    assert desk.server.addresses == BOTH
    ids = [message["Message-ID"] for _, message in desk.server.letters]
    assert len(set(ids)) == 2


def test_a_letter_that_was_sent_is_never_resent(desk: DueDesk) -> None:
    sent = desk.reports()["reports"][0]["letters"][0]["letter"]
    assert "nothing is ever sent twice" in one_message(desk.due("--resend", sent))
    assert "no letter is known as 123abc" in one_message(desk.due("--resend", "123abc"))
    assert "no letter is known as ../x" in one_message(desk.due("--arrived", "../x"))
    assert desk.server.addresses == BOTH


def test_a_letter_keeps_its_identity_when_it_is_sent_again(desk: DueDesk) -> None:
    """So that a mail program shows one, should both arrive after all."""
    kill(desk, BEFORE, "sent")
    (letter,) = [
        each
        for report in desk.reports()["reports"]
        for each in report["letters"]
        if each["state"] == "uncertain"
    ]
    desk.due("--resend", letter["letter"])
    ids = [message["Message-ID"] for to, message in desk.server.letters if to == TO_FIRST]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_two_calls_never_collide(desk: DueDesk) -> None:
    first = call(desk, WAITING)
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == "made\n"
    message = one_message(desk.due())
    assert "another call is sending from" in message
    assert "--wait" in message
    second = call(desk, "sys.argv.append('--wait')")
    said = said_by(first) if first.stdin.write("\n\n") else None
    assert said is not None
    assert said.status == 0, said.all
    assert said_by(second).status == 0
    assert desk.server.addresses == BOTH


def leftovers(desk: DueDesk) -> list[str]:
    """Files and folders that only an interrupted call would leave behind."""
    reports = desk.moved.workspace.reports
    ours = [path for path in reports.rglob(".*") if path.name not in {".reports.lock"}]
    return [str(path.relative_to(reports)) for path in ours]
