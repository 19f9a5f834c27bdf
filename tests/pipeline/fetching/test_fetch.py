"""Fetching from an account that behaves: all of it once, then what changed, and nothing else."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.fetching.fetch import DESKS
from pipeline.landing.sources import KINDS
from tests.pipeline.fetching.account import KEY, Account, QuickClock, add_ticket, serving
from tests.pipeline.fetching.account import small_account as made
from tests.pipeline.fetching.desk import Desk


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Account, Desk]]:
    """An account in Phoenix of which everything was fetched once."""
    account = made(60, "America/Phoenix")
    add_ticket(account, "T1000", account.now - timedelta(days=900), groups=37)
    with serving(account) as url:
        desk = Desk.made(tmp_path_factory.mktemp("phoenix") / "desk", url, account.zone)
        fetched = desk.fetch()
        assert (fetched.is_whole, fetched.notices) == (True, [])
        yield account, desk


def test_every_kind_with_an_api_is_fetched() -> None:
    assert set(DESKS) == {kind.name for kind in KINDS.values() if kind.has_api}


def test_everything_is_there_once(phoenix: tuple[Account, Desk]) -> None:
    account, desk = phoenix
    for entity, rows in account.entities.items():
        key = "department_id" if entity == "departments" else "id"
        assert sorted(desk.ids(entity, key)) == sorted(row[key] for row in rows)
    assert {row["status"] for row in desk.rows("tickets")} == {"A", "X", "B"}
    assert {row["status"] for row in desk.rows("agents")} == {"A", "X"}
    assert sum(row["ticket_id"] == "T1000" for row in desk.rows("messages")) == 37
    assert "ticketId" in desk.rows("calls")[0]


def test_what_nobody_measures_is_not_kept(phoenix: tuple[Account, Desk]) -> None:
    _, desk = phoenix
    kept = "".join(path.read_text("utf-8") for path in desk.exports.rglob("*") if path.is_file())
    assert "SECRET TEXT" not in kept
    assert "Subject T1" in kept
    assert "format" in desk.rows("messages")[0]["messages"][0]


def test_the_key_is_in_the_header_alone(phoenix: tuple[Account, Desk]) -> None:
    account, desk = phoenix
    assert {request.headers["apikey"] for request in account.requests} == {KEY}
    for request in account.requests:
        others = {**request.headers, "apikey": ""}
        assert KEY not in f"{request.path} {request.params} {others}"
    assert all(
        KEY.encode() not in path.read_bytes()
        for path in desk.workspace.root.rglob("*")
        if path.is_file()
    )


def test_nothing_new_is_nothing_written(phoenix: tuple[Account, Desk]) -> None:
    account, desk = phoenix
    before = sorted(desk.exports.iterdir())
    asked = len(account.requests)

    fetched = desk.fetch()

    assert sorted(desk.exports.iterdir()) == before
    assert not any(fetched.row_counts.values())
    assert len(account.requests) - asked == fetched.request_count < 16


def test_what_changed_comes_with_all_its_messages(tmp_path: Path) -> None:
    account = made(30)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
        account.now += timedelta(days=2)
        changed = account.entities["tickets"][3]
        changed.update(status="R", date_changed=account.local(account.now - timedelta(hours=1)))
        add_ticket(account, "T900", account.now - timedelta(minutes=5))
        deleted = account.entities["tickets"][5]
        deleted.update(status="X", date_changed=account.local(account.now - timedelta(hours=3)))
        account.entities["contacts"][0]["company_id"] = "co2"
        account.entities["contacts"][0]["datechanged"] = account.local(account.now)
        account.now += timedelta(minutes=1)

        fetched = desk.fetch()

        last = {entity: desk.rows(entity)[-count:] for entity, count in fetched.row_counts.items()}
        assert {row["id"] for row in last["tickets"]} == {"T3", "T5", "T900"}
        asked = {request.path for request in account.requests[-fetched.request_count :]}
        assert {path for path in asked if path.endswith("messages")} == {
            f"tickets/{ticket}/messages" for ticket in ("T3", "T5", "T900", "T29")
        }  # T29 changed shortly before the former call
        assert {row["ticket_id"] for row in last["messages"]} == {"T900"}  # the others are known
        assert [row["company_id"] for row in last["contacts"][-1:]] == ["co2"]
        files = sorted(desk.exports.glob("tickets-*"), key=lambda path: path.stat().st_mtime_ns)
        assert files == sorted(files)
        assert desk.fetch().row_counts["tickets"] == 0


def test_a_change_of_the_very_second_is_not_lost(tmp_path: Path) -> None:
    """What changes in the second of the cursor, before or behind the answer, comes next time."""
    account = made(10)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
        add_ticket(account, "T500", account.now)
        account.now += timedelta(seconds=1)
        desk.fetch()
    assert "T500" in desk.ids("tickets")


@pytest.mark.parametrize("minutes", [-300, 300])
def test_the_servers_clock_counts(tmp_path: Path, minutes: int) -> None:
    """Whatever this machine's clock says: the server told its own."""
    account = made(10)
    account.now += timedelta(minutes=minutes)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
        add_ticket(account, "T500", account.now + timedelta(seconds=30))
        account.now += timedelta(minutes=1)
        desk.fetch()
    assert "T500" in desk.ids("tickets")


