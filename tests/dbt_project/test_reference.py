"""Many made-up tickets in few builds, every column of fct_responses against the reference."""

from pathlib import Path

import pytest

from tests.comparison import built_responses, differences
from tests.reference import reference_responses
from tests.strategies import many_tickets, write_workspace


@pytest.mark.parametrize(
    ("seed", "reading"), [(1, "default"), (2, "literal"), (3, "strict"), (4, "mixed")]
)
def test_many_tickets_are_judged_as_by_the_reference(
    tmp_path: Path, seed: int, reading: str
) -> None:
    batch = many_tickets(seed, n=2500)
    write_workspace(tmp_path, batch)

    built = built_responses(tmp_path, batch.as_of, reading)

    assert len(built) > 2500
    assert differences(built, reference_responses(tmp_path, batch.as_of, reading))[:20] == []
