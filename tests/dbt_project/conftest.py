"""What several tests of the models look at."""

from collections.abc import Iterator

import duckdb
import pytest

from pipeline.marts import newest_snapshot
from pipeline.quoted import literal
from pipeline.workspace import Workspace


@pytest.fixture(scope="module")
def published(demo_workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo's snapshot, attached as an analyst would."""
    with duckdb.connect() as connection:
        path = literal(newest_snapshot(demo_workspace))
        connection.execute(f"attach {path} as published (read_only)")
        yield connection
