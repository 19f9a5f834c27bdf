"""Asking politely, and bearing what comes instead of an answer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.fetching.budget import Budget
from pipeline.fetching.client import MOST_ATTEMPTS, Client
from pipeline.fetching.fetch import Environment, check_source
from tests.pipeline.fetching.account import KEY, Account, QuickClock, serving, small_account
from tests.pipeline.fetching.desk import VARIABLE, Desk
from tests.pipeline.mail.server import Certificates


@pytest.fixture
def account() -> Account:
    return small_account(3)


@pytest.fixture
def url(account: Account) -> Iterator[str]:
    with serving(account) as address:
        yield address


def client(url: str, clock: QuickClock, per_minute: int = 6000) -> Client:
    return Client(url, {"apikey": KEY}, KEY, Budget(per_minute, clock), clock)


@pytest.mark.parametrize("trouble", ["500", "cut", "gone", "html", "429 2", "429"])
def test_trouble_that_passes(account: Account, url: str, trouble: str) -> None:
    account.troubles = {1: trouble, 2: trouble, 4: trouble}
    with client(url, QuickClock()) as asked:
        assert asked.get("tags").content == asked.get("tags").content == account.entities["tags"]
    assert len(account.requests) == 5


@pytest.mark.parametrize("trouble", ["500", "cut", "gone", "html", "429 1"])
def test_trouble_that_stays(account: Account, url: str, trouble: str) -> None:
    account.every = {"tags": trouble}
    clock = QuickClock()
    with client(url, clock) as asked, pytest.raises(FetchError, match=f"{MOST_ATTEMPTS} times"):
        asked.get("tags")
    assert len(account.requests) == MOST_ATTEMPTS
    assert sum(clock.slept) < 300


def test_waiting_grows_and_is_never_the_same(account: Account, url: str) -> None:
    account.every = {"tags": "500"}
    waits = []
    for _ in range(2):
        clock = QuickClock()
        with client(url, clock) as asked, pytest.raises(FetchError):
            asked.get("tags")
        waits.append([seconds for seconds in clock.slept if seconds > 0.5])
    assert waits[0] != waits[1]
    assert all(1 <= wait <= 61 for wait in waits[0])
    assert waits[0][-1] > 8 * waits[0][0]


def test_the_rest_that_is_asked_for(account: Account, url: str) -> None:
    account.troubles = {1: "429 37"}
    clock = QuickClock()
    with client(url, clock) as asked:
        asked.get("tags")
    assert 37 <= clock.monotonic() < 38


def test_the_rest_that_is_asked_for_as_a_date(account: Account, url: str) -> None:
    clock = QuickClock()
    clock.now = lambda: datetime(2026, 11, 2, 12, tzinfo=UTC)  # type: ignore[method-assign]
    account.troubles = {1: "429 Mon, 02 Nov 2026 12:00:20 GMT"}
    with client(url, clock) as asked:
        asked.get("tags")
    assert 20 <= clock.monotonic() < 21


def test_no_minute_has_more_than_is_allowed() -> None:
    clock = QuickClock()
    budget = Budget(40, clock)
    moments = []
    for number in range(200):
        clock.sleep((0, 0, 0, 7)[number % 4])
        budget.take()
        moments.append(clock.monotonic())
    assert all(later - first >= 59.9 for first, later in zip(moments, moments[40:], strict=False))


def test_workers_share_one_budget(tmp_path: Path) -> None:
    clock = QuickClock()
    with serving(small_account(100)) as url:
        fetched = Desk.made(tmp_path / "desk", url, requests_per_minute=40).fetch(clock)
    assert clock.monotonic() >= (fetched.request_count - 1) * 60 / 40 > 150


def test_elsewhere_is_nowhere(account: Account, url: str) -> None:
    account.every = {"tags": "302 https://evil.example/"}
    with client(url, QuickClock()) as asked, pytest.raises(FetchError) as caught:
        asked.get("tags")
    assert "sends us elsewhere (302, https://evil.example/?apikey=…)" in str(caught.value)
    assert len(account.requests) == 1


def test_a_wrong_key_is_not_told(account: Account, url: str) -> None:
    wrong = "wr0ng-k3y"
    clock = QuickClock()
    wrongly = Client(url, {"apikey": wrong}, wrong, Budget(60, clock), clock)
    with wrongly as asked, pytest.raises(FetchError) as caught:
        asked.get("tags")
    assert "401" in str(caught.value)
    assert "Invalid key …" in str(caught.value)
    assert wrong not in str(caught.value)


def test_pieces_of_a_path_stay_pieces(account: Account, url: str) -> None:
    with client(url, QuickClock()) as asked, pytest.raises(FetchError, match="404"):
        asked.get("tickets", "../agents?x=1#", "messages")
    assert account.requests[0].path == "tickets/..%2Fagents%3Fx%3D1%23/messages"


@pytest.mark.parametrize("whose", ["of_somebody_else", "of_localhost"])
def test_a_certificate_that_cannot_be_trusted(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    certificates = Certificates.made(tmp_path)
    if whose == "of_somebody_else":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with serving(account, str(getattr(certificates, whose))) as url:
        asked = client(url, QuickClock())
        with asked, pytest.raises(FetchError, match="SSL_CERT_FILE"):
            asked.get("tags")
    assert account.requests == []


def test_a_certificate_of_an_authority_of_ours(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = Certificates.made(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    certificate = str(certificates.of_localhost)
    with serving(account, certificate) as url, client(url, QuickClock()) as asked:
        assert asked.get("tags").content == account.entities["tags"]


def test_nobody_is_there(tmp_path: Path) -> None:
    clock = QuickClock()
    told = "9/tags gave no whole answer .*refused"
    with client("http://127.0.0.1:9", clock) as asked, pytest.raises(FetchError, match=told):
        asked.get("tags")


def test_looking_first(tmp_path: Path) -> None:
    account = small_account(1234, "America/Phoenix", forbidden={"grid/tickets/sla"})
    with serving(account) as url:
        desk = Desk.made(tmp_path / "desk", url, account.zone)
        checked = check_source(desk.source, Environment({VARIABLE: KEY}, QuickClock()))
        asked = len(account.requests)
        counts = {reading.entity: reading.count for reading in checked.readings}
        hidden = sum(row["status"] in "XB" for row in account.entities["tickets"])
        assert counts["tickets"] == 1234 - hidden
        assert counts["deleted and spam tickets"] == hidden
        assert counts["sla_log"] is None
        assert asked < 25
        assert not list(desk.exports.glob("*")) if desk.exports.exists() else True

        needed = desk.fetch(QuickClock()).request_count

    assert 0.8 * needed <= checked.request_count <= 1.2 * needed
    assert checked.minutes == -(-checked.request_count // 180)


@pytest.mark.parametrize(
    ("key", "message"),
    [("", "names LIVEAGENT_API_KEY, which the environment does not have"), ("ä\n", "is no key")],
)
def test_no_key(tmp_path: Path, key: str, message: str) -> None:
    desk = Desk.made(tmp_path / "desk", "http://localhost:9")
    with pytest.raises(FetchError, match=message):
        check_source(desk.source, Environment({VARIABLE: key}, QuickClock()))
