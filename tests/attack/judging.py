"""What landed of a damaged file, beside what a plain look sees in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.landing.encodings import recognised
from pipeline.landing.receipts import LandedFile
from tests.attack.damage import Damaged
from tests.attack.seen import Standing, has_its_header, line_of, standing, times_told

Row = Mapping[str, Any]

COUNTED = "read = landed + rejected"
LOST = "an untouched row is lost"
TWICE = "no row lands twice"
VALUES = "an untouched row lands as it was written"
PHANTOM = "what lands stands in the file"
UNREADABLE = "a file with a good row is readable"
LINE = "a rejected row names its line"
ALIKE = "a clean and a damaged file give the same row"

_NOT_READ_ON = ("nothing behind it can be read", "the file ends here before its time")


@dataclass
class Verdict:
    """Counts, and what broke: the promise and what is to be seen."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[str, str]] = field(default_factory=list)


def judge(
    file: Damaged, told: LandedFile, landed: Sequence[Row], rejected: Sequence[Row]
) -> Verdict:
    """Hold landing to its promises about one file."""
    verdict = Verdict()
    verdict.counts["rows landed"] += len(landed)
    verdict.counts["rows rejected"] += len(rejected)
    verdict.counts["files told to be unreadable"] += told.error is not None
    verdict.broken += [(COUNTED, it) for it in _counts(told, landed, rejected)]
    if file.plain is None:
        return verdict
    if recognised([file.plain]).is_windows and not file.plain.isascii():
        # So many stray bytes, and hardly a letter in UTF-8: its other letters are misread, too.
        verdict.counts["files taken for cp1252"] += 1
        return verdict
    here = list(standing(file)) if _can_be_read(file) else []
    verdict.counts["untouched rows"] += len(here)
    if told.error is not None:
        if here and not _may_be_unreadable(file):
            verdict.broken.append((UNREADABLE, f"{told.error} ({len(here)} good rows in it)"))
        return verdict
    _judge_rows(file, here, landed, rejected, verdict)
    verdict.broken += [(PHANTOM, it) for it in _phantoms(file, landed)]
    verdict.broken += [(LINE, it) for it in _wrong_lines(file, here, rejected)]
    return verdict


def _counts(told: LandedFile, landed: Sequence[Row], rejected: Sequence[Row]) -> Iterator[str]:
    found = (told.rows_landed + told.rows_rejected, len(landed), len(rejected))
    expected = (told.rows_read, told.rows_landed, told.rows_rejected)
    if found != expected:
        yield f"read, landed and rejected are told as {expected}, and are {found}"


def _can_be_read(file: Damaged) -> bool:
    """Whether anybody could: without its header nobody knows what a CSV file says."""
    return file.made.kind != "csv" or has_its_header(file)


def _may_be_unreadable(file: Damaged) -> bool:
    """JSON must begin as JSON does, and an object around its rows be there once, as it was."""
    assert file.plain is not None
    if file.made.kind != "json":
        return False
    start, head = file.plain.lstrip(), file.made.pieces[0].text.strip()
    if head.startswith(b"{"):
        return not start.startswith(head) or start.count(head) > 1
    return start[:1] not in (b"[", b"{")


def _judge_rows(
    file: Damaged,
    here: Sequence[Standing],
    landed: Sequence[Row],
    rejected: Sequence[Row],
    verdict: Verdict,
) -> None:
    assert file.plain is not None
    table = file.made.table
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in landed:
        by_id[str(row[table.landed_id])].append(row)
    last_words = max((str(row["reason"]) for row in rejected[-1:]), default="")
    stops_early = any(words in last_words for words in _NOT_READ_ON)
    for record, count in Counter(it.record.id for it in here).items():
        one = next(it for it in here if it.record.id == record)
        good = [row for row in by_id[record] if _differs(one, row) is None]
        text = one.text.decode(errors="backslashreplace")
        kept = sum(record in str(row["row_text"]) for row in rejected)
        inside = sum(_holds(row, record) for row in landed if row[table.landed_id] != record)
        verdict.counts["untouched rows landed"] += min(count, len(good))
        verdict.counts["untouched rows rejected"] += kept > 0
        verdict.counts["untouched rows inside the text of another row"] += inside > 0
        if len(good) + kept + inside >= count:
            continue
        if file.made.kind == "json" and times_told(file.plain, record) > count:
            # of one id, a damaged row that holds this one
            verdict.counts["untouched rows inside the text of another row"] += 1
        elif by_id[record] and not good:
            difference = _differs(one, by_id[record][0])
            verdict.broken.append((VALUES, f"{text!r}: {difference}"))
        elif stops_early and file.made.kind == "json":
            verdict.counts["untouched rows behind damage that nothing can be read behind"] += 1
        else:
            told = f"{text!r} stands {count} times, {len(good)} landed, {kept} rejected"
            verdict.broken.append((LOST, told))
    for record_id, rows in by_id.items():
        if len(rows) > max(1, times_told(file.plain, record_id)):
            verdict.broken.append((TWICE, f"{record_id} landed {len(rows)} times"))


def _differs(one: Standing, row: Row) -> str | None:
    for name, expected in one.record.landed.items():
        if row[name] != expected:
            return f"{name} is {row[name]!r}, written was {expected!r}"
    return None


def _holds(row: Row, record_id: str) -> bool:
    return any(isinstance(cell, str) and record_id in cell for cell in row.values())


def _phantoms(file: Damaged, landed: Sequence[Row]) -> Iterator[str]:
    """Ids that are no row's: the header's, or cut off at the end of the file."""
    assert file.plain is not None
    whole = {record.id for record in file.made.records}
    for row in landed:
        record_id = str(row[file.made.table.landed_id])
        if record_id in whole:
            continue
        if record_id == file.made.table.id_column:
            yield f"the header landed as a row: {dict(row)!r}"
        elif file.made.kind != "json" and record_id.isalnum() and record_id.isascii():
            # Behind a line end, or in the only row, nothing tells half an id from a whole one.
            can_be_told = len(landed) > 1 and not file.plain.endswith((b"\n", b"\r"))
            end = can_be_told and file.plain.rstrip(b'"} \r\n').endswith(record_id.encode())
            if end and any(name.startswith(record_id) for name in whole):
                yield f"{record_id} is the beginning of an id, cut off at the end of the file"
            elif not times_told(file.plain, record_id):
                yield f"{record_id} stands nowhere in the file"


def _wrong_lines(file: Damaged, here: Sequence[Standing], rejected: Sequence[Row]) -> Iterator[str]:
    if file.made.kind == "json":
        return
    assert file.plain is not None
    counts = Counter(it.record.id for it in here)
    for one in here:
        if counts[one.record.id] > 1 or file.plain.count(one.record.id.encode()) > 1:
            continue
        for row in rejected:
            if one.record.id in str(row["row_text"]):
                line = line_of(file.plain, one.at)
                if row["line"] != line:
                    yield f"{one.text!r} stands in line {line}, told is {row['line']}"
