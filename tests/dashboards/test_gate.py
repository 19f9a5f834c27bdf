"""Whom the gate lets through, with something in place of Streamlit behind it."""

import asyncio
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboards import snapshot
from dashboards.browsers import BROWSER, FOLDER
from dashboards.gate import Gate
from pipeline.workspace import Workspace
from tests.dashboards.identity import COOKIE, session_cookie
from tests.pipeline.settings.test_access import SECRETS

with warnings.catch_warnings():  # it would rather have another library than httpx
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient, WebSocketTestSession

HERE = "http://localhost:8501"
THERE = "https://sla.example.com"
SECRET = "0123456789abcdef0123456789abcdef"
ACCESS = "managers: [chef@example.com]\ncustomers: {K-1: [it@nordwerk.example]}\n"


async def everything(request: Request) -> Response:
    answer = PlainTextResponse("streamlit")
    answer.set_cookie("_streamlit_session", "x", httponly=True)
    return answer


async def conversation(websocket: WebSocket) -> None:
    """Tells of a file for each thing that is said."""
    await websocket.accept()
    async for said in websocket.iter_bytes():
        asked = BackMsg.FromString(said)
        told = ForwardMsg()
        told.new_session.name = asked.rerun_script.query_string or "nothing"
        told.new_session.main_script_path = str(FOLDER / "app.py")
        await websocket.send_bytes(told.SerializeToString())


