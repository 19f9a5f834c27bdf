"""Who sees what, for every sort of visitor; what the identity provider says is made up here."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import access, snapshot
from dashboards.access import NOBODY, Visitor
from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.settings.access import Access
from pipeline.workspace import Workspace
from tests.dashboards.looking import APP, PAGES, shown
from tests.pipeline.settings.test_access import SECRETS

ACCESS = """\
managers: [chef@example.com]
customers:
  K-1: [it@nordwerk.example]
contact: Chefin
"""
CHEF = {"is_logged_in": True, "email": "Chef@example.com", "email_verified": True}
NORDWERK = {"is_logged_in": True, "email": "it@nordwerk.example", "email_verified": True}
STRANGER = {"is_logged_in": True, "email": "x@elsewhere.example", "email_verified": True}
NOT_LOGGED_IN = {"is_logged_in": False}

Enter = Callable[..., AppTest]


@pytest.fixture
def guarded(small: Workspace) -> Workspace:
    small.access_file.write_text(ACCESS, encoding="utf-8")
    small.secrets_file.write_text(SECRETS, encoding="utf-8")
    return small


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Look the dashboard as somebody of whom the identity provider says this."""

    def entered(
        workspace: Workspace, about: dict[str, Any], page: str = "overview", **address: str
    ) -> AppTest:
        monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(workspace.root))
        monkeypatch.setattr(access, "claims", lambda: about)
        app = AppTest.from_file(str(APP), default_timeout=180)
        app.query_params.update(address)
        app.switch_page(PAGES[page]).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return entered


def nothing_of_anybody(app: AppTest) -> bool:
    everything = shown(app) + "".join(code.value for code in app.code)
    return not any(word in everything for word in ("Nordwerk", "Altland", "K-1", "<table"))


def test_a_manager_sees_everybody(enter: Enter, guarded: Workspace) -> None:
    app = enter(guarded, CHEF)
    assert "Nordwerk AG" in shown(app)
    assert "Altland GmbH" in shown(app)
    assert "ohne Anmeldung" not in shown(app)
    assert app.button(key="log_out").label == "Abmelden"


def test_a_customer_s_people_see_their_own(enter: Enter, guarded: Workspace) -> None:
    app = enter(guarded, NORDWERK)
    assert "Nordwerk AG" in shown(app)
    assert "Altland" not in shown(app)
    for code in app.code:
        assert "list_contains(['K-1'], " in code.value


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_customer_s_people_anybody_else(
    enter: Enter, guarded: Workspace, page: str
) -> None:
    for about in ({}, {"customer": "K-3"}, {"ticket": "helpdesk:T-4", "customer": "K-2"}):
        everything = shown(enter(guarded, NORDWERK, page, **about))
        for word in ("Altland", "Töchter", "Nie dabei", "T-5", "desk.example/T-4"):
            assert word not in everything


@pytest.mark.parametrize("other", ["K-2", "K-3", "K-4"])
def test_a_link_to_another_customer_shows_nothing_of_them(
    enter: Enter, guarded: Workspace, other: str
) -> None:
    app = enter(guarded, NORDWERK, "customer", customer=other)
    assert f"Kein Kunde „{other}“" in shown(app)
    assert app.selectbox(key="customer").options == ["Nordwerk AG"]
    assert "<table" not in shown(app)


def test_answers_kept_for_a_manager_are_not_given_to_others(
    enter: Enter, guarded: Workspace
) -> None:
    st.cache_data.clear()
    assert "Altland" in shown(enter(guarded, CHEF))
    assert "Altland" not in shown(enter(guarded, NORDWERK))
    assert "Altland" in shown(enter(guarded, CHEF))


