"""Every page there is in every state that a workspace may be in, in both languages."""

import re

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import access
from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.wording.catalogues import LANGUAGES
from pipeline.workspace import Workspace
from tests.dashboards.looking import PAGES, Look, shown

OWN, OTHER = "K-1004", "K-1001"
MOST_MARKUP = 4_000_000
"""Characters; a page that shows all there is of something would be over it in the huge state."""

every_page = pytest.mark.parametrize("page", PAGES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def late(workspace: Workspace, customer_id: str) -> str:
    """A ticket of a customer with a missed response, as an address names it."""
    query = """
        select concat(source, ':', ticket_id) as ticket
        from fct_responses
        where customer_id = $customer_id and outcome = 'breached'
        order by ticket
    """
    found = marts.ask(marts.newest_snapshot(workspace), query, {"customer_id": customer_id})
    return str(found["ticket"].iloc[0])


def everything(app: AppTest) -> str:
    """All that a browser would be given."""
    said = [shown(app), *(code.value for code in app.code)]
    said += [warning.value for warning in app.warning]
    said += [option for box in app.selectbox for option in box.options]
    return "\n".join(said)


def is_whole(app: AppTest) -> bool:
    """One title, every table with a caption, and no markup of the data's own."""
    markup = shown(app)
    return (
        markup.count("<h1>") == 1
        and markup.count("<table") == markup.count("<caption")
        and not re.search(r"<script>alert|<b>", markup)
    )


@every_page
@every_language
def test_full(look: Look, demo_workspace: Workspace, page: str, language: str) -> None:
    ticket = late(demo_workspace, OWN)
    words = {"words": OWN} if page == "search" else {}
    app = look(page, demo_workspace, lang=language, customer=OWN, ticket=ticket, **words)
    assert is_whole(app)
    assert "<table" in shown(app)
    assert not app.markdown  # a lone string in a script would be shown
    assert {"de": "Datenstand", "en": "Data as of"}[language] in shown(app)
    assert {"de": "Excel-Datei", "en": "Excel file"}[language] in labels(app)


def labels(app: AppTest) -> set[str]:
    """What there is to download."""
    return {button.proto.label for button in app.get("download_button")}


@every_page
@every_language
def test_empty(look: Look, without_customers: Workspace, page: str, language: str) -> None:
    app = look(page, without_customers, lang=language)
    assert is_whole(app)


@every_page
@every_language
def test_one_customer(look: Look, without_responses: Workspace, page: str, language: str) -> None:
    app = look(page, without_responses, lang=language)
    assert is_whole(app)


@every_page
@every_language
def test_scoped(
    look: Look,
    demo_workspace: Workspace,
    page: str,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    asked = OTHER, late(demo_workspace, OTHER)
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({OWN})))
    customers = marts.customers(EVERYBODY, snapshot)
    owed = marts.open_responses(EVERYBODY, snapshot)
    foreign = {
        *customers.loc[customers["customer_id"] != OWN, ["customer_id", "customer_name"]].stack(),
        *owed.loc[owed["customer_id"] != OWN, "ticket_id"],
    } - {OTHER}
    for address in ({}, dict(zip(("customer", "ticket"), asked, strict=True))):
        app = look(page, demo_workspace, lang=language, **address)
        assert is_whole(app)
        given = everything(app)
        assert [word for word in foreign if word in given] == []


@every_page
@every_language
def test_huge(look: Look, huge: Workspace, page: str, language: str) -> None:
    ticket = late(huge, f"{OWN}~7")
    words = {"words": OWN} if page == "search" else {}
    app = look(page, huge, lang=language, ticket=ticket, **words)
    assert is_whole(app)
    assert "<table" in shown(app)
    assert len(shown(app)) < MOST_MARKUP


@every_page
@every_language
def test_before_the_first_run(
    look: Look, without_snapshot: Workspace, page: str, language: str
) -> None:
    app = look(page, without_snapshot, lang=language)
    assert is_whole(app)
    assert [code.value for code in app.code] == [
        f"vip-sla run --workspace {without_snapshot.root.resolve()}"
    ]


@pytest.mark.parametrize(
    ("page", "change"),
    [
        ("overview", "drop table marts.open_responses"),
        ("overview", "alter table marts.run_info drop column goal"),
        ("customer", "alter table marts.fct_silences drop column is_waiting_for_customer"),
        ("contract", "alter table marts.dim_waivers drop column severity"),
    ],
)
def test_a_snapshot_that_lacks_what_a_page_asks(
    look: Look, own: Workspace, page: str, change: str
) -> None:
    with duckdb.connect(str(own.published.resolve())) as connection:
        connection.execute(change)
    app = look(page, own, lang="en", customer="K-1")
    assert "This snapshot cannot be read" in shown(app)
    assert any("vip-sla run" in code.value for code in app.code)


def test_a_customer_s_people_are_not_told_what_the_database_says(
    look: Look, own: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(own.published.resolve())) as connection:
        connection.execute("drop table marts.open_responses")
    scope = Scope(frozenset({"K-1"}))
    monkeypatch.setattr(access, "visitor", lambda: access.Visitor("customer", scope, "a@b.example"))
    app = look("overview", own, lang="en")
    assert "Please come back later" in shown(app)
    assert not app.code


@every_page
def test_a_snapshot_of_another_version(look: Look, own: Workspace, page: str) -> None:
    own.published.resolve().write_bytes(b"not a database at all" * 1000)
    app = look(page, own, lang="en")
    assert "This snapshot cannot be read" in shown(app)