def test_since_a_day(tmp_path: Path) -> None:
    """Nothing older, but of what changed since then all of its messages and its history."""
    account = made(5)
    old = add_ticket(account, "T900", account.now - timedelta(days=90))
    again = add_ticket(account, "T901", account.now - timedelta(days=80))
    again["date_changed"] = account.local(account.now - timedelta(days=1))
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch(since=account.now - timedelta(days=10))
        assert old["id"] not in desk.ids("tickets")
        assert "T901-g0" in desk.ids("messages")
        assert "h-T901" in desk.ids("history")
        assert "h-T900" not in desk.ids("history")
        assert len(desk.ids("contacts")) == 3  # whoever it is that wrote
        desk.fetch(full=True)
        assert old["id"] in desk.ids("tickets")
        assert len(desk.ids("tickets")) == len(set(desk.ids("tickets")))


def test_subjects_and_bodies_as_vip_sla_yml_says(tmp_path: Path) -> None:
    with serving(made(3)) as url:
        bare = Desk.made(tmp_path / "bare", url, keep_subjects=False)
        bare.fetch()
        whole = Desk.made(tmp_path / "whole", url, keep_bodies=True)
        whole.fetch()
    assert not any("subject" in row for row in bare.rows("tickets"))
    texts = {row["messages"][0]["message"] for row in whole.rows("messages")}
    assert texts == {f"SECRET TEXT T{number}" for number in range(3)}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Africa/Cairo"])
def test_another_zone_is_an_error_that_says_which_is_right(tmp_path: Path, zone: str) -> None:
    with serving(made(3, "America/Phoenix")) as url:
        desk = Desk.made(tmp_path / "desk", url, zone)
        with pytest.raises(FetchError, match=f"is {zone} in .* account's is America/Phoenix .*wri"):
            desk.fetch()
    assert not list(desk.exports.glob("*.ndjson"))


def test_a_zone_that_is_not_told_is_a_note(tmp_path: Path) -> None:
    account = made(3)
    account.settings = [{"name": "company", "value": "Acme"}, {"name": "n", "value": 7}]
    with serving(account) as url:
        fetched = Desk.made(tmp_path / "told", url).fetch()
        account.forbidden.add("settings")
        other = Desk.made(tmp_path / "forbidden", url).fetch()
    assert fetched.notices == other.notices
    assert "taken on trust" in fetched.notices[0]


@pytest.mark.parametrize("zone", ["Etc/UTC", "Etc/GMT"])
def test_another_name_of_the_zone_is_the_zone(tmp_path: Path, zone: str) -> None:
    with serving(made(3, zone)) as url:
        assert Desk.made(tmp_path / "desk", url).fetch().notices == []


def test_what_the_key_may_not_read(tmp_path: Path) -> None:
    account = made(3, forbidden={"grid/tickets/sla"})
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        assert "sla_log: left out" in desk.fetch().notices[0]
        account.forbidden.add("calls")
        with pytest.raises(FetchError, match=r"calls answered 403 .*may not read this; give it"):
            desk.fetch()
        assert json.dumps(desk.rows("tickets"))  # what was there stays


def test_history_that_is_not_listed_is_asked_for_ticket_by_ticket(tmp_path: Path) -> None:
    account = made(12, forbidden={"tickets/history"})
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        [notice] = desk.fetch().notices
        assert "history: asked for ticket by ticket" in notice
        assert sorted(desk.ids("history")) == sorted(f"h-T{number}" for number in range(12))
        assert not desk.fetch().row_counts["history"]


def test_two_calls_at_once(tmp_path: Path) -> None:
    account = made(3)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        account.before = lambda _account, request: clash(desk, request.path)
        desk.fetch()
        assert len(clashes) == 1


clashes: list[FetchError] = []


def clash(desk: Desk, path: str) -> None:
    """A second call while the first one waits for an answer."""
    if path == "tags":
        with pytest.raises(FetchError, match="another call is fetching") as caught:
            desk.fetch()
        clashes.append(caught.value)


def test_the_time_is_over(tmp_path: Path) -> None:
    account = made(100)
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url, requests_per_minute=60)
        fetched = desk.fetch(most_minutes=1)
        assert not fetched.is_whole
        assert 55 <= fetched.request_count <= 61
        assert not list(desk.exports.glob("*.ndjson"))
        clock = QuickClock()
        rest = desk.fetch(clock)
        assert rest.is_whole
        # the rest of the first round, and a second one
        assert len(account.requests) - fetched.request_count == rest.request_count < 90
    assert len(desk.ids("tickets")) == 100
