"""The demo's story in the shape that tells all of it, judged by the slow reference."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.sample.sample import DEMO_SEED, DEMO_TICKETS, SampleSummary, write_sample
from tests.reference import reference_responses

CONFIG = """
as_of: latest
sources:
  - {name: helpdesk, kind: generic, path: exports/helpdesk, time_zone: UTC}
"""
POLICY = """
goal: 0.95
severities: {}
calendars:
  dedicated_support:
    {time_zone: Europe/Berlin, day_hours: 8, hours: {mon-fri: "09:00-17:00"}, holidays: []}
policies:
  - valid_from: 2020-01-01
    calendar: dedicated_support
    pause_statuses: []
    targets:
      1: {first_response: 1 hour, follow_up: 4 hours}
      2: {first_response: 1 hour, follow_up: 4 hours}
      3: {first_response: 2 hours, follow_up: 2 working days}
      4: {first_response: 1 working day}
      5: {first_response: 1 working day}
readings: {default: {}}
"""


@dataclass(frozen=True)
class Demo:
    """The demo's story as a workspace, and one dict per response as the reference judges it."""

    root: Path
    summary: SampleSummary
    responses: list[dict[str, Any]]


def write_settings(root: Path) -> None:
    """The two settings files that the reference reads."""
    (root / "vip-sla.yml").write_text(CONFIG, encoding="utf-8")
    (root / "policy.yml").write_text(POLICY, encoding="utf-8")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    root = tmp_path_factory.mktemp("demo")
    write_settings(root)
    summary = write_sample(root / "exports/helpdesk", DEMO_TICKETS, DEMO_SEED, root=root)
    return Demo(root, summary, reference_responses(root, summary.ends_at, "default"))
