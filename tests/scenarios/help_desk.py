"""The help desk that all stories share: `world/help_desk.yml` and `world/policy.yml`."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.reference.records import Agent
from tests.scenarios.words import moment

WORLD = Path(__file__).parent / "world"


def as_of() -> datetime:
    """The moment at which the stories are looked at."""
    return moment(_help_desk()["as_of"], week=None)


def agents() -> tuple[Agent, ...]:
    """Who works there, bots too."""
    return tuple(
        Agent(name, agent.get("tier"), agent.get("bot", False))
        for name, agent in _help_desk()["agents"].items()
    )


def cast() -> dict[str, str]:
    """Who may appear in a story, and the `actor_kind` that the export gives them."""
    others = {"customer": "customer", "system": "system", "neighbour": "participant"}
    return others | {
        name: agent.get("says_it_is", "agent") for name, agent in _help_desk()["agents"].items()
    }


def policy() -> dict[str, Any]:
    """`policy.yml` without customers."""
    return _read("policy.yml")


@cache
def _help_desk() -> dict[str, Any]:
    return _read("help_desk.yml")


def _read(name: str) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load((WORLD / name).read_text(encoding="utf-8"))
    return written
