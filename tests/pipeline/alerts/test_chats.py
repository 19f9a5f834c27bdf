"""Alerts to chats: whom they are told of, each once, whatever is killed in between."""

import os
import signal
from collections.abc import Iterator

import pytest

import pipeline.cli.alert
import pipeline.cli.sending
from tests.pipeline.alerts.desk import Desk
from tests.pipeline.alerts.test_cli_alert import KILLED_BEFORE_SENT_IS_NOTED, NOW, alert
from tests.pipeline.command_line import one_message, python, said_by
from tests.pipeline.mail.chat_server import SECRET, ChatServer, Reply, chat_server

VARIABLE = "SLACK_ALERTS_URL"
CHAT = f"webhooks: [{{url_variable: {VARIABLE}, format: json}}]"


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    for module in (pipeline.cli.alert, pipeline.cli.sending):
        monkeypatch.setattr(module, "now", lambda: NOW)
    with chat_server() as server:
        monkeypatch.setenv(VARIABLE, server.url)
        yield server


def responses(chat: ChatServer) -> list[str]:
    """Those that the chat was told of, as often as it was."""
    return [each["response_id"] for body in chat.bodies for each in body["about"]]


def test_everybody_once_without_a_mail_server(desk: Desk, chat: ChatServer) -> None:
    desk.configure(f"alerts: {{to: [lead@example.com], {CHAT}, digest_from: 2}}")
    found = sorted(each.response_id for each in desk.found())
    said = alert(desk)
    assert said.status == 0, said.all
    assert sorted(responses(chat)) == found
    assert len(chat.bodies) == 1
    assert "nothing new to tell" in alert(desk).out
    assert len(chat.bodies) == 1


def test_its_customers_alone(desk: Desk, chat: ChatServer) -> None:
    chosen = "K-1002"
    desk.configure(
        f"alerts: {{webhooks: [{{url_variable: {VARIABLE}, format: json, customers: [{chosen}]}}]}}"
    )
    found = {each.response_id for each in desk.found() if each.customer_id == chosen}
    assert found
    said = alert(desk)
    assert set(responses(chat)) == found
    assert said.status == 3  # nobody was told of the others
    assert "nobody can be told" in said.out


def test_a_customer_whom_nobody_knows_is_named(desk: Desk, chat: ChatServer) -> None:
    desk.configure(
        f"alerts: {{to: [lead@example.com], webhooks: [{{url_variable: {VARIABLE}, format: json, "
        "customers: [K-1002, K-9999]}]}"
    )
    said = alert(desk, "--dry-run")
    assert "K-9999 is no dedicated customer" in said.out
    assert "K-1002 is" not in said.out


def test_many_go_in_messages_that_a_chat_takes(whole_desk: Desk, chat: ChatServer) -> None:
    whole_desk.configure(f"alerts: {{{CHAT}, digest_from: 2, due_within: 240 hours}}")
    found = sorted(each.response_id for each in whole_desk.found())
    assert len(found) > 10
    assert alert(whole_desk).status == 0
    assert sorted(responses(chat)) == found
    assert max(len(body["about"]) for body in chat.bodies) == 10
    severities = [each["severity"] or 99 for body in chat.bodies for each in body["about"]]
    assert severities == sorted(severities)


def test_trouble_is_said_and_the_rest_comes_later(
    desk: Desk, chat: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.replies = [Reply(429, "rate_limited", {"Retry-After": "600"})]
    desk.configure(f"alerts: {{{CHAT}, digest_from: 50}}")
    said = alert(desk)
    assert said.status == 3
    assert "not now: answered 429 rate_limited; again from 2026-10-30 09:55 UTC" in said.out
    assert len(chat.bodies) == 1
    later = NOW.replace(hour=10)
    for module in (pipeline.cli.alert, pipeline.cli.sending):
        monkeypatch.setattr(module, "now", lambda: later)
    assert alert(desk).status == 0
    assert sorted(responses(chat)[1:]) == sorted(each.response_id for each in desk.found())


def test_killed_before_it_is_noted_nothing_is_told_twice(desk: Desk, chat: ChatServer) -> None:
    desk.configure(f"alerts: {{{CHAT}, digest_from: 2}}")
    where = ("alert", "--workspace", desk.moved.workspace.root)
    killed = said_by(python(KILLED_BEFORE_SENT_IS_NOTED, *where, env=dict(os.environ)))
    assert killed.status == -signal.SIGKILL, killed.all
    assert len(chat.bodies) == 1
    said = alert(desk)
    assert said.status == 3
    assert "may have arrived and is not sent again" in said.all
    (letter,) = alert(desk, "--json").json["letters"]
    assert (letter["to"], letter["state"]) == (f"webhook:{VARIABLE}", "uncertain")
    assert alert(desk, "--arrived", letter["letter"]).status == 0
    assert len(chat.bodies) == 1


def test_a_chat_without_its_address_is_named_and_the_others_are_told(
    desk: Desk, chat: ChatServer
) -> None:
    other = "{url_variable: NOT_SET_URL, format: slack}"
    desk.configure(f"alerts: {{{CHAT[:-1]}, {other}], digest_from: 2}}")
    said = alert(desk)
    assert said.status == 3
    assert "NOT_SET_URL, which the environment does not have" in said.all
    assert len(chat.bodies) == 1


def test_a_rehearsal_writes_the_message(desk: Desk, chat: ChatServer) -> None:
    desk.configure(f"alerts: {{{CHAT}, digest_from: 2}}")
    assert alert(desk, "--dry-run").status == 0
    (file,) = (desk.moved.workspace.reports / "outbox").glob("*.json")
    assert '"about"' in file.read_text(encoding="utf-8")
    assert chat.bodies == []


def test_the_address_stays_a_secret(desk: Desk, chat: ChatServer) -> None:
    chat.replies = [Reply(404, f"no such hook: {SECRET}")]
    desk.configure(f"alerts: {{{CHAT}, digest_from: 2}}")
    said = alert(desk)
    kept = [file.read_bytes() for file in desk.moved.workspace.root.rglob("*.json")]
    assert kept
    assert not any(b"SECRET" in content for content in kept)
    assert "SECRET" not in said.all


def test_the_address_in_the_settings_is_refused(desk: Desk, chat: ChatServer) -> None:
    desk.configure(f"alerts: {{webhooks: [{{url: '{chat.url}', format: slack}}]}}")
    message = one_message(alert(desk))
    assert "write the name of an environment variable that holds it" in message
    assert "SECRET" not in message
