"""Items that stand alone: one that fails is kept by its name, and the others go on."""

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.errors import LedgerDamagedError, NoMailError, NoSnapshotError, OldSnapshotError
from pipeline.shortage import shortage

_OF_ALL = (LedgerDamagedError, NoMailError, NoSnapshotError, OldSnapshotError, BrokenProcessPool)


@dataclass(frozen=True)
class Failed:
    """What could not be made, as people call it, and why."""

    name: str
    error: Exception


@contextmanager
def alone(name: str, failed: list[Failed]) -> Iterator[None]:
    """What fails within this is added to `failed`, unless it would fail everything else too."""
    try:
        yield
    except Exception as error:
        if isinstance(error, _OF_ALL) or shortage(error):
            raise
        failed.append(Failed(name, error))
