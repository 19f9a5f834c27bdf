"""What is shipped is what is tested: the wheel, installed where nobody may write.

The environment sees the packages that the tests run with, but not the checkout.
"""

import csv
import os
import re
import stat
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.conftest import REPOSITORY
from tests.dashboards.asking import open_page
from tests.dashboards.browser import free_port, serving

FORMS = {".pdf", ".html", ".xlsx", ".json"}
LEANED_ON = {"dbt-core", "dbt-duckdb", "duckdb", "streamlit", "typst"}
"""What is leaned on by more than its documented interface."""


@dataclass(frozen=True)
class Installation:
    """An environment with the wheel in it, and whoever calls it: somebody with an empty home."""

    root: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def scripts(self) -> Path:
        return self.root / "bin"

    def start(self, *command: object, folder: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.scripts / str(command[0])), *map(str, command[1:])],
            cwd=folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def files(self) -> dict[Path, tuple[int, str]]:
        """Each file with when it was changed and what is in it, each folder with when it was."""
        return {
            path: (
                path.lstat().st_mtime_ns,
                sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            )
            for path in self.root.rglob("*")
        }


@dataclass(frozen=True)
class Seen:
    """What a browser is given for a page: the scripts, and all that Streamlit tells."""

    scripts: list[httpx.Response]
    told: bytes


def ends(process: subprocess.Popen[str], *expected: int) -> str:
    """All that it said, once it has ended with one of these statuses."""
    said, _ = process.communicate(timeout=300)
    assert process.returncode in (expected or (0,)), said
    return said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Read-only, as an installation of root's is."""
    home = tmp_path_factory.mktemp("home")
    environment = {"PATH": os.defpath, "HOME": str(home), "LANG": "C.UTF-8"}
    here = Installation(tmp_path_factory.mktemp("installed"), home, environment)
    venv.create(here.root, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(here.scripts / "python"), "install"]
    quietly = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    subprocess.run([*pip, *quietly, str(wheel)], check=True)
    # Names of folders in a .pth are looked into, but not the .pth files there: so the packages
    # are seen, and the checkout, which a .pth among them names, is not.
    (packages,) = here.root.glob("lib/*/site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    paths = [here.root, *here.root.rglob("*")]
    for path in paths:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    yield here
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)  # so that it can be removed


@pytest.fixture(scope="module")
def before(installed: Installation) -> dict[Path, tuple[int, str]]:
    return installed.files()


@pytest.fixture(scope="module")
def workspaces(
    installed: Installation, before: object, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """Two of them, new and with exports, in which runs are at work at the same time."""
    folder = tmp_path_factory.mktemp("anywhere")
    found = [folder / "acme", folder / "other"]
    for seed, workspace in enumerate(found):
        exports = workspace / "exports" / "helpdesk"
        sample = ["sample", "--tickets", 60, "--seed", seed, "--out", exports]
        ends(installed.start("vip-sla", "init", workspace, folder=folder))
        ends(installed.start("vip-sla", *sample, folder=folder))
        for file in (exports / "register").iterdir():
            file.replace(workspace / "register" / file.name)
    # dbt is at work in the first of all, and says what the two at the same time say again.
    for names in (["acme"], ["acme", "other"]):
        runs = [
            installed.start(
                "vip-sla", "run", "--workspace", name, "--as-of", "latest", folder=folder
            )
            for name in names
        ]
        for process in runs:
            ends(process, 0, 3)
    return found


@pytest.fixture(scope="module")
def customer(workspaces: list[Path]) -> dict[str, str]:
    """A row of the first workspace's register."""
    with (workspaces[0] / "register" / "customers.csv").open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["add_on"] == "vip")


def test_the_checkout_is_not_seen(installed: Installation, tmp_path: Path) -> None:
    program = "import dashboards, pipeline, sys; print(dashboards, pipeline, *sys.path, sep='\\n')"
    said = ends(installed.start("python", "-c", program, folder=tmp_path))
    modules, paths = said.splitlines()[:2], said.splitlines()[2:]
    assert all(str(installed.root) in module for module in modules)
    assert str(REPOSITORY) not in paths


