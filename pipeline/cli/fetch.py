"""`vip-sla fetch`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pipeline.alone import Failed, alone
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.failure import failed_record, print_failed
from pipeline.cli.progress import estimating
from pipeline.fetching.fetch import (
    Checked,
    Environment,
    Fetched,
    Wanted,
    check_source,
    fetch_source,
)
from pipeline.printable import how_many
from pipeline.settings.config import Source, load_config
from pipeline.settings.moments import parse_day
from pipeline.workspace import Workspace


def fetch(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    source: Annotated[
        str | None, typer.Option(help="One source by its name; left out: all that have `fetch`.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Again from this day on; at first: nothing older.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Everything once more.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only look: what the key may read, how long it takes.")
    ] = False,
    max_minutes: Annotated[
        float | None, typer.Option(min=0, help="End after so long; the next call goes on.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring exports from the help desk's API into the sources' folders, ready for a run.

    Example: vip-sla fetch --workspace acme --since 2026-01-01
    """
    place = workspace_at(workspace)
    sources = sources_of(place, source)
    if check:
        _check(sources, as_json=as_json)
        return
    fetched, failed = fetch_all(place, sources, since=since, full=full, max_minutes=max_minutes)
    if as_json:
        print_json({"sources": [asdict(each) for each in fetched], "failed": failed_record(failed)})
    else:
        print_fetched(fetched)
        print_failed("not fetched", failed)
    if failed:
        raise typer.Exit(1)
    if not all(each.is_whole for each in fetched):
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def fetch_all(
    workspace: Workspace,
    sources: list[Source],
    *,
    since: str | None = None,
    full: bool = False,
    max_minutes: float | None = None,
) -> tuple[list[Fetched], list[Failed]]:
    """Fetch each source; one that fails holds up no other."""
    if full and since is not None:
        raise typer.BadParameter("everything is since ever; leave one of --full and --since out")
    fetched: list[Fetched] = []
    failed: list[Failed] = []
    retention = load_config(workspace.config_file).retention
    oldest = retention.before(datetime.now(UTC)) if retention else None
    with _around() as around:
        for each in sources:
            wanted = Wanted(_since(since, each), full, max_minutes, oldest)
            with alone(each.name, failed):
                fetched.append(fetch_source(workspace, each, wanted, around))
    return fetched, failed


def print_fetched(fetched: list[Fetched]) -> None:
    """A line a source, and what else somebody should know."""
    for each in fetched:
        told = ", ".join(f"{count:,} {name}" for name, count in each.row_counts.items() if count)
        state = "fetched" if each.is_whole else "not whole yet"
        output.print(
            f"{each.source}: {state}, {each.request_count:,} requests; new: {told or 'nothing'}"
        )
        for notice in each.notices:
            output.print(f"  note: {notice}")


def sources_of(workspace: Workspace, name: str | None = None) -> list[Source]:
    """The sources to fetch: one by its name, or all whose exports come from an API."""
    sources = load_config(workspace.config_file).sources
    if name is not None:
        named = [each for each in sources if each.name == name]
        if not named:
            known = ", ".join(each.name for each in sources)
            raise typer.BadParameter(f"there is no source {name!r}; choose one of {known}")
        return named
    found = [each for each in sources if each.fetch]
    if not found:
        raise typer.BadParameter(
            f"no source in {workspace.config_file} has `fetch`, which says where its exports come "
            "from"
        )
    return found


def _since(written: str | None, source: Source) -> datetime | None:
    if written is None:
        return None
    try:
        day = parse_day(written)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from error
    return datetime.combine(day, time(), ZoneInfo(source.time_zone)).astimezone(UTC)


@contextmanager
def _around() -> Iterator[Environment]:
    with estimating() as on_progress:
        yield Environment(os.environ, on_progress=on_progress)


def _check(sources: list[Source], *, as_json: bool) -> None:
    checked: list[Checked] = []
    failed: list[Failed] = []
    for each in sources:
        with alone(each.name, failed):
            checked.append(check_source(each, Environment(os.environ)))
    if as_json:
        print_json({"sources": list(map(_record, checked)), "failed": failed_record(failed)})
    else:
        for found in checked:
            _print_checked(found)
        print_failed("not checked", failed)
    if failed:
        raise typer.Exit(1)
    if any(
        found.notices or any(each.count is None for each in found.readings) for found in checked
    ):
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _record(checked: Checked) -> dict[str, Any]:
    return asdict(checked)


def _print_checked(checked: Checked) -> None:
    output.print(f"{checked.source}: the account's clock is that of {checked.time_zone}")
    for each in checked.readings:
        told = (
            f"may not be read: {each.told}" if each.count is None else how_many(each.count, "row")
        )
        output.print(f"  {each.entity}: {told}")
    hours, minutes = divmod(checked.minutes, 60)
    output.print(
        f"  a first fetch takes about {checked.request_count:,} requests, {hours} h {minutes} min"
    )
    for notice in checked.notices:
        output.print(f"  note: {notice}")
