from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.statistics.shares import Share
from pipeline.wording.formatting import Formatting

GERMAN = Formatting("de_DE", "Europe/Berlin")
ENGLISH = Formatting("en_GB", "Europe/Berlin")
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
        (288_000, "80 Std.", "80 Std."),
        (4_000_000, "1.111 Std. 7 Min.", "1.111 Std. 6 Min."),
    ],
)
def test_durations_are_never_rounded_in_our_favour(
    seconds: int, elapsed: str, remaining: str
) -> None:
    assert GERMAN.elapsed(seconds).replace("\u00a0", " ") == elapsed
    assert GERMAN.remaining(seconds).replace("\u00a0", " ") == remaining


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
