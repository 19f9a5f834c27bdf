"""A bar for what takes seconds: how far a run or the writing of reports has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from pipeline.cli.console import errors
from pipeline.printable import one_line
from pipeline.running import dbt


class _Description(TextColumn):
    """What is being done; names of files are other people's words."""

    def render(self, task: Task) -> Text:
        return Text(one_line(task.description))


def bar() -> Progress:
    """A bar on standard error, if somebody looks."""
    return Progress(
        _Description(""),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,  # a scheduler mails every line
    )


@contextmanager
def counting(description: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how many are done, and of how many."""
    with bar() as progress:
        task = progress.add_task(description, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class RunProgress:
    """A bar on standard error: files while they land, then models and checks."""

    def __init__(self, at_first: str) -> None:
        self._at_first = at_first
        self._bar = bar()

    def __enter__(self) -> "RunProgress":
        self._bar.start()
        self._task = self._bar.add_task(self._at_first, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def on_file(self, name: str) -> None:
        """Tell that a file lands."""
        self._bar.update(self._task, description=f"landing {name}", advance=1)

    def on_model(self, step: dbt.Progress) -> None:
        """Tell that a model is built or a check done."""
        self._bar.update(
            self._task, description=step.name[:60], completed=step.number, total=step.total
        )
