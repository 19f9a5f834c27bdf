"""The models, built by a process of its own, which could not let go of its files otherwise."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from pipeline.errors import CheckFailedError, RunError
from pipeline.printable import how_many
from pipeline.running import plan as plans
from pipeline.shortage import shortage_told_by

PROJECT = Path(__file__).parents[2] / "dbt_project"
BUILD_FILE = "vip_sla.duckdb"
"""All before the marts; the profile names both files."""
MARTS_FILE = "unpublished.duckdb"
"""The snapshot to be."""

_DBT = [sys.executable, "-P", "-m", "pipeline.running.dbt_process"]
_PLAN = [sys.executable, "-P", "-m", "pipeline.running.plan_process"]
_CHECK = re.compile(r"check (\S+) does not hold for (\d+) rows")
_FINISHED = {"LogModelResult", "LogTestResult"}
_FAILED = {"RunResultError", "RunResultErrorNoMessage"}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MOST_LINES, _LONGEST_LINE = 20, 500


@dataclass(frozen=True)
class Progress:
    """One model built or one check done: its name, what it took, how many of how many it makes."""

    name: str
    seconds: float
    number: int
    total: int


@dataclass(frozen=True)
class _Failure:
    """A model or check that failed, and why."""

    name: str
    is_check: bool
    message: str


@dataclass
class _Heard:
    """What dbt said while it was at work."""

    failures: list[_Failure] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def build(
    folder: Path,
    kept: Path,
    as_of: datetime,
    reading: str,
    on_progress: Callable[[Progress], None] | None = None,
    last: Path | None = None,
    on: Path | None = None,
) -> bool:
    """Build and check every model in a folder: marts in MARTS_FILE, all before in BUILD_FILE.

    Events after `as_of` do not exist for the build; `reading` is that of fct_responses. What dbt
    said of this very project once is said again without it; where there is no such plan, or one
    of its statements fails for another reason than a full disk or the like, dbt itself builds and
    tells why. The log and the plan go into `kept`, which outlives the folder (or is it); the plan
    serves the user's other workspaces, too. The project itself is only read.

    With `last`, a file in the folder, BUILD_FILE becomes that, with what a later build on top of
    this one needs alone, if that would be quicker; with `on`, the marts of the build that `last` is
    of before, this is such a build, if it can be. Returns whether it was. The rows are the same
    either way.

    Raises CheckFailedError, naming the checks, where a check of the tables does not hold, and
    RunError where a model or dbt itself fails, or is ended from outside.
    """
    # dbt takes relative paths as the project's, and a process works in a folder of its own.
    folder, kept = folder.resolve(), kept.resolve()
    last = last and last.resolve()
    log_file = kept / "logs" / "dbt.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    places = plans.places(PROJECT, kept)
    known = plans.known(places)
    with log_file.open("w", encoding="utf-8") as log:
        work = _Work(os.environ | plans.environment(as_of, reading), log, on_progress)
        if known and on and last and _said_again(known, folder, work, _Heard(), last, on):
            return True
        if last:
            last.unlink(missing_ok=True)
        heard = _Heard()
        if known and _said_again(known, folder, work, heard, last):
            return False
        if shortage_told_by("\n".join(heard.complaints)):  # dbt would fare no better
            raise _failure(heard, log_file, 1)
        _build_by_dbt(folder, log_file, work, _AS_EVER)
    if plans.places(PROJECT, kept) == places:  # nobody changed the project meanwhile
        plans.keep(folder / plans.PLAN, places)
    return False


@dataclass(frozen=True)
class Way:
    """How dbt is called: for which target and selector, told what, in which process."""

    target: str = "build"
    selector: str = "build"
    told: Mapping[str, str] = field(default_factory=dict)
    process: tuple[str, ...] = ()  # in the place of dbt's own


_AS_EVER = Way()


def call(
    folder: Path,
    kept: Path,
    as_of: datetime,
    reading: str,
    way: Way,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Have dbt itself build in a folder, by no plan and leaving none; raises as `build` does."""
    folder, logs = folder.resolve(), kept.resolve() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    log_file = logs / f"dbt-{way.target}-{way.selector}.log"
    with log_file.open("w", encoding="utf-8") as log:
        told = plans.environment(as_of, reading) | dict(way.told)
        _build_by_dbt(folder, log_file, _Work(os.environ | told, log, on_progress), way)


