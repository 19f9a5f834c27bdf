"""The dashboard as it is really served, asked by scripts: with a login, and without one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

import dashboards
from dashboards.browsers import BROWSER
from pipeline.workspace import Workspace, create_workspace
from tests.dashboards.asking import Page, cookies_of, log_in, open_page
from tests.dashboards.browser import served
from tests.dashboards.conftest import fill
from tests.dashboards.identity import COOKIE, COOKIE_SECRET, guarded

NAME = "Nordwerk AG"
ACCESS = """\
managers: ["@example.com"]
except: [temp@example.com]
customers:
  K-1: [it@muehlenrode.example]
contact: chefin@example.com
"""
FOLDERS = [str(Path(dashboards.__file__).parent), "site-packages"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A new workspace with something published."""
    workspace = create_workspace(tmp_path_factory.mktemp("desk") / "desk")
    fill(workspace.root)
    (workspace.register / "customers.csv").write_text(
        "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to\n"
        f"K-1,{NAME},All-Inclusive,vip,2025-01-01,,1000,de,\n",
        encoding="utf-8",
    )
    return workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("guarded"))


@pytest.fixture(scope="module")
def address(desk: Workspace, workspace: Workspace) -> Iterator[str]:
    """`vip-sla dashboard`, with a real OpenID Connect server on this machine."""
    with guarded(desk, workspace.root, ACCESS) as address:
        yield address


@pytest.fixture(scope="module")
def local(desk: Workspace) -> Iterator[str]:
    """Without a login."""
    with served(desk.root) as address:
        yield address


@pytest.fixture
def rules(workspace: Workspace, address: str) -> Iterator[Path]:
    """access.yml, to be changed."""
    yield workspace.access_file
    workspace.access_file.write_text(ACCESS, encoding="utf-8")


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60, trust_env=False) as client:
        yield client


def test_logging_out_ends_every_copy_of_the_cookie(
    browser: httpx.Client, address: str, workspace: Workspace
) -> None:
    log_in(browser, address, "manager", COOKIE_SECRET)
    copied = cookies_of(browser)
    with open_page(browser, address) as page:
        assert NAME in page.seen()
    with Page(address, copied) as elsewhere:
        assert NAME in elsewhere.seen()
        browser.get(f"{address}/auth/logout")
        elsewhere.told = elsewhere.run()
        assert NAME not in elsewhere.seen()  # also where the page is open
        assert "Bitte anmelden" in elsewhere.seen()
    with Page(address, copied) as elsewhere:
        assert NAME not in elsewhere.seen()
        assert "Bitte anmelden" in elsewhere.seen()
    assert COOKIE not in cookies_of(browser)
    assert len([file for file in workspace.ended_logins.iterdir() if len(file.name) == 64]) == 1
    log_in(browser, address, "manager", COOKIE_SECRET)
    with open_page(browser, address) as page:
        assert NAME in page.seen()


@pytest.mark.parametrize(
    "change",
    [
        ('"@example.com"', "zoe@example.com"),
        ("temp@example.com", "chefin@example.com"),
    ],
)
def test_being_removed_ends_every_copy_of_the_cookie(
    browser: httpx.Client, address: str, rules: Path, change: tuple[str, str]
) -> None:
    log_in(browser, address, "manager", COOKIE_SECRET)
    copied = cookies_of(browser)
    with Page(address, copied) as page:
        assert NAME in page.seen()
        access = ACCESS.replace(*change).replace("except: [temp@example.com]\n", "")
        rules.write_text(ACCESS.replace(*change) if "temp" in change[0] else access)
        page.told = page.run()
        assert NAME not in page.seen()
    with Page(address, copied) as page:
        assert NAME not in page.seen()
        assert "Für Sie ist hier nichts freigegeben" in page.seen()


def test_logins_from_before_a_moment_count_no_more(
    browser: httpx.Client, address: str, rules: Path
) -> None:
    log_in(browser, address, "manager", COOKIE_SECRET)
    copied = cookies_of(browser)
    for minutes, is_over in ((-5, False), (5, True)):
        since = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
        rules.write_text(f"{ACCESS}logins_since:\n  chefin@example.com: {since}\n")
        with Page(address, copied) as page:
            assert (NAME in page.seen()) != is_over
            assert ("Bitte anmelden" in page.seen()) == is_over


