"""What the machine lacks: space, memory, open files. Never the fault of an export or a model."""

import errno
import re

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

_OF_THE_MACHINE = (duckdb.IOException, duckdb.OutOfMemoryException)
_BEGINNING = re.compile(
    r"[^\"']*?(IO Error|Out of Memory Error|OSError|MemoryError|\[Errno"
    r"|TransactionContext Error: Failed to commit: Could not write)",
    re.IGNORECASE,
)


def shortage(error: BaseException) -> str | None:
    """What the machine lacks and the remedy, if that is what an error tells; else None."""
    if isinstance(error, MemoryError):
        return _NO_MEMORY
    if isinstance(error, OSError):
        return _ERRNOS.get(error.errno or 0)
    if isinstance(error, _OF_THE_MACHINE):  # others quote what customers wrote, whatever it says
        return _in_words(str(error))
    if isinstance(error, duckdb.TransactionException):  # a commit fails of what it holds, too
        return shortage_told_by(str(error))
    return None


def shortage_told_by(words: str) -> str | None:
    """The same of what a program printed: of the lines that a library's own errors begin."""
    told = [line for line in words.splitlines() if _BEGINNING.match(line)]
    return next((lack for line in told if (lack := _in_words(line))), None)


def _in_words(text: str) -> str | None:
    said = text.lower()
    return next((remedy for sign, remedy in _IN_WORDS.items() if sign in said), None)
