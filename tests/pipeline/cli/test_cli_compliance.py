"""What a run prints: of many customers those with most to do, or nothing at all."""

from importlib import metadata
from pathlib import Path

import pytest

from pipeline.cli.compliance import MOST_CUSTOMERS, compliance_table
from pipeline.cli.console import output
from pipeline.landing.loader import Landing
from pipeline.running.run import RunResult
from tests.dashboards.made_up import AS_OF, OCTOBER, covered, customer, month, owed, publish
from tests.pipeline.command_line import vip_sla

ROOM = len("  compliance  breached  contested  pending now  overdue now") + len("100.0% of 20") - 10
"""What the other columns take."""


def printed(root: Path, count: int) -> tuple[str, list[str]]:
    """Title and customers of the table for so many customers; the last two need somebody."""
    ids = [f"K-{number:02}" for number in range(count)]
    low, overdue = ids[-2:]
    workspace = publish(
        root,
        dim_customers=[customer(each, f"Firma {each}") for each in ids],
        dim_coverage_periods=[covered(each, OCTOBER) for each in ids],
        compliance_monthly=[
            month(each, OCTOBER, met=20, breached=10 if each == low else 0) for each in ids
        ],
        open_responses=[owed(overdue, "1", -60)],
    )
    table = compliance_table(workspace.published.resolve())
    assert not isinstance(table, str)
    return str(table.title), [str(cell) for cell in table.columns[0].cells]


def test_twenty_are_all_shown(tmp_path: Path) -> None:
    title, shown = printed(tmp_path, MOST_CUSTOMERS)
    assert len(shown) == MOST_CUSTOMERS
    assert "more" not in title


def test_of_more_those_with_most_to_do_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    title, shown = printed(tmp_path, MOST_CUSTOMERS + 3)
    assert len(shown) == MOST_CUSTOMERS
    assert shown[-2:] == ["Firma K-21", "Firma K-22"]
    assert "3 more" in title


@pytest.mark.parametrize(
    ("is_terminal", "width", "shown"),
    [
        (True, 200, "Genossenschaftsbank Oberes Ahrntal eG"),
        (True, ROOM + 37, "Genossenschaftsbank Oberes Ahrntal eG"),
        (True, ROOM + 36, "Genossenschaftsbank Oberes Ahrntal …"),
        (True, 40, "Genossensch…"),
        (False, 40, "Genossenschaftsbank Oberes Ahrntal eG"),
    ],
)
def test_a_name_is_cut_to_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool, width: int, shown: str
) -> None:
    workspace = publish(
        tmp_path,
        dim_customers=[customer("K-1", "Genossenschaftsbank Oberes Ahrntal eG")],
        dim_coverage_periods=[covered("K-1", OCTOBER)],
        compliance_monthly=[month("K-1", OCTOBER, met=20)],
    )
    monkeypatch.setattr(output, "width", width)
    monkeypatch.setattr(output, "_force_terminal", is_terminal)
    table = compliance_table(workspace.published.resolve())
    assert not isinstance(table, str)
    [name] = table.columns[0].cells
    assert str(name) == shown
    if width >= ROOM:
        assert len(list(output.render_lines(table))) == 3  # title, head, row


@pytest.mark.parametrize(("finding_count", "status"), [(0, 0), (1, 3)])
def test_a_quiet_run_speaks_only_where_there_is_something_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finding_count: int, status: int
) -> None:
    workspace = publish(tmp_path)
    workspace.config_file.write_text("sources: []\n", encoding="utf-8")
    result = RunResult(
        run_id="20261030T094000Z",
        as_of=AS_OF,
        snapshot=workspace.published.resolve(),
        landing=Landing((), (), (), (), ()),
        rejected_row_count=0,
        finding_count=finding_count,
    )
    monkeypatch.setattr("pipeline.cli.run.run_pipeline", lambda *_, **__: result)
    said = vip_sla("run", "--workspace", workspace.root, "--quiet")
    assert said.status == status
    assert bool(said.out) == bool(finding_count)
    assert vip_sla("run", "--workspace", workspace.root).out


def test_the_version_is_that_of_what_is_installed() -> None:
    said = vip_sla("--version")
    assert (said.status, said.out) == (0, f"vip-sla {metadata.version('vip-sla')}\n")
