"""A new workspace: valid as it is, explained, and free of anybody's data."""

import csv
import shutil
from pathlib import Path
from typing import get_type_hints

import pytest

from pipeline.errors import VipSlaError
from pipeline.settings.access import load_access
from pipeline.settings.register import Register, Row
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace, create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "acme")


def test_its_settings_are_valid(workspace: Workspace) -> None:
    settings = load_settings(workspace)
    assert settings.config.as_of == "now"
    assert settings.register == Register()
    (source,) = settings.config.sources
    assert workspace.export_folder(source.path).is_dir()
    assert list(workspace.export_folder(source.path).iterdir()) == []


def test_it_holds_what_people_keep_and_nothing_else(workspace: Workspace) -> None:
    names = sorted(
        str(path.relative_to(workspace.root))
        for path in workspace.root.rglob("*")
        if path.is_file()
    )
    assert names == [
        ".gitignore",
        "access.yml",
        "policy.yml",
        "register/README.md",
        "register/absences.csv",
        "register/accounts.csv",
        "register/customers.csv",
        "register/meetings.csv",
        "register/roster.csv",
        "register/waivers.csv",
        "vip-sla.yml",
    ]


def test_its_register_has_the_columns_that_are_read(workspace: Workspace) -> None:
    for name, rows in get_type_hints(Register).items():
        model: type[Row] = rows.__args__[0]
        with (workspace.register / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            (header,) = csv.reader(file)
        assert tuple(header) == model.columns()


def test_every_setting_is_explained(workspace: Workspace) -> None:
    for file in (workspace.config_file, workspace.policy_file, workspace.access_file):
        assert file.read_text(encoding="utf-8").startswith("# ")


def test_what_is_commented_out_is_valid_too(workspace: Workspace) -> None:
    """Examples in the settings hold once somebody takes them up."""
    for file in (workspace.config_file, workspace.policy_file):
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(taken_up(lines)) + "\n", encoding="utf-8")
    settings = load_settings(workspace)
    (source,) = settings.config.sources
    assert source.severity
    assert source.bots
    assert source.tiers
    assert settings.policy.customers
    assert settings.policy.calendars["dedicated_support"].holidays


def test_what_is_commented_out_of_access_is_valid_too(workspace: Workspace) -> None:
    """Who may see what, and the secrets that its comments show."""
    assert load_access(workspace) is None
    lines = workspace.access_file.read_text(encoding="utf-8").splitlines()
    secrets = [line.removeprefix("#     ") for line in lines if line.startswith("#     ")]
    workspace.secrets_file.write_text(
        "\n".join(secrets).replace('cookie_secret = "…"', f'cookie_secret = "{"x" * 64}"'),
        encoding="utf-8",
    )
    workspace.access_file.write_text("\n".join(taken_up(lines)) + "\n", encoding="utf-8")
    access = load_access(workspace)
    assert access
    assert access.is_manager("anybody@support.example.com")
    assert access.customers_of("einkauf@muster.example") == {"K-1001"}
    assert not access.is_manager("temp@support.example.com")
    assert access.logins_count_since("anna.berger@example.com")
    assert access.contact


def taken_up(lines: list[str]) -> list[str]:
    """The lines with their commented-out settings in force, in place of what they replace."""
    keys = {"severity", "bots", "tiers", "holidays", "customers"}
    keys |= {"managers", "except", "contact", "logins_since"}
    taken: list[str] = []
    is_example = False
    for line in lines:
        indent, mark, rest = line.partition("# ")
        is_comment = bool(mark) and not indent.strip()
        key = rest.split(":")[0]
        if is_comment and key in keys:
            is_example = True
            taken = [kept for kept in taken if not kept.startswith(f"{indent}{key}:")]
        elif not is_comment or not rest.startswith(" "):
            is_example = False
        taken.append(f"{indent}{rest}" if is_example else line)
    return taken


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(VipSlaError, match=r"is not empty; choose a new folder"):
        create_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(VipSlaError, match=r"mine\.txt"):
        create_workspace(tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_empty_folder_and_missing_parents_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert create_workspace(tmp_path / "empty").config_file.exists()
    assert create_workspace(tmp_path / "a" / "b" / "c").config_file.exists()


def test_it_may_be_moved(workspace: Workspace, tmp_path: Path) -> None:
    moved = Workspace(tmp_path / "moved")
    shutil.move(workspace.root, moved.root)
    assert load_settings(moved) == load_settings(create_workspace(workspace.root))
