"""A workspace whose published snapshot is changed by hand, which saves a run each time."""

import itertools
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline import marts
from pipeline.settings.config import Config, load_config
from pipeline.settings.register import Register, load_register
from pipeline.workspace import Workspace

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Moved:
    """Settings, register and snapshots of a workspace; no landing."""

    workspace: Workspace
    settings: str
    changes: list[str] = field(default_factory=list)

    @classmethod
    def copy_of(cls, original: Workspace, root: Path) -> "Moved":
        """A private copy of what is published."""
        copy = Workspace(root)
        copy.snapshots.mkdir(parents=True)
        shutil.copytree(original.register, copy.register)
        shutil.copy(original.policy_file, copy.policy_file)
        settings = original.config_file.read_text(encoding="utf-8")
        copy.config_file.write_text(settings, encoding="utf-8")
        moved = cls(copy, settings)
        moved._publish(marts.newest_snapshot(original))
        return moved

    def change(self, *statements: str) -> Path:
        """Publish a new snapshot: the newest one after some SQL."""
        return self._publish(self.snapshot, *statements)

    def only(self, *customer_ids: str) -> Path:
        """Nobody else was ever covered."""
        kept = ", ".join(f"'{each}'" for each in customer_ids)
        return self.change(
            f"delete from marts.dim_coverage_periods where customer_id not in ({kept})",
            f"delete from marts.covered_months where customer_id not in ({kept})",
        )

    def as_of(self, moment: str) -> Path:
        """Publish a new snapshot as of another moment."""
        return self.change(f"update marts.run_info set as_of = timestamptz '{moment}'")

    def configure(self, text: str) -> None:
        """Replace what is configured besides sources."""
        self.workspace.config_file.write_text(f"{self.settings}\n{text}\n", encoding="utf-8")

    def register_address(self, customer_id: str, address: str) -> None:
        """Write another address into every row of a customer."""
        path = self.workspace.register / "customers.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        changed = [
            f"{line.rpartition(',')[0]},{address}" if line.startswith(f"{customer_id},") else line
            for line in lines
        ]
        path.write_text("\n".join(changed) + "\n", encoding="utf-8")

    @property
    def snapshot(self) -> Path:
        return marts.newest_snapshot(self.workspace)

    @property
    def config(self) -> Config:
        return load_config(self.workspace.config_file)

    @property
    def register(self) -> Register:
        names = [source.name for source in self.config.sources]
        return load_register(self.workspace.register, names)

    def _publish(self, original: Path, *statements: str) -> Path:
        snapshot = self.workspace.snapshots / f"moved-{next(_NUMBERS):04}.duckdb"
        shutil.copy(original, snapshot)
        snapshot.chmod(0o644)
        if statements:
            with duckdb.connect(str(snapshot)) as connection:
                for statement in statements:
                    connection.execute(statement)
        self.workspace.published.unlink(missing_ok=True)
        self.workspace.published.symlink_to(snapshot)
        return snapshot
