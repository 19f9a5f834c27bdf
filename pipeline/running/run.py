"""A run: exports → landing → dbt → checks → published snapshot. All of it, or nothing new."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from pathlib import Path

import filelock
import pyarrow as pa

from pipeline import marts
from pipeline.errors import CheckFailedError, RunError, RunInProgressError, WrongOptionError
from pipeline.landing import seals
from pipeline.landing.loader import Landing, land_exports
from pipeline.landing.manifests import landing_hash, write_manifest
from pipeline.landing.tables import LandedTable, land_table
from pipeline.printable import how_many
from pipeline.promise.calendars import BUCKET_SECONDS
from pipeline.promise.effective_policy import default_calendar, longest_target_seconds
from pipeline.promise.policy_tables import policy_tables
from pipeline.promise.register_tables import register_tables
from pipeline.running import dbt, last_build, spark
from pipeline.running.difference import difference
from pipeline.running.last_run import remember
from pipeline.running.publish import parquet_of_snapshots_alone, publish
from pipeline.running.warehouse import Run, create_build_file, event_span
from pipeline.settings.config import Source, parse_as_of
from pipeline.settings.policy import Policy
from pipeline.settings.workspace import Settings, load_settings
from pipeline.workspace import Workspace

OLDEST_AS_OF = datetime(2000, 1, 1, tzinfo=UTC)


class Engine(StrEnum):
    """What the models run on; what is published is the same."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True)
class RunResult:
    """What a run did and where its snapshot is."""

    run_id: str
    as_of: datetime
    snapshot: Path
    landing: Landing
    rejected_row_count: int
    finding_count: int
    is_on_top: bool = False
    """Whether only what changed since the newest run was made anew."""
    compared: Mapping[str, int] | None = None
    """By mart, how many rows the two ways of making it differ in; None where none was compared."""

    @property
    def has_something_to_look_at(self) -> bool:
        """Rejected rows, unreadable files, findings, or two ways with two results."""
        return self.rejected_row_count + self.finding_count > 0 or bool(self.compared)


@dataclass(frozen=True)
class Listeners:
    """Who is told how far a run has come."""

    on_file: Callable[[str], None] | None = None
    on_model: Callable[[dbt.Progress], None] | None = None


def run(
    workspace: Workspace,
    *,
    as_of: str | None = None,
    reading: str = "default",
    strict: bool = False,
    deep: bool = False,
    wait: bool = False,
    full: bool = False,
    compare: bool = False,
    engine: Engine = Engine.DUCKDB,
    listeners: Listeners | None = None,
) -> RunResult:
    """Build and publish a snapshot of everything exported so far.

    `as_of` is `now`, `latest` or a timestamp, by default what vip-sla.yml says. With `strict`,
    rejected rows or findings publish nothing; with `deep`, exports and landed files that look
    unchanged are compared by their bytes. With `full` every ticket is made anew, also where only
    those that changed since the newest run need be; with `compare` both is done, the marts are
    compared, and those that were made in full are published.

    Raises VipSlaError, of which WrongOptionError for what it was told here and SettingsError where
    the engine is not there; the old snapshot then stays.
    """
    if engine is Engine.SPARK:
        spark.check(workspace)
    with held(workspace, wait=wait):
        try:
            settings = load_settings(workspace)  # as they are once there is nobody to wait for
            result = _Run(workspace, settings, engine, listeners or Listeners()).build_and_publish(
                as_of, reading, strict=strict, deep=deep, full=full, compare=compare
            )
        except WrongOptionError:
            raise  # what somebody mistyped tells nothing of how runs go
        except Exception as error:
            remember(workspace, "failed", str(error))
            raise
        remember(workspace, "published", result.run_id)
        return result


