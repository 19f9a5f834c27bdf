"""Fetching while the account changes, from a server that ignores what it is asked."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.pipeline.fetching.account import Account, Request, add_ticket, serving, small_account
from tests.pipeline.fetching.desk import Desk


def versions(account: Account) -> set[tuple[str, str, str]]:
    """Every ticket as it is, with its state and the moment of it."""
    return {(row["id"], row["status"], row["date_changed"]) for row in account.entities["tickets"]}


def fetched_versions(desk: Desk) -> dict[str, tuple[str, str, str]]:
    """Of each ticket the row that holds: the one that changed last."""
    rows = [(row["id"], row["status"], row["date_changed"]) for row in desk.rows("tickets")]
    return {row[0]: row for row in sorted(rows, key=lambda row: row[2])}


@pytest.mark.parametrize("most_rows", [1000, 100, 25, 10])
def test_pages_of_any_size(tmp_path: Path, most_rows: int) -> None:
    """The size that is asked for is ignored."""
    account = small_account(23, most_rows=most_rows)
    add_ticket(account, "T900", account.now - timedelta(days=3), groups=30)
    for number in range(45):
        account.add("tags", id=f"more{number}", name=f"n{number}")
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
    for entity in ("tickets", "messages", "history", "tags", "calls"):
        assert sorted(desk.ids(entity)) == sorted(row["id"] for row in account.entities[entity])


def test_more_than_a_page_in_one_second(tmp_path: Path) -> None:
    account = small_account(1, most_rows=10)
    for number in range(100, 145):
        add_ticket(account, f"T{number}", account.now - timedelta(days=1))
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
    assert len(set(desk.ids("tickets"))) == len(desk.ids("tickets")) == 46


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_while_rows_move(tmp_path: Path, seed: int) -> None:
    """Between any two answers tickets change, come, are deleted; then the account is quiet.

    One more call then knows every ticket as it is, and all messages.
    """
    rnd = Random(seed)
    account = small_account(40, most_rows=10, zone=rnd.choice(("UTC", "America/Phoenix")))
    account.ignores_filters = seed == 3

    def move(at: Account, request: Request) -> None:
        if request.path == "settings":
            return
        at.now += timedelta(seconds=rnd.randrange(3))
        for row in rnd.sample(at.entities["tickets"], rnd.choice((0, 1, 3))):
            row.update(status=rnd.choice("ANRXB"), date_changed=at.local(at.now))
            add_message(at, row["id"])
        if rnd.random() < 0.1:
            add_ticket(at, f"T{1000 + len(at.entities['tickets'])}", at.now)

    def add_message(at: Account, ticket: str) -> None:
        number = len(at.entities["messages"])
        at.add("messages", id=f"new{number}", ticket_id=ticket, type="3", datecreated=at.now)

    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url, account.zone)
        account.before = move
        for _ in range(3):
            desk.fetch()
        account.before = lambda *_: None
        account.now += timedelta(seconds=1)
        last = desk.fetch()

    assert set(fetched_versions(desk).values()) == versions(account)
    assert set(desk.ids("messages")) == {row["id"] for row in account.entities["messages"]}
    assert bool(last.notices) == account.ignores_filters


def test_rows_that_leave_a_list_move_the_others(tmp_path: Path) -> None:
    """Of tags no change can be asked for: a second look finds what moved to a page behind us."""
    account = small_account(1, most_rows=10)
    for number in range(40):
        account.add("tags", id=f"more{number:02}", name=f"n{number}")
    left: list[str] = []

    def leave(at: Account, request: Request) -> None:
        if request.path == "tags" and request.params["_page"] == "3" and not left:
            left.append(at.entities["tags"].pop(0)["id"])

    account.before = leave
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
    assert set(desk.ids("tags")) == {row["id"] for row in account.entities["tags"]} | set(left)


def test_bodies_never_reach_the_disk_at_all(tmp_path: Path) -> None:
    """Not even the journal of a round that did not come to its end."""
    account = small_account(30)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url, requests_per_minute=30)
        desk.fetch(most_minutes=1)
    journal = (desk.exports / ".fetch/pages/messages.ndjson").read_text("utf-8")
    assert json.loads(journal.splitlines()[0])["rows"]
    assert "SECRET" not in journal
