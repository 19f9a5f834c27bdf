"""Pages do not know where a snapshot's older facts lie."""

import pytest

from pipeline.workspace import Workspace
from tests.dashboards.looking import PAGES, Look, markup
from tests.pipeline.running.test_spark_months import newest_facts

__all__ = ["newest_facts"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_same(
    page: str, look: Look, demo_workspace: Workspace, newest_facts: Workspace
) -> None:
    asked = {"lang": "de", "period": "2026-06", "customer": "K-1001", "words": "Nordwerk"}
    one, other = (markup(look(page, each, **asked)) for each in (demo_workspace, newest_facts))
    assert len(one) > 400
    assert one == other
