"""A bar for what takes seconds: how far a run or the writing of reports has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

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


@contextmanager
def estimating() -> Iterator[Callable[[str, float, float], None]]:
    """A bar that is told what is being fetched, how much is done, and of how much.

    How long the rest will take follows from what was done since the bar was first told of it.
    """
    columns = (
        _Description(""),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(
        *columns, console=errors, transient=True, disable=not errors.is_terminal
    ) as progress:
        task = progress.add_task("", total=None, left="")
        estimate = Estimate()

        def on_progress(name: str, done: float, total: float) -> None:
            seconds = estimate.seconds_left(name, done, total)
            left = "" if seconds is None else f"about {timedelta(seconds=round(seconds))} left"
            progress.update(task, description=name, completed=done, total=total, left=left)

        yield on_progress


class Estimate:
    """How long something will go on, by how quickly it went so far."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._name = ""
        self._began = self._done_before = 0.0

    def seconds_left(self, name: str, done: float, total: float) -> float | None:
        """None before anything was done."""
        if name != self._name:
            self._name, self._began, self._done_before = name, self._clock(), done
        if done <= self._done_before:
            return None
        each = (self._clock() - self._began) / (done - self._done_before)
        return each * (total - done)
