"""The demo's snapshot, to be changed by hand, and letters that are only collected."""

from functools import cache
from pathlib import Path

import pytest

from pipeline.alerts import letters
from pipeline.explanation import explain
from pipeline.workspace import Workspace
from tests.pipeline.alerts.desk import Desk
from tests.pipeline.mail.moved import Moved

FEW = ("4w2u24s8:1", "zo9yoiqy:1", "v421yaro:1", "qku481sf:1", "x8rrwjqt:1", "844vhlni:2")


@pytest.fixture
def desk(whole_desk: Desk) -> Desk:
    """A few responses only: every letter takes its time."""
    ids = ", ".join(f"'liveagent:{each}'" for each in FEW)
    whole_desk.moved.change(f"delete from marts.fct_responses where response_id not in ({ids})")
    return whole_desk


explained = cache(explain)
"""The verdict on a response of a snapshot, which is the same whichever test asks for it."""


@pytest.fixture
def whole_desk(demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(letters, "explain", explained)
    desk = Desk(Moved.copy_of(demo_workspace, tmp_path / "demo"))
    desk.configure("alerts: {to: [lead@example.com], digest_from: 50}")
    return desk
