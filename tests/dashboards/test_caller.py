"""Where a request comes from, by its headers alone."""

import pytest
from starlette.datastructures import Headers

from dashboards.caller import came_by_https, follows_a_link, is_here, is_of_another_origin

HOST = ("host", "localhost:8501")


def said(*headers: tuple[str, str]) -> Headers:
    return Headers(raw=[(name.lower().encode(), value.encode()) for name, value in headers])


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8501", "[::1]", "[::1]:8"])
def test_this_machine_s_names(host: str) -> None:
    assert is_here(said(("host", host)))


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "::1",
            "[::1",
            "localhost:",
            "localhost:x",
            "localhost:123456",
            "localhost.",
            "local",
        ),
        *(
            "localhost@evil.example",
            "evil.example@localhost",
            "localhost/",
            "127.0.0.1.evil.example",
        ),
        *("[localhost", "0.0.0.0", "127.0.0.1, evil.example", "evil.example, localhost"),
    ],
)
def test_other_names(host: str) -> None:
    assert not is_here(said(("host", host)))


def test_what_is_said_twice_is_believed_in_neither_way() -> None:
    assert not is_here(said(HOST, HOST))
    assert not is_here(said(("host", "evil.example"), HOST))
    own, other = ("origin", "http://localhost:8501"), ("origin", "https://evil.example")
    assert not is_of_another_origin(said(HOST, own))
    assert is_of_another_origin(said(HOST, other, own))
    assert is_of_another_origin(said(HOST, own, other))


def test_our_own_address_behind_a_proxy_that_asks_by_another_name() -> None:
    origin = ("origin", "https://SLA.example.com")
    assert is_of_another_origin(said(HOST, origin))
    assert not is_of_another_origin(said(HOST, origin), ["https://sla.example.com"])
    assert is_of_another_origin(said(HOST, ("origin", "http://sla.example.com")), [origin[1]])


def test_a_whole_page_is_opened_by_a_link() -> None:
    fetched = ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")
    assert follows_a_link(said(HOST, *fetched))
    assert not follows_a_link(said(HOST, fetched[0], ("sec-fetch-dest", "iframe")))
    assert not follows_a_link(said(HOST, ("sec-fetch-mode", "no-cors"), fetched[1]))
    assert not follows_a_link(said(HOST, *fetched, ("origin", "null")))  # as a form does
    assert not follows_a_link(said(HOST))


def test_who_says_that_the_browser_s_end_is_encrypted() -> None:
    assert came_by_https("https", said(HOST))
    assert came_by_https("http", said(("x-forwarded-proto", "https")))
    assert came_by_https("http", said(("forwarded", "for=192.0.2.1;Proto=https;by=203.0.113.43")))
    assert not came_by_https("http", said(("x-forwarded-proto", "http, https")))
    assert not came_by_https("http", said(("forwarded", "proto=httpsx")))
    assert not came_by_https("http", said(HOST))
