"""Where a command's `--to` leads, and the form that the name of a file stands for."""

from collections.abc import Collection
from pathlib import Path

import typer


def file_at(to: Path) -> Path:
    """The file to write: a link is followed, so that it stays one.

    What is there and is no file, a device or a pipe, is a usage error: it would be replaced.
    """
    if to.exists() and not to.is_file():
        raise typer.BadParameter(
            f"{to} is there and is no file; name one, or leave --to out and send the output there",
            param_hint="--to",
        )
    return to.resolve()


def form_of(to: Path, form: str | None, forms: Collection[str]) -> str:
    """The form asked for, else the one that the file's ending means.

    An ending that means none of them, or another than is asked for, is a usage error.
    """
    meant = to.suffix.removeprefix(".").lower()
    if form is None and meant not in forms:
        raise typer.BadParameter(
            f"{to} does not tell its form; let it end in .{', .'.join(forms)}, or say --format",
            param_hint="--to",
        )
    if form is not None and meant in forms and meant != form:
        raise typer.BadParameter(f"{to} would not hold {form}, as --format says", param_hint="--to")
    return form or meant
