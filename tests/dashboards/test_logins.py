"""Logins end wherever their cookie is, and stay ended."""

import json
import os
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from dashboards import logins, snapshot
from dashboards.logins import BEGAN, LONGEST
from pipeline.settings.login import Login, load_login
from tests.dashboards.identity import COOKIE, session_cookie
from tests.pipeline.settings.test_access import SECRETS

SECRET = "0123456789abcdef0123456789abcdef"
ORIGIN = "https://sla.example.com"
ANNA = "anna@example.com"


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Login:
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(logins, "_unwritten", set())
    file = tmp_path / "secrets.toml"
    file.write_text(SECRETS, encoding="utf-8")
    found = load_login(file)
    assert found
    return found


def cookies(email: str = ANNA, secret: str = SECRET, origin: str = ORIGIN) -> dict[str, str]:
    return {COOKIE: session_cookie(origin, email, secret)}


def signed(content: object, name: str = COOKIE) -> str:
    text = URLSafeTimedSerializer(SECRET, salt=name).dumps(content)
    assert isinstance(text, str)
    return text


def test_a_login_says_who_and_when(provider: Login) -> None:
    login = logins.in_force(cookies(), provider)
    assert login
    assert login.claims["email"] == ANNA
    assert login.claims["is_logged_in"] is True
    assert abs(login.claims[BEGAN] - datetime.now(UTC)) < timedelta(minutes=1)


def test_what_is_not_signed_by_us_is_no_login(provider: Login) -> None:
    whole = {"email": ANNA, "origin": ORIGIN, "is_logged_in": True}
    for wrong in (
        {},
        {COOKIE: ""},
        {COOKIE: json.dumps(whole)},
        cookies(secret="x" * 32),
        cookies(origin="https://other.example.com"),
        {COOKIE: signed("no json")},
        {COOKIE: signed(json.dumps([ANNA]))},
        {COOKIE: signed(json.dumps({"email": ANNA}))},
        {COOKIE: signed(whole)},
        {COOKIE: signed(json.dumps(whole), name="another")},
        {COOKIE: signed("chunks-2"), f"{COOKIE}_1": signed(json.dumps(whole), f"{COOKIE}_1")},
    ):
        assert logins.of(wrong, provider) is None


def test_a_cookie_ends_by_itself(provider: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    old = cookies()
    later = time.time() + LONGEST.total_seconds() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert logins.of(old, provider) is None


def test_an_ended_login_is_ended_in_every_copy_and_no_other_is(provider: Login) -> None:
    mine, other = cookies(), cookies("ben@example.com")
    logins.end(dict(mine), provider)
    assert logins.in_force(mine, provider) is None
    assert logins.in_force(other, provider)


def test_the_same_login_spelt_otherwise_is_the_same(provider: Login) -> None:
    """The last letter of a signature has bits that nobody reads."""
    mine = cookies()
    logins.end(mine, provider)
    spelt = [mine[COOKIE][:-1] + letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_="]
    spelt = [*spelt, mine[COOKIE] + "=", mine[COOKIE] + "=="]
    read = [each for each in spelt if logins.of({COOKIE: each}, provider)]
    assert len(read) > 1
    assert not any(logins.in_force({COOKIE: each}, provider) for each in spelt)
    assert logins.in_force({**mine, f"{COOKIE}_1": "x", "more": "x"}, provider) is None


def test_a_login_in_several_cookies(provider: Login) -> None:
    """Streamlit cuts what a browser would not keep in one."""
    text = json.dumps({"email": ANNA, "origin": ORIGIN, "is_logged_in": True, "more": "x" * 5000})
    cut = {
        COOKIE: signed("chunks-2"),
        f"{COOKIE}_1": signed(text[:3000], f"{COOKIE}_1"),
        f"{COOKIE}_2": signed(text[3000:], f"{COOKIE}_2"),
    }
    login = logins.in_force(cut, provider)
    assert login
    assert login.claims["email"] == ANNA
    logins.end(cut, provider)
    assert logins.in_force(cut, provider) is None


def test_somebody_s_next_login_is_another(provider: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cookies()
    logins.end(first, provider)
    later = time.time() + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert logins.in_force(cookies(), provider)
    assert logins.in_force(first, provider) is None


def test_ends_outlast_the_server(provider: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = cookies()
    logins.end(mine, provider)
    assert not logins._unwritten
    monkeypatch.setattr(logins, "_unwritten", set())
    assert logins.in_force(mine, provider) is None


def test_ends_are_forgotten_when_cookies_are_past_use(provider: Login, tmp_path: Path) -> None:
    folder = tmp_path / "ended_logins"
    folder.mkdir()
    for name, days in (("a" * 64, 30), ("b" * 64, 32)):
        (folder / name).touch()
        ago = time.time() - timedelta(days=days).total_seconds()
        os.utime(folder / name, (ago, ago))
    logins.end(cookies(), provider)
    names = [file.name for file in folder.iterdir()]
    assert "a" * 64 in names
    assert "b" * 64 not in names
    assert len(names) == 2


def test_a_logout_that_cannot_be_written_still_ends_the_login(
    provider: Login, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "ended_logins").write_text("in the way")
    mine = cookies()
    logins.end(mine, provider)
    assert logins.in_force(mine, provider) is None
    assert "a logout cannot be written" in caplog.text


def test_where_ends_cannot_be_read_no_login_counts(
    provider: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ended_logins"
    folder.mkdir()

    def refuse(_: Path) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "lstat", refuse)
    assert logins.in_force(cookies(), provider) is None


def test_an_end_says_nothing_of_whose_it_is(provider: Login, tmp_path: Path) -> None:
    logins.end(cookies(), provider)
    [file] = (tmp_path / "ended_logins").iterdir()
    assert stat.S_ISREG(file.stat().st_mode)
    assert file.read_bytes() == b""
    assert len(file.name) == 64
