"""What is promised to whom and when: base and overrides, against choosing them one by one."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.promise.calendars import local_midnight
from pipeline.promise.effective_policy import (
    EffectivePolicy,
    default_calendar,
    effective_policies,
    longest_target_seconds,
    seconds,
)
from pipeline.settings.amounts import parse_amount
from pipeline.settings.policy import Calendar, Metric, Override, Policy, PolicyVersion, Severity

METRICS: tuple[Metric, ...] = get_args(Metric)
SECOND = timedelta(seconds=1)
NAMES = {"de": "…", "en": "…"}
CALENDARS = {
    name: Calendar.model_validate(
        {"time_zone": zone, "day_hours": day_hours, "hours": {"mon-fri": "09:00-17:00"}}
    )
    for name, zone, day_hours in (
        ("dedicated_support", "Europe/Berlin", 8),
        ("east", "Asia/Kolkata", 7.5),
        ("west", "America/Havana", 10),
    )
}


def policy(versions: list[dict[str, Any]], **customers: list[dict[str, Any]]) -> Policy:
    """A policy of these versions and overrides; the first calendar where none is named."""
    severity = Severity.model_validate({"name": NAMES, "definition": NAMES})
    return Policy(
        severities=dict.fromkeys(range(1, 6), severity),
        calendars=CALENDARS,
        policies=tuple(
            PolicyVersion.model_validate({"calendar": "dedicated_support", "targets": {}} | version)
            for version in versions
        ),
        readings={"default": {}, "literal": {}, "strict": {}},
        customers={
            customer: tuple(Override.model_validate(override) for override in overrides)
            for customer, overrides in customers.items()
        },
    )


def versions_of(policy: Policy, owner: str) -> list[EffectivePolicy]:
    return [version for version in effective_policies(policy) if version.owner == owner]


def in_force(policy: Policy, owner: str, at: datetime) -> EffectivePolicy:
    """The one version that holds an instant."""
    [held] = [
        version
        for version in versions_of(policy, owner)
        if (version.started_at is None or version.started_at <= at)
        and (version.ended_at is None or at < version.ended_at)
    ]
    return held


def told(version: EffectivePolicy, severity: int = 3) -> tuple[str | None, str | None]:
    """The targets of a severity as the policy writes them."""
    first, follow_up = (version.amount(severity, metric) for metric in METRICS)
    return str(first) if first else None, str(follow_up) if follow_up else None


def day(text: str) -> datetime:
    """Noon of a day, far from any zone's midnight."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=UTC)


BASE = {
    "valid_from": date(2020, 1, 1),
    "pause_statuses": ["on_hold"],
    "targets": {
        3: {"first_response": "2 hours", "follow_up": "2 working days"},
        4: {"first_response": "1 working day"},
    },
}
NEWER = {
    "valid_from": date(2025, 1, 1),
    "calendar": "east",
    "targets": {3: {"first_response": "1 hour", "follow_up": "1 working day"}},
}


def test_everybody_has_the_base_in_versions_that_follow_each_other() -> None:
    before, base, newer = effective_policies(policy([BASE, NEWER]))

    assert (before.owner, before.started_at, before.version_id) == ("*", None, "*:none")
    assert base.started_at == before.ended_at == datetime(2019, 12, 31, 23, tzinfo=UTC)  # Berlin
    assert newer.started_at == base.ended_at == datetime(2024, 12, 31, 18, 30, tzinfo=UTC)  # India
    assert newer.ended_at is None
    assert (base.version_id, newer.version_id) == ("*:2020-01-01", "*:2025-01-01")
    assert [told(version) for version in (before, base, newer)] == [
        (None, None),
        ("2 hours", "2 working days"),
        ("1 hour", "1 working day"),
    ]
    assert [version.calendar_id for version in (before, base, newer)] == [
        "dedicated_support",
        "dedicated_support",
        "east",
    ]
    assert [version.pause_statuses for version in (before, base, newer)] == [(), ("on_hold",), ()]


def test_an_override_replaces_only_what_it_names_whatever_the_base_has_become() -> None:
    override = {"valid_from": date(2022, 1, 1), "targets": {3: {"follow_up": "30 minutes"}}}
    versions = versions_of(policy([BASE, NEWER], **{"K-1": [override]}), "K-1")

    assert [version.version_id for version in versions] == [
        "K-1:none",
        "K-1:2020-01-01",
        "K-1:2020-01-01+2022-01-01",
        "K-1:2025-01-01+2022-01-01",
    ]
    assert [told(version) for version in versions[1:]] == [
        ("2 hours", "2 working days"),
        ("2 hours", "30 minutes"),
        ("1 hour", "30 minutes"),
    ]
    assert [told(version, severity=4) for version in versions[1:]] == [
        ("1 working day", None),
        ("1 working day", None),
        (None, None),
    ]
    assert [version.calendar_id for version in versions[2:]] == ["dedicated_support", "east"]
    assert [version.pause_statuses for version in versions[2:]] == [("on_hold",), ()]


