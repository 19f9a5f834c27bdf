"""`init`, `sample`, `run`: from nothing to figures."""

from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, one_message, vip_sla
from tests.pipeline.small_desk import rows, small_workspace


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Four tickets and their customers, never run."""
    return small_workspace(tmp_path / "acme")


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the README has it: a new workspace, made-up exports and their register."""
    root = tmp_path_factory.mktemp("acme") / "a [b] d'e ü"
    assert vip_sla("init", root).status == 0
    return root


@pytest.fixture(scope="module")
def sampled(acme: Path) -> Said:
    exports = acme / "exports" / "helpdesk"
    said = vip_sla("sample", "--tickets", 150, "--seed", 3, "--out", exports, "--json")
    for file in (exports / "register").iterdir():
        file.replace(acme / "register" / file.name)
    return said


@pytest.fixture(scope="module")
def ran(acme: Path, sampled: Said) -> Said:
    """A run in a workspace beside which one stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(acme.parent)
        return vip_sla("run", "--workspace", acme.name, "--as-of", "latest")


def test_sample_writes_exports_and_their_register(acme: Path, sampled: Said) -> None:
    assert sampled.status == 0
    assert sampled.json["tickets"] == 150
    names = {path.name for path in (acme / "exports" / "helpdesk").iterdir() if path.is_file()}
    assert names == {"tickets.csv", "events.csv", "agents.csv", "customers.csv"}
    assert (acme / "register" / "customers.csv").stat().st_size > 200


def test_sample_never_mixes_with_what_is_there(acme: Path, sampled: Said) -> None:
    exports = acme / "exports" / "helpdesk"
    before = (exports / "tickets.csv").read_bytes()
    message = one_message(vip_sla("sample", "--tickets", 5, "--out", exports))
    assert "choose an empty folder with --out" in message
    assert (exports / "tickets.csv").read_bytes() == before


def test_a_run_on_a_sample(acme: Path, ran: Said) -> None:
    assert ran.status in (0, 3), ran.all
    assert "Traceback" not in ran.err
    assert "Compliance of responses opened in October 2026" in ran.out
    snapshot = Workspace(acme).published.resolve()
    assert f"published: {acme.name}/warehouse/snapshots/{snapshot.name}" in ran.out
    assert "4 new files" in ran.all
    assert "as of 2026-10-30" in ran.all
    (count,) = rows(snapshot, "select count(*) as n from fct_responses")
    assert count["n"] > 100
    assert (ran.status == 3) == ("to look at: " in ran.out)


def test_status_after_a_run(acme: Path, ran: Said) -> None:
    said = vip_sla("status", "--workspace", acme)
    assert said.status == ran.status
    assert "events" in said.out


def test_init_makes_a_workspace_that_is_valid(tmp_path: Path) -> None:
    said = vip_sla("init", tmp_path / "acme")
    assert said.status == 0
    assert f"vip-sla run --workspace {tmp_path / 'acme'}" in said.all
    checked = vip_sla("check", "--workspace", tmp_path / "acme")
    assert checked.status == 3, "there is nothing to measure yet"
    assert "All valid." in checked.out


def test_init_refuses_a_folder_that_holds_something(small: Workspace) -> None:
    before = sorted(small.root.rglob("*"))
    message = one_message(vip_sla("init", small.root))
    assert f"{small.root}: is not empty; choose a new folder" in message
    assert sorted(small.root.rglob("*")) == before


def test_init_takes_an_empty_folder_and_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert vip_sla("init", tmp_path / "empty").status == 0
    (tmp_path / "file").touch()
    one_message(vip_sla("init", tmp_path / "file"))
