"""Every command ends every failure in one message."""

import errno
import re
from pathlib import Path

import duckdb
import pytest

from pipeline.cli import status as status_command
from pipeline.cli.failure import failure
from pipeline.errors import RunError
from pipeline.shortage import shortage, shortage_told_by
from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.small_desk import small_workspace


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "acme")


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError("division by zero"), KeyError("customer"), RecursionError("too deep"),
     duckdb.InternalException("attempted to dereference\nan optional pointer")],
)  # fmt: skip
def test_what_nobody_foresaw(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(status_command, "workspace_at", fail)
    message = one_message(vip_sla("status", "--workspace", small.root))
    found = re.search(r"the details are in (\S+\.log)", message)
    assert found
    log = Path(found[1])
    assert "Traceback (most recent call last)" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0
    log.unlink()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RunError("as it is"), "as it is"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/x"), "/srv/x: the disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), "/srv/x: Permission denied"),
        (PermissionError(errno.EACCES, "Permission denied", b"/x\xe4"), "/x\udce4: Permission"),
        (MemoryError(), "memory does not suffice"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), "memory does not"),
        (
            duckdb.TransactionException(
                'TransactionContext Error: Failed to commit: Could not write file "x": File too '
                "large"
            ),
            "a file grew beyond what the system allows",
        ),
        (duckdb.IOException('Could not write all bytes to file "x"'), "the disk is full"),
    ],
)
def test_what_a_person_can_mend_needs_no_log(error: Exception, said: str) -> None:
    assert failure(error).startswith(said)
    assert "details" not in failure(error)


@pytest.mark.parametrize(
    "error",
    [
        duckdb.InvalidInputException('CSV Error: Original Line: a,"No space left on device"'),
        duckdb.ConversionException("Could not convert string 'out of memory' to INT32"),
        ValueError("too many open files"),
        duckdb.TransactionException(
            'TransactionContext Error: Failed to commit: duplicate key "no space left"'
        ),
    ],
)
def test_what_customers_wrote_is_no_shortage(error: Exception) -> None:
    assert shortage(error) is None


@pytest.mark.parametrize(
    ("words", "is_shortage"),
    [
        ("OSError: [Errno 28] No space left on device", True),
        ("- fct_responses: Runtime Error IO Error: Could not write file: No space left", True),
        ("- int_events: Runtime Error Conversion Error: Could not convert 'disk quota'", False),
        ("no space left, wrote the customer", False),
        (
            "- int_tickets: Runtime Error in model int_tickets (models/int_tickets.sql) "
            'TransactionContext Error: Failed to commit: Could not write file "x": disk quota',
            True,
        ),
    ],
)
def test_a_shortage_is_told_by_errors_of_their_own(words: str, is_shortage: bool) -> None:
    assert (shortage_told_by(words) is not None) == is_shortage
