"""The schedules that docs/operators.md shows are understood by whoever is to follow them."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.documented import blocks, files_named
from tests.pipeline.command_line import REPOSITORY

README = (REPOSITORY / "docs" / "operators.md").read_text(encoding="utf-8")
UNITS = files_named(README, "ini", "/etc/systemd/system/")
(CRONTAB,) = blocks(README, "crontab")
(WORKFLOW,) = blocks(README, "yaml")

SYSTEMD = shutil.which("systemd-analyze")
KNOWN = {
    "Unit": {"Description", "Wants", "After"},
    "Service": {
        "Type", "User", "Environment", "EnvironmentFile", "ExecStart", "SuccessExitStatus",
    },
    "Timer": {"OnCalendar", "Persistent"},
    "Install": {"WantedBy"},
}  # fmt: skip
CRON_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def sections(text: str) -> dict[str, list[tuple[str, str]]]:
    """Settings of a unit, in order; a key may stand more than once."""
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(re.sub(r"(?m)^[A-Z]\w*=.*\n", "", text))
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in parser.sections()}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[section].append((key, value))
    return found


def values(name: str, section: str, key: str) -> list[str]:
    return [value for known, value in sections(UNITS[name])[section] if known == key]


def test_each_timer_has_its_service() -> None:
    timers = {Path(name).stem for name in UNITS if name.endswith(".timer")}
    services = {Path(name).stem for name in UNITS if name.endswith(".service")}
    assert timers == services == {"vip-sla", "vip-sla-night", "vip-sla-reports"}


@pytest.mark.parametrize("name", UNITS)
def test_units_have_only_settings_that_are_known(name: str) -> None:
    for section, settings in sections(UNITS[name]).items():
        assert {key for key, _ in settings} <= KNOWN[section]
        assert all(value for _, value in settings)


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze on this machine")
def test_systemd_has_no_complaint(tmp_path: Path) -> None:
    """The program and the user of the example are made up, so others stand in for them."""
    for name, text in UNITS.items():
        here = text.replace("/srv/vip-sla/.venv/bin/vip-sla", "/bin/true")
        (tmp_path / name).write_text(here.replace("User=vip-sla", "User=root"), encoding="utf-8")
    paths = [str(tmp_path / name) for name in UNITS]
    assert SYSTEMD is not None
    said = subprocess.run(
        [SYSTEMD, "verify", "--man=no", *paths], capture_output=True, text=True, check=False
    )
    complaints = [line for line in said.stderr.splitlines() if "vip-sla" in line]
    assert complaints == []


def test_systemd_would_complain(tmp_path: Path) -> None:
    """The test above proves nothing where nothing is found."""
    if SYSTEMD is None:
        pytest.skip("no systemd-analyze on this machine")
    text = UNITS["vip-sla.timer"].replace("OnCalendar=Mon..Fri", "OnCalendar=Mon..Fry")
    path = tmp_path / "vip-sla-odd.timer"
    path.write_text(text, encoding="utf-8")
    said = subprocess.run(
        [SYSTEMD, "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
    )
    assert "Failed to parse calendar specification" in said.stderr


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("name", ["vip-sla.timer", "vip-sla-night.timer", "vip-sla-reports.timer"])
def test_systemd_knows_the_next_time(name: str) -> None:
    (calendar,) = values(name, "Timer", "OnCalendar")
    assert SYSTEMD is not None
    said = subprocess.run(
        [SYSTEMD, "calendar", "--iterations=1", calendar],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert "Next elapse" in said.stdout


def test_calendars_without_systemd() -> None:
    """Weekdays, then hours and minutes, then a time zone."""
    for name in ("vip-sla.timer", "vip-sla-night.timer", "vip-sla-reports.timer"):
        (calendar,) = values(name, "Timer", "OnCalendar")
        assert re.fullmatch(r"Mon\.\.Fri \d\d(\.\.\d\d)?:\d\d(/\d\d)? Europe/Berlin", calendar)


def cron_mistakes(field: str, low: int, high: int) -> list[str]:
    """What is wrong with one field of a cron line, by the manual of crontab(5)."""
    mistakes = []
    for part in field.split(","):
        found = re.fullmatch(r"(\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if found is None:
            mistakes.append(f"{part!r} is no range")
            continue
        first, last = (int(found[i]) if found[i] else None for i in (2, 3))
        for number in (first, last):
            if number is not None and not low <= number <= high:
                mistakes.append(f"{number} is beyond {low}-{high}")
        if first is not None and last is not None and first > last:
            mistakes.append(f"{part!r} runs backwards")
        if found[4] is not None and not 0 < int(found[4]) <= high:
            mistakes.append(f"{part!r} has no such step")
    return mistakes


def test_cron_lines() -> None:
    assert cron_mistakes("*/15", 0, 59) == cron_mistakes("8-18,20", 0, 23) == []
    assert cron_mistakes("60", 0, 59)
    assert cron_mistakes("18-8", 0, 23)
    assert cron_mistakes("mon", 0, 7)
    jobs = [line for line in CRONTAB.splitlines() if not re.match(r"[A-Z_]+=", line)]
    assert len(jobs) == 3
    for line in jobs:
        *fields, command = line.split(None, 5)
        for field, (low, high) in zip(fields, CRON_BOUNDS, strict=True):
            assert cron_mistakes(field, low, high) == []
        # what is only read would not reach the program
        assert command.startswith("set -a; . /etc/vip-sla.env; ")
        assert "%" not in command  # which cron takes for the end of a line
        parsed = subprocess.run(["sh", "-n"], input=command, text=True, check=False)
        assert parsed.returncode == 0


def test_the_workflow() -> None:
    # YAML takes the key `on` for a truth
    workflow: dict[Any, Any] = yaml.safe_load(WORKFLOW)
    assert set(workflow) == {"name", True, "concurrency", "permissions", "jobs"}
    triggers = workflow[True]
    for trigger in triggers["schedule"]:
        fields = trigger["cron"].split()
        for field, (low, high) in zip(fields, CRON_BOUNDS, strict=True):
            assert cron_mistakes(field, low, high) == []
    assert "workflow_dispatch" in triggers
    (job,) = workflow["jobs"].values()
    assert set(job) == {"runs-on", "timeout-minutes", "env", "steps"}
    assert job["runs-on"][0] == "self-hosted"
    for step in job["steps"]:
        assert set(step) <= {"name", "run", "if"}
        assert (
            subprocess.run(["sh", "-n"], input=step["run"], text=True, check=False).returncode == 0
        )
    secret = job["env"]["VIP_SLA_MAIL_PASSWORD"]
    assert re.fullmatch(r"\$\{\{ secrets\.\w+ \}\}", secret)


def test_no_password_stands_anywhere() -> None:
    assert not re.search(r"(?i)password\s*[:=]\s*(?!\$\{\{)[^\s_]", README)