Visit = Callable[..., TestClient]


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A new browser at the one server of a workspace."""
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(tmp_path))
    every = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
    routes = [
        WebSocketRoute("/{path:path}", conversation),
        Route("/{path:path}", everything, methods=every),
    ]
    gate = Gate(Starlette(routes=routes))
    return lambda address=HERE: TestClient(gate, base_url=address, headers={"accept-encoding": ""})


@pytest.fixture
def with_login(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.access_file.write_text(ACCESS, encoding="utf-8")
    workspace.secrets_file.write_text(SECRETS, encoding="utf-8")
    return workspace


def conversing(
    client: TestClient, path: str = "/_stcore/stream", headers: Mapping[str, str] | None = None
) -> WebSocketTestSession:
    address = str(client.base_url).rstrip("/").replace("http", "ws", 1)
    return client.websocket_connect(address + path, headers=headers or {})


def logged_in(client: TestClient, email: str = "chef@example.com") -> TestClient:
    client.cookies.set(COOKIE, session_cookie(THERE, email, SECRET))
    return client


# without a login


def test_this_machine_is_served(visit: Visit) -> None:
    for address in (HERE, "http://127.0.0.1:8501", "http://[::1]:8501"):
        assert visit(address).get("/").text == "streamlit"
    own = {"origin": HERE, "sec-fetch-site": "same-origin"}
    assert visit().get("/", headers=own).text == "streamlit"
    assert visit().get("/", headers={"sec-fetch-site": "none"}).text == "streamlit"


PROXIES = [
    {"X-Forwarded-For": "203.0.113.7"},
    {"X-Forwarded-Host": "sla.example.com"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Server": "proxy"},
    {"X-Forwarded": "for=203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
    {"Via": "1.1 proxy"},
    {"X-Real-IP": "203.0.113.7"},
    {"X-Original-URL": "/"},
    {"True-Client-IP": "203.0.113.7"},
    {"CF-Connecting-IP": "203.0.113.7"},
    {"X-ProxyUser-Ip": "203.0.113.7"},
    {"Host": "sla.example.com"},
    {"Host": "localhost.evil.example"},
    {"Host": "203.0.113.7:8501"},
]
PAGES_OF_OTHERS = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:3000"},
    {"Origin": "http://127.0.0.1:8501"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
]


@pytest.mark.parametrize("path", ["/", "/customer", "/_stcore/health", "/static/x.js", "/media/x"])
@pytest.mark.parametrize("headers", [*PROXIES, *PAGES_OF_OTHERS], ids=str)
def test_nothing_goes_through_a_proxy_or_to_another_origin(
    visit: Visit, path: str, headers: dict[str, str]
) -> None:
    answer = visit().get(path, headers=headers)
    assert answer.status_code == 403
    is_proxy = headers in PROXIES
    assert ("Ohne Anmeldung" if is_proxy else "Fremde Seiten") in answer.text
    assert ("Without a login" if is_proxy else "other sites") in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("headers", [*PROXIES, *PAGES_OF_OTHERS], ids=str)
def test_no_conversation_goes_there_either(visit: Visit, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        conversing(visit(), headers=headers),
    ):
        pass
    assert refused.value.code == 1008


def test_without_a_login_listening_elsewhere_serves_nothing(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda _: "0.0.0.0")
    assert visit().get("/").status_code == 403


FOLLOWED = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


def test_links_in_letters_lead_to_pages_and_to_nothing_else(visit: Visit) -> None:
    assert visit().get("/customer", headers=FOLLOWED).text == "streamlit"
    for path in ("/media/x", "/_stcore/health", "/auth/logout"):
        assert visit().get(path, headers=FOLLOWED).status_code == 403
    assert visit().post("/customer", headers=FOLLOWED).status_code == 403


# with a login


def test_with_a_login_a_proxy_may_be_before_it(visit: Visit, with_login: Workspace) -> None:
    behind = {"X-Forwarded-Proto": "https", "Via": "1.1 proxy", "Origin": THERE}
    assert visit(THERE).get("/", headers=behind).text == "streamlit"
    assert visit().get("/", headers=behind).text == "streamlit"  # whatever name it asks for


def test_but_no_page_of_others(visit: Visit, with_login: Workspace) -> None:
    for headers in PAGES_OF_OTHERS[:1] + PAGES_OF_OTHERS[3:]:
        assert visit(THERE).get("/", headers=headers).status_code == 403
    assert visit(THERE).get("/oauth2callback", headers=FOLLOWED).status_code == 200


@pytest.mark.parametrize("is_guarded", [True, False])
@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/metrics/", "//_stcore/metrics", "/%5fstcore/metrics"),
        *("/_STCORE/metrics", "/_stcore//metrics", "/_stcore", "/_stcore/", "/_stcore/allowed"),
        *("/_stcore/upload_file/a/b", "/_stcore/script-health-check", "/_stcore/message"),
        *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/bidi-components/x"),
        *("/component/x/index.html", "/app/static/x", "/_stcore/stream"),
    ],
)
def test_what_pages_do_not_need_is_closed(
    visit: Visit, request: pytest.FixtureRequest, path: str, is_guarded: bool
) -> None:
    if is_guarded:
        request.getfixturevalue("with_login")
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        answer = visit().request(method, HERE + path)
        assert answer.status_code == 404, method
        assert "streamlit" not in answer.text


def test_a_server_s_health_and_what_pages_need_stay(visit: Visit) -> None:
    for path in ("/_stcore/health", "/_stcore/host-config", "/static/js/x.js", "/nowhere"):
        assert visit().get(path).text == "streamlit"


@pytest.mark.parametrize("path", ["/", "/customer", "/_stcore/message", "/_stcore/metrics"])
def test_pages_talk_in_one_place(visit: Visit, path: str) -> None:
    with pytest.raises(WebSocketDisconnect), conversing(visit(), path):
        pass


def test_settings_that_are_wrong_leave_the_page_that_says_so(
    visit: Visit, with_login: Workspace
) -> None:
    with_login.access_file.write_text("managers: 7\n", encoding="utf-8")
    assert visit(THERE).get("/").text == "streamlit"
    assert visit(THERE).get("/_stcore/metrics").status_code == 404


# cookies


@pytest.mark.parametrize(
    ("address", "headers", "is_encrypted"),
    [
        (HERE, {}, False),
        (HERE, {"X-Forwarded-Proto": "http"}, False),
        (HERE, {"X-Forwarded-Proto": "https"}, True),
        (HERE, {"X-Forwarded-Proto": "HTTPS, http"}, True),
        (HERE, {"Forwarded": 'for=192.0.2.1;proto="https"'}, True),
        ("https://localhost:8501", {}, True),
    ],
)
def test_cookies_go_encrypted_where_the_browser_s_end_is(
    visit: Visit,
    with_login: Workspace,
    address: str,
    headers: dict[str, str],
    is_encrypted: bool,
) -> None:
    on_this_machine = SECRETS.replace(THERE, HERE)
    with_login.secrets_file.write_text(on_this_machine, encoding="utf-8")
    given = visit(address).get("/", headers=headers).headers.get_list("set-cookie")
    assert len(given) == 2
    assert all(("; Secure" in each) == is_encrypted for each in given)
    assert all("httponly" in each.lower() and "samesite=lax" in each.lower() for each in given)


def test_cookies_go_encrypted_where_people_come_back_so(
    visit: Visit, with_login: Workspace
) -> None:
    """Also where a proxy says nothing: the login's own address is known."""
    given = visit().get("/").headers.get_list("set-cookie")
    assert len(given) == 2
    assert all(each.count("; Secure") == 1 for each in given)


def test_a_browser_is_known_until_it_is_closed(visit: Visit) -> None:
    browser = visit()
    [first] = [each for each in browser.get("/").headers.get_list("set-cookie") if BROWSER in each]
    assert "max-age" not in first.lower()
    assert "expires" not in first.lower()
    again = browser.get("/").headers.get_list("set-cookie")
    assert not any(BROWSER in each for each in again)
    browser.cookies.clear()
    browser.cookies.set(BROWSER, "mine")  # nobody chooses it
    assert any(BROWSER in each for each in browser.get("/").headers.get_list("set-cookie"))


