"""Data health: what was read, refused and odd; for whoever sees everybody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from dashboards import access
from dashboards.components.data_health.findings import words
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.health import RejectedRow
from pipeline.running.dbt import PROJECT
from pipeline.wording.catalogues import LANGUAGES, Language
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look
from tests.dashboards.made_up import AS_OF, Row, publish
from tests.dashboards.test_pages import shown

FINDINGS = PROJECT / "models" / "intermediate" / "findings"


def file(name: str, read: int, rejected: int = 0, error: str | None = None) -> Row:
    return {
        "source": "helpdesk",
        "entity": name.split(".", maxsplit=1)[0],
        "file": name,
        "file_hash": name,
        "file_modified_at": AS_OF - timedelta(hours=1),
        "landed_at": AS_OF,
        "rows_read": read,
        "rows_landed": read - rejected,
        "rows_rejected": rejected,
        "error": error,
    }


def finding(kind: str, key: str) -> Row:
    return {
        "kind": kind,
        "source": "helpdesk",
        "key": key,
        "message": f"{key} is <b>odd</b>",
        "is_about_all_figures": False,
    }


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An unreadable file, a refused row, findings of a kind that is known and of a new one."""
    return publish(
        tmp_path_factory.mktemp("troubled"),
        load_files=[
            file("tickets.csv", 1_200),
            file("events.csv", 30, rejected=1),
            file("agents.csv.gz", 0, error="agents.csv.gz cannot be unpacked; export it again"),
        ],
        rejected_rows=[
            {
                "source": "helpdesk",
                "entity": "events",
                "file": "events.csv",
                "file_hash": "e",
                "line": 7,
                "reason": 'occurred_at "a;b; c" is not a time; write YYYY-MM-DD',
                "row_text": "<script>alert(1)</script>" + "x" * 200,
            }
        ],
        data_findings=[
            *(finding("unknown_customer", f"C-{number}") for number in range(8)),
            finding("never_heard_of", "what"),
        ],
    )


def test_the_title_tells_what_needs_somebody(look: Look, troubled: Workspace) -> None:
    page = shown(look("data_health", troubled))
    assert "<h1>1 Datei unlesbar, 1 Zeile abgelehnt, 9 Auffälligkeiten zu klären</h1>" in page
    assert "1 von 1.230 Zeilen abgelehnt" in page
    assert "aus 3 Dateien" in page


def test_a_rejected_row_tells_where_why_and_what_to_do(look: Look, troubled: Workspace) -> None:
    page = shown(look("data_health", troubled))
    assert "events.csv" in page
    assert "occurred_at &quot;a;b; c&quot; is not a time<" in page
    assert ">write YYYY-MM-DD<" in page
    assert "<script" not in page.replace("<script>//", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_findings_by_kind_with_advice_and_no_more_than_a_few(
    look: Look, troubled: Workspace
) -> None:
    page = shown(look("data_health", troubled))
    assert page.index("Konto ohne Kunden im Register") < page.index("never_heard_of")
    assert "C-4 is &lt;b&gt;odd&lt;/b&gt;" in page
    assert "C-5" not in page
    assert "… und 3 weitere" in page


def test_files_with_trouble_stand_first(look: Look, troubled: Workspace) -> None:
    page = shown(look("data_health", troubled))
    files = page[page.index("Dateien, die mit Fehlern zuerst") :]
    places = [files.index(name) for name in ("agents.csv.gz", "events.csv", "tickets.csv")]
    assert places == sorted(places)
    assert "cannot be unpacked; export it again" in files


def test_only_for_whoever_sees_everybody(
    look: Look, troubled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-1"})))
    page = shown(look("data_health", troubled, lang="en"))
    assert "This page is for managers alone" in page
    for secret in ("C-1", "events.csv", "alert", "<table"):
        assert secret not in page


def test_a_german_page_has_nothing_english_that_is_known_in_german(
    look: Look, tmp_path: Path
) -> None:
    known = publish(
        tmp_path,
        load_files=[
            file(
                "tickets.csv",
                0,
                error="helpdesk/tickets.csv is empty; export it again, or delete it",
            )
        ],
        rejected_rows=[
            {
                "source": "helpdesk",
                "entity": "events",
                "file": "events.csv",
                "file_hash": "e",
                "line": 7,
                "reason": "event_id is empty; every row needs one",
                "row_text": "x",
            }
        ],
        data_findings=[
            finding("event_without_ticket", "T1")
            | {
                "message": "ticket <T1> has 1200 events but never came itself; export the tickets "
                "of this period again"
            }
        ],
    )
    page = shown(look("data_health", known))
    assert 'lang="en"' not in page
    assert "Zum Ticket &lt;T1&gt; gibt es 1.200 Ereignisse, aber das Ticket selbst kam nie" in page
    assert ">event_id ist leer<" in page
    assert ">jede Zeile braucht einen Wert<" in page
    assert "helpdesk/tickets.csv ist leer; neu exportieren oder löschen" in page


def test_what_is_published_in_english_alone_says_so(look: Look, troubled: Workspace) -> None:
    page = shown(look("data_health", troubled))
    assert '<span lang="en">C-4 is &lt;b&gt;odd&lt;/b&gt;</span>' in page
    assert '<span lang="en">write YYYY-MM-DD</span>' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_published_table_is_told_of_and_no_other(
    demo_workspace: Workspace, language: Language
) -> None:
    prefix = "published_table."
    told = {
        key.removeprefix(prefix) for key in wording(language)._entries if key.startswith(prefix)
    }
    tables = marts.published_tables(EVERYBODY, demo_workspace.published.resolve())
    assert told == set(tables["table_name"])


def test_nothing_read_yet(look: Look, without_customers: Workspace) -> None:
    page = shown(look("data_health", without_customers, lang="en"))
    assert "No exports read yet" in page
    assert "No findings" in page


def kinds() -> set[str]:
    """Every kind of finding that a model makes."""
    found = set()
    for file in FINDINGS.glob("*.sql"):
        text = file.read_text(encoding="utf-8")
        # named where it is selected, or in the list that a model of several kinds begins with
        of_model = re.findall(r"'(\w+)'\s+as\s+kind", text)
        of_model += re.findall(r'\(\s*"(many_\w+)"', text)
        assert of_model, f"{file.name} names no kind"
        found |= set(of_model)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_finding_has_words_and_no_other(language: str) -> None:
    say = wording("de" if language == "de" else "en")
    untold = {kind for kind in kinds() if words(say, kind)[1] is None}
    assert untold == set()
    told = {
        key.removeprefix("data_health.kind.")
        for key in say._entries
        if key.startswith("data_health.kind.")
    }
    assert told == kinds()


@pytest.mark.parametrize(
    ("reason", "cause", "remedy"),
    [
        ("id is empty; every row needs one", "id is empty", "every row needs one"),
        ('x "a; b" is odd; correct it', 'x "a; b" is odd', "correct it"),
        ("broken", "broken", ""),
    ],
)
def test_a_reason_is_cause_and_remedy(reason: str, cause: str, remedy: str) -> None:
    row = RejectedRow(source="s", entity="e", file="f", line=1, reason=reason, row_text=None)
    assert (row.cause, row.remedy) == (cause, remedy)
