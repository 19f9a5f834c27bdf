"""Landing the exports of all sources: what is new is read once, what landed before is known."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import duckdb

from pipeline.errors import LandingError
from pipeline.landing.at_once import land_at_once
from pipeline.landing.contents import Contents
from pipeline.landing.database import connect
from pipeline.landing.files import ExportFile, UnreadableFileError, find_exports
from pipeline.landing.one_export import Order, Outcome, gone, land_export, with_error
from pipeline.landing.receipts import (
    LandedFile,
    SourceSettings,
    file_hash,
    landing_settings,
    read_receipts,
    write_receipt,
)
from pipeline.landing.sightings import Sightings
from pipeline.landing.sources import KINDS
from pipeline.shortage import shortage
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Landing:
    """The state of landing after all exports were looked at."""

    files: tuple[LandedFile, ...]  # all that counts, and the files that could not be read
    new: tuple[LandedFile, ...]  # those of them that landed this time
    superseded: tuple[LandedFile, ...]  # landed under former settings only: they do not count
    ignored: tuple[str, ...]  # `<source>/<name>` of what lies among the exports but is none
    notices: tuple[str, ...]  # what else somebody should know, a sentence each


def land_exports(
    workspace: Workspace,
    sources: Iterable[SourceSettings],
    started_at: datetime,
    on_file: Callable[[str], None] | None = None,
    *,
    is_deep: bool = False,
) -> Landing:
    """Land every export that is not in landing yet, and tell all that is in landing now.

    `started_at` is the run's start (aware): it becomes `landed_at` and bounds times of events.
    `on_file` is told `<source>/<name>` of each file before it is read. A deep look hashes files
    that look unchanged, too. The caller holds the workspace's lock. Bad rows and unreadable files
    never raise; LandingError means that a whole source cannot be read, or landing not be written.
    """
    contents = Contents(workspace.build / "exports.json", started_at, is_deep=is_deep)
    run = _Run(workspace, started_at.astimezone(UTC), on_file or (lambda _: None), contents)
    shutil.rmtree(run.scratch, ignore_errors=True)  # of a run that was killed
    try:
        for source in sources:
            run.land_source(source)
        contents.remember()
    finally:
        run.close()
    return Landing(
        files=tuple(sorted(run.files, key=_order)),
        new=tuple(run.new),
        superseded=tuple(run.superseded),
        ignored=tuple(run.ignored),
        notices=tuple(run.notices),
    )


def _order(file: LandedFile) -> tuple[str, str, datetime, str, str]:
    modified_at = file.newest_at or datetime.min.replace(tzinfo=UTC)
    return (file.source, file.entity, modified_at, file.file, file.file_hash or "")


@dataclass
class _Run:
    workspace: Workspace
    started_at: datetime
    on_file: Callable[[str], None]
    contents: Contents
    files: list[LandedFile] = field(default_factory=list)
    new: list[LandedFile] = field(default_factory=list)
    superseded: list[LandedFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def scratch(self) -> Path:
        """In landing, so that a finished file only has to be renamed."""
        return self.workspace.landing / ".scratch"

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Opened, with an empty scratch folder, once there is something to read."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        return connect(self.scratch)

    def close(self) -> None:
        if "connection" in vars(self):
            self.connection.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def land_source(self, source: SourceSettings) -> None:
        settings = landing_settings(source)
        receipts = list(self._whole_receipts(source))
        landed = _last_looks(receipt for receipt in receipts if receipt.settings == settings)
        sightings = Sightings()
        for receipt in receipts:
            sightings.add(receipt.entity, receipt.content_hash or "", receipt.sightings)
        names: dict[tuple[str, str | None], str] = {}
        found = self._candidates(source, has_landed=bool(receipts))
        outcomes = self._landed_at_once(source, found, landed, sightings)
        for export, looked_at in found:
            candidate = self._seen(looked_at, sightings)
            key = (candidate.entity, candidate.content_hash)
            known = landed.get(key)
            if wanted := self._wanted(candidate, known):
                candidate = wanted
                result = self._land(self._order(source, export, candidate), outcomes)
                if result and result.error:
                    self.files.append(result)
                elif result:
                    landed[key] = known = result
                    self.new.append(result)
            if known and known.sightings != candidate.sightings:
                landed[key] = known = replace(known, sightings=candidate.sightings)
                write_receipt(self.workspace, known)
            if known:
                sightings.add(known.entity, known.content_hash or "", known.sightings)
            if key in landed and names.setdefault(key, candidate.file) != candidate.file:
                self.notices.append(
                    f"{candidate.told_name} has the same content as {names[key]} and counts once."
                )
        self.files += self._told(source, list(landed.values()))
        contents = {(receipt.entity, receipt.content_hash) for receipt in landed.values()}
        self.superseded += [
            receipt
            for receipt in receipts
            if receipt.settings != settings
            and (receipt.entity, receipt.content_hash) not in contents
        ]

    def _candidates(
        self, source: SourceSettings, *, has_landed: bool
    ) -> list[tuple[ExportFile, LandedFile]]:
        """The exports that are there, and what is known of each before its rows are read."""
        exports = self._exports(source, has_landed=has_landed)
        found = ((export, self._candidate(export, source)) for export in exports)
        return [(export, candidate) for export, candidate in found if candidate]

    def _wanted(self, candidate: LandedFile, known: LandedFile | None) -> LandedFile | None:
        """As what a content is to land, whose last landing is `known`; None if that will do."""
        if known is None:
            return candidate
        if known.is_worth_another_look(self.started_at):
            return _looked_at_again(candidate, self.started_at)
        return None

    def _landed_at_once(
        self,
        source: SourceSettings,
        found: Iterable[tuple[ExportFile, LandedFile]],
        landed: Mapping[tuple[str, str | None], LandedFile],
        sightings: Sightings,
    ) -> dict[Path, Outcome]:
        """What became of new exports, of each content one; empty where there are few.

        All that hangs on the order of files is told behind that, in their order.
        """
        orders: dict[tuple[str, str | None], Order] = {}
        for export, candidate in found:
            key = (candidate.entity, candidate.content_hash)
            wanted = self._wanted(candidate, landed.get(key))
            if wanted and not wanted.error and key not in orders:
                orders[key] = self._order(source, export, self._seen(wanted, sightings))
        return land_at_once(orders.values(), self.scratch, self.on_file)

    def _order(self, source: SourceSettings, export: ExportFile, candidate: LandedFile) -> Order:
        return Order(
            self.workspace, export, candidate, source.time_zone, source.mapping, self.started_at
        )

    def _seen(self, candidate: LandedFile, sightings: Sightings) -> LandedFile:
        """With every sighting of its content, this one too if it tells something new."""
        content_hash, modified_at = candidate.content_hash, candidate.file_modified_at
        if content_hash is None or modified_at is None:
            return candidate
        seen = sightings.see(
            candidate.entity, content_hash, candidate.file, modified_at, self.started_at
        )
        earlier = sightings.of(candidate.entity, content_hash)
        return replace(candidate, sightings=tuple(sorted({*earlier, seen})) if seen else earlier)

    def _told(self, source: SourceSettings, landed: list[LandedFile]) -> list[LandedFile]:
        """The landed files, with a warning where no file has a column that is mapped.

        A mapped column may be one file's alone, as long as some file has it.
        """
        self.notices += [f"{file.told_name} {notice}" for file in landed for notice in file.notices]
        kind = KINDS[source.kind]
        for renaming in source.mapping.columns:
            meant = [
                (number, file)
                for number, file in enumerate(landed)
                if renaming.entity in (None, file.entity)
                and kind.entity(file.entity).has(renaming.column)
            ]
            if meant and all(renaming.column in file.absent for _, file in meant):
                number, file = max(meant, key=lambda each: _order(each[1]))
                warnings = (*file.warnings, file.absent[renaming.column])
                landed[number] = replace(file, warnings=warnings)
        return landed

    def _whole_receipts(self, source: SourceSettings) -> Iterable[LandedFile]:
        """The source's receipts whose Parquet files are all there."""
        for receipt in read_receipts(self.workspace, source.name):
            parts = KINDS[receipt.kind].entity(receipt.entity).parts
            places = [receipt.rows_path, receipt.rejected_path]
            places += [receipt.part_path(part.name) for part in parts]
            lost = [p for p in places if p and not (self.workspace.landing / p).exists()]
            if lost:
                self.notices.append(
                    f"landing/{lost[0]} is gone, so {receipt.file} does not count; "
                    "bring it back, or export that file again."
                )
            else:
                yield receipt

    def _exports(self, source: SourceSettings, *, has_landed: bool) -> list[ExportFile]:
        folder = self.workspace.export_folder(source.path)
        try:
            exports, ignored = find_exports(folder, KINDS[source.kind])
        except OSError as error:
            problem = (
                f"source {source.name}: its folder {folder} cannot be read "
                f"({error.strerror}); create it, or correct `path` in vip-sla.yml"
            )
            if not has_landed:
                raise LandingError(problem) from error
            self.notices.append(f"{problem}. What landed before still counts.")
            return []
        self.ignored += [f"{source.name}/{name}" for name in ignored]
        return exports

    def _candidate(self, export: ExportFile, source: SourceSettings) -> LandedFile | None:
        """What is known of a file before its rows are read; None if it is gone."""
        candidate = LandedFile(
            source=source.name,
            kind=source.kind,
            entity=export.entity.name,
            file=export.name,
            file_hash=None,
            content_hash=None,
            settings=landing_settings(source),
            file_modified_at=None,
            landed_at=None,
        )
        try:
            content_hash, modified_at = self.contents.of(source.name, export)
        except FileNotFoundError:
            self.notices.append(gone(candidate))
            return None
        except OSError as error:
            if lack := shortage(error):
                raise LandingError(f"{export.path}: cannot be landed: {lack}") from error
            return with_error(candidate, UnreadableFileError.unopened(error))
        return replace(
            candidate,
            file_hash=file_hash(content_hash, candidate.settings),
            content_hash=content_hash,
            file_modified_at=modified_at,
        )

    def _land(self, order: Order, outcomes: Mapping[Path, Outcome]) -> LandedFile | None:
        """What became of a file; None if it was left out."""
        if order.candidate.error:
            return order.candidate
        outcome = outcomes.get(order.export.path)
        if outcome is None:
            self.on_file(order.name)
            outcome = land_export(order, self.connection, self.scratch)
        self.contents.note(order.candidate.source, order.export, outcome.content)
        if outcome.notice:
            self.notices.append(outcome.notice)
        return outcome.file


def _last_looks(receipts: Iterable[LandedFile]) -> dict[tuple[str, str | None], LandedFile]:
    """Of the receipts of one content, the one that counts: of the last look at its rows."""
    never = datetime.min.replace(tzinfo=UTC)
    in_order = sorted(receipts, key=lambda receipt: receipt.looked_again_at or never)
    return {(receipt.entity, receipt.content_hash): receipt for receipt in in_order}


def _looked_at_again(candidate: LandedFile, started_at: datetime) -> LandedFile:
    return replace(
        candidate,
        file_hash=file_hash(candidate.content_hash or "", candidate.settings, started_at),
        looked_again_at=started_at,
    )
