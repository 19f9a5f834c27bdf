"""Every sentence of a report and of its mail is true of the rows that it speaks of.

What is said is heard on the way: each phrase of the catalogues with what is filled in. A phrase
with figures that nobody here holds to the rows fails, and so does one that is told too often.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from facts import BERLIN, FEWEST, Facts, exactly, facts_of, in_hours, share

from pipeline import marts
from pipeline.reports.content import CustomerReport, PortfolioReport, Report
from pipeline.reports.document import Document, Row, Table
from pipeline.reports.due.letters import Words
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.reports.telling import tell
from pipeline.wording.catalogues import Language, Wording
from pipeline.workspace import Workspace
from tests.reference.figures import closed_within

DAY = 8 * 3600
CHANGES = ("none", "few", "noise", "better", "worse")
MONTHS = [
    ("K-1004", date(2026, 3, 1)),  # with waivers
    ("K-1003", date(2026, 9, 1)),  # awful
    ("K-1003", date(2026, 10, 1)),  # not over yet, some of it overdue
    ("K-1011", date(2026, 3, 1)),  # nothing judged
    ("K-1001", date(2026, 9, 1)),  # resolved by somebody whose tier is not known
    ("K-1007", date(2026, 9, 1)),  # quiet
    (None, date(2026, 9, 1)),
]


@dataclass(frozen=True)
class Said:
    """A phrase as it was said."""

    key: str
    count: float | None
    values: dict[str, str]


@dataclass(frozen=True)
class Told:
    """A report in one language, its mail, and every phrase of both."""

    language: Language
    report: Report
    facts: Facts
    document: Document
    mail: str
    phrases: tuple[Said, ...]


@pytest.fixture(scope="module")
def every(demo_workspace: Workspace) -> list[Told]:
    """The demo's months in both languages."""
    snapshot = marts.newest_snapshot(demo_workspace)
    return [each for about in MONTHS for each in _told(snapshot, *about)]


def _told(snapshot: Path, customer_id: str | None, month: date) -> Iterator[Told]:
    report: Report
    if customer_id is None:
        report = gather_portfolio(snapshot, month)
        customers = [line.customer_id for line in report.customers]
    else:
        report = gather(snapshot, customer_id, month)
        customers = [customer_id]
    facts = facts_of(snapshot, month, customers)
    language: Language
    for language in ("de", "en"):  # type: ignore[assignment]
        heard: list[Said] = []
        with pytest.MonkeyPatch.context() as patch:
            say = Wording.__call__

            def hear(self: Wording, key: str, count: float | None = None, **values: str) -> str:
                heard.append(  # noqa: B023
                    Said(key, count, {name: _plain(value) for name, value in values.items()})
                )
                return say(self, key, count, **values)  # noqa: B023

            patch.setattr(Wording, "__call__", hear)
            document = tell(report, language)
            body = Words(report.model_copy(update={"language": language})).body((), None)
        mail = " ".join((*body.paragraphs, body.foot))
        yield Told(language, report, facts, document, _plain(mail), tuple(heard))


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def number(value: int, language: str) -> str:
    return f"{value:,}".replace(",", {"de": ".", "en": ","}[language])


Check = Callable[[Told, Said], bool]


def count_is(count: Callable[[Facts], int]) -> Check:
    return lambda told, said: said.count == count(told.facts)


def holds(condition: Callable[[Facts], bool]) -> Check:
    return lambda told, _said: bool(condition(told.facts))


def values_are(**values: Callable[[Facts], int]) -> Check:
    return lambda told, said: all(
        said.values[name] == number(value(told.facts), told.language)
        for name, value in values.items()
    )


def both(*checks: Check) -> Check:
    return lambda told, said: all(check(told, said) for check in checks)


def _share_of(part: int, whole: int, told: Told, *, few: bool) -> str:
    n = {"de": f"{part} von {whole}", "en": f"{part} of {whole}"}[told.language]
    return n if few else share(part, whole, told.language)


def _is_few(facts: Facts) -> bool:
    """Whether the net share, or the worst case beside it, is of too few."""
    return (facts.judged < FEWEST and facts.judged > 0) or facts.worst[1] < FEWEST


