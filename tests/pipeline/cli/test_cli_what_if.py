"""`vip-sla what-if`: what it prints and what it gives programs; the judging itself is elsewhere."""

from pathlib import Path

import pytest

from pipeline.cli import what_if
from pipeline.workspace import Workspace
from tests.judged_scenario import CUSTOMER, LATE, judged_demo
from tests.pipeline.command_line import one_message, vip_sla


@pytest.fixture
def judged(demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace in which whatever is asked has the same result."""
    workspace = judged_demo(demo_workspace, tmp_path)
    result = workspace.scenarios / "stricter.parquet"
    monkeypatch.setattr(what_if, "judge", lambda *_about: result)
    (workspace.scenarios / "stricter.yml").write_text("goal: 0.95\n", encoding="utf-8")
    return workspace


def test_before_and_after_and_what_flips(judged: Workspace) -> None:
    said = vip_sla("what-if", judged.scenarios / "stricter.yml", "--workspace", judged.root)
    assert said.status == 0
    assert said.out.startswith("SCENARIO stricter: what would have been, not what is published")
    assert f"{LATE} verdicts flip" in said.all
    assert f"{LATE} late under the scenario only; most in common: {LATE} of them have" in said.all
    assert "late without the scenario only" not in said.all
    for title in ("customer", "severity", "month"):
        assert f"{title} published scenario newly late" in " ".join(said.all.split())


def test_programs_get_all_of_it(judged: Workspace) -> None:
    told = vip_sla(
        "what-if", judged.scenarios / "stricter.yml", "--workspace", judged.root, "--json"
    ).json
    assert told["scenario"]["name"] == "stricter"
    assert told["scenario"]["text"] == "goal: 0.95\n"
    assert {each["customer_id"] for each in told["flipped"]} == {CUSTOMER}
    assert [each["scenario_outcome"] for each in told["flipped"]] == ["breached"] * LATE
    assert sum(each["newly_late_count"] for each in told["customer"]) == LATE
    assert (
        sum(each["newly_late_count"] for each in told["severity"] if each["group"] == "3") == LATE
    )
    [common] = told["in_common"]["newly_late"]
    assert common["flipped_count"] == LATE
    assert told["in_common"]["no_longer_late"] == []


def test_a_mistake_is_one_message_with_its_line(judged: Workspace) -> None:
    file = judged.scenarios / "odd.yml"
    file.write_text("goal: 0.9\ngaol: 0.9\n", encoding="utf-8")
    said = one_message(vip_sla("what-if", file, "--workspace", judged.root))
    assert "odd.yml, line 2: gaol" in said
    gone = vip_sla("what-if", judged.scenarios / "gone.yml", "--workspace", judged.root)
    assert "is not there; write into it the keys of policy.yml" in one_message(gone)
