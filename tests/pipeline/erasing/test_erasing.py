"""One person leaves a workspace, and so do tickets that are too old."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.erasing.forget import forget, forget_snapshots
from pipeline.erasing.prune import prune
from pipeline.errors import FetchError, VipSlaError
from pipeline.landing.loader import Landing, land_exports
from pipeline.landing.manifests import write_manifest
from pipeline.landing.seals import all_broken
from pipeline.settings.retention import parse_retention
from tests.pipeline.fetching.account import Account, add_ticket, serving, small_account
from tests.pipeline.fetching.desk import Desk

MAIL = "kim@acme.example"
PERSON = ("ct-kim", MAIL, "Kim Kunde", "Kim", "Kims Betreff")
FOREIGN = (
    "id,owner_contactid,owner_email,owner_name,status,date_created,subject\n"
    f"F1,ct-kim,{MAIL},Kim Kunde,A,2026-10-01 09:00:00,Kims Betreff\n"
    "F2,ct1,other@acme.example,Other,A,2026-10-01 09:00:00,Fremdes\n"
    f"F3,ct-kim,{MAIL},Kim Kunde,A,gestern,Kims Betreff\n"
)


@pytest.fixture
def account() -> Account:
    account = small_account(6)
    account.add(
        "contacts", id="ct-kim", company_id="co1", firstname="Kim", lastname="Kunde", emails=[MAIL]
    )
    ticket = add_ticket(account, "T900", account.now - timedelta(days=1))
    ticket.update(
        owner_contactid="ct-kim", owner_email=MAIL, owner_name="Kim Kunde", subject="Kims Betreff"
    )
    for group in account.entities["messages"]:
        if group["ticket_id"] == "T900" and group["userid"] != "ag1":
            group.update(userid="ct-kim", user_full_name="Kim Kunde")
            group["messages"][0]["userid"] = "ct-kim"
    add_ticket(account, "T901", account.now - timedelta(days=900))
    return account


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Iterator[Desk]:
    """Fetched, beside an export of another hand, landed and read by a run."""
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url)
        desk.fetch()
        (desk.exports / "tickets-by-hand.csv").write_text(FOREIGN, encoding="utf-8")
        landing = landed(desk)
        write_manifest(desk.workspace, "20261102T120000Z", {}, landing.files, [])
        yield desk


def landed(desk: Desk) -> Landing:
    return land_exports(desk.workspace, [desk.source], datetime(2026, 11, 3, tzinfo=UTC))


def everything(desk: Desk) -> str:
    """All that a workspace holds, as text; but the export of another hand."""
    texts = []
    for path in desk.workspace.root.rglob("*"):
        if path.suffix == ".parquet":
            rows = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()
            texts.append(repr(rows))
        elif path.is_file() and path.name != "tickets-by-hand.csv":
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    return "\n".join(texts)


def landed_rows(desk: Desk, entity: str, columns: str) -> list[Any]:
    folder = desk.workspace.landing / "live" / entity
    files = [str(path) for path in folder.glob("*.parquet") if path.name.count(".") == 1]
    query = f"select distinct {columns} from read_parquet(?, union_by_name = true) order by all"
    return duckdb.execute(query, [files]).fetchall()


@pytest.mark.parametrize("known_as", [MAIL.upper(), "ct-kim"])
def test_a_person_is_forgotten(desk: Desk, known_as: str) -> None:
    assert all(told in everything(desk) for told in PERSON)
    tickets = landed_rows(desk, "tickets", "ticket_id, date_created")
    groups = landed_rows(desk, "messages", "group_id, ticket_id, type, datecreated")
    report = desk.workspace.reports / "2026-10" / "K"
    report.mkdir(parents=True)
    (report / "r.json").write_text('{"ticket": "Kims Betreff", "by": "Kim Kunde"}')
    (report / "other.json").write_text('{"by": "Other"}')

    forgotten = forget(desk.workspace, [desk.source], known_as)

    assert forgotten.reports == ["2026-10/K/r.json"]
    (report / "r.json").unlink()
    assert not [told for told in PERSON if told in everything(desk)]
    assert forgotten.rewritten.left == ["live/tickets-by-hand.csv"]
    assert forgotten.manifests == 1
    assert all_broken(desk.workspace) == []
    (desk.exports / "tickets-by-hand.csv").unlink()
    landed(desk)
    assert not [told for told in PERSON if told in everything(desk)]
    assert landed_rows(desk, "tickets", "ticket_id, date_created") == tickets
    assert landed_rows(desk, "messages", "group_id, ticket_id, type, datecreated") == groups
    assert (forgotten.nobody, "co1") in landed_rows(desk, "contacts", "contact_id, company_id")
    owners = landed_rows(desk, "tickets", "ticket_id, owner_contactid, subject")
    assert ("T900", forgotten.nobody, None) in owners
    assert ("F1", forgotten.nobody, None) in owners
    assert ("F2", "ct1", "Fremdes") in owners
    with pytest.raises(VipSlaError, match="nobody is known as"):
        forget(desk.workspace, [desk.source], known_as)


def test_rows_that_were_read_still_add_up(desk: Desk) -> None:
    forget(desk.workspace, [desk.source], MAIL)
    for file in landed(desk).files:
        assert file.rows_read == file.rows_landed + file.rows_rejected


def test_a_fetch_that_is_not_over_is_waited_for(desk: Desk, account: Account) -> None:
    account.now += timedelta(days=1)
    account.every = {"calls": "500"}
    with pytest.raises(FetchError):
        desk.fetch()
    with pytest.raises(FetchError, match="is not over"):
        forget(desk.workspace, [desk.source], MAIL)


def test_old_tickets_go(desk: Desk, account: Account) -> None:
    before = account.now - timedelta(days=365)

    pruned = prune(desk.workspace, [desk.source], before)

    assert pruned.ticket_count == 1
    assert "T901" not in everything(desk)
    assert "T900" in everything(desk)
    landed(desk)
    assert "T901" not in everything(desk)
    assert all_broken(desk.workspace) == []
    assert prune(desk.workspace, [desk.source], before).ticket_count == 0
    desk.fetch(full=True, oldest=before)
    assert "T901" not in desk.ids("tickets")


def test_only_the_newest_snapshot_stays_and_no_result_of_a_scenario(desk: Desk) -> None:
    desk.workspace.snapshots.mkdir(parents=True)
    for name in ("old", "new"):
        (desk.workspace.snapshots / f"{name}.duckdb").write_text(name)
    desk.workspace.published.symlink_to(Path("snapshots") / "new.duckdb")
    desk.workspace.scenarios.mkdir()
    for name in ("holidays.yml", "holidays.parquet"):
        (desk.workspace.scenarios / name).write_text(name)
    assert forget_snapshots(desk.workspace) == 2
    assert [path.name for path in desk.workspace.snapshots.iterdir()] == ["new.duckdb"]
    assert [path.name for path in desk.workspace.scenarios.iterdir()] == ["holidays.yml"]


@pytest.mark.parametrize(
    ("text", "before"),
    [("24 months", "2024-03-28"), ("1 year", "2025-03-28"), ("3 months", "2025-12-28")],
)
def test_how_long_tickets_are_kept(text: str, before: str) -> None:
    moment = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert f"{parse_retention(text).before(moment):%Y-%m-%d}" == before


@pytest.mark.parametrize("text", ["24", "0 months", "2 weeks", ""])
def test_no_time_to_keep_tickets(text: str) -> None:
    with pytest.raises(ValueError, match="is no time to keep tickets"):
        parse_retention(text)