def _worst(told: Told, said: Said) -> bool:
    part, whole = told.facts.worst
    few = _is_few(told.facts)
    counts = _share_of(part, whole, told, few=True)
    return (
        said.count == len(told.facts.against)
        and said.values["counts"] == counts
        and (few or said.values["share"] == share(part, whole, told.language))
    )


def _worst_short(told: Told, said: Said) -> bool:
    part, whole = told.facts.worst
    counts = _share_of(part, whole, told, few=True)
    full = f"{share(part, whole, told.language)} ({counts})"
    return said.values["share"] == (counts if _is_few(told.facts) else full)


def _net(told: Told, said: Said) -> bool:
    counts = _share_of(told.facts.met, told.facts.judged, told, few=True)
    return said.values["counts"] == counts


def _gross(told: Told, said: Said) -> bool:
    met, late = told.facts.waived
    part = told.facts.met + met
    counts = _share_of(part, told.facts.judged + met + late, told, few=True)
    return said.values["counts"] == counts


def _resolved(facts: Facts, tier: Callable[[int | None], bool] = lambda _: True) -> int:
    return sum(row["is_resolved"] and tier(row["closed_by_tier"]) for row in facts.escalations)


def _contacts(facts: Facts, outcome: str) -> int:
    return sum(row["outcome"] == outcome for row in facts.contacts)


def _meetings(facts: Facts, status: str) -> int:
    return sum(row["status"] == status for row in facts.meetings)


def _calls(facts: Facts) -> list[dict[str, Any]]:
    return [row for row in facts.contacts if row["is_unanswered_call"]]


def _since(told: Told, said: Said) -> bool:
    """A time still running, and the day on which it began: of a row that is still owed."""
    found = [
        (in_hours(row["elapsed_seconds"], DAY, told.language), row["opened_at"])
        for row in told.facts.counted
        if row["closed_at"] is None
    ]
    return any(
        said.values["time"].removeprefix("◆ ") == time
        and said.values["since"].startswith(f"{opened.astimezone(BERLIN).day}")
        for time, opened in found
    )


def _changes_known(told: Told, said: Said) -> bool:
    first = min(
        row["occurred_at"]
        for row in told.facts.severity_events
        if row["source"] == said.values["source"]
        and row["previous_value"] not in (None, row["value"])
    )
    day = first.replace(tzinfo=first.tzinfo or UTC).astimezone(BERLIN)
    return said.values["since"].startswith(str(day.day)) and str(day.year) in said.values["since"]


def _together(told: Told, said: Said) -> bool:
    return said.values["time"] in {
        exactly(row["elapsed_seconds"], told.language)
        for row in told.facts.counted
        if row["outcome"] == "breached"
    }


def _late_customers(facts: Facts) -> int:
    return len({row["customer_id"] for row in facts.counted if row["outcome"] == "breached"})


def _change(told: Told, said: Said) -> bool:
    """A month before is told with its counts, and better or worse goes by the sign."""
    month = told.facts.month
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    nets = [
        told.facts.net_of_months.get(each, (0, 0))
        for each in (before, month.replace(year=month.year - 1))
        if str(each.year) in said.values["before"]
    ]
    if said.key == "note.change.none":
        return (0, 0) in nets
    sign = {"note.change.better": "+", "note.change.worse": "−"}.get(said.key, "")
    return said.values.get("points", "").startswith(sign) and any(
        _share_of(*net, told, few=True) in said.values["was"] for net in nets
    )


def _chart(told: Told, said: Said) -> bool:
    """How many promises were judged at all, and how many of those without a late response."""
    judged = {(r["severity"], r["metric"]) for r in told.facts.counted if r["outcome"] == "met"}
    late = {(r["severity"], r["metric"]) for r in told.facts.counted if r["outcome"] == "breached"}
    kept = number(len(judged - late), told.language)
    return said.count == len(judged | late) and said.values["met"] == kept


