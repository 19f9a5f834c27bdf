"""Cells and files as a made-up workspace has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

Cell = str | int | None


def utc(moment: datetime) -> str:
    """With a `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(day: date | None) -> str | None:
    """Nothing for an open end."""
    return day.isoformat() if day else None


def write_csv(path: Path, header: str, rows: Iterable[tuple[Cell, ...]]) -> None:
    """A header, and its rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def write_yaml(path: Path, content: dict[str, Any]) -> None:
    """Keys in their order."""
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