@contextmanager
def held(workspace: Workspace, *, wait: bool) -> Iterator[None]:
    """Keep other runs out. Raises RunInProgressError unless it may wait."""
    workspace.build.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(workspace.build / "run.lock", timeout=-1 if wait else 0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise RunInProgressError(
            f"another run is at work in {workspace.root}; wait for it, or call with --wait"
        ) from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class _Run:
    workspace: Workspace
    settings: Settings
    engine: Engine
    listeners: Listeners

    def build_and_publish(
        self,
        as_of: str | None,
        reading: str,
        *,
        strict: bool,
        deep: bool,
        full: bool,
        compare: bool,
    ) -> RunResult:
        if reading not in self.settings.policy.readings:
            known = ", ".join(self.settings.policy.readings)
            raise WrongOptionError(
                f"there is no reading '{reading}' in policy.yml; choose one of {known}"
            )
        started_at = datetime.now(UTC).replace(microsecond=0)  # the only clock in the project
        try:
            moment = _moment(as_of or self.settings.config.as_of, started_at)
        except ValueError as error:
            raise (WrongOptionError if as_of else RunError)(f"as_of: {error}") from error
        landing = land_exports(
            self.workspace,
            self.settings.config.sources,
            started_at,
            self.listeners.on_file,
            is_deep=deep,
        )
        seals.check_changed(self.workspace, seals.seals_of(landing.files), is_deep=deep)
        span = event_span(self.workspace, landing.files)
        until = moment or (min(span[1], started_at) if span else started_at)
        tables = self._land_settings((span or (until, until))[0], until)
        run = self._describe(started_at, until, reading, landing_hash(landing.files, tables))
        write_manifest(self.workspace, run.run_id, run.settings(), landing.files, tables)
        with (
            _emptied(self.workspace.building) as folder,
            parquet_of_snapshots_alone(self.workspace),
        ):
            last = folder / "last.duckdb"
            judged_by = last_build.judged_by(run, tables)
            is_all_new = full or self.engine is not Engine.DUCKDB  # on Spark each build is whole
            on = None if is_all_new else last_build.take(self.workspace, run, judged_by, last)
            build = partial(self._build, run, landing, tables, last)
            if on and compare:
                is_on_top, compared = False, _both_ways(build, folder, on)
            else:
                is_on_top, compared = build(folder, on), None
            marts_file = folder / dbt.MARTS_FILE
            rejected_row_count, finding_count = marts.trouble_counts(marts_file)
            if strict and rejected_row_count + finding_count:
                raise CheckFailedError(
                    f"nothing was published: {how_many(rejected_row_count, 'rejected row')} and "
                    f"{how_many(finding_count, 'finding')}, and --strict allows none; run without "
                    "it, then see `vip-sla status`"
                )
            snapshot = publish(self.workspace, marts_file, run.run_id, datetime.now(UTC))
            last_build.leave(self.workspace, run, judged_by, last)
        return RunResult(
            run.run_id,
            until,
            snapshot,
            landing,
            rejected_row_count,
            finding_count,
            is_on_top,
            compared,
        )

    def _describe(
        self, started_at: datetime, as_of: datetime, reading: str, landing_hash: str
    ) -> Run:
        calendar_id = default_calendar(self.settings.policy)
        return Run(
            run_id=_new_run_id(self.workspace, started_at),
            as_of=as_of,
            reading=reading,
            policy_hash=self.settings.policy_hash,
            landing_hash=landing_hash,
            code_version=version("vip-sla"),
            goal=self.settings.policy.goal,
            language=self.settings.config.language,
            default_calendar_id=calendar_id,
            default_time_zone=self.settings.policy.calendars[calendar_id].time_zone,
            started_at=started_at,
        )

    def _build(
        self,
        run: Run,
        landing: Landing,
        tables: list[LandedTable],
        last: Path,
        folder: Path,
        on: Path | None,
    ) -> bool:
        create_build_file(self.workspace, folder / dbt.BUILD_FILE, landing.files, tables, run)
        if self.engine is Engine.SPARK:
            spark.build(self.workspace, folder, landing.files, tables, run, self.listeners.on_model)
            return False
        return dbt.build(
            folder,
            kept=self.workspace.build,
            as_of=run.as_of,
            reading=run.reading,
            on_progress=self.listeners.on_model,
            last=last,
            on=on,
        )

    def _land_settings(self, oldest: datetime, as_of: datetime) -> list[LandedTable]:
        tables = {
            "policy": policy_until(
                as_of, oldest, self.settings.policy, self.settings.config.sources
            ),
            "register": register_tables(self.settings.register),
        }
        return [
            land_table(self.workspace, area, name, table)
            for area, named in tables.items()
            for name, table in named.items()
        ]


def _both_ways(
    build: Callable[[Path, Path | None], bool], folder: Path, on: Path
) -> dict[str, int] | None:
    """How on top and in full differ, of which the latter stays; None where there was but one."""
    aside = folder / "on_top"
    aside.mkdir()
    is_on_top = build(aside, on)
    build(folder, None)
    return difference(folder / dbt.MARTS_FILE, aside / dbt.MARTS_FILE) if is_on_top else None


def policy_until(
    as_of: datetime, oldest: datetime, policy: Policy, sources: Sequence[Source]
) -> dict[str, pa.Table]:
    """The policy as tables; calendars reach past the oldest event and any due time.

    Whole years keep the tables, and so their hashes, the same from run to run.
    """
    first_day = date(min(oldest, as_of).year - 1, 1, 1)
    # The sparsest calendar imaginable opens an hour a week; what falls short fails a check.
    weeks = longest_target_seconds(policy) // BUCKET_SECONDS + 1
    last_day = date((as_of.date() + timedelta(weeks=weeks)).year + 1, 12, 31)
    return policy_tables(policy, sources, first_day, last_day)


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A folder without anything in it, not even what a killed run left; gone afterwards."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_run_id(workspace: Workspace, started_at: datetime) -> str:
    """The start as a sortable name; a second run within the second gets a number."""
    run_id = name = f"{started_at:%Y%m%dT%H%M%SZ}"
    number = 1
    while (workspace.manifests / f"{run_id}.json").exists():
        number += 1
        run_id = f"{name}-{number}"
    return run_id


def _moment(wanted: str, started_at: datetime) -> datetime | None:
    """The moment that is meant, or None for `latest`, which only landing can tell.

    Raises ValueError for what cannot be one.
    """
    as_of = parse_as_of(wanted)
    if as_of == "now":
        return started_at
    if as_of == "latest":
        return None
    assert isinstance(as_of, datetime)
    if as_of > started_at:
        raise ValueError(f"{wanted} lies in the future; the latest possible is now")
    if as_of < OLDEST_AS_OF:
        raise ValueError(f"{wanted} lies before 2000, and no event does; choose a later one")
    return as_of