CHECKS: dict[str, Check] = {
    **dict.fromkeys([f"note.change.{name}" for name in CHANGES], _change),
    "note.chart.title": _chart,
    "report.headline.nothing_owed": holds(lambda f: not f.responses),
    "report.headline.nothing_counted": both(
        count_is(lambda f: len(f.responses)), holds(lambda f: not f.judged)
    ),
    "report.headline.all_met": both(count_is(lambda f: f.met), holds(lambda f: not f.late)),
    "report.headline.all_late": both(count_is(lambda f: f.late), holds(lambda f: not f.met)),
    "report.headline.some_late": both(
        count_is(lambda f: f.judged), values_are(met=lambda f: f.met, late=lambda f: f.late)
    ),
    "due.result.none": holds(lambda f: not f.judged),
    "due.result.met": both(count_is(lambda f: f.judged), values_are(part=lambda f: f.met)),
    "due.result.share": lambda told, said: (
        said.values["share"] == share(told.facts.met, told.facts.judged, told.language)
    ),
    "due.result.breached.customer": both(
        count_is(lambda f: f.late), lambda told, _: isinstance(told.report, CustomerReport)
    ),
    "due.result.breached.portfolio": both(
        count_is(lambda f: f.late), lambda told, _: isinstance(told.report, PortfolioReport)
    ),
    "contest.worst": _worst,
    "contest.worst_few": _worst,
    "contest.worst_meaning": lambda told, said: (
        said.values["counts"] == _share_of(*told.facts.worst, told, few=True)
    ),
    "report.contested.none": holds(lambda f: not f.against),
    "report.contested.worst_short": _worst_short,
    "reckoning.net_meaning": _net,
    "reckoning.gross_meaning": _gross,
    "reckoning.waived_split": values_are(met=lambda f: f.waived[0], breached=lambda f: f.waived[1]),
    "report.reckoning.lead": values_are(owed=lambda f: len(f.responses)),
    "report.reckoning.sum": lambda told, said: (
        said.values["parts"].split(" + ")
        == [number(part, told.language) for part in told.facts.parts]
    ),
    "report.figure.not_counted_why": values_are(owed=lambda f: len(f.responses)),
    "report.figure.not_counted_none": values_are(owed=lambda f: len(f.responses)),
    "report.figure.late_explained": holds(lambda f: f.late > 0),
    "report.figure.first_response_count": count_is(lambda f: len(f.first_responses)),
    "report.breaches.lead": count_is(lambda f: f.late),
    "report.breaches.none": holds(lambda f: not f.late),
    "report.breaches.together": _together,
    "report.breaches.still_owed": holds(
        lambda f: any(r["outcome"] == "breached" and r["closed_at"] is None for r in f.counted)
    ),
    "report.breaches.resolution": holds(
        lambda f: any(
            r["outcome"] == "breached" and r["closed_by"] == "resolution" for r in f.counted
        )
    ),
    "report.waivers.none": holds(
        lambda f: all(row["exclusion_reason"] != "waived" for row in f.responses)
    ),
    "report.waivers.lead": count_is(
        lambda f: sum(row["exclusion_reason"] == "waived" for row in f.responses)
    ),
    "report.waivers.never_counted": count_is(
        lambda f: sum(row["exclusion_reason"] == "waived" for row in f.responses) - sum(f.waived)
    ),
    "verdict.few": holds(lambda f: 0 < f.judged < FEWEST),
    "verdict.none": holds(lambda f: not f.judged),
    "promise.since": _since,
    "promise.max_owed": holds(lambda f: any(row["closed_at"] is None for row in f.counted)),
    "promise.p90_few": lambda told, said: said.count in told.facts.sizes,
    "promise.sentence": lambda told, said: (
        said.values["time"] == {"de": "24 Std.", "en": "24 h"}[told.language]
    ),
    "report.service.outside_rest": values_are(
        late=lambda f: _contacts(f, "late"),
        pending=lambda f: _contacts(f, "pending"),
        closed=lambda f: _contacts(f, "closed_unanswered"),
    ),
    "report.service.calls_back": values_are(
        part=lambda f: sum(row["answered_at"] is not None for row in _calls(f)),
        whole=lambda f: len(_calls(f)),
    ),
    "report.service.calls_never": holds(
        lambda f: bool(_calls(f)) and all(row["answered_at"] is None for row in _calls(f))
    ),
    "service.escalations_resolved": both(
        count_is(_resolved), values_are(whole=lambda f: len(f.escalations))
    ),
    "service.resolved_by_first": count_is(lambda f: _resolved(f, lambda tier: tier == 1)),
    "service.resolved_by_higher": count_is(lambda f: _resolved(f, lambda tier: (tier or 0) >= 2)),
    "service.resolved_by_unknown": count_is(lambda f: _resolved(f, lambda tier: tier is None)),
    "report.service.meetings_rest": values_are(
        held=lambda f: _meetings(f, "held"),
        missed=lambda f: _meetings(f, "missed"),
        open=lambda f: _meetings(f, "booked"),
    ),
    "report.service.meetings_cancelled": values_are(cancelled=lambda f: _meetings(f, "cancelled")),
    "report.service.fee_responses": count_is(
        lambda f: sum(row["closed_by"] == "reply" for row in f.counted)
    ),
    "report.service.fee_calls": count_is(lambda f: _meetings(f, "held")),
    "report.portfolio.late_with": count_is(_late_customers),
    "report.portfolio.waived": count_is(lambda f: sum(f.waived)),
    "left_open.no_holiday": holds(lambda f: not f.special_days),
    "left_open.changes_known": _changes_known,
}
"""What must be true where a phrase is said."""

