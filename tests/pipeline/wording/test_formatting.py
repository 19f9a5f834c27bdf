from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.statistics.shares import Share
from pipeline.wording.formatting import Formatting

DAY = 8 * 3600  # a working day
GERMAN = Formatting("de_DE", "Europe/Berlin", DAY)
ENGLISH = Formatting("en_GB", "Europe/Berlin", DAY)
INSTANT = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("part", "whole", "german", "english"),
    [
        (24, 33, "72,7\u00a0%", "72.7%"),
        (9_499, 10_000, "94,9\u00a0%", "94.9%"),  # cut: below 95 % never reads 95 %
        (9_999, 10_000, "99,9\u00a0%", "99.9%"),
        (29, 50, "58,0\u00a0%", "58.0%"),  # 0.58 * 1000 is 579.99… in binary
        (10, 10, "100\u00a0%", "100%"),
        (0, 10, "0,0\u00a0%", "0.0%"),
    ],
)
def test_share(part: int, whole: int, german: str, english: str) -> None:
    assert GERMAN.share(Share(part, whole)) == german
    assert ENGLISH.share(Share(part, whole)) == english


def test_interval_and_goal() -> None:
    assert GERMAN.interval(Share(24, 33)) == "55–85\u00a0%"
    assert ENGLISH.interval(Share(24, 33)) == "55–85%"
    assert GERMAN.percent(0.95) == "95\u00a0%"
    assert GERMAN.percent(0.975) == "97,5\u00a0%"


@pytest.mark.parametrize(
    ("seconds", "elapsed", "remaining"),
    [
        (0, "0 Min.", "0 Min."),
        (1, "1 Min.", "0 Min."),
        (3_600, "1 Std.", "1 Std."),
        (3_601, "1 Std. 1 Min.", "1 Std."),  # a target missed by a second does not read as met
        (2 * DAY - 61, "15 Std. 59 Min.", "15 Std. 58 Min."),  # below two days in hours
        (2 * DAY - 1, "2 Werktage", "15 Std. 59 Min."),
        (2 * DAY, "2 Werktage", "2 Werktage"),  # from two on in days and hours
        (2 * DAY + 1, "2 Werktage 1 Std.", "2 Werktage"),
        (3 * DAY - 1, "3 Werktage", "2 Werktage 7 Std."),
        (10 * DAY - 3_601, "9 Werktage 7 Std.", "9 Werktage 6 Std."),
        (10 * DAY - 1, "10 Werktage", "9 Werktage 7 Std."),
        (288_000, "10 Werktage", "10 Werktage"),  # from ten on in days
        (288_001, "11 Werktage", "10 Werktage"),
        (2_132 * 3_600, "267 Werktage", "266 Werktage"),
        (1_234 * DAY, "1.234 Werktage", "1.234 Werktage"),
    ],
)
def test_durations_are_never_rounded_in_our_favour(
    seconds: int, elapsed: str, remaining: str
) -> None:
    assert GERMAN.elapsed(seconds).replace("\u00a0", " ") == elapsed
    assert GERMAN.remaining(seconds).replace("\u00a0", " ") == remaining


@pytest.mark.parametrize(
    ("hours", "german", "english"),
    [
        (47, "47 Std.", "47 h"),
        (48, "2 Tage", "2 days"),
        (80, "3 Tage 8 Std.", "3 days 8 h"),
        (239, "9 Tage 23 Std.", "9 days 23 h"),
        (241, "11 Tage", "11 days"),
        (59 * 24, "59 Tage", "59 days"),
        (60 * 24, "2 Monate", "2 months"),
        (61 * 24, "2 Monate 1 Tag", "2 months 1 day"),
        (2_132, "2 Monate 29 Tage", "2 months 29 days"),
    ],
)
def test_around_the_clock_a_day_has_24_hours(hours: int, german: str, english: str) -> None:
    told = [each.elapsed(hours * 3_600, "wall") for each in (GERMAN, ENGLISH)]
    assert [each.replace("\u00a0", " ") for each in told] == [german, english]


