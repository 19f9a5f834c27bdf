"""`vip-sla dashboard`: where it listens, and whom it refuses to serve."""

import os
import socket
from pathlib import Path

import pytest

from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.settings.test_access import SECRETS

ACCESS = "managers: [chef@example.com]\n"


class Started(BaseException):
    """Raised in place of becoming the server: nothing of the command comes behind it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.command = command
        self.environment = environment

    def option(self, name: str) -> str:
        return self.command[self.command.index(name) + 1]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    def start(_program: str, command: list[str], environment: dict[str, str]) -> None:
        raise Started(command, environment)

    monkeypatch.setattr(os, "execve", start)
    return create_workspace(tmp_path / "acme")


def guard(workspace: Workspace) -> None:
    workspace.access_file.write_text(ACCESS, encoding="utf-8")
    workspace.secrets_file.write_text(SECRETS, encoding="utf-8")


def started(workspace: Workspace, *options: str) -> Started:
    with pytest.raises(Started) as caught:
        vip_sla("dashboard", "--workspace", workspace.root, *options)
    return caught.value


def test_without_a_login_it_serves_this_machine_alone(workspace: Workspace) -> None:
    server = started(workspace, "--port", "8600")
    assert server.option("--server.address") == "localhost"
    assert server.option("--server.port") == "8600"
    assert server.option("-m") == "dashboards.serve"
    assert server.environment["VIP_SLA_WORKSPACE"] == str(workspace.root.resolve())


def test_a_port_where_somebody_listens_is_told_before_anything(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = vip_sla("dashboard", "--workspace", workspace.root, "--port", port)
    assert f"--port {port}: nobody can listen at localhost there" in one_message(said)
    assert started(workspace, "--port", str(port)).option("--server.port") == str(port)


def test_one_port_for_pages_and_metrics_is_wrong_usage(workspace: Workspace) -> None:
    options = ("--port", "8600", "--metrics-port", "8600")
    said = vip_sla("dashboard", "--workspace", workspace.root, *options)
    assert said.status == 2
    assert said.out == ""
    assert "--metrics-port" in said.err
    environment = started(workspace, "--port", "8600", "--metrics-port", "8601").environment
    assert environment["VIP_SLA_METRICS_PORT"] == "8601"


@pytest.mark.parametrize("port", ["0", "65536", "70000", "-1"])
def test_a_port_that_there_is_not_is_wrong_usage(workspace: Workspace, port: str) -> None:
    said = vip_sla("dashboard", "--workspace", workspace.root, "--port", port)
    assert said.status == 2
    assert "--port" in said.err


def test_secrets_come_from_the_workspace_alone(workspace: Workspace) -> None:
    """Not from files of Streamlit's own that lie in the home folder."""
    assert started(workspace).option("--secrets.files") == str(workspace.secrets_file.resolve())


@pytest.mark.parametrize("address", ["0.0.0.0", "sla.example.com", "::"])
def test_listening_elsewhere_needs_a_login(workspace: Workspace, address: str) -> None:
    said = one_message(vip_sla("dashboard", "--workspace", workspace.root, "--address", address))
    assert f"--address {address}: nobody logs in here" in said
    assert "access.yml" in said
    guard(workspace)
    server = started(workspace, "--address", address)
    assert server.option("--server.address") == address
    assert server.option("--client.showErrorDetails") == "none"  # they are the machine's own


@pytest.mark.parametrize("name", ["access_file", "secrets_file"])
def test_half_of_a_login_does_not_start(workspace: Workspace, name: str) -> None:
    guard(workspace)
    getattr(workspace, name).unlink()
    said = one_message(vip_sla("dashboard", "--workspace", workspace.root))
    assert getattr(workspace, name).name in said


def test_customers_that_the_register_lacks_are_named(workspace: Workspace) -> None:
    guard(workspace)
    workspace.access_file.write_text("customers: {K-1: [a@b.example]}\n", encoding="utf-8")
    for command in ("dashboard", "check"):
        said = one_message(vip_sla(command, "--workspace", workspace.root))
        assert "access.yml, line 1: customers.K-1: the register has no such customer" in said


def test_check_tells_who_may_see_what(workspace: Workspace) -> None:
    guard(workspace)
    said = vip_sla("check", "--workspace", workspace.root)
    assert "access.yml: 1 manager, people of 0 customers. Valid." in said.out


def test_logouts_need_a_place_to_be_remembered(workspace: Workspace) -> None:
    started(workspace)
    assert not workspace.ended_logins.exists()
    guard(workspace)
    started(workspace)
    assert workspace.ended_logins.is_dir()
    started(workspace)
    for file in workspace.ended_logins.iterdir():
        file.unlink()
    workspace.ended_logins.rmdir()
    workspace.ended_logins.write_text("in the way")
    said = one_message(vip_sla("dashboard", "--workspace", workspace.root))
    assert "nobody could log out for good" in said