ELSEWHERE = re.compile(
    r"promised\.|share\.of|tally\.no_target|promise\.(number|few_times)|service\.median"
    r"|report\.(promise\.few|page|foot|name|kicker|portfolio_kicker|portfolio_name|provisional"
    r"|guide\.|origin\.|closed\.|completeness\.|owed\.|trend\.|readings\.lead"
    r"|portfolio\.(met|missed|few|goal)"
    r"|breaches\.(ran|more|stretch|raised|lowered|paused|by)"
    r"|service\.(silence_where|updates|covered_days|fee_bought|fee_hours|none|escalations_time"
    r"|meetings_wait))"
    r"|left_open\.(sentence_meaning|some_holidays)"
    r"|due\.(greeting|lead|title|closing|foot|subject)"
)
"""Names, days and rules; figures that the tests below read from tables."""


def test_every_phrase_with_a_figure_is_held_to_the_rows(every: list[Told]) -> None:
    unread = {
        said.key
        for told in every
        for said in told.phrases
        if (said.count is not None or said.values)
        and said.key not in CHECKS
        and not ELSEWHERE.match(said.key)
    }
    assert unread == set()


def test_what_is_said_is_true(every: list[Told]) -> None:
    false = [
        (told.language, f"{told.facts.month:%Y-%m}", said)
        for told in every
        for said in told.phrases
        if said.key in CHECKS and not CHECKS[said.key](told, said)
    ]
    assert false == []


def test_the_months_make_most_of_it_be_said(every: list[Told]) -> None:
    """A check that nothing ever comes to would check nothing."""
    said = {said.key for told in every for said in told.phrases}
    never = {
        *("report.headline.nothing_owed", "report.headline.all_late", "contest.worst_few"),
        *("report.figure.not_counted_none", "report.waivers.never_counted", "verdict.few"),
        *("report.service.calls_never", "report.contested.none"),
        *("report.service.meetings_cancelled", "note.change.better", "note.change.none"),
    }
    assert CHECKS.keys() - said <= never


def customers(every: list[Told]) -> Iterator[tuple[Told, CustomerReport]]:
    for told in every:
        if isinstance(told.report, CustomerReport):
            yield told, told.report


def section(told: Told, number: int) -> Table:
    blocks = told.document.sections[number].blocks
    return next(block for block in blocks if isinstance(block, Table))


def cell(table: Table, row: Row, label: str) -> str:
    place = [column.label for column in table.columns].index(label)
    return _plain(row.cells[place].text)


LABELS = {
    "de": ("Median", "90 % innerhalb", "Längste", "noch offen", "nur {} gesamt"),
    "en": ("Median", "90% within", "Longest", "still open", "only {} in all"),
}


