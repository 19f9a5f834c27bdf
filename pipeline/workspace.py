"""Where everything lies in a workspace, one folder with settings, exports and results."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import VipSlaError

TEMPLATE = Path(__file__).parent / "template"
"""What a new workspace begins with."""


@dataclass(frozen=True)
class Workspace:
    """One workspace folder. Paths only: nothing is read or made here."""

    root: Path

    @property
    def config_file(self) -> Path:
        """Sources, as_of and language."""
        return self.root / "vip-sla.yml"

    @property
    def policy_file(self) -> Path:
        """Severities, calendars, targets, readings, overrides."""
        return self.root / "policy.yml"

    @property
    def access_file(self) -> Path:
        """Who may see what on the dashboard; absent where nobody logs in."""
        return self.root / "access.yml"

    @property
    def secrets_file(self) -> Path:
        """Where people log in; never to be shown, nor put under version control."""
        return self.root / "secrets.toml"

    @property
    def ended_logins(self) -> Path:
        """A small file for each login that was ended, for as long as its cookie would last."""
        return self.root / "ended_logins"

    @property
    def register(self) -> Path:
        """The files that people keep: customers, accounts, roster, absences, waivers, meetings."""
        return self.root / "register"

    @property
    def landing(self) -> Path:
        """Accepted rows as Parquet; the only state that matters."""
        return self.root / "landing"

    @property
    def manifests(self) -> Path:
        """One JSON file per run, naming every file that it read."""
        return self.landing / "manifests"

    @property
    def warehouse(self) -> Path:
        """The published snapshots and the private build folder."""
        return self.root / "warehouse"

    @property
    def snapshots(self) -> Path:
        """Published, read-only database files, the newest few."""
        return self.warehouse / "snapshots"

    @property
    def published(self) -> Path:
        """The link to the newest snapshot; resolve it before opening."""
        return self.warehouse / "vip_sla.duckdb"

    @property
    def all_marts_parquet(self) -> Path:
        """What Spark made of runs, a folder each."""
        return self.warehouse / "parquet"

    def marts_parquet(self, run_id: str) -> Path:
        """What Spark made of a run's marts: a folder of Parquet each; gone with its snapshot."""
        return self.all_marts_parquet / run_id

    @property
    def build(self) -> Path:
        """Private to runs: their lock, dbt's logs, and the folder of the build at work."""
        return self.warehouse / "build"

    @property
    def building(self) -> Path:
        """The files of the build at work: gone, whole, before it begins and after it ends."""
        return self.build / "work"

    @property
    def scenarios(self) -> Path:
        """What-ifs: other terms laid over the policy, and what they would have changed."""
        return self.root / "scenarios"

    @property
    def reports(self) -> Path:
        """Report files by month and customer."""
        return self.root / "reports"

    def export_folder(self, path: str) -> Path:
        """The folder of one source, from its `path` setting (relative to the workspace)."""
        return self.root / path


def create_workspace(folder: Path) -> Workspace:
    """Make `folder` a workspace with commented settings; refuses a folder that holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VipSlaError(f"{folder}: is not empty; choose a new folder")
    _copy(TEMPLATE, folder)
    (folder / "exports" / "helpdesk").mkdir(parents=True)
    return Workspace(folder)


def _copy(template: Path, folder: Path) -> None:
    """The contents alone: who may read them is for whoever makes the workspace to say."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in template.iterdir():
        if entry.is_dir():
            _copy(entry, folder / entry.name)
        else:
            shutil.copyfile(entry, folder / entry.name)
