"""What reports say: the message, why something was late, nothing rounded in our favour."""

from datetime import UTC, datetime, timedelta

import pytest
from made_up import (
    case,
    counts,
    customer_report,
    leg,
    nothing_owed,
    period,
    portfolio_report,
    segment,
    service,
)

from pipeline.reports.content import Case, CustomerReport
from pipeline.reports.document import Cell, Paragraph, Table
from pipeline.reports.telling import tell
from pipeline.reports.telling.clock import why
from pipeline.reports.telling.teller import NOTHING, ReportTeller
from pipeline.wording.catalogues import Language

MONDAY = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)  # 16:00 in Berlin
DAY = timedelta(days=1)


def german(late: Case) -> str:
    report = customer_report()
    return why(ReportTeller.of(report, "de"), late).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("met", "late", "expected"),
    [
        (16, 0, "Im September 2026 waren alle 16 gewerteten Antworten rechtzeitig."),
        (1, 0, "Im September 2026 war 1 Antwort zu werten. Sie war rechtzeitig."),
        (0, 1, "Im September 2026 war 1 Antwort zu werten. Sie ist verspätet."),
        (0, 3, "Im September 2026 sind alle 3 gewerteten Antworten verspätet."),
        (31, 2, "Im September 2026 waren 31 von 33 gewerteten Antworten rechtzeitig, 2 verspätet."),
    ],
)
def test_the_headline_is_the_message(met: int, late: int, expected: str) -> None:
    report = customer_report(counts=counts(met_count=met, breached_count=late))
    assert tell(report, "de").headline == expected


def test_a_month_without_a_count() -> None:
    assert tell(nothing_owed(), "en").headline == "In September 2026, no response was owed."
    report = customer_report(counts=counts(no_target_count=2))
    assert tell(report, "en").headline == (
        "In September 2026, 2 responses were owed; none of them is judged."
    )


@pytest.mark.parametrize(("is_told", "headline"), [(True, "war keine Antwort"), (False, "Daten")])
def test_nothing_known_is_not_nothing_owed(is_told: bool, headline: str) -> None:
    report = nothing_owed(service=None, period=period().model_copy(update={"is_told": is_told}))
    document = tell(report, Language("de"))
    words = [
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]
    assert headline in document.headline
    assert ("sagt der Bericht nichts aus" in document.warning) == (not is_told)
    assert any("an keinem Tag dedizierter Support" in text for text in words) == is_told
    # what is not known is no zero, and no sentence says that nothing happened
    assert all((fact.value == NOTHING) == (not is_told) for fact in document.figures[1:])
    assert ("keine gewertete Antwort verspätet" in " ".join(words)) == is_told
    assert ("Zusage und Ergebnis" in [section.title for section in document.sections]) == is_told


@pytest.mark.parametrize("is_told", [True, False])
def test_of_no_customer_anything_is_said_that_is_not_known(is_told: bool) -> None:
    report = portfolio_report()
    period_of = report.period.model_copy(update={"is_told": is_told})
    document = tell(report.model_copy(update={"period": period_of}), Language("de"))
    *of_month, customers = document.figures
    assert customers.value == "3"
    assert [fact.value == NOTHING for fact in of_month] == [not is_told] * 4
    assert any("Alpha" in str(table.rows) for table in document.tables) == is_told


def test_the_gross_share_says_of_how_many_where_it_is_of_others() -> None:
    def gross(**given: int) -> Cell:
        report = portfolio_report()
        line = report.customers[0].model_copy(update={"counts": counts(**given)})
        document = tell(report.model_copy(update={"customers": (line,)}), Language("de"))
        table = document.tables[0]
        (place,) = [at for at, each in enumerate(table.columns) if each.label == "Brutto"]
        return table.rows[0].cells[place]

    assert gross(met_count=30, breached_count=10).under == ""
    waived = gross(met_count=30, breached_count=10, waived_breached_count=1)
    assert (waived.text, waived.under) == ("73,1\u00a0%", "30 von 41")


def test_counts_are_not_said_twice() -> None:
    for count, details in ((9, ""), (12, "12 von 12")):
        month = service().figures.model_copy(
            update={"rostered_reply_count": count, "dedicated_reply_count": count}
        )
        document = tell(
            customer_report(service=service().model_copy(update={"figures": month})), Language("de")
        )
        (row,) = [
            row
            for table in document.tables
            for row in table.rows
            if row.cells[0].text.startswith("Antworten vom fest zugeordneten")
        ]
        assert row.cells[2].text.replace("\xa0", " ") == details


def test_a_share_below_a_goal_never_reads_like_it() -> None:
    report = customer_report(counts=counts(met_count=9999, breached_count=501))  # 95.228…
    assert tell(report, "en").figures[0].value == "95.2%"
    report = customer_report(counts=counts(met_count=9996, breached_count=1))
    assert tell(report, "en").figures[0].value == "99.9%"


def test_few_cases_are_told_as_numbers() -> None:
    report = customer_report(counts=counts(met_count=4, breached_count=1))
    figure = tell(report, "de").figures[0]
    assert (figure.value, figure.under) == ("4 von 5", "zu wenige für einen Anteil")


def test_why_tells_when_the_clock_ran() -> None:
    late = case(
        segments=(
            segment(MONDAY, 3600),
            segment(MONDAY + timedelta(hours=1), 16 * 3600, "closed"),
            segment(MONDAY + timedelta(hours=17), 5400),
        ),
    )
    assert german(late) == (
        "Die Uhr lief Mo., 7. Sept., 16:00–17:00 (1 Std.) und "
        "Di., 8. Sept., 09:00–10:30 (1 Std. 30 Min.). Zusammen: 2 Std. 30 Min. gezählt. "
        "Geantwortet hat Petra Šimková (fest zugeordnet)."
    )