def test_times_hold_for_all_that_was_owed(every: list[Told]) -> None:
    """Within the time told lie so many of all, whatever is still open counted as not closed."""
    for told, report in customers(every):
        table = section(told, 0)
        median, p90, longest, open_still, few = LABELS[told.language]
        shown = [each for each in report.promise if each.severity or each.counts.owed_count]
        for line, row in zip(shown, table.rows, strict=True):
            found = [
                each
                for each in told.facts.counted
                if (each["severity"], each["metric"]) == (line.severity, line.metric)
            ]
            closed = [r["elapsed_seconds"] for r in found if r["closed_at"] is not None]
            for label, part in ((median, 0.5), (p90, 0.9)):
                said = cell(table, row, label).removeprefix("◆ ")
                if not found:
                    assert said == "–"
                elif label == p90 and len(found) < FEWEST:
                    assert said == few.format(len(found))
                elif said == open_still:
                    assert len(closed) < part * len(found)
                else:
                    inside = [s for s in closed if in_hours(s, DAY, told.language) == said]
                    assert inside, (said, sorted(closed))
                    assert sum(s <= max(inside) for s in closed) >= part * len(found)
            told_longest = cell(table, row, longest).removeprefix("◆ ")
            expected = in_hours(max(closed), DAY, told.language) if closed else "–"
            assert told_longest == expected
            place = [column.label for column in table.columns].index(longest)
            owed = [r["elapsed_seconds"] for r in found if r["closed_at"] is None]
            assert bool(owed) == (open_still in row.cells[place].under)


def test_the_reckoning_has_every_row_once(every: list[Told]) -> None:
    for told in every:
        place = 1 if isinstance(told.report, CustomerReport) else 2
        if not told.facts.responses:
            continue
        values = [row.cells[1].value for row in section(told, place).rows]
        assert values[:9] == [*told.facts.parts, len(told.facts.responses)]


def test_first_responses_are_measured_among_all_owed(every: list[Told]) -> None:
    for told, report in customers(every):
        if report.service is None:
            continue
        first = told.facts.first_responses
        replied = [r["business_seconds"] for r in first if r["closed_by"] == "reply"]
        month = report.service.figures
        assert month.at_once.part == sum(seconds <= 900 for seconds in replied)
        assert month.at_once.whole == len(first)
        expected = closed_within(replied, len(first) - len(replied), Fraction(1, 2))
        assert month.first_response_median_of_all_seconds == expected


TIME = {
    "de": re.compile(r"\((?:(\d+) Std\.)?\s?(?:(\d+) Min\.)?\s?(?:(\d+) Sek\.)?\)"),
    "en": re.compile(r"\((?:(\d+) h)?\s?(?:(\d+) min)?\s?(?:(\d+) s)?\)"),
}


def test_when_the_clock_ran_adds_up_to_the_time_counted(every: list[Told]) -> None:
    for told, report in customers(every):
        if not report.breaches:
            continue
        for case, row in zip(report.breaches, section(told, 2).rows, strict=True):
            stretches = TIME[told.language].findall(_plain(row.note))
            seconds = sum(
                int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(rest or 0)
                for hours, minutes, rest in stretches
            )
            [counted] = [
                each["elapsed_seconds"]
                for each in told.facts.responses
                if each["response_id"] == case.response_id
            ]
            assert seconds == counted


def test_what_is_contested_is_listed_one_by_one(every: list[Told]) -> None:
    for told, report in customers(every):
        listed = {each.response_id for each in report.contested if each.is_counted_against}
        assert listed == told.facts.against


def test_a_mail_to_the_managers_promises_nothing_that_is_not_attached(every: list[Told]) -> None:
    [de, en] = [told for told in every if isinstance(told.report, PortfolioReport)]
    assert "sagt, wie viele bei welchem Kunden" in de.mail
    assert "how many with which customer" in en.mail
    assert "warum" not in de.mail
    assert "why" not in en.mail


def test_a_revision_without_a_change_names_none(every: list[Told]) -> None:
    report = every[0].report.model_copy(update={"language": "de", "revision": 2})
    said = " ".join(Words(report).body((), None).paragraphs)
    assert "Sie ersetzt die vorige." in said
    assert "stehen unten" not in said