@pytest.mark.parametrize("who", ["unsaid", "unverified"])
def test_an_address_must_be_verified(browser: httpx.Client, address: str, who: str) -> None:
    log_in(browser, address, who, COOKIE_SECRET)
    with open_page(browser, address) as page:
        assert NAME not in page.seen()
        assert "Ihre Adresse ist nicht bestätigt" in page.seen()


@pytest.mark.parametrize("who", [None, "stranger"])
def test_strangers_learn_no_path_and_nobody_s_name(
    browser: httpx.Client, address: str, desk: Workspace, workspace: Workspace, who: str | None
) -> None:
    if who:
        log_in(browser, address, who, COOKIE_SECRET)
    given = []
    with open_page(browser, address) as page:
        given.append(page.seen())
        page.connection.send(b"\xff\xff no message")
    for path in (
        "/",
        "/nowhere",
        "/media/x",
        "/_stcore/host-config",
        "/%00",
        "/a/../../etc/passwd",
    ):
        given.append(browser.get(address + path).text)
    given.append(browser.get(f"{address}/auth/login", params={"provider": "x"}).text)
    given.append(browser.get(f"{address}/oauth2callback", params={"state": "x"}).text)
    given.append(browser.post(f"{address}/").text)
    told = "\n".join(given)
    for secret in (*FOLDERS, str(desk.root), str(workspace.root), "K-1", NAME, "Traceback"):
        assert secret not in told


def test_cookies_of_a_login(browser: httpx.Client, address: str) -> None:
    for headers, is_encrypted in (({}, False), ({"X-Forwarded-Proto": "https"}, True)):
        given = browser.get(f"{address}/_stcore/health", headers=headers).headers
        cookies = given.get_list("set-cookie")
        assert cookies
        assert all(("; Secure" in each) == is_encrypted for each in cookies)
        browser.cookies.clear()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
def test_figures_about_the_server_are_closed(
    browser: httpx.Client, address: str, local: str, method: str
) -> None:
    for server in (address, local):
        assert browser.get(f"{server}/_stcore/health").text == "ok"
        for path in ("metrics", "upload_file/a/b", "agent/openapi.json", "script-health-check"):
            assert browser.request(method, f"{server}/_stcore/{path}").status_code == 404


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_file_is_there_for_the_session_that_made_it(
    browser: httpx.Client, address: str, local: str, is_guarded: bool
) -> None:
    server = address if is_guarded else local
    if is_guarded:
        log_in(browser, address, "manager", COOKIE_SECRET)
    with open_page(browser, server) as page:
        assert NAME in page.seen()
        link = server + page.take("CSV-Datei")
        taken = browser.get(link)
        assert NAME in taken.text
        assert taken.headers["cache-control"] == "no-store"
        with httpx.Client(timeout=60, trust_env=False) as other:
            assert other.get(link).status_code == 404
            if is_guarded:
                log_in(other, address, "manager", COOKIE_SECRET)
            with open_page(other, server):
                assert other.get(link).status_code == 404
            if is_guarded:  # the mark of a browser is no login
                other.cookies.clear()
                other.cookies.set(BROWSER, cookies_of(browser)[BROWSER])
                assert other.get(link).status_code == 404
    for _ in range(50):
        if browser.get(link).status_code == 404:
            break
    assert browser.get(link).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.7"},
        {"Via": "1.1 proxy"},
        {"Forwarded": "for=203.0.113.7"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_without_a_login_neither_a_proxy_nor_another_page_is_served(
    browser: httpx.Client, local: str, headers: dict[str, str]
) -> None:
    for path in ("/", "/customer", "/_stcore/health", "/_stcore/host-config"):
        assert browser.get(local + path, headers=headers).status_code == 403
    cookies = {"_streamlit_xsrf": "x"}
    with pytest.raises(InvalidStatus, match="403"), Page(local, cookies, headers):
        pass


def test_without_a_login_this_machine_is_served(browser: httpx.Client, local: str) -> None:
    with open_page(browser, local) as page:
        assert NAME in page.seen()
        assert re.search("ohne Anmeldung", page.seen())