def _build_by_dbt(folder: Path, log_file: Path, work: "_Work", way: Way) -> None:
    command = [
        *(way.process or _DBT),
        "--no-write-json",  # megabytes that nobody reads: what happened is in what dbt says
        "build",
        *("--exclude-resource-type", "unit_test"),
        *("--target", way.target, "--selector", way.selector),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(folder / "target"), "--log-path", str(log_file.parent)),
    ]
    heard = _Heard()
    exit_status = work.done_by(command, folder, heard)
    if exit_status != 0:
        raise _failure(heard, log_file, exit_status)


def _said_again(
    plan: Path, folder: Path, work: "_Work", heard: _Heard, *increment: Path | None
) -> bool:
    """Whether all of a plan was carried out and every check held; if not, nothing is left of it
    but what was to be the last build's.
    """
    paths = [plan, PROJECT / "profiles.yml", *filter(None, increment)]
    command = [*_PLAN, *map(str, paths)]
    with tempfile.TemporaryDirectory(dir=folder) as name:
        aside = Path(name)
        shutil.copy(folder / BUILD_FILE, aside)
        if work.done_by(command, aside, heard) != 0:
            return False
        (aside / MARTS_FILE).replace(folder / MARTS_FILE)
        if (aside / BUILD_FILE).exists():  # and is not what was left for the next build
            (aside / BUILD_FILE).replace(folder / BUILD_FILE)
    return True


@dataclass(frozen=True)
class _Work:
    """What processes are given, where what they say is written down, and who is told of it."""

    environment: Mapping[str, str]
    log: TextIO
    on_progress: Callable[[Progress], None] | None

    def done_by(self, command: list[str], folder: Path, heard: _Heard) -> int:
        """Have a process do it in a folder, and listen to it; its exit status."""
        # Its standard input stays open for as long as the run lives.
        with subprocess.Popen(
            command,
            cwd=folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(_listen(line, heard, self.on_progress), file=self.log)
            return process.wait()


def _listen(line: str, heard: _Heard, on_progress: Callable[[Progress], None] | None) -> str:
    """Pass a finished node on, and remember what went wrong, if that is what the line says.

    Gives the line as the log has it.
    """
    try:
        event: dict[str, Any] = json.loads(line)
        info, data = event["info"], event["data"]
    except (ValueError, KeyError, TypeError):
        heard.complaints.append(line)
        return line.rstrip("\n")
    node = data.get("node_info") or {}
    if info["name"] in _FINISHED and on_progress:
        total = data.get("total") or data["num_models"]  # models and tests call it differently
        on_progress(Progress(node["node_name"], data["execution_time"], data["index"], total))
    if info["name"] in _FAILED and node:
        heard.failures += _told_failures(node, data.get("msg") or data.get("status") or "")
    elif info["level"] == "error":
        heard.complaints.append(str(info["msg"]))
    return f"{info['ts']} {info['level']:<5} {_COLOUR.sub('', info.get('msg', ''))}"


def _told_failures(node: Mapping[str, str], why: str) -> list[_Failure]:
    """The model that cannot be built, or each check that fails: a node of its own, or a model's."""
    if checks := _CHECK.findall(why):
        return [
            _Failure(name, True, f"{how_many(int(rows), 'row')} of {node['node_name']}")
            for name, rows in checks
        ]
    return [_Failure(node["node_name"], node["resource_type"] == "test", why)]


def _failure(heard: _Heard, log_file: Path, exit_status: int) -> RunError:
    failures = heard.failures
    lines = [f"- {each.name}: {' '.join(each.message.split())}" for each in failures]
    if failures and all(each.is_check for each in failures):
        return CheckFailedError(
            "nothing was published, the previous snapshot keeps serving; "
            f"these checks of the built tables failed (details in {log_file}):\n{_first(lines)}"
        )
    return RunError(
        f"nothing was published: {_cause(exit_status, heard.complaints, lines)} "
        f"(details in {log_file}):\n{_first(lines or heard.complaints)}".rstrip(":\n")
    )


def _cause(exit_status: int, complaints: list[str], lines: list[str]) -> str:
    """What kept dbt from its end, where there is a remedy for it."""
    said = "\n".join([*complaints, *lines])
    if exit_status < 0:
        name = signal.Signals(-exit_status).name
        return (
            f"dbt was ended from outside, by {name}; often that is the system being out of memory, "
            "so give the machine more, or VIP_SLA_MEMORY_LIMIT less"
        )
    return shortage_told_by(said) or "the models could not be built"


def _first(texts: list[str]) -> str:
    """So many lines as a person reads, none without end; the log holds them all."""
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    shown = [line[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    rest = len(lines) - len(shown)
    return "\n".join([*shown, f"and {rest:,} more lines"] if rest else shown)
