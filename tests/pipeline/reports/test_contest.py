"""Contested responses and incomplete data in a report: first page, annex, and every form."""

import io
import json

import openpyxl
import pytest
from made_up import (
    ALARM,
    CONTESTED,
    MONTH,
    SOURCE,
    contested,
    counts,
    customer_report,
    nothing_owed,
    portfolio_report,
    promise,
)

from pipeline.marts.completeness import Alarm
from pipeline.marts.compliance import Contest
from pipeline.reports.content import REPORT, CustomerReport
from pipeline.reports.document import Cell, Fact, Section, Table
from pipeline.reports.due.letters import Words
from pipeline.reports.render import json_bytes, rendered
from pipeline.reports.telling import tell
from pipeline.reports.telling.teller import ReportTeller
from pipeline.reports.verify import values
from pipeline.statistics.shares import Share


def fact(report: CustomerReport, name: str) -> Fact:
    return next(each for each in tell(report, "de").figures if each.name == name)


def section(report: CustomerReport, title: str) -> Section:
    return next(each for each in tell(report, "de").sections if each.title == title)


def tables(found: Section) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def column(table: Table, label: str) -> list[Cell]:
    at = [each.label for each in table.columns].index(label)
    return [row.cells[at] for row in table.rows]


def test_the_first_page_says_how_many_and_what_the_share_would_be() -> None:
    told = fact(customer_report(), "Anfechtbar")
    assert told.value == "3"
    assert told.under.replace("\xa0", " ") == "alle gegen uns gezählt: 82,8 % (29 von 35)"


def test_few_are_counts_and_none_is_none() -> None:
    few = Contest(contested_count=1, worst_met_count=3, worst_breached_count=1)
    assert fact(customer_report(contest=few), "Anfechtbar").under.endswith(": 3 von 4")
    none = fact(nothing_owed(), "Anfechtbar")
    assert (none.value, none.under) == ("0", "keine")


def test_a_worst_case_is_not_rounded_up() -> None:
    nearly = Contest(contested_count=1, worst_met_count=9996, worst_breached_count=1)
    assert "99,9" in fact(customer_report(contest=nearly), "Anfechtbar").under


def test_the_annex_lists_reason_number_opening_when_and_by_whom() -> None:
    against, beyond = tables(section(customer_report(), "Anhang: anfechtbare Antworten"))
    columns = "Ticketnummer", "Was anfechtbar ist", "Durch", "Ergebnis"
    rows = list(
        zip(*([cell.text for cell in column(against, name)] for name in columns), strict=True)
    )
    assert rows == [
        ("T-90", "Ausgenommen (genehmigt)", "M. Brandt", "genehmigt ausgenommen"),
        ("T-70", "Vom System geschlossen", "das System", "gelöscht"),
        ("T-3", "Schweregrad gesenkt, solange offen", "nicht überliefert", "rechtzeitig"),
        (
            "T-3",
            "Antwort innerhalb von Sekunden (Eingangsbestätigung?)",
            "Petra Šimková",
            "rechtzeitig",
        ),
    ]
    opened, happened = column(against, "Eingang"), column(against, "Geschehen")
    assert [cell.value for cell in opened] == [each.opened_at for each in CONTESTED[:4]]
    assert [cell.value for cell in happened] == [each.contested_at for each in CONTESTED[:4]]
    [cell] = column(beyond, "Was anfechtbar ist")
    assert cell.text == "Nicht vom festen Ansprechpartner beantwortet"


def test_without_any_the_annex_says_so() -> None:
    [only] = section(nothing_owed(), "Anhang: anfechtbare Antworten").blocks
    assert only.text == "Im September 2026 ist keine Antwort anfechtbar."  # type: ignore[union-attr]


def test_what_is_incomplete_is_one_line_on_the_first_page() -> None:
    def told(report: CustomerReport) -> list[str]:
        return [note for note in tell(report, "de").notes if note.startswith("Unvollständig")]

    [note] = told(customer_report())
    assert note.replace("\xa0", " ") == (
        "Unvollständige Daten: beantwortete Tickets ohne Nachricht einer Person (3,1 %). "
        "Einzelheiten im Anhang."
    )
    assert told(customer_report(odd_share=0.05)) == []
    assert told(nothing_owed()) == []


def test_the_annex_tells_all_of_it_and_marks_what_is_odd() -> None:
    [table] = tables(section(customer_report(), "Anhang: Vollständigkeit der Daten"))
    told = [row.cells[-1].text.replace("\xa0", " ") for row in table.rows]
    assert told == ["0,0 %", "◆ 3,1 %", "0,1 %", "0,0 %", "–", "0,0 %"]


def test_a_customer_learns_shares_the_management_counts_too() -> None:
    assert not [name for name in SOURCE.model_fields_set if name.endswith("_count")]
    told = tell(portfolio_report(), "en")
    table = next(each for each in told.tables if each.name == "Annex: completeness of the data")
    assert ("Tickets", 1_200) in [(row.cells[1].text, row.cells[2].value) for row in table.rows]