def test_many_stretches_are_summed_up() -> None:
    late = case(
        segments=tuple(segment(MONDAY + number * DAY, 3600) for number in range(7)),
        is_dedicated_responder=False,
    )
    assert german(late) == (
        "Die Uhr lief Mo., 7. Sept., 16:00–17:00 (1 Std.), Di., 8. Sept., 16:00–17:00 (1 Std.), "
        "4 weitere Male (4 Std.) und So., 13. Sept., 16:00–17:00 (1 Std.). "
        "Zusammen: 7 Std. gezählt. Geantwortet hat Petra Šimková."
    )


def test_a_night_on_the_wall_clock_has_both_days() -> None:
    late = case(segments=(segment(MONDAY, 20 * 3600),), responder_name=None)
    assert german(late) == ("Die Uhr lief Mo., 7. Sept., 16:00 bis Di., 8. Sept., 12:00 (20 Std.).")


def test_why_tells_of_raised_and_lowered_severities() -> None:
    opened = MONDAY - DAY
    late = case(
        opened_at=opened,
        leg_started_at=MONDAY,
        segments=(segment(MONDAY, 9000),),
        legs=(leg(MONDAY, MONDAY + timedelta(hours=3), is_lasting=False),),
        closed_at=None,
        closed_by=None,
    )
    assert german(late) == (
        "Gezählt ab der Höherstufung am Mo., 7. Sept., 16:00. "
        "Die Uhr lief Mo., 7. Sept., 16:00–18:30 (2 Std. 30 Min.). "
        "Als der Schweregrad am Mo., 7. Sept., 19:00 gesenkt wurde, "
        "war die Zielzeit schon überschritten. Eine Antwort steht noch aus."
    )


def table(report: CustomerReport, name: str) -> Table:
    return next(table for table in tell(report, "de").tables if table.name == name)


def test_the_reckoning_adds_up_on_paper() -> None:
    reckoning = table(customer_report(), "So wird gezählt")
    numbers = [row.cells[1].value for row in reckoning.rows if isinstance(row.cells[1].value, int)]
    *parts, owed = numbers
    assert len(parts) == 8
    assert sum(parts) == owed == 40


def test_all_that_does_not_count_though_promised_is_listed() -> None:
    excluded = case(60, exclusion_reason="deleted", segments=(), legs=())
    pending = case(61, outcome="pending", closed_at=None, closed_by=None, segments=(), legs=())
    report = customer_report(cases=(case(1), excluded, pending))
    listed = table(report, "Nicht gewertet")
    assert [(row.cells[0].text, row.cells[-2].text) for row in listed.rows] == [
        ("QT-60", "gelöscht"),
        ("QT-61", "offen, nicht überfällig"),
    ]


def test_both_languages_tell_the_same_tables() -> None:
    told = [tell(customer_report(), language) for language in ("de", "en")]  # type: ignore[arg-type]
    values = [
        [[cell.value for cell in row.cells] for table in each.tables for row in table.rows]
        for each in told
    ]
    assert values[0] == values[1]


def test_customers_are_not_told_the_internal_goal() -> None:
    report = customer_report()
    said = repr(tell(report, "de")) + repr(tell(report, "en"))
    assert "nternes Ziel" not in said
    assert "nternal goal" not in said


def service_rows(language: Language, report: CustomerReport) -> dict[str, tuple[str, str]]:
    """The lines of the rest of the promise: what is written beside each."""
    say = ReportTeller.of(report, language).say
    title = say("report.section.service")
    [section] = [it for it in tell(report, language).sections if it.title == title]
    table = next(block for block in section.blocks if isinstance(block, Table))
    return {
        row.cells[0].text: (row.cells[1].text, row.cells[2].text.replace("\xa0", " "))
        for row in table.rows
    }


def test_sentences_beside_the_targets_are_told_with_their_n() -> None:
    rows = service_rows("de", customer_report())

    assert rows["Erste Antwort innerhalb von 24 Stunden"] == (
        "93,3\xa0%",
        "14 von 15",
    )
    assert rows["Zu lange keine Nachricht im offenen Ticket"] == (
        "2",
        "länger bei 2 von 41 Abständen zwischen zwei Nachrichten von uns; 1 davon dauert an",
    )


def test_a_customer_to_whom_no_such_sentence_applies_is_told_none() -> None:
    usual = customer_report()
    assert usual.service is not None
    service = usual.service.model_copy(
        update={"by_the_wall": (), "updates": (), "late_updates": ()}
    )
    rows = service_rows("en", customer_report(service=service))

    assert not [name for name in rows if "24 hours" in name or "Too long" in name]


def test_hours_of_somebody_s_own_are_not_called_24() -> None:
    usual = customer_report()
    assert usual.service is not None
    own = usual.service.by_the_wall[0].model_copy(update={"sentence_seconds": 3600})
    service = usual.service.model_copy(update={"by_the_wall": (own,)})
    rows = service_rows("en", customer_report(service=service))

    assert rows["First response within the hours that the contract names"][1] == "11 of 12"
    assert not [name for name in rows if "24 hours" in name]


def test_what_was_furthest_beyond_its_target_is_listed_with_its_ticket() -> None:
    report = customer_report()
    sections = tell(report, "en").sections
    [table] = [
        block
        for section in sections
        for block in section.blocks
        if isinstance(block, Table) and block.name == "Too long without a message from us"
    ]

    assert [row.cells[0].text for row in table.rows] == ["VIP-T-77", "VIP-T-78"]
    assert table.rows[0].cells[3].text == "ongoing"
    assert [row.cells[4].text.replace("\xa0", " ") for row in table.rows] == [
        "◆ 4 working days 7 h",
        "◆ 4 h 1 min",
    ]
