"""Charts tell what their words tell: marks stand where their figures are."""

import re
from xml.etree import ElementTree

import pytest
from made_up import counts, customer_report, nothing_owed, promise

from pipeline.reports.content import CustomerReport, MonthCounts
from pipeline.reports.document import Chart
from pipeline.reports.promise_svg import MOST_TIMES, MOST_TOLD, SHARES, TIMES, WIDTH
from pipeline.reports.telling import tell
from pipeline.reports.telling.change import changes
from pipeline.reports.telling.teller import ReportTeller
from pipeline.wording.catalogues import LANGUAGES, Language

GERMAN = Language("de")
SVG = "{http://www.w3.org/2000/svg}"


def chart_of(report: CustomerReport, language: Language = GERMAN) -> Chart | None:
    """The chart beside the promises."""
    [section, *_] = tell(report, language).sections
    return next((block for block in section.blocks if isinstance(block, Chart)), None)


def drawn(**line: int | None) -> ElementTree.Element:
    """The picture of one promise of two hours."""
    total = counts(met_count=31, breached_count=2)
    lines = tuple(
        each.model_copy(update=line) if each.counts.owed_count else each for each in promise(total)
    )
    chart = chart_of(customer_report(counts=total, promise=lines))
    assert chart is not None
    return ElementTree.fromstring(chart.svg)


def of_class(picture: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in picture.iter() if name in each.get("class", "").split()]


def scale(value: float, start: float, ends: tuple[float, float], end: float = 1) -> float:
    return ends[0] + (value - start) / (end - start) * (ends[1] - ends[0])


def test_a_share_and_its_interval_stand_where_they_are() -> None:
    picture = drawn()
    share = counts(met_count=31, breached_count=2).net
    low, high = share.interval
    point = of_class(picture, "point")[0]
    interval = of_class(picture, "interval")[0]
    least = 0.8  # the tenth below the interval, 80 %
    assert low > least > low - 0.1
    assert float(point.get("cx", 0)) == pytest.approx(scale(31 / 33, least, SHARES), abs=0.1)
    assert float(interval.get("x1", 0)) == pytest.approx(scale(low, least, SHARES), abs=0.1)
    assert float(interval.get("x2", 0)) == pytest.approx(scale(high, least, SHARES), abs=0.1)
    assert point.get("cy") == interval.get("y1") == interval.get("y2")


@pytest.mark.parametrize("seconds", [0, 3600, 7200, 7200 * MOST_TIMES])
def test_a_time_stands_by_its_part_of_the_target(seconds: int) -> None:
    picture = drawn(median_of_all_seconds=seconds, max_seconds=seconds)
    [median, _] = of_class(picture, "median")  # the other is in the legend
    wanted = scale(seconds / 7200, 0, TIMES, MOST_TIMES)
    assert float(median.get("cx", 0)) == pytest.approx(wanted, abs=0.1)
    [target] = of_class(picture, "goal")
    assert float(target.get("x1", 0)) == pytest.approx(scale(1, 0, TIMES, MOST_TIMES))
    assert of_class(picture, "beyond") == []


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (7200 * MOST_TIMES + 1, "201\xa0%"),
        (7200 * MOST_TOLD, "10.000\xa0%"),
        (7200 * MOST_TOLD + 1, "> 10.000\xa0%"),
    ],
)
def test_a_time_beyond_the_picture_stands_at_its_edge_and_is_told(seconds: int, told: str) -> None:
    picture = drawn(max_seconds=seconds)
    [beyond] = of_class(picture, "beyond")
    assert beyond.text == told
    [mark] = of_class(picture, "longest")
    assert mark.get("d", "").startswith(f"M{TIMES[1]} ") or mark.get("d", "").startswith(
        f"M{float(TIMES[1])} "
    )
    assert float(beyond.get("x", 0)) + 5.5 * len(told) <= WIDTH


def test_fewer_than_ten_are_counts_and_no_mark() -> None:
    total = counts(met_count=8, breached_count=1)
    chart = chart_of(customer_report(counts=total, promise=promise(total)))
    assert chart is not None
    picture = ElementTree.fromstring(chart.svg)
    [few] = of_class(picture, "few")
    assert few.text == "8 von 9"
    ten = counts(met_count=9, breached_count=1)
    chart = chart_of(customer_report(counts=ten, promise=promise(ten)))
    assert chart is not None
    assert of_class(ElementTree.fromstring(chart.svg), "few") == []


