"""`vip-sla fetch` and `vip-sla run --fetch` as a person meets them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.cli.progress import Estimate
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.fetching.account import KEY, Account, serving, small_account
from tests.pipeline.fetching.desk import VARIABLE, Desk


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setenv(VARIABLE, KEY)
    return small_account(5)


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Iterator[Desk]:
    with serving(account) as url:
        yield Desk.made(tmp_path / "desk", url, requests_per_minute=10_000)


def test_fetch(desk: Desk) -> None:
    said = vip_sla("fetch", "--workspace", desk.workspace.root)
    assert said.status == 0, said.all
    assert "live: fetched, " in said.out
    assert "5 tickets" in said.out
    again = vip_sla("fetch", "--workspace", desk.workspace.root, "--json")
    [source] = again.json["sources"]
    assert (source["source"], source["is_whole"]) == ("live", True)
    assert not any(source["row_counts"].values())


def test_the_time_is_over(desk: Desk) -> None:
    said = vip_sla("fetch", "--workspace", desk.workspace.root, "--max-minutes", "0.0001")
    assert said.status == 3
    assert "not whole yet" in said.out
    assert "the next call goes on from here" in said.out


def test_check(desk: Desk, account: Account) -> None:
    said = vip_sla("fetch", "--check", "--workspace", desk.workspace.root)
    assert said.status == 0, said.all
    assert "tickets: 5 rows" in said.out
    assert "a first fetch takes about" in said.out
    assert not list(desk.exports.glob("*"))
    account.forbidden.add("grid/tickets/sla")
    said = vip_sla("fetch", "--check", "--json", "--workspace", desk.workspace.root)
    assert said.status == 3
    assert [each["entity"] for each in said.json["sources"][0]["readings"]][-1] == "sla_log"


def test_what_cannot_be_fetched_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "another-key")
    said = vip_sla("fetch", "--workspace", desk.workspace.root)
    assert said.status == 1
    assert f"the key in {VARIABLE} is not accepted; check it" in said.err
    assert "another-key" not in said.all


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--source", "other"], "there is no source 'other'; choose one of live"),
        (["--since", "yesterday"], "'yesterday' is not a date"),
        (["--since", "2026-01-01", "--full"], "leave one of --full and --since out"),
    ],
)
def test_wrong_usage(desk: Desk, arguments: list[str], message: str) -> None:
    said = vip_sla("fetch", "--workspace", desk.workspace.root, *arguments)
    assert said.status == 2
    assert message in said.all.replace("│ ", "")


def test_nothing_to_fetch(desk: Desk) -> None:
    config = yaml.safe_load(desk.workspace.config_file.read_text("utf-8"))
    del config["sources"][0]["fetch"]
    desk.workspace.config_file.write_text(yaml.safe_dump(config), encoding="utf-8")
    said = vip_sla("fetch", "--workspace", desk.workspace.root)
    assert said.status == 2
    said = vip_sla("fetch", "--workspace", desk.workspace.root, "--source", "live")
    assert "has no `fetch`" in said.err


@pytest.mark.parametrize(
    ("fetch", "message"),
    [
        ("{url: 'http://acme.ladesk.com/api/v3', key_variable: K}", "must begin with https://"),
        ("{url: acme, key_variable: K}", "is not a web address"),
        ("{url: 'https://a.example', key_variable: K, key: abc}", "does not belong in a file"),
        ("{url: 'https://a.example', key_variable: '&7geheim!'}", "is not the name of an env"),
        ("{url: 'https://a.example'}", "fetch.key_variable: is missing; write the environment"),
    ],
)
def test_mistakes_in_vip_sla_yml(desk: Desk, fetch: str, message: str) -> None:
    config = yaml.safe_load(desk.workspace.config_file.read_text("utf-8"))
    config["sources"][0]["fetch"] = yaml.safe_load(fetch)
    desk.workspace.config_file.write_text(yaml.safe_dump(config), encoding="utf-8")
    told = one_message(vip_sla("fetch", "--workspace", desk.workspace.root))
    assert message in told
    assert "geheim" not in told
    assert "abc" not in told


def test_an_estimate_holds() -> None:
    """Of what goes steadily the rest is told within 20 %, also after some was done before."""
    moment = 0.0
    estimate = Estimate(lambda: moment)
    assert estimate.seconds_left("messages", 400, 1000) is None
    for done in range(401, 1000):
        moment += 0.33 if done % 3 else 0.34
        left = estimate.seconds_left("messages", done, 1000)
        truly = (1000 - done) * 0.3333
        assert left is not None
        assert abs(left - truly) <= 0.2 * truly
