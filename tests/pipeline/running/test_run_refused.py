"""A run that cannot be right publishes nothing, says why, and leaves what was published alone."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import CheckFailedError, RunError, SettingsError
from pipeline.running import dbt
from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.pipeline.command_line import vip_sla
from tests.pipeline.small_desk import Published, copy_of, landing_state, leftovers, rows
from tests.planned import built_instead, with_one_mart


@pytest.fixture(scope="module")
def workspace(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo, published, with findings; nothing here publishes anything more."""
    return copy_of(demo_workspace, tmp_path_factory.mktemp("refused") / "demo")


@pytest.fixture
def unchanged(workspace: Workspace) -> Iterator[None]:
    """What readers see before a test is what they see after it."""
    before = Published.of(workspace)
    snapshot = workspace.published.resolve()
    content = snapshot.read_bytes()
    yield
    assert Published.of(workspace) == before
    assert snapshot.read_bytes() == content
    assert rows(snapshot, "select count(*) > 0 as is_there from fct_responses") == [
        {"is_there": True}
    ]


REFUSED_MOMENTS = {
    "in the future": (
        (datetime.now(UTC) + timedelta(days=400)).isoformat(),
        "lies in the future",
    ),
    "a moment ahead": ((datetime.now(UTC) + timedelta(hours=3)).isoformat(), "in the future"),
    "no moment": ("yesterday", "'yesterday' is not a moment; write now, latest or a timestamp"),
    "half a moment": ("2026-13-01T00:00:00Z", "is not a date and time; write e.g. 20"),
    "without an offset": ("2026-03-01T00:00:00", "has no offset"),
    "a day": ("2026-03-01", "has no offset"),
    "before help desks": ("1999-12-31T23:59:59Z", "lies before 2000"),
    "before clocks": ("0001-01-01T00:00:00Z", "is the year right?"),
}


@pytest.mark.parametrize("case", REFUSED_MOMENTS)
@pytest.mark.usefixtures("unchanged")
def test_a_moment_that_makes_no_sense(workspace: Workspace, case: str) -> None:
    moment, complaint = REFUSED_MOMENTS[case]
    before = landing_state(workspace, manifests=True)
    said = vip_sla("run", "--workspace", workspace.root, "--as-of", moment)
    assert said.status == 2
    assert complaint in said.all
    assert moment in said.all
    assert "Traceback" not in said.err
    assert landing_state(workspace, manifests=True) == before


@pytest.mark.usefixtures("unchanged")
def test_a_reading_that_the_policy_does_not_have(workspace: Workspace) -> None:
    with pytest.raises(RunError, match=r"no reading 'lenient' .*default, literal, strict"):
        run(workspace, reading="lenient")


@pytest.mark.usefixtures("unchanged")
def test_settings_that_are_wrong(workspace: Workspace) -> None:
    policy = workspace.policy_file.read_text(encoding="utf-8")
    workspace.policy_file.write_text(policy.replace("goal: 0.95", "gaol: 0.95"), encoding="utf-8")
    try:
        with pytest.raises(SettingsError, match=r"policy\.yml, line \d+: gaol.*'goal'"):
            run(workspace)
    finally:
        workspace.policy_file.write_text(policy, encoding="utf-8")


@pytest.mark.usefixtures("unchanged")
def test_strictly_nothing_odd_is_published(workspace: Workspace) -> None:
    findings = rows(workspace.published.resolve(), "from data_findings")
    said = vip_sla("run", "--workspace", workspace.root, "--strict")
    assert said.status == 1
    assert f"nothing was published: 0 rejected rows and {len(findings)} findings" in said.all
    assert "--strict" in said.all
    assert leftovers(workspace) == []


@pytest.mark.usefixtures("unchanged")
def test_a_check_that_fails_is_named(workspace: Workspace, tmp_path: Path) -> None:
    project = with_one_mart(tmp_path / "dbt_project")
    described = next(project.rglob("run_info.yml"))
    text = described.read_text(encoding="utf-8")
    assert text.count("- unique\n") == 1
    of_one = "- accepted_values: {arguments: {values: [R-1]}}\n"
    described.write_text(text.replace("- unique\n", of_one), encoding="utf-8")
    check = project / "tests" / "everybody_is_happy.sql"
    check.write_text("select 'nobody' as customer_id\n", encoding="utf-8")
    with built_instead(project), pytest.raises(CheckFailedError) as caught:
        run(workspace)
    message = str(caught.value)
    assert message.startswith("nothing was published, the previous snapshot keeps serving")
    lines = [line for line in message.splitlines() if line.startswith("- ")]
    assert len(lines) == 2
    assert any(line.startswith("- everybody_is_happy: ") for line in lines)
    own = "- accepted_values_run_info_run_id__R_1: "
    assert any(line.startswith(own) and line.endswith(" 1 row of run_info") for line in lines)
    assert str(workspace.build / "logs" / "dbt.log") in message
    assert (workspace.build / "logs" / "dbt.log").exists()


@pytest.mark.usefixtures("unchanged")
def test_a_damaged_calendar_in_landing_is_noticed(workspace: Workspace, tmp_path: Path) -> None:
    """Responses without a calendar would be lost in silence."""
    (landed,) = (workspace.landing / "policy" / "calendar_segments").glob("*.parquet")
    whole = tmp_path / "whole.parquet"
    shutil.copy(landed, whole)
    kept = f"from '{whole}' where utc_date not between '2026-03-01' and '2026-03-31'"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({kept}) to '{landed}' (format parquet)")
    try:
        said = vip_sla("run", "--workspace", workspace.root)
    finally:
        shutil.copy(whole, landed)
    assert said.status == 1
    assert "is not what was landed" in said.all


@pytest.mark.usefixtures("unchanged")
def test_models_that_cannot_be_built(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbt, "PROJECT", tmp_path / "nowhere")
    with pytest.raises(RunError, match="models could not be built") as caught:
        run(workspace)
    assert not isinstance(caught.value, CheckFailedError)
    assert "nowhere" in str(caught.value)
