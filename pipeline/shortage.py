"""What the machine lacks: space, memory, open files. Never the fault of an export or a model."""

import errno

import duckdb

_DISK_FULL = "the disk is full; free some space, then run again"
_NO_MEMORY = "memory does not suffice; give the machine more, or split the largest export"
_SPILL = (
    "what does not fit into memory does not fit on the disk either; free some space, or give the "
    "machine more memory"
)
_ERRNOS = {
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: "the disk quota is used up; free some space, then run again",
    errno.EFBIG: "a file grew beyond what the system allows; raise that limit, then run again",
    errno.EROFS: "the file system can only be read; let it be written to",
    errno.EMFILE: "too many files are open at once; raise that limit (ulimit -n), then run again",
    errno.ENFILE: "too many files are open at once; close some programs, then run again",
    errno.ENOMEM: _NO_MEMORY,
}
_IN_WORDS = {
    "max_temp_directory_size": _SPILL,
    "no space left": _DISK_FULL,
    "disk quota": _ERRNOS[errno.EDQUOT],
    "file too large": _ERRNOS[errno.EFBIG],
    "read-only file system": _ERRNOS[errno.EROFS],
    "too many open files": _ERRNOS[errno.EMFILE],
    "out of memory": _NO_MEMORY,
    "failed to allocate": _NO_MEMORY,
    "could not write": _DISK_FULL,  # DuckDB's words for a write that came back short
}


def shortage(error: BaseException) -> str | None:
    """What the machine lacks and the remedy, if that is what an error tells; else None."""
    if isinstance(error, MemoryError):
        return _NO_MEMORY
    if isinstance(error, OSError):
        return _ERRNOS.get(error.errno or 0)
    if isinstance(error, duckdb.Error):
        return shortage_told_by(str(error))
    return None


def shortage_told_by(words: str) -> str | None:
    """The same of what a library or program printed."""
    said = words.lower()
    return next((remedy for sign, remedy in _IN_WORDS.items() if sign in said), None)