def test_kept_answers_keep_their_sql(guarded: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(guarded.root))
    st.cache_data.clear()
    newest = snapshot.newest()
    first, again, own = (
        snapshot.ask(marts.customers, scope, newest)
        for scope in (EVERYBODY, EVERYBODY, Scope(frozenset({"K-1"})))
    )
    assert first.attrs["sql"] == again.attrs["sql"]
    assert first.attrs["sql"] != own.attrs["sql"]
    assert list(own["customer_id"]) == ["K-1"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_told_whom_to_ask(enter: Enter, guarded: Workspace, page: str | None) -> None:
    app = enter(guarded, STRANGER, page, customer="K-1")
    assert "Für Sie ist hier nichts freigegeben" in shown(app)
    assert "x@elsewhere.example" in shown(app)
    assert "Chefin" in shown(app)
    assert nothing_of_anybody(app)
    assert not app.selectbox


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_logged_in_gets_a_button(enter: Enter, guarded: Workspace, page: str) -> None:
    app = enter(guarded, NOT_LOGGED_IN, page, lang="en")
    assert "Please log in" in shown(app)
    assert [button.label for button in app.button] == ["Log in"]
    assert "Data as of" not in shown(app)
    assert nothing_of_anybody(app)


@pytest.mark.parametrize("said", [False, "false", None, "", "yes", 1, ["true"]])
def test_an_address_that_is_not_confirmed_proves_nothing(
    enter: Enter, guarded: Workspace, said: object
) -> None:
    app = enter(guarded, {**CHEF, "email_verified": said})
    assert "Ihre Adresse ist nicht bestätigt" in shown(app)
    assert nothing_of_anybody(app)


def test_a_provider_that_never_says_so_has_to_be_trusted_explicitly(
    enter: Enter, guarded: Workspace
) -> None:
    unsaid = {name: said for name, said in CHEF.items() if name != "email_verified"}
    app = enter(guarded, unsaid)
    assert "Ihre Adresse ist nicht bestätigt" in shown(app)
    assert nothing_of_anybody(app)
    guarded.secrets_file.write_text(f"{SECRETS}email_is_verified = true\n", encoding="utf-8")
    assert "Nordwerk AG" in shown(app.run())
    assert nothing_of_anybody(enter(guarded, {**CHEF, "email_verified": False}))


def test_a_manager_who_is_excepted_is_a_stranger(enter: Enter, guarded: Workspace) -> None:
    shut_out = ACCESS.replace("[chef@example.com]", '["@example.com"]')
    guarded.access_file.write_text(f"{shut_out}except: [chef@example.com]\n", encoding="utf-8")
    assert "Für Sie ist hier nichts freigegeben" in shown(enter(guarded, CHEF))
    assert "Nordwerk AG" in shown(enter(guarded, {**CHEF, "email": "chefin@example.com"}))


@pytest.mark.parametrize(
    ("began", "counts"),
    [
        (datetime(2026, 11, 29, 8, tzinfo=UTC), True),
        (datetime(2026, 11, 29, 7, 59, 59, tzinfo=UTC), False),
        (None, False),
        ("2026-11-29T09:00:00Z", False),
    ],
)
def test_logins_count_since_a_moment(
    enter: Enter, guarded: Workspace, began: object, counts: bool
) -> None:
    since = "logins_since:\n  chef@example.com: 2026-11-29T09:00:00+01:00\n"
    guarded.access_file.write_text(ACCESS + since, encoding="utf-8")
    app = enter(guarded, {**CHEF, "logged_in_at": began})
    assert ("Nordwerk AG" in shown(app)) == counts
    assert ("Bitte anmelden" in shown(app)) == (not counts)
    assert "Nordwerk AG" in shown(enter(guarded, NORDWERK))


# what those learn who may see nothing


def test_what_is_wrong_is_told_on_the_machine_alone(
    enter: Enter, guarded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded.access_file.write_text("managers: [chef]", encoding="utf-8")
    monkeypatch.setattr(st, "get_option", lambda _: "0.0.0.0")
    app = enter(guarded, NOT_LOGGED_IN)
    assert [code.value for code in app.code] == ["vip-sla check"]
    assert str(guarded.root) not in shown(app)


@pytest.mark.parametrize("about", [NORDWERK, NOT_LOGGED_IN, STRANGER])
def test_who_cannot_do_anything_about_it_learns_no_path(
    enter: Enter, guarded: Workspace, about: dict[str, Any]
) -> None:
    guarded.published.unlink()
    app = enter(guarded, about)
    assert not app.code
    assert str(guarded.root) not in shown(app)


def test_a_customer_s_people_without_a_customer_learn_no_path(
    enter: Enter, guarded: Workspace
) -> None:
    guarded.access_file.write_text(ACCESS.replace("K-1:", "K-9:"), encoding="utf-8")
    app = enter(guarded, NORDWERK)
    assert "Unter den Kunden, die für Sie freigegeben sind" in shown(app)
    assert not app.code
    assert str(guarded.root) not in shown(app)


# half set


@pytest.mark.parametrize("missing", ["access_file", "secrets_file"])
@pytest.mark.parametrize("about", [CHEF, NOT_LOGGED_IN, {}])
def test_half_of_the_settings_show_nothing(
    enter: Enter, guarded: Workspace, missing: str, about: dict[str, Any]
) -> None:
    getattr(guarded, missing).unlink()
    app = enter(guarded, about)
    assert "Der Zugang ist nicht fertig eingerichtet" in shown(app)
    assert app.code[0].value == f"vip-sla check --workspace {guarded.root.resolve()}"
    assert getattr(guarded, missing).name in app.code[1].value
    assert nothing_of_anybody(app)


def test_settings_that_are_wrong_show_nothing(enter: Enter, guarded: Workspace) -> None:
    guarded.access_file.write_text("managers: [chef]", encoding="utf-8")
    assert nothing_of_anybody(enter(guarded, CHEF))


def test_settings_that_streamlit_does_not_know_of_show_nothing(
    enter: Enter, guarded: Workspace
) -> None:
    app = enter(guarded, {})
    assert "start the dashboard again" in app.code[1].value
    assert nothing_of_anybody(app)


def test_settings_that_only_streamlit_knows_of_show_nothing(enter: Enter, small: Workspace) -> None:
    assert nothing_of_anybody(enter(small, CHEF))


def test_a_right_that_is_withdrawn_ends_at_the_next_run(enter: Enter, guarded: Workspace) -> None:
    app = enter(guarded, NORDWERK)
    assert "Nordwerk AG" in shown(app)
    guarded.access_file.write_text("managers: [chef@example.com]", encoding="utf-8")
    assert nothing_of_anybody(app.run())


# without a login


def test_without_settings_it_serves_this_machine_and_says_so(
    enter: Enter, small: Workspace
) -> None:
    app = enter(small, {})
    assert "Nordwerk AG" in shown(app)
    assert "ohne Anmeldung, nur auf diesem Rechner" in shown(app)
    assert "log_out" not in {button.key for button in app.button}


@pytest.mark.parametrize("address", ["0.0.0.0", "", "sla.example.com", None])
def test_listening_elsewhere_without_a_login_shows_nothing(
    enter: Enter, small: Workspace, address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "get_option", lambda _: address)
    app = enter(small, {})
    assert nothing_of_anybody(app)
    assert len(app.code) == 1


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("LOCALHOST:8501", True),
        ("localhost", True),
        ("localhost:8501", True),
        ("127.0.0.1:8501", True),
        ("[::1]:8501", True),
        ("sla.example.com", False),  # a proxy before it
        ("localhost.evil.example:8501", False),  # a page that has made its name our address
        ("localhost:8501@evil.example", False),
        ("evil.example@localhost", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_only_under_the_machine_s_own_name(
    host: str, is_here: bool, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(small.root))
    monkeypatch.setattr(access, "claims", dict)
    monkeypatch.setattr(st, "context", SimpleNamespace(headers={"Host": host}))
    assert (access.visitor().standing == "local") == is_here


# who is who


def recognised(about: dict[str, Any]) -> Visitor:
    return access.recognised(Access.model_validate({"managers": ["a@b.example"]}), about)


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"email": "a@b.example"},
        {"is_logged_in": "true", "email": "a@b.example"},
        {"is_logged_in": 1, "email": "a@b.example"},
        {"is_logged_in": True},
        {"is_logged_in": True, "email": ""},
        {"is_logged_in": True, "email": ["a@b.example"]},
        {"is_logged_in": True, "email": None, "preferred_username": "a@b.example"},
        {"is_logged_in": True, "email": "a@b.example"},
        {"is_logged_in": True, "email": "a@b.example", "email_verified": False},
    ],
)
def test_nobody_is_let_in_by_halves(about: dict[str, Any]) -> None:
    assert recognised(about).scope == NOBODY
    assert not recognised(about).is_welcome


@pytest.mark.parametrize("said", [True, "true", "True"])  # some providers say it in letters
def test_a_confirmed_address(said: object) -> None:
    about = {"is_logged_in": True, "email": "A@B.example", "email_verified": said}
    assert recognised(about).scope == EVERYBODY
