"""Settings that mean harm, or were spoilt: one message each, at once, and never a traceback."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.access import load_access
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace, create_workspace

AUTH = """[auth]
redirect_uri = "https://sla.example.com/oauth2callback"
cookie_secret = "0123456789012345678901234567890123456789"
client_id = "x"
client_secret = "x"
server_metadata_url = "https://id.example.com/.well-known/openid-configuration"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "workspace")


def bomb(last: str) -> str:
    """Anchors of nine times nine times nine …, and a key that holds the last of them."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join([*lines, f"{last}: *a9", ""])


def refused(load: Callable[[], object]) -> str:
    """The one message; what is not refused at once takes minutes here, or never ends."""
    with pytest.raises(SettingsError) as error:
        load()
    assert len(str(error.value)) < 20_000
    return str(error.value)


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", ["vip-sla.yml", "policy.yml"])
@pytest.mark.parametrize(
    "text",
    [
        bomb("sources"),
        "as_of: " + "[" * 5_000 + "]" * 5_000,
        "as_of: " + "{a: " * 5_000 + "}" * 5_000,
        "".join(f"{' ' * depth}a:\n" for depth in range(2_000)),
        f"goal: {'9' * 400}",
        f"goal: {'9' * 40_000}",
        f"{'k' * 100_000}: 1",
        "".join(f"unknown_{number}: 1\n" for number in range(5_000)),
    ],
    ids=["bomb", "brackets", "braces", "blocks", "digits", "many_digits", "long_key", "many_keys"],
)
def test_a_document_without_measure(workspace: Workspace, name: str, text: str) -> None:
    (workspace.root / name).write_text(text, encoding="utf-8")
    assert refused(lambda: load_settings(workspace)).startswith(name)


@pytest.mark.parametrize("text", [bomb("managers"), "managers: " + "[" * 5_000])
def test_access_without_measure(workspace: Workspace, text: str) -> None:
    workspace.secrets_file.write_text(AUTH, encoding="utf-8")
    workspace.access_file.write_text(text, encoding="utf-8")
    assert refused(lambda: load_access(workspace)).startswith("access.yml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("day_hours: 8", "day_hours: 1e-9", "no whole minutes"),
        ("day_hours: 8", f"day_hours: 0.{'0' * 400}1", "too small"),
        ("day_hours: 8", "day_hours: nan", "day_hours"),
        ("day_hours: 8", f"day_hours: {'9' * 400}", "day_hours"),
        ("valid_from: 2020-01-01", "valid_from: 0001-01-01", "is the year right?"),
        ("4 hours", f"{'9' * 400} hours", "is not an amount"),
        ("4 hours", f"1.{'9' * 400} hours", "is not an amount"),
        ("goal: 0.95", f"goal: {'9' * 400}", "goal"),
        ("goal: 0.95", "goal: nan", "goal"),
    ],
)
def test_numbers_that_nobody_means(workspace: Workspace, old: str, new: str, said: str) -> None:
    spoil(workspace.policy_file, old, new)
    message = refused(lambda: load_settings(workspace))
    assert said in message
    assert message.startswith("policy.yml, line ")


@pytest.mark.parametrize("day", ["0001-01-01", "1.1.0001"])
def test_a_register_of_another_age(workspace: Workspace, day: str) -> None:
    with (workspace.register / "customers.csv").open("a", encoding="utf-8") as file:
        file.write(f"K-1,One,All-Inclusive,vip,{day},,1000,de,\n")
    assert "customers.csv, row 2: valid_from" in refused(lambda: load_settings(workspace))


@pytest.mark.parametrize(
    "name",
    ["vip-sla.yml", "policy.yml", "register/customers.csv", "register/waivers.csv", "access.yml"],
)
def test_a_pipe_is_no_file(workspace: Workspace, name: str) -> None:
    workspace.secrets_file.write_text(AUTH, encoding="utf-8")
    place = workspace.root / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    message = refused(lambda: (load_settings(workspace), load_access(workspace)))
    assert place.name in message
    assert "not a file" in message


def test_a_pipe_instead_of_secrets(workspace: Workspace) -> None:
    workspace.secrets_file.unlink(missing_ok=True)
    os.mkfifo(workspace.secrets_file)
    assert "secrets.toml" in refused(lambda: load_access(workspace))


def test_anchors_that_do_not_multiply_are_fine(workspace: Workspace) -> None:
    spoil(workspace.policy_file, "goal: 0.95", "goal: &share 0.95")
    assert load_settings(workspace).policy.goal == 0.95
