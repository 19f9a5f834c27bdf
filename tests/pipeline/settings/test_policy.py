"""Mistakes are made in the template itself: `old` becomes `new`, and `§` in `new` marks the line
at which the mistake must be found (without it, the line of `old`)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.policy import (
    Amount,
    Calendar,
    CountryHolidays,
    Interval,
    Names,
    Override,
    Policy,
    PolicyVersion,
    Severity,
    SpecialDay,
    Targets,
    load_policy,
)

TEMPLATE = Path(__file__).parents[3] / "pipeline" / "template" / "policy.yml"
TEXT = TEMPLATE.read_text(encoding="utf-8")

ZONE = "time_zone: Europe/Berlin "
HOURS = 'mon-fri: "09:00-17:00"\n'
HOURS_BLOCK = TEXT[TEXT.index("    hours:  ") : TEXT.index("    holidays: []")]
HOLIDAYS = "holidays: []"
SEVERITY_3 = "3: {first_response: 2 hours, follow_up: 2 working days}"
STRICT = "strict: {1: wall, 2: wall, 3: wall, 4: wall, 5: wall}"
CUSTOMERS = "customers: {}\n"
BY_THE_WALL = "by_the_wall: {4: 24 hours, 5: 24 hours}"
OLD_THREAD = "old_thread_days: 7"
CALENDAR = "calendars.dedicated_support"


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} must be in the template once"
        text = text.replace(old, new)
    return text


def loaded(folder: Path, *changes: tuple[str, str]) -> Policy:
    path = folder / "policy.yml"
    path.write_text(changed(*changes), encoding="utf-8")
    return load_policy(path)


def mistakes_in(folder: Path, text: str) -> list[str]:
    path = folder / "policy.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_policy(path)
    return str(caught.value).splitlines()


def test_the_template_is_the_promise_of_the_contract() -> None:
    policy = load_policy(TEMPLATE)

    def amounts(metric: str) -> list[str]:
        return [str(getattr(targets, metric)) for targets in policy.policies[0].targets.values()]

    assert amounts("first_response") == [
        "1 hour",
        "1 hour",
        "2 hours",
        "1 working day",
        "1 working day",
    ]
    assert amounts("follow_up") == ["4 hours", "4 hours", "2 working days", "None", "None"]
    assert policy.goal == 0.95
    assert policy.policies[0].pause_statuses == ()
    assert policy.readings == {
        "default": {},
        "literal": {1: "wall_from_opening", 2: "wall_from_opening"},
        "strict": dict.fromkeys(range(1, 6), "wall"),
    }
    assert policy.customers == {}
    calendar = policy.calendars["dedicated_support"]
    assert calendar == Calendar(
        time_zone="Europe/Berlin",
        day_hours=8,
        hours={day: (Interval(540, 1020),) for day in range(5)},
    )
    assert calendar.day_seconds == 8 * 3600
    assert [(words.name.de, words.name.en) for words in policy.severities.values()] == [
        ("Kritisch", "Critical"),
        ("Hoch", "High"),
        ("Standard", "Standard"),
        ("Bugfix", "Bug fix"),
        ("Anfrage", "Request"),
    ]
    definition = policy.severities[1].definition.de
    assert definition == (
        "Der Dienst ist offline oder nicht erreichbar. Die Situation stoppt den Geschäftsbetrieb "
        "des Kunden und es besteht keine verfahrensmäßige Umgehungslösung."
    )


def test_the_example_overrides_in_comments_hold_when_uncommented(tmp_path: Path) -> None:
    head, example = TEXT.split("customers: {}\n")
    text = head + "".join(line.removeprefix("# ") for line in example.splitlines(keepends=True))
    (tmp_path / "policy.yml").write_text(text, encoding="utf-8")
    assert load_policy(tmp_path / "policy.yml").customers == {
        "K-1007": (
            Override(
                valid_from=date(2026, 1, 1),
                pause_statuses=("on_hold",),
                targets={3: {"first_response": Amount(1, "hour")}},
            ),
        )
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # amounts
        (
            SEVERITY_3,
            "3: {first_response: 2 hour sharp}",
            "policies[0].targets.3.first_response: '2 hour sharp' is not an amount; "
            "write e.g. '2 hours' or '1 working day'",
        ),
        (
            SEVERITY_3,
            "3: {first_response: 2}",
            "policies[0].targets.3.first_response: '2' is not an amount; "
            "write e.g. '2 hours' or '1 working day'",
        ),
        (
            SEVERITY_3,
            "3: {first_response: [2 hours]}",
            "policies[0].targets.3.first_response: must be text, not a list or a block",
        ),
        (
            SEVERITY_3,
            "3: {resolution: 2 hours}",
            "policies[0].targets.3.resolution: unknown key; known here: first_response, follow_up",
        ),
        (
            SEVERITY_3,
            "3: {first_respons: 2 hours}",
            "policies[0].targets.3.first_respons: unknown key; did you mean 'first_response'?",
        ),
        (
            SEVERITY_3,
            "3: 2 hours",
            "policies[0].targets.3: must be a block of 'key: value' lines",
        ),
        (
            SEVERITY_3,
            SEVERITY_3 + "\n      §3: {}",
            "policies[0].targets.3: is already in line {old}; keep one of them",
        ),
        # severities
        (
            "  5:\n    name",
            "  §0:\n    name",
            "severities.0: '0' is not a severity; write its number, 1 for the most urgent",
        ),
        (
            "  5:\n    name: {de: Anfrage, en: Request}",
            "  5:\n§    name: {de: Anfrage}",
            "severities.5.name.en: is missing; write the English text",
        ),
        (
            "name: {de: Hoch, en: High}",
            "name: Hoch",
            "severities.2.name: must be a block of 'key: value' lines",
        ),
        (
            "name: {de: Hoch, en: High}",
            "name: {de: '', en: High}",
            "severities.2.name.de: is empty",
        ),
        # the goal
        ("goal: 0.95", "goal: 95", "goal: 95 is more than everything; write 0.95 for 95 %"),
        ("goal: 0.95", "goal: 95%", "goal: 95% is more than everything; write 0.95 for 95 %"),
        ("goal: 0.95", "goal: 0,95", "goal: '0,95' is not a share; write e.g. 0.95 for 95 %"),
        ("goal: 0.95", "goal: 0", "goal: '0' is not a share; write e.g. 0.95 for 95 %"),
        ("goal: 0.95", "goal: nan", "goal: 'nan' is not a share; write e.g. 0.95 for 95 %"),
        ("goal: 0.95", "goal: high", "goal: 'high' is not a number; write e.g. 0.95 for 95 %"),
        ("goal: 0.95", "goal:", "goal: is empty"),
        ("goal: 0.95", "gaol: 0.95", "gaol: unknown key; did you mean 'goal'?"),
        # calendars
        (
            ZONE,
            "time_zone: Berlin ",
            f"{CALENDAR}.time_zone: 'Berlin' is not an IANA time zone; "
            "did you mean 'Europe/Berlin'?",
        ),
        (
            ZONE,
            "timezone: Europe/Berlin ",
            f"{CALENDAR}.timezone: unknown key; did you mean 'time_zone'?",
        ),
        ("day_hours: 8 ", "day_hours: 8h ", f"{CALENDAR}.day_hours: '8h' is not a number"),
        (
            "day_hours: 8 ",
            "day_hours: 0 ",
            f"{CALENDAR}.day_hours: 0 is too small; write more than 0.0",
        ),
        (
            "day_hours: 8 ",
            "day_hours: 25 ",
            f"{CALENDAR}.day_hours: 25 is too large; write at most 24.0",
        ),
        (
            "day_hours: 8 ",
            "day_hours: 7.33 ",
            f"{CALENDAR}.day_hours: 7.33 hours are no whole minutes; write e.g. 7.5 or 7.75",
        ),
        (
            HOURS,
            'mon-fri: "9-17"\n',
            f"{CALENDAR}.hours.mon-fri: '9-17' is not a span of hours; "
            'write opening and closing time, e.g. "09:00-17:00"',
        ),
        (
            HOURS,
            "mon-fri: 22:00\n",
            f"{CALENDAR}.hours.mon-fri: '22:00' is not a span of hours; "
            'write opening and closing time, e.g. "09:00-17:00"',
        ),
        (
            HOURS,
            "mon-fri: [09:00-12:00, noon]\n",
            f"{CALENDAR}.hours.mon-fri[1]: 'noon' is not a span of hours; "
            'write opening and closing time, e.g. "09:00-17:00"',
        ),
        (
            HOURS,
            "Mo-Fr: 09:00-17:00\n",
            f"{CALENDAR}.hours.Mo-Fr: 'Mo-Fr' is not a weekday; "
            "write one of mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri",
        ),
        (
            HOURS_BLOCK,
            "    hours: {mon-tue: 09:00-17:00, tue-wed: 09:00-17:00}\n",
            f"{CALENDAR}.hours: tue is named twice, in 'mon-tue' and 'tue-wed'",
        ),
        (
            HOURS_BLOCK,
            "    hours: {mon: 09:00-17:00, MON: 18:00-19:00}\n",
            f"{CALENDAR}.hours: mon is named twice, in 'mon' and 'MON'",
        ),
        (
            HOURS_BLOCK,
            "    hours: {sun: 22:00-06:00, mon: 05:00-07:00}\n",
            f"{CALENDAR}.hours: sun 22:00-06:00 and mon 05:00-07:00 overlap",
        ),
        (
            HOURS_BLOCK,
            "    hours: {mon: []}\n",
            f"{CALENDAR}.hours: has no open hour in the whole week, so a clock would never run",
        ),
        (
            HOURS_BLOCK,
            "    hours:\n",
            f'{CALENDAR}.hours: is empty; write e.g. {{mon-fri: "09:00-17:00"}}',
        ),
        # holidays
        (
            HOLIDAYS,
            "holidays: [{country: Germany}]",
            f"{CALENDAR}.holidays[0].country: 'Germany' is not a country with known holidays; "
            "did you mean 'DE'?",
        ),
        (
            HOLIDAYS,
            "holidays: [{country: XX}]",
            f"{CALENDAR}.holidays[0].country: 'XX' is not a country with known holidays; "
            "write its two letters, e.g. DE",
        ),
        (
            HOLIDAYS,
            "holidays: [{country: DE, subdivision: Berlin}]",
            f"{CALENDAR}.holidays[0].subdivision: 'Berlin' is not a part of DE; did you mean 'BE'?",
        ),
        (
            HOLIDAYS,
            "holidays: [{country: DE, subdivisions: BE}]",
            f"{CALENDAR}.holidays[0].subdivisions: unknown key; did you mean 'subdivision'?",
        ),
        (
            HOLIDAYS,
            "holidays: [DE]",
            f"{CALENDAR}.holidays[0]: needs a country or a date, "
            "e.g. {country: DE} or {date: 2026-12-24}",
        ),
        (
            HOLIDAYS,
            "holidays: DE",
            f"{CALENDAR}.holidays: must be a list, e.g. [a, b]",
        ),
        (
            HOLIDAYS,
            "holidays:\n      - {date: 2026-12-25}\n§      - {date: 2026-12-32}",
            f"{CALENDAR}.holidays[1].date: '2026-12-32' is not a day of the calendar",
        ),
        (
            HOLIDAYS,
            "holidays:\n      - {date: 2026-12-25}\n§      - {date: 25.12.2026}",
            f"{CALENDAR}.holidays[1].date: 2026-12-25 is in holidays[0] already; keep one of them",
        ),
        (
            HOLIDAYS,
            "holidays: [{date: 2026-12-24, hours: [09:00-12:00, 11:00-13:00]}]",
            f"{CALENDAR}.holidays[0].hours: 09:00-12:00 and 11:00-13:00 overlap",
        ),
        # versions
        (
            "calendar: dedicated_support",
            "calendar: dedicated",
            "policies[0].calendar: 'dedicated' is not one of the calendars; "
            "did you mean 'dedicated_support'?",
        ),
        (
            "  - valid_from: 2020-01-01\n    calendar",
            "  - calendar",
            "policies[0].valid_from: is missing; write the first day, e.g. 2020-01-01",
        ),
        (
            "valid_from: 2020-01-01",
            "valid_from: 2020",
            "policies[0].valid_from: '2020' is not a date; write e.g. 2026-12-24 or 24.12.2026",
        ),
        (
            "pause_statuses: []",
            "pause_statuses: [onhold]",
            "policies[0].pause_statuses[0]: 'onhold' is not known; "
            "write 'open', 'waiting_customer', 'on_hold', 'resolved' or 'deleted'",
        ),
        (
            "pause_statuses: []",
            "pause_statuses: on_hold",
            "policies[0].pause_statuses: must be a list, e.g. [a, b]",
        ),
        (
            "\n# Channels",
            "\n§  - {valid_from: 2020-01-01, calendar: dedicated_support, targets: {}}\n# Channels",
            "policies[1].valid_from: 2020-01-01 is in policies[0] already; keep one of them",
        ),
        # beside the targets
        (
            BY_THE_WALL,
            "by_the_wall: {4: 24h}",
            "policies[0].by_the_wall.4: '24h' is not an amount; "
            "write e.g. '2 hours' or '1 working day'",
        ),
        (
            BY_THE_WALL,
            "by_the_wall: {6: 24 hours}",
            "policies[0].by_the_wall.6: 6 is not one of the severities of policy.yml "
            "(1, 2, 3, 4, 5); name it there first",
        ),
        (
            BY_THE_WALL,
            "by_the_wall:",
            "policies[0].by_the_wall: is empty; write e.g. {4: 24 hours, 5: null}, "
            "or leave the key out",
        ),
        (
            OLD_THREAD,
            "old_thread_days: 0",
            "old_thread_days: '0' is not a number of days; write e.g. 7, or null for never",
        ),
        (
            OLD_THREAD,
            "old_thread_days: a week",
            "old_thread_days: 'a week' is not a number of days; write e.g. 7, or null for never",
        ),
        # readings
        (
            STRICT,
            "strict: {1: walls}",
            "readings.strict.1: 'walls' is not known; "
            "write 'business', 'wall' or 'wall_from_opening'",
        ),
        (
            STRICT,
            "strict: {0: wall}",
            "readings.strict.0: '0' is not a severity; write its number, 1 for the most urgent",
        ),
        (
            STRICT,
            "strict: {06: wall, 6: wall}",
            "readings.strict.6: 6 is not one of the severities of policy.yml (1, 2, 3, 4, 5); "
            "name it there first",
        ),
        # customers
        (
            CUSTOMERS,
            "customers: {K-1: [{valid_from: 2026-01-01, calendar: nights}]}\n",
            "customers.K-1[0].calendar: 'nights' is not one of the calendars; "
            "known here: dedicated_support",
        ),
        (
            CUSTOMERS,
            "customers: {K-1: [{valid_from: 2026-01-01, targets: {3: {resolution: 1 hour}}}]}\n",
            "customers.K-1[0].targets.3.resolution: 'resolution' is not known; "
            "write 'first_response' or 'follow_up'",
        ),
        (
            CUSTOMERS,
            "customers: {K-1: [{valid_from: 2026-01-01, targets: {3: null}, "
            "pause_statuses: null}]}\n",
            "customers.K-1[0].pause_statuses: is empty; write [] for no pauses at all, "
            "or leave the key out to change nothing",
        ),
        (
            CUSTOMERS,
            "customers: {K-1: {valid_from: 2026-01-01, targets: {3: null}}}\n",
            "customers.K-1: must be a list, e.g. [a, b]",
        ),
        (
            CUSTOMERS,
            "customers: {K-1: }\n",
            "customers.K-1: is empty",
        ),
        (
            CUSTOMERS,
            "customers: {K-1: []}\n",
            "customers.K-1: has no override; "
            "remove the line, or write '- {valid_from: …, …}' below it",
        ),
        (
            CUSTOMERS,
            "customers: {'': [{valid_from: 2026-01-01, targets: {3: null}}]}\n",
            "customers.: names no customer; write a customer_id of the register",
        ),
        (
            CUSTOMERS,
            "customers:\n  K-1:\n    - {valid_from: 2026-01-01, targets: {3: null}}\n"
            "§    - {valid_from: 2026-01-01, targets: {4: null}}\n",
            "customers.K-1[1].valid_from: 2026-01-01 is in K-1[0] already; keep one of them",
        ),
    ],
)
def test_a_mistake_is_told_with_line_key_and_remedy(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    marked = changed((old, new if "§" in new else f"§{new}"))
    line = marked.count("\n", 0, marked.index("§")) + 1
    expected = f"policy.yml, line {line}: {message.replace('{old}', str(line - 1))}"
    assert expected in mistakes_in(tmp_path, marked.replace("§", ""))


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("severities", "severities: is missing; write name and definition of each, e.g. of 1 to 5"),
        ("calendars", "calendars: is missing; write at least one, with its open hours"),
        ("policies", "policies: is missing; write at least one version, with its targets"),
        (
            "readings",
            "readings: is missing; write at least default, literal and strict, "
            "with clocks by severity",
        ),
    ],
)
def test_a_block_that_is_missing(tmp_path: Path, block: str, message: str) -> None:
    text = changed((f"\n{block}:", f"\nx-{block}:"))
    assert f"policy.yml, line 1: {message}" in mistakes_in(tmp_path, text)


def test_a_reading_that_is_missing(tmp_path: Path) -> None:
    text = TEXT.replace(STRICT, "")
    line = text[: text.index("\nreadings:")].count("\n") + 2
    assert mistakes_in(tmp_path, text) == [
        f"policy.yml, line {line}: readings: strict is missing; "
        "all of default, literal and strict are needed",
    ]


def test_no_severity_at_all(tmp_path: Path) -> None:
    start, end = TEXT.index("\nseverities:"), TEXT.index("# When the clock runs")
    text = f"{TEXT[:start]}\nseverities: {{}}\n{TEXT[end:]}"
    line = text[: text.index("\nseverities:")].count("\n") + 2
    assert mistakes_in(tmp_path, text)[0] == (
        f"policy.yml, line {line}: severities: is empty; write name and definition of at least one"
    )


def test_what_names_a_severity_that_was_removed_is_told(tmp_path: Path) -> None:
    start = TEXT.index("  4:\n    name")
    text = TEXT[:start] + TEXT[TEXT.index("# When the clock runs") :]
    told = [words.partition(": ")[2] for words in mistakes_in(tmp_path, text)]
    assert told == [
        f"{place}.{level}: {level} is not one of the severities of policy.yml (1, 2, 3); "
        "name it there first"
        for place in ("policies[0].targets", "policies[0].by_the_wall", "readings.strict")
        for level in (4, 5)
    ]


@pytest.mark.parametrize(
    ("key", "empty", "message"),
    [
        ("policies", "[]", "policies: is empty; write at least one"),
        ("calendars", "{}", "policies[0].calendar: 'dedicated_support' is not one of the"),
    ],
)
def test_a_block_that_is_empty(tmp_path: Path, key: str, empty: str, message: str) -> None:
    start = TEXT.index(f"\n{key}:") + 1
    end = TEXT.index("\n#", TEXT.index("\n\n", start))
    told = mistakes_in(tmp_path, f"{TEXT[:start]}{key}: {empty}\n{TEXT[end:]}")
    assert len(told) == 1
    assert message in told[0]


def test_an_empty_file(tmp_path: Path) -> None:
    assert len(mistakes_in(tmp_path, "")) == 4


def test_all_mistakes_are_told_at_once_in_order_of_lines(tmp_path: Path) -> None:
    told = mistakes_in(
        tmp_path,
        changed(
            ("goal: 0.95", "goal: 95"),
            (ZONE, "time_zone: Berlin "),
            ("calendar: dedicated_support", "calendar: dedicated"),
            (SEVERITY_3, "3: {first_response: soon, follow_up: later}"),
            (STRICT, "strict: {6: wall, 1: brick}"),
            (CUSTOMERS, "customers: {K-1: [{valid_from: 2026-01-01, calendar: nights}]}\n"),
        ),
    )
    assert [words.split(": ")[1] for words in told] == [
        "goal",
        f"{CALENDAR}.time_zone",
        "policies[0].calendar",
        "policies[0].targets.3.first_response",
        "policies[0].targets.3.follow_up",
        "readings.strict.1",
        "readings.strict.6",
        "customers.K-1[0].calendar",
    ]


def test_an_override_that_names_only_its_day_ends_the_one_before(tmp_path: Path) -> None:
    overrides = "customers:\n  K-1: [{valid_from: 2026-01-01}]\n"
    (tmp_path / "policy.yml").write_text(changed((CUSTOMERS, overrides)), encoding="utf-8")
    (override,) = load_policy(tmp_path / "policy.yml").customers["K-1"]
    assert (override.calendar, override.pause_statuses, override.targets) == (None, None, {})


def test_times_by_the_wall_and_days_of_old_threads(tmp_path: Path) -> None:
    usual = loaded(tmp_path)
    assert usual.policies[0].by_the_wall == {4: Amount(24, "hour"), 5: Amount(24, "hour")}
    assert usual.old_thread_days == 7

    silent = loaded(tmp_path, (f"    {BY_THE_WALL}\n", ""), (f"{OLD_THREAD}\n", ""))
    assert silent.policies[0].by_the_wall == {}
    assert silent.old_thread_days == 7

    own = loaded(
        tmp_path,
        (BY_THE_WALL, "by_the_wall: {4: null, 3: 90 minutes}"),
        (OLD_THREAD, "old_thread_days: null"),
    )
    assert own.policies[0].by_the_wall == {4: None, 3: Amount(90, "minute")}
    assert own.old_thread_days is None


def test_versions_and_overrides_ascend(tmp_path: Path) -> None:
    older = "policies:\n  - {valid_from: 2030-01-01, calendar: dedicated_support, targets: {}}"
    overrides = (
        "customers:\n  0071:\n    - {valid_from: 2027-01-01, calendar: dedicated_support}\n"
        "    - {valid_from: 2026-01-01, calendar: dedicated_support}\n"
    )
    policy = loaded(tmp_path, ("policies:", older), (CUSTOMERS, overrides))
    assert [version.valid_from.year for version in policy.policies] == [2020, 2030]
    assert [override.valid_from.year for override in policy.customers["0071"]] == [2026, 2027]


def test_null_removes_targets_and_what_is_not_named_stays(tmp_path: Path) -> None:
    override = (
        "customers:\n  K-1:\n    - {valid_from: 2026-01-01, "
        "targets: {1: null, 2: {follow_up: null}, 3: {first_response: 1 hour}}}\n"
    )
    policy = loaded(tmp_path, (CUSTOMERS, override), (SEVERITY_3, "3: null"))
    (override_1,) = policy.customers["K-1"]
    assert override_1.targets == {
        1: {"first_response": None, "follow_up": None},
        2: {"follow_up": None},
        3: {"first_response": Amount(1, "hour")},
    }
    assert override_1.calendar is None
    assert override_1.pause_statuses is None
    assert policy.policies[0].targets[3] == Targets()


def test_hours_and_holidays_of_every_notation(tmp_path: Path) -> None:
    hours = (
        '    hours: {fri-mon: ["14:00-18:00", 09:00-12:00], tue: 22:00-24:00, wed: "00:00-24:00"}\n'
    )
    holidays = (
        "holidays: [{country: NO}, {country: DE, subdivision: BE}, {date: 2026-12-31}, "
        '{date: 2026-12-24, hours: "09:00-12:00", name: Heiligabend}, '
        "{date: 2027-01-01, hours: [10:00-11:00, 22:00-06:00]}]"
    )
    calendar = loaded(tmp_path, (HOURS_BLOCK, hours), (HOLIDAYS, holidays)).calendars[
        "dedicated_support"
    ]
    split = (Interval(540, 720), Interval(840, 1080))
    assert calendar.hours == {
        **dict.fromkeys((4, 5, 6, 0), split),
        1: (Interval(1320, 1440),),
        2: (Interval(0, 1440),),
    }
    assert calendar.holidays == (
        CountryHolidays(country="NO"),
        CountryHolidays(country="DE", subdivision="BE"),
        SpecialDay(date=date(2026, 12, 31)),
        SpecialDay(date=date(2026, 12, 24), intervals=(Interval(540, 720),), name="Heiligabend"),
        SpecialDay(date=date(2027, 1, 1), intervals=(Interval(600, 660), Interval(1320, 1800))),
    )


@pytest.mark.parametrize("day_hours", [7.6, 7.7, 8.2, 7.75])
def test_a_working_day_loses_no_second_to_floating_point(day_hours: float) -> None:
    calendar = Calendar(time_zone="UTC", day_hours=day_hours, hours={0: (Interval(0, 60),)})
    assert calendar.day_seconds == Decimal(str(day_hours)) * 3600


def test_a_policy_can_be_made_in_python() -> None:
    names = Names(de="x", en="x")
    policy = Policy(
        severities={level: Severity(name=names, definition=names) for level in range(1, 6)},
        calendars={"c": Calendar(time_zone="UTC", day_hours=8, hours={0: (Interval(0, 60),)})},
        policies=(PolicyVersion(valid_from=date(2020, 1, 1), calendar="c", targets={}),),
        readings={"default": {}, "literal": {}, "strict": {1: "wall"}},
    )
    assert policy.goal == 0.95
    with pytest.raises(ValueError, match="'d' is not one of the calendars"):
        Policy(
            **{
                **dict(policy),
                "policies": (PolicyVersion(valid_from=date(2020, 1, 1), calendar="d", targets={}),),
            }
        )
