"""Small tables made from settings (policy, register): they land like exports do, by content."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.atomic import beside, sealed
from pipeline.errors import LandingError
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class LandedTable:
    """One table in landing."""

    area: str  # where it comes from: policy, register
    name: str
    content_hash: str
    rows: int
    seal: str | None = None  # sha256 of its Parquet file

    @property
    def path(self) -> str:
        """Its Parquet file, relative to landing."""
        return f"{self.area}/{self.name}/{self.content_hash}.parquet"

    @property
    def view(self) -> str:
        """The name of its landing view."""
        return f"{self.area}_{self.name}"


def land_table(workspace: Workspace, area: str, name: str, table: pa.Table) -> LandedTable:
    """Put a table into landing, named by its content; one that is there is not written again.

    The order of rows and columns is content. The hash is of the values and types, not of the
    Parquet file, so that it outlives a new version of the library that writes it.
    """
    plain = table.replace_schema_metadata(None).combine_chunks()
    landed = landed_as(area, name, plain)
    final = workspace.landing / landed.path
    if not final.exists():
        with beside(final) as aside:
            pq.write_table(plain, aside, compression="zstd")
    elif not _read(final).equals(plain):
        raise LandingError(
            f"landing/{landed.path} is not what was landed; delete it, and the next run makes it "
            "again"
        )
    return replace(landed, seal=sealed(final))


def landed_as(area: str, name: str, table: pa.Table) -> LandedTable:
    """What a table is in landing, or would be; nothing is written."""
    plain = table.replace_schema_metadata(None).combine_chunks()
    return LandedTable(area, name, _content_hash(plain), plain.num_rows)


def _read(path: Path) -> pa.Table:
    try:
        return pq.read_table(path).replace_schema_metadata(None).combine_chunks()
    except (pa.ArrowException, OSError):
        return pa.table({})


def _content_hash(table: pa.Table) -> str:
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    return hashlib.sha256(stream.getvalue()).hexdigest()