def test_a_working_day_is_as_long_as_its_calendar_s() -> None:
    assert GERMAN.elapsed(90_000, day=10 * 3_600) == "2\u00a0Werktage\u00a05\u00a0Std."
    assert ENGLISH.elapsed(90_000, day=27_000) == "3\u00a0working\u00a0days\u00a03\u00a0h"
    # half an hour is less than its begun hour, and still no day more
    assert ENGLISH.elapsed(3 * 27_000 - 1, day=27_000) == "3\u00a0working\u00a0days"
    nobody_knows = Formatting("de_DE", "Europe/Berlin")
    assert nobody_knows.elapsed(288_000) == "80\u00a0Std."
    assert nobody_knows.elapsed(288_000, "wall") == "3\u00a0Tage\u00a08\u00a0Std."


def test_what_is_argued_about_is_told_to_the_second_while_it_is_short() -> None:
    assert GERMAN.exactly(3_601) == "1\u00a0Std.\u00a01\u00a0Sek."
    assert GERMAN.exactly(2 * DAY - 1).endswith("59\u00a0Sek.")
    assert GERMAN.exactly(2 * DAY + 1) == "2\u00a0Werktage\u00a01\u00a0Std."
    assert GERMAN.exactly_left(2 * DAY + 1) == "2\u00a0Werktage"
    assert GERMAN.exactly(2 * DAY + 1, "wall").endswith("1\u00a0Sek.")


@pytest.mark.parametrize(
    ("seconds", "german", "english"),
    [
        (0, "0 Sek.", "0 s"),
        (59, "59 Sek.", "59 s"),
        (60, "1 Min.", "1 min"),
        (3_600, "1 Std.", "1 h"),
        (3_601, "1 Std. 1 Sek.", "1 h 1 s"),
        (14_399, "3 Std. 59 Min. 59 Sek.", "3 h 59 min 59 s"),
        (4_000_000, "1.111 Std. 6 Min. 40 Sek.", "1,111 h 6 min 40 s"),
    ],
)
def test_durations_to_the_second(seconds: int, german: str, english: str) -> None:
    assert GERMAN.duration(seconds).replace("\u00a0", " ") == german
    assert ENGLISH.duration(seconds).replace("\u00a0", " ") == english


def test_english_durations_and_numbers() -> None:
    assert ENGLISH.elapsed(5_400) == "1\u00a0h\u00a030\u00a0min"
    assert ENGLISH.number(12_345) == "12,345"
    assert GERMAN.number(12_345) == "12.345"


def test_dates() -> None:
    assert GERMAN.month(date(2026, 3, 1)) == "März 2026"
    assert ENGLISH.month(date(2026, 3, 1)) == "March 2026"
    assert GERMAN.short_month_year(date(2026, 3, 1)) == "März 2026"
    assert ENGLISH.short_month_year(date(2025, 11, 1)) == "Nov 2025"
    assert GERMAN.day(date(2026, 3, 1)) == "1. März 2026"
    assert ENGLISH.day(date(2026, 3, 1)) == "1 Mar 2026"


def test_moments_are_on_the_zone_s_clock_and_say_which() -> None:
    assert GERMAN.moment(INSTANT) == "Fr., 30. Okt., 10:40"
    assert ENGLISH.moment(INSTANT) == "Fri 30 Oct, 10:40"
    assert GERMAN.full_moment(INSTANT) == "Freitag, 30. Oktober 2026, 10:40 MEZ"
    assert ENGLISH.full_moment(INSTANT) == "Friday 30 October 2026, 10:40 CET"
    summer = datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert GERMAN.zone_name(summer) == "MESZ"
    assert Formatting("de_DE", "America/Phoenix").zone_name(summer) == "UTC-07:00"
    assert Formatting("en_GB", "Asia/Kolkata").zone_name(summer) == "UTC+05:30"


def test_moments_to_the_second_are_never_ambiguous() -> None:
    assert GERMAN.exact_moment(INSTANT) == "Fr., 30. Okt. 2026, 10:40:00"
    assert ENGLISH.exact_moment(INSTANT) == "Fri 30 Oct 2026, 10:40:00"
    before, after = (datetime(2026, 10, 25, hour, 30, 5, tzinfo=UTC) for hour in (0, 1))
    assert GERMAN.exact_moment(before) == "So., 25. Okt. 2026, 02:30:05 MESZ"
    assert GERMAN.exact_moment(after) == "So., 25. Okt. 2026, 02:30:05 MEZ"
    assert GERMAN.exact_moment(after + timedelta(hours=1)) == "So., 25. Okt. 2026, 03:30:05"


def test_ago() -> None:
    assert GERMAN.ago(timedelta(minutes=3)) == "vor 3 Minuten"
    assert ENGLISH.ago(timedelta(days=2)) == "2 days ago"
