"""Numbers, dates and durations in the reader's language.

Nothing is rounded in our own favour: shares are cut, intervals widened, elapsed times rounded up,
remaining ones down. What is argued about is written to the second.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_timedelta,
    get_timezone_gmt,
    get_timezone_name,
)
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from pipeline.statistics.shares import Share
from pipeline.wording.durations import DAY, FEW_DAYS, Clock, Unit, in_units
from pipeline.wording.languages import PATTERNS, Patterns

LONGEST_ZONE_NAME = 5
RANGE_DASH = "–"
NO_BREAK = "\u00a0"
SIGNED = "+0.0;\u22120.0"


def unbroken(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", NO_BREAK)


@dataclass(frozen=True)
class Formatting:
    """Writes values out, in one language and one time zone."""

    locale: str
    time_zone: str
    working_day_seconds: int | None = None
    """What a working day is in service hours; without it these are never told in days."""

    def number(self, value: float) -> str:
        """A number with its thousands set apart."""
        return _decimal(value, None, self.locale)

    def share(self, share: Share) -> str:
        """A share in per cent, cut to one decimal: what is below a goal never reads like it."""
        if share.part == share.whole:
            return self.percent(1)
        return self.percent(share.cut, "0.0")

    def interval(self, share: Share) -> str:
        """The share's interval in whole per cent, widened."""
        low, high = share.bounds
        return f"{low}{RANGE_DASH}{self.percent(high / 100)}"

    def percent(self, value: float, digits: str = "0.#") -> str:
        """A part of one in per cent, by default with as few digits as it needs."""
        number = _decimal(value * 100, digits, self.locale)
        return f"{number}{_percent_sign(self.locale)}"

    def at_least(self, share: float) -> str:
        """What is wrong, in per cent to one decimal, rounded up: a little never reads like none."""
        return self.percent(math.ceil(round(share * 1000, 9)) / 1000, "0.0")

    def points(self, tenths: int) -> str:
        """Tenths of a percentage point with their sign: +1,2."""
        return _decimal(tenths / 10, SIGNED if tenths else "0.0", self.locale)

    def money(self, amount: float, currency: str | None) -> str:
        """1.000 €, CHF 1,000; cents only where there are any, euros where nothing is said."""
        return format_currency(
            amount,
            currency or "EUR",
            None if amount % 1 else _whole_amounts(self.locale),
            locale=self.locale,
            currency_digits=False,
        )

    def either(self, texts: Iterable[str]) -> str:
        """Kritisch oder Hoch."""
        return format_list(list(texts), style="or", locale=self.locale)

    def elapsed(self, seconds: int, clock: Clock = "business", day: int | None = None) -> str:
        """Time that has passed: 1 Std. 5 Min., 10 Werktage; what has begun is counted in full.

        On the `clock` that counted it; `day` is a working day in seconds, if not the usual one.
        """
        return self._told(seconds, clock, day, is_begun=True)

    def remaining(self, seconds: int, clock: Clock = "business", day: int | None = None) -> str:
        """Time that is left, what has begun not counted."""
        return self._told(seconds, clock, day, is_begun=False)

    def exactly(self, seconds: int, clock: Clock = "business", day: int | None = None) -> str:
        """Time that has passed, to the second as long as it is short: 1 Std. 5 Min. 3 Sek."""
        is_short = self._is_short(seconds, clock, day)
        return self.duration(seconds) if is_short else self.elapsed(seconds, clock, day)

    def exactly_left(self, seconds: int, clock: Clock = "business", day: int | None = None) -> str:
        """Time that is left, to the second as long as it is short."""
        is_short = self._is_short(seconds, clock, day)
        return self.duration(seconds) if is_short else self.remaining(seconds, clock, day)

    def _is_short(self, seconds: int, clock: Clock, day: int | None) -> bool:
        length = DAY if clock == "wall" else day or self.working_day_seconds
        return length is None or seconds < FEW_DAYS * length

    def duration(self, seconds: int) -> str:
        """Time to the second, however long: 3 Std. 59 Min. 59 Sek."""
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        amounts = (hours, minutes, seconds)
        units = (self._patterns.hours, self._patterns.minutes, self._patterns.seconds)
        written = [
            f"{self.number(amount)} {unit}"
            for amount, unit in zip(amounts, units, strict=True)
            if amount
        ]
        return _unbroken(" ".join(written or [f"0 {units[-1]}"]))

    def _told(self, seconds: int, clock: Clock, day: int | None, *, is_begun: bool) -> str:
        amounts = in_units(seconds, clock, day or self.working_day_seconds, is_begun=is_begun)
        return _unbroken(" ".join(self._amount(amount, unit) for amount, unit in amounts))

    def _amount(self, amount: int, unit: Unit) -> str:
        match unit:
            case "hour":
                return f"{self.number(amount)} {self._patterns.hours}"
            case "minute":
                return f"{self.number(amount)} {self._patterns.minutes}"
            case "working_day":
                number = str(Locale.parse(self.locale).plural_form(amount))
                return f"{self.number(amount)} {self._patterns.working_days[number]}"
            case _:
                return format_unit(amount, f"duration-{unit}", locale=self.locale)

    def month(self, month: date) -> str:
        """Oktober 2026."""
        return _date(month, self._patterns.month, self.locale)

    def short_month(self, month: date) -> str:
        """Okt."""
        return _date(month, self._patterns.short_month, self.locale)

    def short_month_year(self, month: date) -> str:
        """Okt. 2026."""
        return _date(month, self._patterns.short_month_year, self.locale)

    def short_day(self, day: date) -> str:
        """Fr., 30. Okt."""
        return _date(day, self._patterns.short_day, self.locale)

    def day(self, day: date) -> str:
        """30. Okt. 2026."""
        return _date(day, self._patterns.day, self.locale)

    def day_of(self, instant: datetime) -> str:
        """16. Okt. 2026, on the clock of the time zone."""
        return self.day(instant.astimezone(ZoneInfo(self.time_zone)).date())

    def time_of(self, instant: datetime) -> str:
        """10:40, on the clock of the time zone."""
        return format_datetime(instant, "HH:mm", ZoneInfo(self.time_zone), self.locale)

    def moment(self, instant: datetime) -> str:
        """Fr., 30. Okt., 10:40, on the clock of the time zone."""
        return format_datetime(
            instant, self._patterns.moment, ZoneInfo(self.time_zone), self.locale
        )

    def full_moment(self, instant: datetime) -> str:
        """Freitag, 30. Oktober 2026, 10:40 MEZ."""
        zone = ZoneInfo(self.time_zone)
        written = format_datetime(instant, self._patterns.full_moment, zone, self.locale)
        return f"{written} {self.zone_name(instant)}"

    def exact_moment(self, instant: datetime) -> str:
        """Fr., 30. Okt. 2026, 10:40:05; with the clock's name where that time comes twice."""
        zone = ZoneInfo(self.time_zone)
        written = format_datetime(instant, self._patterns.exact_moment, zone, self.locale)
        local = instant.astimezone(zone)
        is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return f"{written} {self.zone_name(instant)}" if is_twice else written

    def zone_name(self, instant: datetime) -> str:
        """What the clock is called at an instant (MEZ, CEST), else its offset (UTC-07:00)."""
        local = instant.astimezone(ZoneInfo(self.time_zone))
        name = get_timezone_name(local, width="short", locale=self.locale)
        if name.isalpha() and len(name) <= LONGEST_ZONE_NAME:
            return name
        return f"UTC{get_timezone_gmt(local, width='iso8601', locale='en')}"

    def ago(self, passed: timedelta) -> str:
        """vor 3 Wochen."""
        return format_timedelta(-passed, add_direction=True, locale=self.locale)

    @property
    def _patterns(self) -> Patterns:
        return PATTERNS[self.locale]


def _unbroken(text: str) -> str:
    return text.replace(" ", NO_BREAK)


@lru_cache
def _whole_amounts(locale: str) -> str:
    pattern: str = Locale.parse(locale).currency_formats["standard"].pattern
    return pattern.replace(".00", "")


@lru_cache
def _percent_sign(locale: str) -> str:
    """The sign, behind the space that the language puts before it."""
    return str(Locale.parse(locale).percent_formats[None].suffix[0])


# tables write the same few thousand values over and over, and Babel takes its time


@lru_cache(maxsize=10_000)
def _decimal(value: float, digits: str | None, locale: str) -> str:
    return format_decimal(value + 0, format=digits, locale=locale)  # of 0 and -0 one is kept


@lru_cache(maxsize=10_000)
def _date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale)
