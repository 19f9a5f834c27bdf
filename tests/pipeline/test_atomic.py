"""A file is there whole or not at all, and a failure leaves nothing beside it."""

from pathlib import Path

import pytest

from pipeline.atomic import beside


def test_what_was_written_beside_is_there_at_the_end(tmp_path: Path) -> None:
    final = tmp_path / "new" / "facts.txt"
    with beside(final) as aside:
        aside.write_text("whole")
        assert not final.exists()
    assert [path.name for path in final.parent.iterdir()] == ["facts.txt"]
    assert final.read_text() == "whole"


@pytest.mark.parametrize("error", [OSError("No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_earlier_file_alone(tmp_path: Path, error: BaseException) -> None:
    final = tmp_path / "facts.txt"
    final.write_text("earlier")
    with pytest.raises(type(error)), beside(final) as aside:
        aside.write_text("ha")
        raise error
    assert [path.read_text() for path in tmp_path.iterdir()] == ["earlier"]
