"""Fetching from a Zendesk account: everything once, then what changed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FetchError
from pipeline.fetching.fetch import Environment, check_source
from tests.dbt_project.zendesk_story import AS_OF, Story
from tests.pipeline.fetching.account import KEY, QuickClock, serving
from tests.pipeline.fetching.desk import VARIABLE, Desk
from tests.pipeline.fetching.zendesk_account import USER, ZendeskAccount


@pytest.fixture
def account() -> ZendeskAccount:
    return ZendeskAccount.of(Story(7, tickets=60), AS_OF + timedelta(days=100))


@pytest.fixture
def desk(account: ZendeskAccount, tmp_path: Path) -> Iterator[Desk]:
    with serving(account) as url:
        yield Desk.made(tmp_path / "desk", url, kind="zendesk", user=USER)


def test_everything_is_there_once(desk: Desk, account: ZendeskAccount) -> None:
    account.most_rows = 7
    assert desk.fetch().is_whole
    for entity in ("tickets", "ticket_audits", "users", "organizations"):
        there = {row["id"]: row for row in desk.rows(entity)}
        assert there.keys() == {row["id"] for row in account.entities[entity]}
        assert len(there) == len(desk.rows(entity))
    text = "".join(path.read_text("utf-8") for path in desk.exports.rglob("*") if path.is_file())
    assert "nobody's business" not in text
    assert "started_at" in text
    assert KEY not in text


def test_only_what_changed(desk: Desk, account: ZendeskAccount) -> None:
    desk.fetch()
    assert not any(desk.fetch().row_counts.values())
    account.now += timedelta(days=1)
    ticket = account.entities["tickets"][3]
    ticket["updated_at"] = f"{account.now - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
    audit = {"id": 999_999, "ticket_id": ticket["id"], "created_at": ticket["updated_at"]}
    account.entities["ticket_audits"].append(audit | {"author_id": 901, "events": []})
    asked = len(account.requests)

    fetched = desk.fetch()

    audits = [each.path for each in account.requests[asked:] if each.path.endswith("audits.json")]
    assert audits == [f"tickets/{ticket['id']}/audits.json"]
    assert fetched.row_counts["tickets"] == 1
    assert 999_999 in desk.ids("ticket_audits")


def test_a_change_of_the_last_minute_comes_next_time(desk: Desk, account: ZendeskAccount) -> None:
    desk.fetch()
    ticket = account.entities["tickets"][3]
    ticket["updated_at"] = f"{account.now - timedelta(seconds=20):%Y-%m-%dT%H:%M:%SZ}"
    assert not desk.fetch().row_counts["tickets"]
    account.now += timedelta(minutes=5)
    assert desk.fetch().row_counts["tickets"] == 1


def test_a_ticket_that_is_gone_has_no_audits(desk: Desk, account: ZendeskAccount) -> None:
    account.entities["tickets"][0]["status"] = "gone"
    assert desk.fetch().is_whole


def test_looking_first(desk: Desk, account: ZendeskAccount) -> None:
    checked = check_source(desk.source, Environment({VARIABLE: KEY}, QuickClock()))
    assert {each.entity: each.count for each in checked.readings} == {
        "tickets": 60,
        "users": 7,
        "organizations": 2,
    }
    needed = desk.fetch().request_count
    assert 0.8 * needed <= checked.request_count <= 1.2 * needed


def test_nobody_is_not_let_in(desk: Desk, tmp_path: Path) -> None:
    url = desk.source.fetch.url if desk.source.fetch else ""
    stranger = Desk.made(tmp_path / "other", url, kind="zendesk", user="you@acme.example")
    with pytest.raises(FetchError, match=f"the key in {VARIABLE} is not accepted"):
        stranger.fetch()
    nobody = Desk.made(tmp_path / "nobody", url, kind="zendesk")
    with pytest.raises(FetchError, match=r"fetch\.user is missing"):
        nobody.fetch()


def test_a_cursor_that_lives_no_more(
    desk: Desk, account: ZendeskAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later call does not go on by it, but begins that list anew."""
    account.most_rows = 10
    assert not desk.fetch(most_minutes=0.02).is_whole
    answer, refused = account.answer, list[str]()

    def refusing(path: str, params: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        if "cursor" in params and not refused:
            refused.append(params["cursor"])
            return 422, {"error": "InvalidCursor"}, {}
        return answer(path, params)

    monkeypatch.setattr(account, "answer", refusing)
    assert desk.fetch().is_whole
    assert refused
    assert len(desk.ids("tickets")) == len(set(desk.ids("tickets"))) == 60