def test_both_runs_published(workspaces: list[Path]) -> None:
    for workspace in workspaces:
        assert (workspace / "warehouse" / "vip_sla.duckdb").resolve(strict=True).is_file()


def test_the_plan_lies_with_the_user_and_a_workspace(
    installed: Installation, workspaces: list[Path]
) -> None:
    (planned,) = installed.home.glob(".cache/vip-sla/plan-*.json")
    builds = [each / "warehouse" / "build" / "plans" for each in workspaces]
    assert any((build / planned.name).is_file() for build in builds)


@pytest.fixture(scope="module")
def reports(
    installed: Installation, workspaces: list[Path], customer: dict[str, str]
) -> list[Path]:
    """The customer's report of the last full month."""
    which = ["--workspace", workspaces[0], "--customer", customer["customer_id"]]
    ends(installed.start("vip-sla", "report", *which, folder=installed.home))
    return list((workspaces[0] / "reports").glob(f"*/{customer['customer_id']}/*"))


@pytest.fixture(scope="module")
def seen(
    installed: Installation, workspaces: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    """The first page, served among files that are called as the dashboard's own modules are."""
    folder = tmp_path_factory.mktemp("among")
    (folder / "dashboards.py").write_text("raise SystemExit('not this one')")
    port = free_port()
    address = f"http://localhost:{port}"
    command = [
        *(str(installed.scripts / "vip-sla"), "dashboard"),
        *("--workspace", str(workspaces[0]), "--port", str(port)),
    ]
    with (
        serving(command, f"{address}/_stcore/health", folder, installed.environment),
        httpx.Client(trust_env=False) as client,
    ):
        index = client.get(f"{address}/").text
        named = re.findall(r'<script[^>]* src="\./([^"]+)"', index)
        scripts = [client.get(f"{address}/{name}") for name in named]
        with open_page(client, address) as page:
            told = b"".join(each.SerializeToString() for each in page.told)
    return Seen(scripts, told)


def test_reports_in_every_form(reports: list[Path]) -> None:
    assert {file.suffix for file in reports} == FORMS


def test_the_dashboard_shows_a_page(seen: Seen, customer: dict[str, str]) -> None:
    assert seen.scripts
    assert {each.headers["content-type"].partition(";")[0] for each in seen.scripts} == {
        "text/javascript"
    }
    assert escape(customer["name"]).encode() in seen.told


@pytest.mark.usefixtures("workspaces", "reports", "seen")
def test_nothing_was_written_into_the_installation(
    installed: Installation, before: dict[Path, tuple[int, str]]
) -> None:
    assert installed.files() == before


def asked_for(*extras: str) -> list[Requirement]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    return [Requirement(line) for line in lines]


def locked(name: str) -> dict[str, str]:
    """What a lock holds: a version for each package."""
    lock = (REPOSITORY / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+(?:\[[^]]*])?)==(\S+)", lock, re.MULTILINE))


@pytest.mark.parametrize(
    ("name", "extras"),
    [("requirements.lock", ["editable"]), ("requirements-dev.lock", ["editable", "dev"])],
)
def test_a_lock_holds_what_is_asked_for(name: str, extras: list[str]) -> None:
    versions = {package.partition("[")[0]: held for package, held in locked(name).items()}
    for wanted in asked_for(*extras):
        version = versions[wanted.name.lower()]
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted}: {version}"


def test_what_is_tested_is_what_runs() -> None:
    """The tools come on top: nothing else is of another version, or asked for otherwise."""
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("name", sorted(LEANED_ON))
def test_a_new_version_of_what_is_leaned_on_is_taken_on_purpose(name: str) -> None:
    """Streamlit's cookies and messages, DuckDB's readers, dbt's log have no promise to last."""
    (wanted,) = (each for each in asked_for() if each.name == name)
    lowest = min(Version(each.version) for each in wanted.specifier)
    assert not wanted.specifier.contains(f"{lowest.major}.{lowest.minor + 1}")