@pytest.mark.parametrize(("whole", "axis"), [(9, 0), (10, 2)])
def test_counts_alone_stand_beside_their_names_without_an_axis(whole: int, axis: int) -> None:
    total = counts(met_count=whole - 1, breached_count=1)
    chart = chart_of(customer_report(counts=total, promise=promise(total)))
    assert chart is not None
    picture = ElementTree.fromstring(chart.svg)
    levels = [float(line.get("x1", 0)) for line in of_class(picture, "grid")]
    assert sum(x <= SHARES[1] for x in levels) >= axis
    assert any(x <= SHARES[1] for x in levels) == bool(axis)
    heading = next(text for text in picture.iter(f"{SVG}text") if text.get("font-weight"))
    assert ("Intervall" in (heading.text or "")) == bool(axis)
    for few in of_class(picture, "few"):
        assert (float(few.get("x", 0)), few.get("text-anchor")) == (SHARES[0], "start")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_cannot_see_it_reads_the_same(language: Language) -> None:
    chart = chart_of(customer_report(), language)
    assert chart is not None
    picture = ElementTree.fromstring(chart.svg)
    assert picture.get("aria-label") == chart.alt
    assert picture.get("role") == "img"
    for figure in {"de": ["93,9\xa0%", "31 von 33"], "en": ["93.9%", "31 of 33"]}[language]:
        assert figure in chart.alt
    labels = {each.text for each in picture.iter(f"{SVG}text")}
    assert len([each for each in labels if each and each.startswith("Standard, ")]) == 1


def test_it_is_set_in_the_reports_own_font() -> None:
    chart = chart_of(customer_report())
    assert chart is not None
    assert re.search(r'<svg [^>]*font-family="Source Sans 3', chart.svg)


def test_nothing_judged_is_no_picture() -> None:
    assert chart_of(nothing_owed()) is None


def told_changes(now: int, before: int, year: int | None, language: Language = GERMAN) -> list[str]:
    """Of thirty each, so many in time; last month and a year before."""

    def month(met: int) -> MonthCounts:
        total = counts(met_count=met, breached_count=30 - met) if met else counts()
        return MonthCounts(month=customer_report().period.month, is_complete=True, counts=total)

    report = customer_report(counts=counts(met_count=now, breached_count=30 - now))
    [*others, last, this] = report.trend
    changed = last.model_copy(update={"counts": month(before).counts})
    report = report.model_copy(
        update={
            "trend": (*others, changed, this),
            "year_before": None if year is None else month(year),
        }
    )
    return list(changes(ReportTeller.of(report, language), report))


def test_the_change_is_told_with_its_interval_and_what_chance_does() -> None:
    [better, none] = told_changes(29, 12, 0)
    assert better.startswith("Gegenüber August 2026 (40,0\xa0%, 12 von 30): +56,6 Prozentpunkte, ")
    assert "mehr als der Zufall erklärt (95-%-Intervall +" in better
    assert none.endswith("damals war keine Antwort zu werten.")
    [worse, noise] = told_changes(12, 29, 13)
    assert "−56,7 Prozentpunkte, mehr als der Zufall" in worse  # cut: no loss reads less
    assert "so viel kann Zufall sein" in noise


@pytest.mark.parametrize(("whole", "is_compared"), [(9, False), (10, True)])
def test_below_ten_both_are_counts(whole: int, is_compared: bool) -> None:
    few = counts(met_count=whole - 1, breached_count=1)
    report = customer_report(counts=few)
    [told] = changes(ReportTeller.of(report, GERMAN), report)
    assert ("Prozentpunkte" in told) == is_compared
    assert ("damals 20 von 21, jetzt 8 von 9" in told) == (not is_compared)


def test_a_month_that_no_export_tells_of_is_compared_with_nothing() -> None:
    report = customer_report(counts=counts(met_count=29, breached_count=1))
    *others, last, this = report.trend
    untold = last.model_copy(update={"is_told": False, "counts": counts()})
    report = report.model_copy(update={"trend": (*others, untold, this), "year_before": untold})
    assert list(changes(ReportTeller.of(report, GERMAN), report)) == []


def test_nothing_judged_changes_nothing() -> None:
    report = nothing_owed()
    assert list(changes(ReportTeller.of(report, GERMAN), report)) == []