# files to take away


def say(text: str) -> bytes:
    asked = BackMsg()
    asked.rerun_script.query_string = text
    return asked.SerializeToString()


def test_a_file_is_there_for_the_browser_that_was_told_of_it_while_its_page_is_open(
    visit: Visit,
) -> None:
    browser, other = visit(), visit()
    browser.get("/")
    other.get("/")
    assert browser.get("/media/abc123.csv").status_code == 404
    with conversing(browser) as page:
        page.send_bytes(say("see http://x/media/abc123.csv"))
        page.receive_bytes()
        answer = browser.get("/media/abc123.csv")
        assert answer.text == "streamlit"
        assert answer.headers["cache-control"] == "no-store"
        assert browser.head("/media/abc123.csv").status_code == 200
        assert browser.get("/media/abc124.csv").status_code == 404
        assert browser.get(f"{HERE}//media/abc124.csv").status_code == 404
        assert other.get("/media/abc123.csv").status_code == 404
        assert visit().get("/media/abc123.csv").status_code == 404
        with conversing(other):
            assert other.get("/media/abc123.csv").status_code == 404
    assert browser.get("/media/abc123.csv").status_code == 404


def test_of_two_pages_of_a_browser_one_may_be_closed(visit: Visit) -> None:
    browser = visit()
    browser.get("/")
    with conversing(browser) as page:
        with conversing(browser) as second:
            for each in (page, second, second):
                each.send_bytes(say("/media/abc123.csv"))
                each.receive_bytes()
        assert browser.get("/media/abc123.csv").status_code == 200
    assert browser.get("/media/abc123.csv").status_code == 404


def test_with_a_login_a_file_is_there_for_as_long_as_the_login(
    visit: Visit, with_login: Workspace
) -> None:
    browser = logged_in(visit(THERE))
    browser.get("/")
    copied = dict(browser.cookies)
    with conversing(browser) as page:
        page.send_bytes(say("/media/abc123.csv"))
        page.receive_bytes()
        assert browser.get("/media/abc123.csv").status_code == 200
        stranger = logged_in(visit(THERE), "x@elsewhere.example")
        stranger.cookies.set(BROWSER, copied[BROWSER])
        assert stranger.get("/media/abc123.csv").status_code == 404
        nobody = visit(THERE)
        nobody.cookies.set(BROWSER, copied[BROWSER])
        assert nobody.get("/media/abc123.csv").status_code == 404
        browser.get("/auth/logout")
        assert browser.get("/media/abc123.csv").status_code == 404


def test_a_file_ends_with_the_right_to_see_it(visit: Visit, with_login: Workspace) -> None:
    browser = logged_in(visit(THERE))
    browser.get("/")
    with conversing(browser) as page:
        page.send_bytes(say("/media/abc123.csv"))
        page.receive_bytes()
        with_login.access_file.write_text("managers: [zoe@example.com]\n", encoding="utf-8")
        assert browser.get("/media/abc123.csv").status_code == 404
        with_login.access_file.write_text("managers: 7\n", encoding="utf-8")
        assert browser.get("/media/abc123.csv").status_code == 404


# what pages say and hear


def test_what_no_page_asks_reaches_nobody(visit: Visit) -> None:
    asked: list[Any] = [BackMsg() for _ in range(8)]
    asked[0].load_git_info = True
    asked[1].clear_cache = True
    asked[2].set_run_on_save = True
    asked[3].file_urls_request.request_id = "1"
    asked[4].debug_shutdown_runtime = True
    asked[5].backend_operation_request.install_skills.SetInParent()
    asked[6].backend_operation_request.dismiss_skills_nudge.SetInParent()
    asked[7].backend_operation_request.dataframe_chunk.SetInParent()
    with conversing(visit()) as page:
        for each in asked:
            page.send_bytes(each.SerializeToString())
        page.send_bytes(say("a page"))
        assert ForwardMsg.FromString(page.receive_bytes()).new_session.name == "a page"


def test_no_page_is_told_where_it_lies(visit: Visit) -> None:
    with conversing(visit()) as page:
        page.send_bytes(say("a page"))
        told = page.receive_bytes()
    assert str(FOLDER).encode() not in told
    assert ForwardMsg.FromString(told).new_session.main_script_path == "app.py"


def test_other_protocols_are_left_alone() -> None:
    heard: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        heard.append(scope["type"])

    asyncio.run(Gate(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert heard == ["lifespan"]
