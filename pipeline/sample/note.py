"""What somebody says of a customer's last full month, as people write it for the report."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.sample.cast import written


def write_note(folder: Path, month: date, numbers: Sequence[str]) -> Path:
    """Write the note on a month below the folder of notes; it names these tickets, the worst first.

    Raises OSError.
    """
    note = written()["note"]
    file = folder / f"{month:%Y-%m}" / f"{note['customer']}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(_lines(note, numbers)) + "\n", encoding="utf-8", newline="\n")
    return file


def _lines(note: dict[str, Any], numbers: Sequence[str]) -> Iterator[str]:
    yield from ("# Kommentar", note["comment"])
    if numbers:
        yield from ("", "# Ursachen und Maßnahmen")
    for number, said in zip(numbers, note["measures"], strict=False):  # a quiet month has fewer
        yield from (f"## {number}", f"Ursache: {said['cause']}", f"Maßnahme: {said['measure']}")
    yield from ("", "# Nächste Schritte", *(f"- {step}" for step in note["next_steps"]))
