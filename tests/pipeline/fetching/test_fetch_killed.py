"""Killed anywhere, a fetch goes on without loss, without a row twice, and without asking anew."""

import os
from pathlib import Path

import pytest

from pipeline.fetching.rounds import Store
from tests.pipeline.fetching.account import serving, small_account
from tests.pipeline.fetching.desk import Desk
from tests.pipeline.fetching.killing import MOST_REQUESTS, killed_and_whole


def test_killed_a_dozen_times(tmp_path: Path) -> None:
    kills, more, killed, quiet = killed_and_whole(tmp_path, 70, most_kills=12, seed=3)
    assert kills >= 6
    # Each call asks for the zone, and what was on its way is lost; then what is new since.
    assert more <= 2 * kills + 2 * MOST_REQUESTS
    assert killed.counts() == quiet.counts()
    assert [path.name for path in killed.exports.iterdir() if path.name.startswith(".")] == [
        ".fetch"
    ]


class StoppedError(Exception):
    """As if the process ended here."""


@pytest.mark.parametrize("moment", [1, 2, 3, 7, 11, 12])
def test_stopped_while_files_are_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """At each rename of a round's end, the next call brings what is missing."""
    account = small_account(12)
    renamed = 0
    rename = Path.replace

    def stopping(path: Path, target: Path) -> Path:
        nonlocal renamed
        renamed += 1
        if renamed == moment:
            raise StoppedError
        return rename(path, target)

    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", stopping)
            try:
                desk.fetch()
            except StoppedError:
                assert Store(desk.exports).under_way() or renamed == 1
        asked = len(account.requests)
        desk.fetch()
        again = [request.path for request in account.requests[asked:]]
    assert sorted(desk.ids("tickets")) == sorted(row["id"] for row in account.entities["tickets"])
    assert len(desk.ids("messages")) == 24
    assert sum(path.endswith("messages") for path in again) <= (13 if moment == 1 else 2)


def test_a_line_that_was_cut_off(tmp_path: Path) -> None:
    account = small_account(20)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url, requests_per_minute=20)
        desk.fetch(most_minutes=1)
        journal = desk.exports / ".fetch/pages/messages.ndjson"
        os.truncate(journal, journal.stat().st_size - 7)
        desk.fetch()
    assert len(set(desk.ids("messages"))) == len(desk.ids("messages")) == 40
