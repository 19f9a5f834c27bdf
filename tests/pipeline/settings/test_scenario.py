"""Scenarios: what they lay over the policy, and mistakes told by the scenario's own line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.amounts import Amount
from pipeline.settings.policy import CountryHolidays, Interval, load_policy
from pipeline.settings.scenario import Scenario, load_scenario

POLICY = Path(__file__).parents[3] / "pipeline" / "template" / "policy.yml"


def loaded(folder: Path, text: str, name: str = "other.yml") -> Scenario:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_scenario(path, POLICY)


@pytest.mark.parametrize("text", ["", "# nothing\n", "goal: 0.95\n", "customers: {}\n"])
def test_what_changes_nothing_is_today_s_policy(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text).policy == load_policy(POLICY)


def test_only_what_is_named_is_different(tmp_path: Path) -> None:
    today = load_policy(POLICY)
    scenario = loaded(
        tmp_path,
        """\
policies:
  - valid_from: 2020-01-01
    targets: {3: {first_response: 30 minutes}}
    pause_statuses: [on_hold]
calendars:
  dedicated_support: {holidays: [{country: DE}]}
customers:
  K-1: [{valid_from: 2026-02-01, targets: {1: null}}]
readings: {default: {1: wall}}
""",
    )
    policy = scenario.policy
    assert scenario.name == "other"
    [version], [before] = policy.policies, today.policies
    assert version.targets[3].first_response == Amount(Decimal(30), "minute")
    assert version.targets[3].follow_up == before.targets[3].follow_up
    assert {level: each for level, each in version.targets.items() if level != 3} == {
        level: each for level, each in before.targets.items() if level != 3
    }
    assert version.pause_statuses == ("on_hold",)
    calendar = policy.calendars["dedicated_support"]
    assert isinstance(calendar.holidays[0], CountryHolidays)
    assert calendar.hours == today.calendars["dedicated_support"].hours
    assert policy.customers["K-1"][0].targets == {1: {"first_response": None, "follow_up": None}}
    assert policy.readings == {**today.readings, "default": {1: "wall"}}


def test_hours_are_replaced_as_a_whole(tmp_path: Path) -> None:
    text = 'calendars: {dedicated_support: {hours: {mon: "08:00-12:00"}}}'
    calendar = loaded(tmp_path, text).policy.calendars["dedicated_support"]
    assert list(calendar.hours) == [0]
    assert calendar.hours[0] == (Interval(8 * 60, 12 * 60),)


def test_a_version_of_a_day_of_its_own_comes_beside_the_others(tmp_path: Path) -> None:
    policy = loaded(
        tmp_path,
        "policies: [{valid_from: 2026-07-01, calendar: dedicated_support, targets: {}}]\n",
    ).policy
    assert [version.valid_from for version in policy.policies] == [
        date(2020, 1, 1),
        date(2026, 7, 1),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\ngaol: 0.9\n", "other.yml, line 2: gaol"),
        (
            "policies:\n- valid_from: 2020-01-01\n  targets:\n    3: {first_response: 1 hou}\n",
            "other.yml, line 4: policies",
        ),
        (
            "policies:\n  - {valid_from: 2026-07-01, calendar: nine_to_five, targets: {}}\n",
            "other.yml, line 2: policies[1].calendar: 'nine_to_five'",
        ),
        ("goal: 0.9\ncalendars:\n  dedicated_support: null\n", "other.yml, line 3"),
        ("goal: 0.9\ngoal: 0.8\n", "other.yml, line 2: goal: is already in line 1"),
        ("- goal\n", "other.yml, line 1"),
    ],
)
def test_mistakes_are_told_by_the_scenario_s_own_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        loaded(tmp_path, text)
    assert told in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("name", ["a b.yml", ".yml", "ü.yml", "a'b.yml"])
def test_a_name_that_is_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="is called by its file"):
        loaded(tmp_path, "", name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not there; write into it the keys"):
        load_scenario(tmp_path / "gone.yml", POLICY)
