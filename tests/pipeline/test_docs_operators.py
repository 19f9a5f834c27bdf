"""docs/operators.md: what is backed up suffices; a restored workspace verifies an old report."""

import re
import shutil
from pathlib import Path

from pipeline.landing.seals import all_broken
from pipeline.workspace import Workspace
from tests.pipeline.command_line import REPOSITORY, vip_sla

TEXT = (REPOSITORY / "docs" / "operators.md").read_text(encoding="utf-8")
_, _, SECTION = TEXT.partition("## Backup and restore\n")
BACKED_UP = {
    name
    for row in re.findall(r"^\| ([^|]+) \|", SECTION, re.MULTILINE)
    for name in re.findall(r"[\w.-]+", row)
    if name not in ("what", "---")
}


def test_restored_from_a_backup(demo_workspace: Workspace, tmp_path: Path) -> None:
    original, restored = Workspace(tmp_path / "original"), Workspace(tmp_path / "restored")
    shutil.copytree(demo_workspace.root, original.root, symlinks=True)
    said = vip_sla(
        *("report", "--month", "2026-09", "--customer", "K-1001", "--format", "json", "--json"),
        *("--workspace", original.root),
    )
    [report] = said.json
    restored.root.mkdir()
    for path in original.root.iterdir():
        if path.name in BACKED_UP:
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, restored.root / path.name)
    there = restored.root / Path(report).relative_to(original.root)
    assert not restored.warehouse.exists()
    assert all_broken(restored) == []
    said = vip_sla("verify", there, "--workspace", restored.root)
    assert said.status == 0, said.all
    landed = next(path for path in restored.landing.rglob("*.parquet") if "messages" in str(path))
    landed.unlink()
    assert vip_sla("verify", there, "--workspace", restored.root).status == 1


def test_what_a_workspace_holds_is_backed_up_or_made_again(demo_workspace: Workspace) -> None:
    there = {path.name for path in demo_workspace.root.iterdir()}
    assert there - BACKED_UP <= {"warehouse"}
