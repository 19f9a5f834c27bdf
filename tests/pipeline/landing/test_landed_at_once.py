"""Several processes land what one would; nothing is lost where one is killed, or all are."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.errors import LandingError
from pipeline.landing import at_once
from pipeline.landing.at_once import LIMIT
from pipeline.landing.loader import Landing, land_exports
from tests.pipeline.landing.help_desk import STARTED_AT, HelpDesk, event, events_csv

LARGEST_FIRST = ["desk/events_c.csv", "desk/events_b.csv", "desk/events_a.csv", "desk/events_d.csv"]


@pytest.fixture
def busy(desk: HelpDesk, several: None) -> HelpDesk:
    """Files of nearly one size, in one order by name and in another by size."""
    return filled(desk)


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, however little there is."""
    monkeypatch.setattr(at_once, "MUCH", 1)
    monkeypatch.setenv(LIMIT, "2")


def filled(desk: HelpDesk) -> HelpDesk:
    for number, (name, count) in enumerate({"c": 43, "b": 42, "a": 41, "d": 40}.items()):
        rows = [event(1000 * (number + 1) + row) for row in range(count)]
        write(desk, f"events_{name}.csv", events_csv(*rows, event(1, kind="sms"), event(2)))
    return desk


def write(desk: HelpDesk, name: str, content: str) -> None:
    """At a moment that the name tells."""
    seconds = 1_700_000_000 + sum(name.encode())
    os.utime(desk.write(name, content), (seconds, seconds))


def landed_by_one(desk: HelpDesk, root: Path, monkeypatch: pytest.MonkeyPatch) -> HelpDesk:
    """A desk with the same exports, landed in this process."""
    other = HelpDesk(root)
    for path in desk.folder.iterdir():
        write(other, path.name, path.read_text(encoding="utf-8"))
    monkeypatch.setenv(LIMIT, "1")
    other.land()
    monkeypatch.setenv(LIMIT, "2")
    return other


def landed(desk: HelpDesk) -> dict[str, bytes]:
    """The bytes of all files in landing, receipts with their seals among them."""
    return {name: content for name, (content, _) in desk.landing_state().items() if content}


def receipts(desk: HelpDesk) -> list[Path]:
    return list(desk.workspace.landing.glob("*/*/*.json"))


def land_telling(desk: HelpDesk, on_file: Callable[[str], None]) -> Landing:
    return land_exports(desk.workspace, [desk.source], STARTED_AT, on_file)


def test_several_processes_land_what_one_does(
    busy: HelpDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(busy, "events_e.csv", "event_id\n")  # gives no rows
    write(busy, "notes.txt", "no export")
    landing = busy.land()
    assert busy.told == [*LARGEST_FIRST, "desk/events_e.csv"]
    one = landed_by_one(busy, tmp_path / "one", monkeypatch)
    assert one.told == sorted(busy.told)
    assert landing == one.landing
    assert landed(busy) == landed(one)
    assert len(landing.new) == 4
    assert sum(file.rows_rejected for file in landing.files) == 4
    for view in ("generic_events", "rejected_rows", "load_files", "load_sightings"):
        assert busy.read(view) == one.read(view)


def test_equal_contents_land_once(
    busy: HelpDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("events_a2.csv", "events_c2.csv"):
        content = (busy.folder / name.replace("2", "")).read_text(encoding="utf-8")
        write(busy, name, content)
    landing = busy.land()
    assert busy.told == LARGEST_FIRST
    assert [notice.split(" and ")[0] for notice in landing.notices] == [
        f"desk/events_{name}2.csv has the same content as events_{name}.csv" for name in "ac"
    ]
    one = landed_by_one(busy, tmp_path / "one", monkeypatch)
    assert landing == one.landing
    assert landed(busy) == landed(one)
    assert busy.land().new == ()


def test_what_was_too_new_is_looked_at_again(
    several: None, desk: HelpDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        late = event(1, ticket_id=name, occurred_at="2026-03-03T12:00:00Z")
        write(desk, f"events_{name}.csv", events_csv(event(2, ticket_id=name), late))
    one = landed_by_one(desk, tmp_path / "one", monkeypatch)
    desk.land()
    later = STARTED_AT.replace(day=4)
    assert len(desk.land(later).new) == 2
    monkeypatch.setenv(LIMIT, "1")
    one.land(later)
    assert landed(desk) == landed(one)


def test_a_killed_process_is_one_message_and_the_others_go_on(busy: HelpDesk) -> None:
    def kill_the_first(name: str) -> None:
        told.append(name)
        if len(told) == 2:
            [process] = multiprocessing.active_children()
            os.kill(process.pid or 0, signal.SIGKILL)

    told: list[str] = []
    with pytest.raises(LandingError, match=r"events_c\.csv: .* was killed, .*_PROCESSES=1, "):
        land_telling(busy, kill_the_first)
    assert told[:2] == LARGEST_FIRST[:2]
    assert len(receipts(busy)) == len(told) - 1
    assert not list(busy.workspace.landing.glob(".*"))
    busy.land()
    assert set(busy.told) == set(LARGEST_FIRST) - set(told[1:])


def test_an_interrupted_run_ends_its_processes_and_is_gone_on_with(busy: HelpDesk) -> None:
    def interrupt_third(name: str) -> None:
        told.append(name)
        if len(told) == 3:
            raise KeyboardInterrupt

    told: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        land_telling(busy, interrupt_third)
    assert multiprocessing.active_children() == []
    assert not list(busy.workspace.landing.glob(".*"))
    done = len(receipts(busy))
    busy.land()
    assert 1 <= done == len(LARGEST_FIRST) - len(busy.told)


def test_a_killed_run_takes_its_processes_along_and_is_gone_on_with(
    busy: HelpDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.pipeline.landing.test_landed_at_once", str(busy.root)],
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    told, processes = (line.split() for line in run.stdout.decode().splitlines())
    wait_for_the_end_of(map(int, processes))
    assert told == LARGEST_FIRST[:3]
    done = receipts(busy)
    landing = busy.land()
    assert 1 <= len(done) == len(LARGEST_FIRST) - len(busy.told) == 4 - len(landing.new)
    assert landed(busy) == landed(landed_by_one(busy, tmp_path / "one", monkeypatch))


def test_what_is_done_by_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT, "8")
    much = at_once.MUCH
    assert at_once._count([much // 4] * 3) == 1
    assert at_once._count([much] * 3) == 3
    assert at_once._count([much] * 30) == 8
    assert at_once._count([much, much - 1]) == 2
    assert at_once._count([much, much // 4, 10]) == 1  # the largest takes as long as all
    assert at_once._count([]) == 1


@pytest.mark.parametrize("told", ["0", "many", "-1", "1.5"])
def test_a_limit_is_a_number(told: str, busy: HelpDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT, told)
    with pytest.raises(LandingError, match=f"{LIMIT} is '{told}'; make it a number"):
        busy.land()


def wait_for_the_end_of(processes: Iterable[int]) -> None:
    ends_at = time.monotonic() + 60
    for process in processes:
        while Path(f"/proc/{process}").exists():
            assert time.monotonic() < ends_at
            time.sleep(0.01)


def killed_at_the_third(root: Path) -> None:
    """Lands until a third file is begun, so that one has landed; then all is over."""
    desk = HelpDesk(root)

    def tell(name: str) -> None:
        told.append(name)
        if len(told) == 3:
            print(*told)
            print(*(process.pid for process in multiprocessing.active_children()), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    told: list[str] = []
    at_once.MUCH = 1
    land_telling(desk, tell)


if __name__ == "__main__":
    killed_at_the_third(Path(sys.argv[1]))
