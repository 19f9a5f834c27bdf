"""A calendar of the policy: when its clock runs."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import holidays as public_holidays
from holidays.registry import COUNTRIES
from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from pipeline.settings.model import Mistake, Settings, part
from pipeline.settings.moments import Day, TimeZone, repeated_days
from pipeline.settings.opening_hours import Interval, Intervals, WeekHours, check_day
from pipeline.settings.wording import MISTAKE, did_you_mean


class CountryHolidays(Settings):
    """All public holidays of a country, and of a part of it; closed all day."""

    country: str = Field(description="write its two letters, e.g. DE")
    subdivision: str | None = None

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str) -> str:
        codes = {names[1]: names for names in COUNTRIES.values()}
        if country in codes:
            return country
        by_name = {name.lower(): code for code, names in codes.items() for name in names[:3]}
        near = by_name.get(country.replace(" ", "").lower())
        remedy = f"did you mean '{near}'?" if near else "write its two letters, e.g. DE"
        raise ValueError(f"{country!r} is not a country with known holidays; {remedy}")

    @field_validator("subdivision")
    @classmethod
    def _known_subdivision(cls, subdivision: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if subdivision is None or country is None:
            return subdivision
        known = public_holidays.country_holidays(country)
        if subdivision in known.subdivisions:
            return subdivision
        aliases = {name.lower(): code for name, code in known.subdivisions_aliases.items()}
        near = aliases.get(subdivision.lower())
        remedy = (
            f"did you mean '{near}'?" if near else did_you_mean(subdivision, known.subdivisions)
        )
        raise ValueError(f"{subdivision!r} is not a part of {country}; {remedy}")


class SpecialDay(Settings):
    """A day with hours of its own; without intervals it is closed all day."""

    date: Day = Field(description="write e.g. 2026-12-24")
    intervals: Annotated[Intervals, Field(alias="hours")] = ()
    name: str | None = None

    @field_validator("intervals")
    @classmethod
    def _no_overlap(cls, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
        check_day(intervals)
        return intervals


def _kind_of_holiday(written: object) -> str | None:
    if isinstance(written, CountryHolidays | SpecialDay):
        return type(written).__name__
    keys = written.keys() if isinstance(written, Mapping) else set()
    if "date" in keys:
        return SpecialDay.__name__
    return CountryHolidays.__name__ if "country" in keys else None


Holiday = Annotated[
    Annotated[CountryHolidays, Tag("CountryHolidays")] | Annotated[SpecialDay, Tag("SpecialDay")],
    Discriminator(
        _kind_of_holiday,
        custom_error_type=MISTAKE,
        custom_error_message="needs a country or a date, e.g. {country: DE} or {date: 2026-12-24}",
    ),
]
"""A country's public holidays, or one day."""


class Calendar(Settings):
    """Open hours in a time zone, and the days that are different."""

    time_zone: TimeZone = Field(description="write an IANA name, e.g. Europe/Berlin")
    day_hours: float = Field(
        gt=0, le=24, description="how many hours one working day counts, e.g. 8"
    )
    hours: WeekHours = Field(description='write e.g. {mon-fri: "09:00-17:00"}')
    holidays: tuple[Holiday, ...] = ()

    @property
    def day_seconds(self) -> int:
        """The seconds of one working day on a business clock."""
        return round(self.day_hours * 3600)

    @field_validator("day_hours")
    @classmethod
    def _whole_minutes(cls, day_hours: float) -> float:
        minutes = day_hours * 60
        if round(minutes) < 1 or abs(minutes - round(minutes)) > 1e-6:
            raise ValueError(f"{day_hours} hours are no whole minutes; write e.g. 7.5 or 7.75")
        return day_hours

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Days named twice."""
        yield from repeated_days(part(data, "holidays"), "date", ("holidays",))
