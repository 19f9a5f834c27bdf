"""A workspace whose published snapshot is changed by hand, which saves a run each time."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline import marts
from pipeline.settings.config import Config, load_config
from pipeline.settings.register import Register, load_register
from pipeline.workspace import Workspace

_MADE: dict[tuple[Path, tuple[str, ...]], Path] = {}
"""What became of a snapshot by some SQL: made once in a process, as nobody writes to it again."""


@dataclass(frozen=True)
class Moved:
    """Settings, register and snapshots of a workspace; no landing."""

    workspace: Workspace
    settings: str

    @classmethod
    def copy_of(cls, original: Workspace, root: Path) -> "Moved":
        """Another workspace where the same is published."""
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
        asked = self.snapshot, statements
        if asked not in _MADE:
            _MADE[asked] = self._made(*asked)
        return self._publish(_MADE[asked])

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

    def _made(self, original: Path, statements: tuple[str, ...]) -> Path:
        snapshot = self.workspace.snapshots / f"moved-{len(_MADE):04}.duckdb"
        shutil.copy(original, snapshot)
        snapshot.chmod(0o644)
        with duckdb.connect(str(snapshot)) as connection:
            for statement in statements:
                connection.execute(statement)
        return snapshot

    def _publish(self, snapshot: Path) -> Path:
        self.workspace.published.unlink(missing_ok=True)
        self.workspace.published.symlink_to(snapshot)
        return snapshot
