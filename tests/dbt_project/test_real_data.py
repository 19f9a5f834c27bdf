"""A real help desk from January 2022 to February 2023, every row of every table against the plain
walk."""

from pathlib import Path

import pytest

from tests.comparison import all_differences, built, published
from tests.real_desk import AS_OF, EXPORTS, real_desk
from tests.retelling import untold

needs_real_data = pytest.mark.skipif(
    not EXPORTS.exists(), reason=f"the real help desk's exports are not at {EXPORTS}"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real exports in a workspace whose register covers every account."""
    return real_desk(tmp_path_factory.mktemp("real") / "workspace").root


@needs_real_data
@pytest.mark.parametrize("reading", ["default", "literal"])
def test_every_response_is_judged_as_by_the_reference(workspace: Path, reading: str) -> None:
    snapshot = built(workspace, AS_OF, reading)

    assert len(published(snapshot, "fct_responses")) == 791
    assert all_differences(workspace, snapshot, AS_OF, reading) == []
    assert untold(row["message"] for row in published(snapshot, "data_findings")) == []
