"""What charts draw stands where its figures say; each says the same in a table."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.attention import Standing
from dashboards.components import chart as charts
from dashboards.components.customer_charts import (
    LIMIT,
    severities_chart,
    severities_message,
    targets_chart,
    targets_message,
)
from dashboards.components.data_health.events_chart import events_chart, events_message
from dashboards.components.deadlines_chart import (
    deadlines,
    deadlines_chart,
    deadlines_message,
    on_a_day,
)
from dashboards.components.overview_charts import (
    customers_chart,
    customers_message,
    months_chart,
    months_message,
)
from dashboards.components.team.team_charts import lateness_chart, lateness_message, owed_chart
from dashboards.components.trend_chart import trend_chart
from dashboards.markup import plain
from dashboards.selecting import opened_in
from dashboards.view import View
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.compliance import Counts, CustomerCounts
from pipeline.marts.health import EventsOfDay
from pipeline.marts.periods import containing
from pipeline.marts.provenance import Run
from pipeline.marts.records import records
from pipeline.marts.selection import FULLEST
from pipeline.marts.stretches import OpeningDay
from pipeline.marts.timeliness import HourInTime, SeverityInTime, UseOfTarget
from pipeline.palette import MET, MISSED, UNSURE
from pipeline.wording.catalogues import Language
from tests.dashboards.made_up import AS_OF, AUGUST, OCTOBER, SEPTEMBER, owed, publish

MONTHS = [AUGUST, SEPTEMBER, OCTOBER]
AWKWARD = "<b>A</b> & B"


@pytest.fixture(scope="module")
def look_as(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., View]:
    """A viewer of a snapshot that holds next to nothing."""
    snapshot = marts.newest_snapshot(publish(tmp_path_factory.mktemp("look_as")))
    run = records(marts.run_info(EVERYBODY, snapshot), Run)[0]

    def made(language: str = "en", now: datetime = AS_OF) -> View:
        return View(EVERYBODY, snapshot, run, wording(Language(language)), now)

    return made


@pytest.fixture(scope="module")
def view(look_as: Callable[..., View]) -> View:
    return look_as()


def leads(address: str) -> Mapping[str, list[str]]:
    """What an address asks the list of responses for."""
    assert urlsplit(address).path == "responses"
    return parse_qs(urlsplit(address).query)


# all charts


@pytest.mark.parametrize(("language", "separators"), [("de", ",."), ("en", ".,")])
def test_numbers_and_names_are_the_language_s(
    look_as: Callable[..., View], language: str, separators: str
) -> None:
    view = look_as(language)
    assert charts.figure(view, []).layout.template.layout.separators == separators
    told = charts.config(view)
    words = told["locales"][told["locale"]]["format"]
    assert words["days"][0] == {"de": "Sonntag", "en": "Sunday"}[language]
    assert words["months"][2] == {"de": "März", "en": "March"}[language]


def test_its_tools_are_nowhere_to_be_tabbed_to(view: View) -> None:
    assert charts.config(view)["displayModeBar"] is False


def test_words_are_text(view: View) -> None:
    assert charts.lines(AWKWARD, None, "x") == "&lt;b&gt;A&lt;/b&gt; &amp; B<br>x"


def test_a_fuller_cell_is_of_the_same_tone() -> None:
    drawn = charts.heat(2, [[0.0, 1.0]], [["", ""]], [["", ""]], (MET,))
    (first, low), (last, high) = drawn.colorscale
    assert (first, last) == (0, 1)
    assert low.rsplit(",", 1)[0] == high.rsplit(",", 1)[0]
    assert float(low.rsplit(",", 1)[1][:-1]) < float(high.rsplit(",", 1)[1][:-1]) == charts.FULL


# overview


def test_months_are_stacked_on_each_other_with_the_share_on_top(view: View) -> None:
    counts = {
        SEPTEMBER: Counts(met_count=30, breached_count=10, unanswered_count=5),
        OCTOBER: Counts(met_count=9, breached_count=0),
    }
    chart = months_chart(view, counts, MONTHS)
    *bars, shares = chart.figure.data
    assert [list(bar.y) for bar in bars] == [[0, 30, 9], [0, 10, 0], [0, 5, 0]]
    assert [bar.marker.color for bar in bars] == [MET, MISSED, UNSURE]
    assert len({bar.marker.pattern.shape for bar in bars}) == 3, "told apart without colours"
    assert chart.figure.layout.barmode == "stack"
    assert list(shares.y) == [0, 45, 9]
    assert list(shares.text) == ["", "75.0%", "9 of 9"]
    late = leads(bars[1].customdata[1])
    assert (late["period"], late["outcome"]) == (["2026-09"], ["breached"])
    message = months_message(view, counts, MONTHS)
    assert plain(message).endswith("September 2026, 75.0% (30 of 40)")


def standing(customer_id: str, name: str) -> Standing:
    counted = CustomerCounts(
        customer_id=customer_id, customer_name=name, is_covered_now=True, counts=Counts()
    )
    return Standing(counted, ())


def test_customers_are_rows_in_their_order_and_cells_tell_how_they_stand(view: View) -> None:
    found = [standing("K-2", AWKWARD), standing("K-1", "Nordwerk AG")]
    trends = {
        "K-2": {
            AUGUST: Counts(met_count=50, breached_count=50),
            SEPTEMBER: Counts(met_count=93, breached_count=7),
            OCTOBER: Counts(met_count=3),
        },
        "K-1": {OCTOBER: Counts(met_count=99, breached_count=1)},
    }
    chart = customers_chart(view, found, trends, MONTHS)
    [cells] = chart.figure.data
    assert [list(row) for row in cells.z] == [[1, 0.5, None], [None, None, 0]]
    assert [list(row) for row in cells.text] == [["◆ 50.0%", "◇ 93.0%", "3/3"], ["", "", "99.0%"]]
    assert next(tone for _, tone in cells.colorscale).startswith("rgba(74")
    axis = chart.figure.layout.yaxis
    assert axis.range[0] > axis.range[1], "the first customer is on top"
    assert list(axis.ticktext) == ["&lt;b&gt;A&lt;/b&gt; &amp; B", "Nordwerk AG"]
    asked = leads(cells.customdata[1][2])
    assert (asked["customer"], asked["period"]) == (["K-1"], ["2026-10"])
    assert customers_message(view, found, trends, MONTHS).startswith("Clearly below goal in 1 ")


# a customer


def test_a_month_stands_at_its_share_within_its_interval(view: View) -> None:
    counts = {
        AUGUST: Counts(met_count=40),
        SEPTEMBER: Counts(met_count=12, breached_count=8),
        OCTOBER: Counts(met_count=4),
    }
    chart = trend_chart(view, counts, MONTHS, OCTOBER, "K-1")
    met, unsure, missed, few = chart.figure.data
    assert (list(met.x), list(unsure.x), list(missed.x)) == ([0], [], [1])
    low, high = counts[SEPTEMBER].net.interval
    [value] = missed.y
    assert value == 0.6
    assert value - missed.error_y.arrayminus[0] == pytest.approx(low)
    assert value + missed.error_y.array[0] == pytest.approx(high)
    assert low < value < high
    bottom, top = chart.figure.layout.yaxis.range
    assert bottom <= low < 1 < top
    assert (list(few.x), list(few.y), list(few.text)) == ([2], [bottom], ["4 of 4"])
    [goal] = chart.figure.layout.shapes
    assert goal.y0 == goal.y1 == view.run.goal
    assert chart.figure.layout.xaxis.ticktext[2].startswith("<b>Oct</b><br>4")


def in_time(severity: int, metric: str, met: int, counted: int) -> SeverityInTime:
    return SeverityInTime(severity=severity, metric=metric, met_count=met, counted_count=counted)


def test_a_panel_of_each_severity_on_one_scale(view: View) -> None:
    found = [
        in_time(1, "first_response", 15, 20),
        in_time(1, "follow_up", 20, 20),
        in_time(3, "first_response", 5, 6),
    ]
    opened = opened_in(containing(OCTOBER, "month"), "K-1")
    chart = severities_chart(view, found, opened)
    layout = chart.figure.layout
    assert layout.xaxis.domain[1] <= layout.xaxis2.domain[0], "beside each other"
    assert layout.yaxis.range == layout.yaxis2.range
    critical, _, _, few = chart.figure.data
    assert (list(critical.x), list(critical.y)) == ([0, 1], [0.75, 1])
    low, high = found[0].share.interval
    assert 0.75 - critical.error_y.arrayminus[0] == pytest.approx(low)
    assert 0.75 + critical.error_y.array[0] == pytest.approx(high)
    assert list(critical.marker.symbol) == ["diamond", "circle"]
    assert (list(few.x), list(few.text), few.xaxis) == ([0], ["5/6"], "x2")
    asked = leads(critical.customdata[1])
    assert (asked["severity"], asked["metric"]) == (["1"], ["follow_up"])
    assert [shape.y0 for shape in layout.shapes] == [view.run.goal] * 2
    message = plain(severities_message(view, found, opened))
    assert "Critical, First response, 75.0% (15 of 20)" in message


def test_the_limit_is_at_100_per_cent_and_what_is_late_is_behind_it(view: View) -> None:
    found = [
        UseOfTarget(tenths=1, counted_count=7, met_count=7),
        UseOfTarget(tenths=10, counted_count=2, met_count=2),
        UseOfTarget(tenths=11, counted_count=3, met_count=0),
        UseOfTarget(tenths=FULLEST, counted_count=1, met_count=0),
    ]
    opened = opened_in(containing(OCTOBER, "month"), "K-1")
    chart = targets_chart(view, found, opened)
    met, late = chart.figure.data
    [limit] = chart.figure.layout.shapes
    assert limit.x0 == limit.x1 == LIMIT
    axis = chart.figure.layout.xaxis
    assert axis.tickvals[axis.ticktext.index("100%")] == LIMIT
    half = met.width / 2
    assert max(met.x) + half <= LIMIT <= min(late.x) - half
    assert [count for count in met.y if count] == [7, 2]
    assert (late.y[0], late.y[-1], sum(late.y)) == (3, 1, 4)
    assert met.hovertext[9].startswith("more than 90%, up to 100%")
    assert leads(late.customdata[0])["used"] == ["11"]
    assert late.customdata[1] == "", "nothing to lead to"
    message = plain(targets_message(view, found, opened))
    assert message.endswith("7 of 13 within half of it, 4 longer than all of it")


# at risk


def due(ticket_id: str, due_at: datetime, agent: str | None, left: int | None = 7200) -> AtRisk:
    more = {"due_at": due_at, "agent_key": agent, "customer_name": "Nordwerk AG", "due": "later"}
    row = {**owed("K-1", ticket_id, left), "working_day_seconds": 28_800, **more}
    return AtRisk(**{name: row[name] for name in AtRisk.model_fields})


DAYS = [
    OpeningDay(
        local_date=day,
        opens_at=datetime(day.year, day.month, day.day, opens, tzinfo=UTC),
        closes_at=datetime(day.year, day.month, day.day, 16, tzinfo=UTC),
    )
    for day, opens in ((date(2026, 10, 30), 8), (date(2026, 11, 2), 8))
]
FRIDAY, MONDAY = (day.opens_at for day in DAYS)
AGENTS = {"d:z": "Zoe", "d:a": "Anna"}


def test_deadlines_are_in_lanes_by_name_on_the_calendar_s_clock(view: View) -> None:
    owed_now = [
        due("T-1", FRIDAY + timedelta(hours=3), "d:z"),
        due("T-2", FRIDAY + timedelta(hours=3), "d:z"),
        due("T-3", FRIDAY + timedelta(hours=1), "d:a", left=-60),
        due("T-4", MONDAY + timedelta(hours=8), None),
        due("T-5", MONDAY + timedelta(hours=9), None),
        due("T-6", FRIDAY - timedelta(hours=1), "d:a", left=-7200),
    ]
    found = deadlines(owed_now, DAYS)
    assert [len(each.responses) for each in found] == [1, 1, 2], "on these days alone"
    chart = deadlines_chart(view, found, DAYS, AGENTS, AS_OF)
    assert list(chart.figure.layout.yaxis.ticktext) == ["Anna", "Zoe", "nobody assigned"]
    top, bottom = chart.figure.layout.yaxis.range[1], chart.figure.layout.yaxis.range[0]
    assert top < bottom
    _, overdue, soon, later = chart.figure.data
    assert (list(overdue.y), list(overdue.x)) == ([0], ["2026-10-30 10:00:00"])
    assert list(soon.x) == []
    assert dict(zip(later.y, later.x, strict=True)) == {
        1: "2026-10-30 12:00:00",
        2: "2026-11-02 17:00:00",
    }
    assert sorted(later.text) == ["", "×2"]
    assert len({each.marker.symbol for each in (overdue, soon, later)}) == 3
    [line] = chart.figure.layout.shapes
    assert line.x0 == line.x1 == "2026-10-30 10:40:00"
    assert chart.figure.layout.annotations[0].text == "now, 10:40"
    [night] = chart.figure.layout.xaxis.rangebreaks
    assert DAYS[0].closes_at < AS_OF + timedelta(days=1)
    assert night.bounds == ("2026-10-30 17:30:00", "2026-11-02 08:30:00")
    assert len(chart.rows) == 4
    [several] = (address for address in later.customdata if address.startswith("responses"))
    assert leads(several)["ticket"] == ["helpdesk:T-1", "helpdesk:T-2"]
    assert deadlines_message(view, found, DAYS) == (
        "Coming deadlines: 3 on Fri 30 Oct, 1 on Mon 2 Nov"
    )


@pytest.mark.parametrize(
    ("at", "drawn"),
    [
        (DAYS[0].closes_at + timedelta(minutes=29, seconds=59), None),
        (DAYS[0].closes_at + timedelta(minutes=30), DAYS[1].opens_at - timedelta(minutes=30)),
        (
            DAYS[1].opens_at - timedelta(minutes=30, seconds=1),
            DAYS[1].opens_at - timedelta(minutes=30),
        ),
        (DAYS[1].opens_at - timedelta(minutes=30), None),
    ],
)
def test_the_line_is_never_in_a_night_that_is_left_out(
    at: datetime, drawn: datetime | None
) -> None:
    assert on_a_day(at, DAYS) == (drawn or at)


def test_the_line_is_the_data_s_moment_once_they_are_stale(look_as: Callable[..., View]) -> None:
    now = AS_OF + timedelta(days=1, minutes=1)
    view = look_as(now=now)
    found = deadlines([due("T-1", FRIDAY + timedelta(hours=3), "d:z")], DAYS)
    chart = deadlines_chart(view, found, DAYS, AGENTS, now)
    assert chart.figure.layout.shapes[0].x0 == "2026-10-30 10:40:00"
    assert chart.figure.layout.annotations[0].text == "as of Fri 30 Oct, 10:40"


def test_a_page_that_stays_open_becomes_stale(
    look_as: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, stale = look_as(now=AS_OF), look_as(now=AS_OF + timedelta(days=30))
    assert not fresh.has_become_stale()
    monkeypatch.setattr("dashboards.view.clock", lambda: AS_OF + timedelta(days=30))
    assert fresh.has_become_stale()
    assert not stale.has_become_stale()


# the team


def test_overdue_begins_at_the_left_and_people_stand_by_name(view: View) -> None:
    later = FRIDAY + timedelta(hours=3)
    owed_now = [
        due("T-1", later, None),
        due("T-2", later, "d:z"),
        due("T-3", later, "d:a", left=-60),
        due("T-4", later, "d:a"),
        due("T-5", later, "d:a", left=-60),
        due("T-6", later, "d:a", left=None),
    ]
    chart = owed_chart(view, owed_now, AGENTS)
    overdue, *_ = chart.figure.data
    assert [list(bar.x) for bar in chart.figure.data] == [[2, 0, 0], [1, 1, 1], [1, 0, 0]]
    assert chart.figure.layout.barmode == "stack"
    assert list(chart.figure.layout.yaxis.ticktext) == ["Anna", "Zoe", "nobody assigned"]
    asked = leads(overdue.customdata[0])
    assert (asked["due"], asked["agent"]) == (["overdue"], ["d:a"])
    assert overdue.customdata[2] is None


def hour(weekday: int, at: int, late: int, counted: int) -> HourInTime:
    return HourInTime(
        weekday=weekday, local_hour=at, met_count=counted - late, counted_count=counted
    )


def test_the_later_the_fuller_and_too_few_are_counts_alone(view: View) -> None:
    found = [hour(1, 9, 1, 10), hour(1, 11, 9, 9), hour(6, 10, 5, 10)]
    opened = opened_in(view.year_told)
    chart = lateness_chart(view, found, opened)
    [cells] = chart.figure.data
    assert list(chart.figure.layout.xaxis.ticktext) == ["9:00", "10:00", "11:00"]
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert list(chart.figure.layout.yaxis.ticktext) == days
    assert [list(cells.z[0]), list(cells.z[5])] == [
        [pytest.approx(1 / 3), None, None],
        [None, 1, None],
    ]
    assert cells.text[0][0] == "<b>10.0%</b><br>n 10"
    assert cells.text[0][2] == "9/9"
    asked = leads(cells.customdata[5][1])
    assert (asked["weekday"], asked["hour"]) == (["6"], ["10"])
    message = plain(lateness_message(view, found, opened))
    assert "Saturday, 10:00 to 11:00" in message
    assert "(5 of 10)" in message


# the data


def test_a_day_without_events_is_a_gap_and_the_newest_is_marked(view: View) -> None:
    found = [
        EventsOfDay(source="a", day=date(2026, 10, 29), event_count=1, newest_event_at=AS_OF),
        EventsOfDay(source="a", day=date(2026, 10, 30), event_count=99, newest_event_at=AS_OF),
        EventsOfDay(source="b", day=date(2026, 10, 28), event_count=9, newest_event_at=AS_OF),
    ]
    chart = events_chart(view, found, ["a", "b"])
    [cells] = chart.figure.data
    assert list(cells.z[0][-3:]) == [None, pytest.approx(0.1505, abs=1e-4), 1]
    assert list(cells.text[0][-3:]) == ["", "", "●"]
    assert list(cells.text[1][-3:]) == ["●", "", ""]
    assert list(chart.figure.layout.yaxis.ticktext) == ["a", "b"]
    assert events_message(view, found, ["a", "b"]).startswith("a: 28 of the last 29 working days")
