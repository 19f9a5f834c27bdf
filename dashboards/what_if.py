"""Scenarios on the page of the contract: what a form wishes as YAML, and results that were kept.

Only for those who see everybody: a scenario judges every customer's history.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.atomic import publish_bytes
from pipeline.errors import SettingsError, VipSlaError
from pipeline.marts import scenarios
from pipeline.marts.scenarios import About
from pipeline.running import dbt
from pipeline.running.what_if import what_if
from pipeline.settings.amounts import Amount
from pipeline.settings.opening_hours import WEEKDAYS
from pipeline.settings.policy import Metric, Policy
from pipeline.settings.scenario import NAME, load_scenario
from pipeline.workspace import Workspace

Targets = Mapping[tuple[int, Metric], Amount | None]


@dataclass(frozen=True)
class Wishes:
    """What is to be different; what is not named stays as it is."""

    targets: Targets = field(default_factory=dict)
    customer_id: str | None = None
    """Whose targets and pauses are meant; everybody's where None."""
    pause_statuses: tuple[str, ...] | None = None
    hours: tuple[str, str] | None = None
    """Opening and closing time, Monday to Friday."""
    holidays: tuple[str, str | None] | None = None
    """Country and subdivision whose public holidays are excepted; two empty ones for none."""
    reading: str | None = None
    """The reading whose clocks are to run."""


def scenario_text(policy: Policy, wishes: Wishes, reading: str) -> str:
    """The wishes as a scenario, over every version of the policy.

    `reading` is the one that the run judges by.
    """
    content: dict[str, Any] = {}
    if wishes.reading is not None:
        content["readings"] = {reading: dict(policy.readings[wishes.reading])}
    calendar: dict[str, Any] = {}
    if wishes.hours is not None:
        calendar["hours"] = {f"{WEEKDAYS[0]}-{WEEKDAYS[4]}": "-".join(wishes.hours)}
    if wishes.holidays is not None:
        country, subdivision = wishes.holidays
        named = {"country": country, "subdivision": subdivision}
        calendar["holidays"] = [{k: v for k, v in named.items() if v}] if country else []
    if calendar:
        content["calendars"] = {policy.policies[-1].calendar: calendar}
    if terms := _terms(wishes):
        versions = [
            {"valid_from": str(each.valid_from), **terms} for each in _versions(policy, wishes)
        ]
        if wishes.customer_id is None:
            content["policies"] = versions
        else:
            content["customers"] = {wishes.customer_id: versions}
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True) if content else "{}\n"


def _terms(wishes: Wishes) -> dict[str, Any]:
    targets: dict[int, dict[str, str | None]] = {}
    for (severity, metric), amount in wishes.targets.items():
        targets.setdefault(severity, {})[metric] = None if amount is None else str(amount)
    terms: dict[str, Any] = {"targets": targets} if targets else {}
    if wishes.pause_statuses is not None:
        terms["pause_statuses"] = list(wishes.pause_statuses)
    return terms


def _versions(policy: Policy, wishes: Wishes) -> list[Any]:
    """Everybody's versions; a customer's own, and before the first of them one from the start."""
    if wishes.customer_id is None:
        return list(policy.policies)
    own = policy.customers.get(wishes.customer_id, ())
    first = policy.policies[0]
    is_before = not own or own[0].valid_from > first.valid_from
    return [*([first] if is_before else []), *own]


def kept(workspace: Workspace) -> Mapping[str, Path]:
    """Results by name, the newest first."""
    files = sorted(
        workspace.scenarios.glob("*.parquet"), key=lambda file: file.stat().st_mtime, reverse=True
    )
    return {file.stem: file for file in files}


def result(workspace: Workspace, name: str | None) -> tuple[About, Path] | None:
    """A result that was kept under a name; None where there is none."""
    file = kept(workspace).get(name or "")
    if file is None:
        return None
    try:
        return scenarios.about(file), file
    except VipSlaError:
        return None


def refused(workspace: Workspace, name: str, text: str) -> str | None:
    """Why a scenario cannot have this name: `bad_name`, or `taken` by one of other terms."""
    file = workspace.scenarios / f"{name}.yml"
    if not NAME.fullmatch(name):
        return "bad_name"
    return "taken" if file.exists() and file.read_text(encoding="utf-8") != text else None


def judge(
    workspace: Workspace, name: str, text: str, on_model: Callable[[dbt.Progress], None]
) -> None:
    """Write a scenario, unless its name is refused, and judge by it. Raises VipSlaError."""
    if why := refused(workspace, name, text):
        raise SettingsError(f"{name!r} is refused as a name: {why}")
    file = workspace.scenarios / f"{name}.yml"
    publish_bytes(text.encode(), file)
    what_if(workspace, load_scenario(file, workspace.policy_file), on_model)
