"""dbt, run as a subprocess: in-process it would keep the build file locked."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
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

# dbt ends with whoever started it, however that ended: an orphan would write into the next run's
# files. Its standard input stays open for as long as the run lives.
_PROGRAM = """
import os, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
from dbt.cli.main import cli
cli()
"""
_DBT = [sys.executable, "-c", _PROGRAM]
_FINISHED = {"LogModelResult", "LogTestResult"}
_MOST_LINES, _LONGEST_LINE = 20, 500


@dataclass(frozen=True)
class Progress:
    """One model built or one check done: its name, and how many of how many that makes."""

    name: str
    number: int
    total: int


def build(
    folder: Path,
    kept: Path,
    as_of: datetime,
    reading: str,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Build and check every model in a folder: marts in MARTS_FILE, all before in BUILD_FILE.

    Events after `as_of` do not exist for the build; `reading` is that of fct_responses. dbt's
    target goes into the folder too; its logs and what it parsed of the project into `kept`, which
    outlives the folder (or is it). What is parsed serves the user's other workspaces. The project
    itself is only read.

    Raises CheckFailedError, naming the checks, where a check of the tables does not hold, and
    RunError where a model or dbt itself fails, or is ended from outside.
    """
    folder, kept = folder.resolve(), kept.resolve()  # dbt takes relative paths as the project's
    results_file = folder / "target" / "run_results.json"
    logs = kept / "logs"
    remembered = [place / PARSED for place in (kept, parsed_by_user()) if place]
    for parsed in remembered:
        share_parsed(parsed, folder / PARSED)
    command = [
        *_DBT,
        *("--log-format", "json", "--log-path", str(logs)),
        *("--log-level-file", "info", "build"),  # the compiled SQL lies in the target
        *("--exclude-resource-type", "unit_test"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(folder / "target")),
    ]
    environment = os.environ | {
        # Not --vars: those would have dbt parse the whole project again for every run.
        "VIP_SLA_AS_OF": as_of.isoformat(sep=" "),
        "VIP_SLA_READING": reading,
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        complaints = [said for line in process.stdout if (said := _heard(line, on_progress))]
        exit_status = process.wait()
    if results_file.exists():
        shutil.copyfile(results_file, logs / results_file.name)
    if exit_status != 0:
        raise _failure(results_file, complaints, logs / "dbt.log", exit_status)
    for place in remembered:
        share_parsed(folder / PARSED, place)


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


def _heard(line: str, on_progress: Callable[[Progress], None] | None) -> str | None:
    """Pass a finished node on; return what went wrong, if that is what the line says."""
    try:
        event: dict[str, Any] = json.loads(line)
        info, data = event["info"], event["data"]
    except (ValueError, KeyError, TypeError):
        return line
    if info["name"] in _FINISHED and on_progress:
        total = data.get("total") or data["num_models"]  # models and tests call it differently
        on_progress(Progress(data["node_info"]["node_name"], data["index"], total))
    return str(info["msg"]) if info["level"] == "error" else None


def _failure(
    results_file: Path, complaints: list[str], log_file: Path, exit_status: int
) -> RunError:
    results: list[dict[str, Any]] = []
    if results_file.exists():
        results = json.loads(results_file.read_text())["results"]
    failed = [result for result in results if result["status"] in ("error", "fail")]
    lines = [f"- {_node_name(result)}: {' '.join(result['message'].split())}" for result in failed]
    if failed and all(result["unique_id"].startswith("test.") for result in failed):
        return CheckFailedError(
            "nothing was published, the previous snapshot keeps serving; "
            f"these checks of the built tables failed (details in {log_file}):\n{_first(lines)}"
        )
    return RunError(
        f"nothing was published: {_cause(exit_status, complaints, lines)} "
        f"(details in {log_file}):\n{_first(lines or complaints)}".rstrip(":\n")
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


def _node_name(result: dict[str, Any]) -> str:
    return str(result["unique_id"]).split(".")[2]