def test_an_alarm_stands_above_every_figure_in_every_form() -> None:
    report = customer_report(alarms=(ALARM,))
    first, second = tell(report, "de").alarms
    assert first == "Diese Zahlen sind nicht belastbar."
    assert "„helpdesk“ steht keine einzige öffentliche Nachricht einer Person" in second
    files = {name.rpartition(".")[2]: content for name, content in rendered(report, language="de")}
    page = files["html"].decode()
    assert page.index(second) < page.index('class="headline"') < page.index('class="figures"')
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    lines = [row[0].value for row in sheet.iter_rows()]
    assert lines.index(second) < lines.index(tell(report, "de").headline)
    assert json.loads(files["json"])["alarms"] == [ALARM.model_dump()]


def test_a_kind_of_a_newer_version_has_words() -> None:
    report = customer_report(
        alarms=(Alarm(kind="new", source="a"),), contested=(contested(1, "newer"),)
    )
    assert (
        tell(report, "en").alarms[1] == "The data of source “a” are not good enough for any figure."
    )
    found = next(s for s in tell(report, "en").sections if s.title == "Annex: contested responses")
    [cell] = column(tables(found)[0], "What is contested")
    assert cell.text == "Another reason (newer)"


def test_reports_of_before_are_still_read() -> None:
    content = json.loads(json_bytes(customer_report()))
    for name in ("alarms", "contest", "contested", "completeness", "odd_share"):
        del content[name]
    for line in content["promise"]:
        for name in ("contest", "closed_count", "max_owed_seconds"):
            del line[name]
    for line in content["trend"]:
        del line["contest"]
    assert REPORT.validate_python(content).customer_id == "K-1"  # type: ignore[union-attr]


def test_what_differs_is_named_by_response_and_reason() -> None:
    places = values(customer_report(alarms=(ALARM,)))
    assert "contested[helpdesk:T-3:1/instant_reply].reason" in places
    assert f"completeness[helpdesk/{MONTH}].unclassified_response_share" in places
    assert "alarms[helpdesk/source_without_replies].kind" in places
    assert places["contest.worst_breached_count"] == 6


@pytest.mark.parametrize(
    ("closed", "p90", "expected"),
    [(8, None, "nur 9 gesamt"), (9, 7000, "1 Std. 57 Min."), (9, None, "noch offen")],
)
def test_ninety_per_cent_are_told_from_ten_on_open_ones_counted(
    closed: int, p90: int | None, expected: str
) -> None:
    total = counts(met_count=closed)
    lines = [
        line.model_copy(update={"p90_of_all_seconds": p90 if line.timed_count else None})
        for line in promise(total)
    ]
    report = customer_report(counts=total, promise=tuple(lines))
    table = next(t for t in tell(report, "de").tables if t.name == "Zusage und Ergebnis")
    told = {cell.text.replace("\xa0", " ") for cell in column(table, "90 % innerhalb")}
    assert told == {"–", expected}


def test_a_median_that_is_not_reached_yet_is_open() -> None:
    lines = [line.model_copy(update={"median_of_all_seconds": None}) for line in promise()]
    table = next(
        t
        for t in tell(customer_report(promise=tuple(lines)), "en").tables
        if t.name == "Targets and results"
    )
    assert {cell.text for cell in column(table, "Median")} == {"–", "still open"}


def test_the_longest_still_owed_stands_beside_the_longest() -> None:
    table = next(t for t in tell(customer_report(), "de").tables if t.name == "Zusage und Ergebnis")
    [cell] = [each for each in column(table, "Längste") if each.under]
    assert cell.text.replace("\xa0", " ") == "◆ 2 Std. 30 Min."
    told = "noch offen:\n◆ 3 Std. 20 Min. (seit 16. Okt. 2026)"
    assert cell.under.replace("\xa0", " ") == told


def test_what_is_compared_is_told_as_counts_where_one_is_of_too_few() -> None:
    net, gross = Share(8, 9), Share(9, 10)
    tell_ = ReportTeller.of(customer_report(), "de")
    assert [tell_.share(net, gross), tell_.share(gross, net)] == ["8 von 9", "9 von 10"]
    assert tell_.share_cell(gross, beside=net).text == "9 von 10"
    assert tell_.share(gross, Share(0, 0)) == "90,0\xa0%"
    assert tell_.share(gross, gross) == "90,0\xa0%"


def test_the_letter_says_both_above_and_beside_the_share() -> None:
    words = Words(customer_report(alarms=(ALARM,)))
    title, alarm, result = words.body((), None).paragraphs[-3:]
    assert title == "Diese Zahlen sind nicht belastbar."
    assert "keine einzige öffentliche Nachricht" in alarm
    assert result.replace("\xa0", " ").endswith(
        "3 Antworten sind anfechtbar. Zählten sie alle gegen uns, wären 82,8 % rechtzeitig "
        "(29 von 35)."
    )
    assert "anfechtbar" not in Words(nothing_owed()).body((), None).paragraphs[-1]
