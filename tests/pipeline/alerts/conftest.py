"""The demo's snapshot, to be changed by hand, and letters that are only collected."""

from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.alerts.desk import Desk
from tests.pipeline.mail.moved import Moved

FEW = ("o43j2nza:1", "qlugcmxp:1", "bwkk6uym:1", "x7an12zj:1", "wjppdoxj:1", "15f33zte:2")


@pytest.fixture
def desk(whole_desk: Desk) -> Desk:
    """A few responses only: every letter takes its time."""
    ids = ", ".join(f"'liveagent:{each}'" for each in FEW)
    whole_desk.moved.change(f"delete from marts.fct_responses where response_id not in ({ids})")
    return whole_desk


@pytest.fixture
def whole_desk(demo_workspace: Workspace, tmp_path: Path) -> Desk:
    desk = Desk(Moved.copy_of(demo_workspace, tmp_path / "demo"))
    desk.configure("alerts: {to: [lead@example.com], digest_from: 50}")
    return desk
