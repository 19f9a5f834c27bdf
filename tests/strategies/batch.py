"""What a made-up workspace holds, and how it becomes files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.reference.records import Export, Register, Source
from tests.strategies.export_files import write_export
from tests.strategies.files import write_yaml
from tests.strategies.register_files import write_register


@dataclass(frozen=True)
class Batch:
    """A whole workspace in memory. `policy` is `policy.yml` as parsed."""

    policy: dict[str, Any]
    register: Register
    exports: tuple[Export, ...]
    as_of: datetime


def write_workspace(folder: Path, batch: Batch) -> None:
    """Write the batch as a workspace: `vip-sla.yml`, `policy.yml`, `register/` and `exports/`.

    Rows stand in no useful order, events are spread over two files, and some tickets and events
    have an older row under the same key, which says something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "as_of": batch.as_of.isoformat(),
        "language": "de",
        "sources": [_source(export.source) for export in batch.exports],
    }
    write_yaml(folder / "vip-sla.yml", config)
    write_yaml(folder / "policy.yml", batch.policy)
    write_register(folder / "register", batch.register)
    for export in batch.exports:
        write_export(folder / "exports" / export.source.name, export)


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "kind": "generic",
        "path": f"exports/{source.name}",
        "time_zone": source.time_zone,
        "severity": [
            *(
                {"field": "severity", "value": text, "level": level}
                for text, level in source.severity
            ),
            *([{"default": source.default_severity}] if source.default_severity else []),
        ],
        "bots": list(source.bots),
        "tiers": {tier: list(agent_ids) for tier, agent_ids in source.tiers.items()},
    }
