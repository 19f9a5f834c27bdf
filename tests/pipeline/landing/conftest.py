"""A fresh help desk for each test."""

from pathlib import Path

import pytest

from tests.pipeline.landing.help_desk import HelpDesk


@pytest.fixture
def desk(tmp_path: Path) -> HelpDesk:
    return HelpDesk(tmp_path)