def test_null_removes_a_target_or_both_and_an_empty_list_removes_the_pauses() -> None:
    overrides = [
        {"valid_from": date(2022, 1, 1), "targets": {3: {"first_response": None}}},
        {"valid_from": date(2023, 1, 1), "targets": {3: None}, "pause_statuses": []},
        {"valid_from": date(2024, 1, 1), "calendar": "west"},
    ]
    written = policy([BASE], **{"K-1": overrides})

    first, second, third = (
        in_force(written, "K-1", day(f"{year}-06-01")) for year in (2022, 2023, 2024)
    )

    assert (told(first), first.pause_statuses) == ((None, "2 working days"), ("on_hold",))
    assert (told(second), second.pause_statuses) == ((None, None), ())
    # an override does not build on the one before it
    assert (told(third), third.pause_statuses) == (("2 hours", "2 working days"), ("on_hold",))
    assert (second.calendar_id, third.calendar_id) == ("dedicated_support", "west")


def test_an_override_may_add_a_target_that_the_base_does_not_have() -> None:
    override = {
        "valid_from": date(2022, 1, 1),
        "targets": {4: {"follow_up": "3 hours"}, 5: {"first_response": "1 hour"}},
    }
    own = in_force(policy([BASE], **{"K-1": [override]}), "K-1", day("2022-06-01"))

    assert told(own, severity=4) == ("1 working day", "3 hours")
    assert told(own, severity=5) == ("1 hour", None)
    assert told(own) == ("2 hours", "2 working days")


def test_an_override_begins_at_midnight_of_its_own_calendar_else_of_that_of_the_base() -> None:
    written = policy(
        [BASE, NEWER],
        own=[{"valid_from": date(2022, 1, 1), "calendar": "west"}],
        base=[{"valid_from": date(2022, 1, 1)}],
        newer=[{"valid_from": date(2025, 6, 1)}],
        early=[{"valid_from": date(2019, 6, 1)}],
    )
    starts = {
        owner: versions_of(written, owner)[place].started_at
        for owner, place in (("own", 2), ("base", 2), ("newer", 3), ("early", 1))
    }

    assert starts == {
        "own": datetime(2022, 1, 1, 5, tzinfo=UTC),
        "base": datetime(2021, 12, 31, 23, tzinfo=UTC),
        "newer": datetime(2025, 5, 31, 18, 30, tzinfo=UTC),
        "early": datetime(
            2019, 12, 31, 23, tzinfo=UTC
        ),  # with the base: nothing to override before
    }


def test_before_the_first_version_there_is_nothing_to_override() -> None:
    override = {
        "valid_from": date(2019, 6, 1),
        "calendar": "west",
        "pause_statuses": ["resolved"],
        "targets": {3: {"first_response": "1 second"}},
    }
    written = policy([BASE], **{"K-1": [override]})

    early, later = (in_force(written, "K-1", day(text)) for text in ("2019-12-01", "2020-02-01"))

    assert (early.base, early.override, early.calendar_id) == (None, None, "dedicated_support")
    assert (told(early), early.pause_statuses) == ((None, None), ())
    assert (told(later), later.pause_statuses) == (("1 second", "2 working days"), ("resolved",))
    assert later.calendar_id == "west"


def test_the_default_calendar_is_dedicated_support_else_the_first() -> None:
    written = policy([BASE])
    names = ("west", "east", "dedicated_support")

    for calendars, expected in ((names, "dedicated_support"), (names[:2], "west")):
        update = {"calendars": {name: CALENDARS[name] for name in calendars}}
        assert default_calendar(written.model_copy(update=update)) == expected


def test_amounts_in_seconds() -> None:
    amounts = ("1 second", "90 minutes", "1.5 hours", "2 working days", "0.05 working days")

    assert [seconds(parse_amount(text), 27000) for text in amounts] == [1, 5400, 5400, 54000, 1350]


def test_the_longest_target_is_found_in_overrides_too() -> None:
    override = {
        "valid_from": date(2022, 1, 1),
        "calendar": "west",
        "targets": {5: {"follow_up": "9 working days"}},
    }

    assert longest_target_seconds(policy([BASE])) == 2 * 8 * 3600
    assert longest_target_seconds(policy([BASE], **{"K-1": [override]})) == 9 * 10 * 3600
    assert longest_target_seconds(policy([{"valid_from": date(2020, 1, 1)}])) == 0


