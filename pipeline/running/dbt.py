"""dbt, run as a subprocess: in-process it would keep the build file locked."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.errors import CheckFailedError, RunError
from pipeline.shortage import shortage_told_by

PROJECT = Path(__file__).parents[2] / "dbt_project"
BUILD_FILE = "vip_sla.duckdb"
"""All before the marts; the profile names both files."""
MARTS_FILE = "unpublished.duckdb"
"""The snapshot to be."""
PARSED = Path("target") / "partial_parse.msgpack"
"""What dbt remembers of a project that it has parsed."""

_DBT = [sys.executable, "-P", "-m", "pipeline.running.dbt_process"]
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
class Way:
    """How dbt is called: for which target and selector, told what else, in which process."""

    target: str = "build"
    selector: str = "build"
    environment: Mapping[str, str] = field(default_factory=dict)
    command: Sequence[str] = ()  # in the place of dbt's own process


ON_DUCKDB = Way()


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
    way: Way = ON_DUCKDB,
) -> None:
    """Build and check every model in a folder: marts in MARTS_FILE, all before in BUILD_FILE.

    Events after `as_of` do not exist for the build; `reading` is that of fct_responses. dbt's
    target goes into the folder too; its log and what it parsed of the project into `kept`, which
    outlives the folder (or is it). What is parsed serves the user's other workspaces. The project
    itself is only read.

    Raises CheckFailedError, naming the checks, where a check of the tables does not hold, and
    RunError where a model or dbt itself fails, or is ended from outside.
    """
    folder, kept = folder.resolve(), kept.resolve()  # dbt takes relative paths as the project's
    log_file = kept / "logs" / "dbt.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    remembered = remembered_parses(kept, way.target)
    for parsed in remembered:
        share_parsed(parsed, folder / PARSED)
    command = [
        *(way.command or _DBT),
        "--no-write-json",  # megabytes that nobody reads: what happened is in what dbt says
        "build",
        *("--exclude-resource-type", "unit_test"),
        *("--target", way.target, "--selector", way.selector),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(folder / "target"), "--log-path", str(log_file.parent)),
    ]
    environment = os.environ | {
        # Not --vars: those would have dbt parse the whole project again for every run.
        "VIP_SLA_AS_OF": as_of.isoformat(sep=" "),
        "VIP_SLA_READING": reading,
        **way.environment,
    }
    # Its standard input stays open for as long as the run lives.
    with (
        log_file.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        heard = _Heard()
        for line in process.stdout:
            print(_listen(line, heard, on_progress), file=log)
        exit_status = process.wait()
    if exit_status != 0:
        raise _failure(heard, log_file, exit_status)
    for place in remembered:
        share_parsed(folder / PARSED, place)


def remembered_parses(kept: Path, target: str = ON_DUCKDB.target) -> list[Path]:
    """Where what was parsed for a target is kept, of the project with these very macros.

    dbt sees for itself which models changed, but not which ones ask for others through a macro.
    """
    macros = sha256(target.encode())
    for file in sorted((PROJECT / "macros").rglob("*.sql")):
        macros.update(file.read_bytes())
    name = f"parsed-{macros.hexdigest()[:12]}.msgpack"
    return [place / name for place in (kept / "target", parsed_by_user()) if place]


def parsed_by_user() -> Path | None:
    """Where this user's workspaces share what was parsed of this project; None without a home."""
    try:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    except RuntimeError:
        return None
    return caches / "vip-sla" / sha256(str(PROJECT).encode()).hexdigest()[:12]


def share_parsed(parsed: Path, target: Path) -> None:
    """Hand on what was parsed, where that is newer; dbt itself sees to what changed since.

    A place that is not ours to read and write is left alone.
    """
    try:
        if not parsed.exists() or (target.exists() and _changed_at(target) >= _changed_at(parsed)):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as aside:
            shutil.copy2(parsed, aside)
            (Path(aside) / parsed.name).replace(target)
    except OSError:
        return


def _changed_at(file: Path) -> int:
    return file.stat().st_mtime_ns


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
            _Failure(name, True, f"{rows} rows of {node['node_name']}") for name, rows in checks
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
