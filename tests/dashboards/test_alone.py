"""Each section and each row stands alone: one that fails is a sentence, and the rest is there."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboards import alone
from dashboards.components import at_risk_table, response_tables, told_table
from dashboards.components.ticket_link import ticket_link
from pipeline.errors import OldSnapshotError
from pipeline.wording.contest import reason
from pipeline.workspace import Workspace
from tests.dashboards.looking import FOLDER, PAGES, Look, shown

SECTION = "Dieser Abschnitt lässt sich nicht zeigen"
ROW = "Diese Zeile lässt sich nicht zeigen"
SHOWN_ALWAYS = {"overview", "at_risk", "customer", "team", "contract", "data_health"}


class UnheardOfError(Exception):
    """What nobody foresaw."""


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What is kept for whoever runs the server, instead of failing the test."""
    found: list[Exception] = []
    monkeypatch.setattr(alone, "note", found.append)
    return found


def of_one_ticket(*_: Any) -> Callable[..., Any]:
    """Fails for the first ticket it is asked about, and for no other."""
    broken: list[str] = []

    def link(view: Any, each: Any, *more: Any, **options: Any) -> Any:
        broken[:] = broken or [each.ticket]
        if each.ticket in broken:
            raise UnheardOfError(each.ticket)
        return ticket_link(view, each, *more, **options)

    return link


@pytest.mark.parametrize(
    ("module", "page"),
    [(at_risk_table, "at_risk"), (response_tables, "customer"), (told_table, "customer")],
)
def test_a_row_that_fails_is_a_sentence_among_the_others(
    look: Look,
    demo_workspace: Workspace,
    kept: list[Exception],
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    page: str,
) -> None:
    before = shown(look(page, demo_workspace, lang="de", customer="", month="2026-10"))
    monkeypatch.setattr(module, "ticket_link", of_one_ticket())
    after = shown(look(page, demo_workspace, lang="de", customer="", month="2026-10"))
    assert len({str(each) for each in kept}) == 1
    assert after.count(ROW) >= 1
    assert before.count("<tr") == after.count("<tr")
    assert SECTION not in after


def test_a_row_that_cannot_be_told_is_a_sentence_among_the_others(
    look: Look, demo_workspace: Workspace, kept: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def of_one_reason(say: Any, name: str) -> str:
        told[:] = told or [name]
        if name in told:
            raise UnheardOfError(name)
        return reason(say, name)

    address = {"lang": "de", "customer": "K-1003", "month": "2026-10"}
    before = shown(look("customer", demo_workspace, **address))
    monkeypatch.setattr("pipeline.reports.telling.contest.reason", of_one_reason)
    after = shown(look("customer", demo_workspace, **address))
    assert {str(each) for each in kept} == set(told)
    assert after.count(ROW) == len(kept)
    assert before.count("<tr") == after.count("<tr")
    assert SECTION not in after


def names_called_in_sections(page: Path) -> list[tuple[str, str]]:
    """Every component that a page calls within a section of its own: where it is kept, its name."""
    tree = ast.parse(page.read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    calls = [
        call.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.With) and "alone.section" in ast.unparse(node.items[-1])
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    ]
    return [
        (imported[name], name)
        for name in dict.fromkeys(calls)
        if imported.get(name, "").startswith("dashboards.components")
    ]


SECTIONS = [
    (page, module, name)
    for page in sorted(SHOWN_ALWAYS)
    for module, name in names_called_in_sections(FOLDER / "app_pages" / f"{page}.py")
]


@pytest.mark.parametrize(("page", "module", "name"), SECTIONS, ids=str)
def test_a_section_that_fails_leaves_the_rest(
    look: Look,
    demo_workspace: Workspace,
    kept: list[Exception],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    module: str,
    name: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UnheardOfError(name)

    monkeypatch.setattr(f"{module}.{name}", broken)
    said = shown(look(page, demo_workspace, lang="de"))
    assert said.count("<h1>") == 1
    if kept:  # else the page had no use for it; the first page may have been shown before
        assert 1 <= said.count(SECTION) <= len(kept)
        assert {type(each) for each in kept} == {UnheardOfError}


def test_every_page_shows_in_sections() -> None:
    """What a page shows outside of any is its filters, and what ends it."""
    shows = re.compile(r"heading\.(title|section|note)|\w+_table|\w+_figure|figures|take_away")
    for page in PAGES:
        tree = ast.parse((FOLDER / "app_pages" / f"{page}.py").read_text(encoding="utf-8"))
        within = {
            call
            for node in ast.walk(tree)
            if isinstance(node, ast.With) and "alone.section" in ast.unparse(node.items[-1])
            for call in ast.walk(node)
        }
        outside = [
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and shows.fullmatch(ast.unparse(node.func))
            and node not in within
        ]
        # a customer's own people may not see it: all that the page says to them
        assert outside == [each for each in outside if "not_for_you" in each], page


def test_what_the_whole_page_lacks_is_told_by_the_page(
    look: Look, demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object, **__: object) -> None:
        raise OldSnapshotError("marts.at_risk has no column of that name")

    monkeypatch.setattr(at_risk_table, "ticket_link", lacking)
    said = shown(look("at_risk", demo_workspace, lang="de"))
    assert SECTION not in said
    assert ROW not in said
    assert said.count("<h1>") == 2  # the page's own, and what to do
