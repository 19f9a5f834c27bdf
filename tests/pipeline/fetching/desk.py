"""A workspace whose one source is fetched from a served account, and what came of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.fetching.fetch import Environment, Fetched, Wanted, fetch_source
from pipeline.settings.config import Source, load_config
from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.fetching.account import KEY, QuickClock

VARIABLE = "LIVEAGENT_API_KEY"


@dataclass(frozen=True)
class Desk:
    """The workspace."""

    workspace: Workspace

    @classmethod
    def made(
        cls, root: Path, url: str, zone: str = "UTC", kind: str = "liveagent", **fetch: Any
    ) -> Desk:
        workspace = create_workspace(root)
        source = {
            "name": "live",
            "kind": kind,
            "path": "exports/live",
            "time_zone": zone,
            "severity": [{"tag": "SEV-1", "level": 1}] if kind == "liveagent" else [],
            "fetch": {"url": url, "key_variable": VARIABLE, **fetch},
        }
        config = {"as_of": "latest", "sources": [source]}
        workspace.config_file.write_text(yaml.safe_dump(config), encoding="utf-8")
        return cls(workspace)

    @property
    def source(self) -> Source:
        return load_config(self.workspace.config_file).sources[0]

    @property
    def exports(self) -> Path:
        return self.workspace.root / "exports/live"

    def fetch(self, clock: QuickClock | None = None, **wanted: Any) -> Fetched:
        around = Environment({VARIABLE: KEY}, clock or QuickClock())
        return fetch_source(self.workspace, self.source, Wanted(**wanted), around)

    def rows(self, entity: str) -> list[dict[str, Any]]:
        """What lies in the exports, in the order of the files."""
        return [
            json.loads(line)
            for path in sorted(self.exports.glob(f"{entity}-*.ndjson"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]

    def counts(self) -> dict[str, Counter[str]]:
        """How often each row is there, by entity."""
        entities = {path.name.split("-")[0] for path in self.exports.glob("*.ndjson")}
        return {
            entity: Counter(json.dumps(row, sort_keys=True) for row in self.rows(entity))
            for entity in entities
        }

    def ids(self, entity: str, key: str = "id") -> list[str]:
        return [row[key] for row in self.rows(entity)]