AMOUNTS = st.sampled_from(("1 second", "90 minutes", "1.5 hours", "2 working days"))
DAYS = st.dates(date(2023, 12, 28), date(2024, 1, 4))  # so near that midnights fall between them
TARGETS = st.dictionaries(
    st.integers(1, 5), st.dictionaries(st.sampled_from(METRICS), AMOUNTS), max_size=3
)
OWN_TARGETS = st.dictionaries(
    st.integers(1, 5),
    st.none() | st.dictionaries(st.sampled_from(METRICS), st.none() | AMOUNTS),
    max_size=3,
)
NAMED = st.sampled_from(tuple(CALENDARS))
PAUSES = st.lists(st.sampled_from(("on_hold", "resolved")), unique=True)


def by_day(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    version = st.fixed_dictionaries({"valid_from": DAYS}, optional=keys)
    return st.lists(version, min_size=1, max_size=3, unique_by=lambda it: it["valid_from"]).map(
        lambda versions: sorted(versions, key=lambda it: it["valid_from"])
    )


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    versions=by_day(calendar=NAMED, pause_statuses=PAUSES, targets=TARGETS),
    overrides=by_day(calendar=NAMED, pause_statuses=PAUSES, targets=OWN_TARGETS),
    hours=st.lists(st.integers(-96, 240), max_size=10),
)
def test_at_any_moment_base_and_override_are_the_latest_that_have_begun(
    versions: list[dict[str, Any]], overrides: list[dict[str, Any]], hours: list[int]
) -> None:
    written = policy(versions, **{"K-1": overrides})
    effective = list(effective_policies(written))
    assert list(dict.fromkeys(version.owner for version in effective)) == ["*", "K-1"]

    edges: set[datetime] = set()
    for owner in ("*", "K-1"):
        own = [version for version in effective if version.owner == owner]
        assert (own[0].started_at, own[-1].ended_at) == (None, None)
        for earlier, later in pairwise(own):
            assert earlier.ended_at == later.started_at is not None
            assert later.ended_at is None or later.started_at < later.ended_at
            edges |= {later.started_at, later.started_at - SECOND}

    for at in edges | {day("2024-01-01") + timedelta(hours=hour) for hour in hours}:
        base, override = _chosen(written, at)
        everybody, own_version = in_force(written, "*", at), in_force(written, "K-1", at)
        assert (everybody.base, everybody.override) == (base, None)
        assert (own_version.base, own_version.override) == (base, override)
        assert own_version.calendar_id == _named("calendar", base, override, "dedicated_support")
        assert own_version.pause_statuses == _named("pause_statuses", base, override, ())
        for severity in range(1, 6):
            for metric in METRICS:
                assert own_version.amount(severity, metric) == _amount(
                    base, override, severity, metric
                )


def _chosen(policy: Policy, at: datetime) -> tuple[PolicyVersion | None, Override | None]:
    """Walk through the versions by day, and keep the last that has begun."""
    base: PolicyVersion | None = None
    for version in policy.policies:
        if local_midnight(version.valid_from, CALENDARS[version.calendar].time_zone) <= at:
            base = version
    override: Override | None = None
    for own in policy.customers["K-1"]:
        calendar = own.calendar or "dedicated_support"
        if own.calendar is None:
            for version in policy.policies:
                if version.valid_from <= own.valid_from:
                    calendar = version.calendar
        if local_midnight(own.valid_from, CALENDARS[calendar].time_zone) <= at:
            override = own
    return base, override if base else None


def _named(
    key: str, base: PolicyVersion | None, override: Override | None, otherwise: object
) -> object:
    """What the override says of a key, else the base, else nobody."""
    own = getattr(override, key) if override else None
    if own is not None:
        return own
    return getattr(base, key) if base else otherwise


def _amount(
    base: PolicyVersion | None, override: Override | None, severity: int, metric: Metric
) -> object:
    """The policy's table with the override's entries written over it."""
    if base is None:
        return None
    table = {
        (level, name): getattr(targets, name)
        for level, targets in base.targets.items()
        for name in METRICS
    }
    for level, own in (override.targets if override else {}).items():
        table |= {(level, name): amount for name, amount in own.items()}
    return table.get((severity, metric))


def test_times_by_the_wall_are_the_contracts_unless_a_version_or_an_override_names_others() -> None:
    first = BASE | {"by_the_wall": {5: None, 3: "2 hours"}}
    override = {"valid_from": date(2022, 1, 1), "by_the_wall": {4: "1 hour", 5: "90 minutes"}}
    versions = effective_policies(policy([first, NEWER], K1=[override]))
    named = {
        version.version_id: [
            str(amount) if (amount := version.by_the_wall(level)) else None
            for level in (2, 3, 4, 5)
        ]
        for version in versions
    }

    assert named["*:none"] == [None, None, None, None]
    assert named["*:2020-01-01"] == [None, "2 hours", "24 hours", None]
    assert named["*:2025-01-01"] == [None, None, "24 hours", "24 hours"]
    assert named["K1:2020-01-01+2022-01-01"] == [None, "2 hours", "1 hour", "90 minutes"]
    assert named["K1:2025-01-01+2022-01-01"] == [None, None, "1 hour", "90 minutes"]
