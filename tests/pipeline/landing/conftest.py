"""A fresh help desk for each test, and readers that take files in the smallest pieces."""

from pathlib import Path

import pytest

from pipeline.landing import csv_count, csv_records, json_elements, plain, wrapped_json
from tests.pipeline.landing.help_desk import HelpDesk

READERS = (csv_count, csv_records, json_elements, plain, wrapped_json)


@pytest.fixture
def desk(tmp_path: Path) -> HelpDesk:
    return HelpDesk(tmp_path)


@pytest.fixture(params=[1, 7])
def tiny_pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So that any two bytes of a file are divided by some boundary of every reader."""
    for reader in READERS:
        monkeypatch.setattr(reader, "_CHUNK", request.param)
    size: int = request.param
    return size
