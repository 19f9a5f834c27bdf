"""The policy as tables, from a policy.yml and a vip-sla.yml as people write them."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
import yaml

from pipeline.promise.calendars import BUCKET_SECONDS
from pipeline.promise.policy_tables import SCHEMAS, policy_tables
from pipeline.running.dbt import PROJECT
from pipeline.settings.config import SeverityRule, Source
from pipeline.settings.policy import Amount, Policy, load_policy
from pipeline.workspace import create_workspace

FIRST_DAY, LAST_DAY = date(2024, 3, 28), date(2024, 4, 2)

OWN = """
calendars:
  night:
    time_zone: America/Havana
    day_hours: 10
    hours: {mon-sun: "18:00-04:00"}
readings:
  own: {2: wall, 5: wall_from_opening}
customers:
  K-1:
    - valid_from: 2022-01-01
      calendar: night
      pause_statuses: [on_hold, waiting_customer]
      targets: {3: {first_response: null}, 4: {follow_up: 1.5 working days}}
"""
SOURCES: tuple[dict[str, Any], ...] = (
    {
        "name": "desk",
        "severity": [
            {"field": "severity", "value": "hoch", "level": 2},
            {"field": "severity", "value": "3", "level": 1},
            {"field": "severity", "value": "hoch", "level": 4},
        ],
        "bots": ["robo"],
        "tiers": {2: ["otto", "petra"], 3: ["paul"]},
    },
    {"name": "branch"},
)


def source_of(**keys: Any) -> Source:
    return Source.model_validate({"kind": "generic", "path": "x", "time_zone": "UTC", **keys})


Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """The policy of a new workspace, with a calendar, a reading and a customer's override."""
    path = create_workspace(tmp_path_factory.mktemp("policy") / "workspace").policy_file
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, entries in yaml.safe_load(OWN).items():
        written[key] |= entries
    path.write_text(yaml.safe_dump(written), encoding="utf-8")
    return load_policy(path)


@pytest.fixture(scope="module")
def landed(policy: Policy) -> dict[str, pa.Table]:
    sources = [source_of(**source) for source in SOURCES]
    return policy_tables(policy, sources, FIRST_DAY, LAST_DAY)


@pytest.fixture(scope="module")
def tables(landed: dict[str, pa.Table]) -> Tables:
    return {name: table.to_pylist() for name, table in landed.items()}


def test_every_table_is_there_and_typed(landed: dict[str, pa.Table]) -> None:
    assert {name: table.schema for name, table in landed.items()} == SCHEMAS


def test_a_policy_without_overrides_or_sources_gives_typed_tables_too(policy: Policy) -> None:
    plain = policy_tables(policy.model_copy(update={"customers": {}}), [], FIRST_DAY, LAST_DAY)

    assert {name: table.schema for name, table in plain.items()} == SCHEMAS
    assert {name for name, table in plain.items() if table.num_rows == 0} == {
        "pause_statuses",
        "source_severities",
        "source_bots",
        "source_tiers",
        "source_cuts",
        "source_ticket_urls",
    }


HOUR = 3600
PROMISED = {
    (1, "first_response"): (HOUR, HOUR),
    (1, "follow_up"): (4 * HOUR, 4 * HOUR),
    (2, "first_response"): (HOUR, HOUR),
    (2, "follow_up"): (4 * HOUR, 4 * HOUR),
    (3, "first_response"): (2 * HOUR, 2 * HOUR),
    (3, "follow_up"): (2 * 8 * HOUR, 2 * 24 * HOUR),
    (4, "first_response"): (8 * HOUR, 24 * HOUR),
    (5, "first_response"): (8 * HOUR, 24 * HOUR),
}


def targets_of(tables: Tables, version_id: str) -> dict[tuple[int, str], tuple[int, int]]:
    """A version's targets in seconds on a business clock and on the wall."""
    rows = [row for row in tables["targets"] if row["policy_version_id"] == version_id]
    found = {
        (row["severity"], row["metric"]): (
            row["business_target_seconds"],
            row["wall_target_seconds"],
        )
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def test_a_working_day_is_the_calendars_own_on_a_business_clock_and_24_hours_on_the_wall(
    tables: Tables,
) -> None:
    own = PROMISED | {
        (3, "follow_up"): (2 * 10 * HOUR, 2 * 24 * HOUR),
        (4, "first_response"): (10 * HOUR, 24 * HOUR),
        (4, "follow_up"): (15 * HOUR, 36 * HOUR),
        (5, "first_response"): (10 * HOUR, 24 * HOUR),
    }
    del own[3, "first_response"]

    assert targets_of(tables, "*:2020-01-01") == PROMISED
    assert targets_of(tables, "K-1:2020-01-01") == PROMISED
    assert targets_of(tables, "K-1:2020-01-01+2022-01-01") == own
    assert targets_of(tables, "*:none") == targets_of(tables, "K-1:none") == {}


def test_targets_are_told_as_they_are_promised_too(tables: Tables) -> None:
    promised = {
        (row["severity"], row["metric"]): (row["amount_count"], row["amount_unit"])
        for row in tables["targets"]
        if row["policy_version_id"] == "K-1:2020-01-01+2022-01-01"
    }

    assert promised == {
        (1, "first_response"): (1, "hour"),
        (1, "follow_up"): (4, "hour"),
        (2, "first_response"): (1, "hour"),
        (2, "follow_up"): (4, "hour"),
        (3, "follow_up"): (2, "working_day"),
        (4, "first_response"): (1, "working_day"),
        (4, "follow_up"): (1.5, "working_day"),
        (5, "first_response"): (1, "working_day"),
    }


def test_versions_tell_whose_they_are_and_where_they_begin(tables: Tables) -> None:
    columns = ("policy_version", "override_version", "calendar_id", "started_at", "ended_at")
    versions = {
        row["policy_version_id"]: tuple(row[column] for column in columns)
        for row in tables["versions"]
        if row["policy_owner"] == "K-1"
    }
    base = datetime(2019, 12, 31, 23, tzinfo=UTC)
    override = datetime(2022, 1, 1, 5, tzinfo=UTC)  # midnight in Havana

    assert versions == {
        "K-1:none": (None, None, "dedicated_support", None, base),
        "K-1:2020-01-01": (date(2020, 1, 1), None, "dedicated_support", base, override),
        "K-1:2020-01-01+2022-01-01": (
            date(2020, 1, 1),
            date(2022, 1, 1),
            "night",
            override,
            None,
        ),
    }


def test_pauses_belong_to_the_versions_that_name_them(tables: Tables) -> None:
    assert [tuple(row.values()) for row in tables["pause_statuses"]] == [
        ("K-1:2020-01-01+2022-01-01", "on_hold"),
        ("K-1:2020-01-01+2022-01-01", "waiting_customer"),
    ]


def test_readings_tell_a_clock_for_every_severity_unclassified_too(tables: Tables) -> None:
    clocks: dict[str, list[str]] = {}
    for row in sorted(tables["readings"], key=lambda row: row["severity"]):
        clocks.setdefault(row["reading"], []).append(row["clock"])
    business, wall, waiting = "business", "wall", "wall_from_opening"

    assert sorted({row["severity"] for row in tables["readings"]}) == [0, 1, 2, 3, 4, 5]
    assert clocks == {
        "default": [business] * 6,
        "literal": [business, waiting, waiting, business, business, business],
        "strict": [business, wall, wall, wall, wall, wall],
        "own": [business, business, wall, business, business, waiting],
    }


def test_severities_have_names_in_both_languages_and_unclassified_is_the_least_urgent(
    tables: Tables,
) -> None:
    ranks = {row["severity"]: row["urgency_rank"] for row in tables["severities"]}
    names = {row["severity"]: (row["name_de"], row["name_en"]) for row in tables["severities"]}

    assert ranks == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 0: 6}
    assert names[1] == ("Kritisch", "Critical")
    assert names[0] == ("Nicht eingestuft", "Unclassified")
    assert all(row["definition_de"] and row["definition_en"] for row in tables["severities"])


def test_rules_for_severity_stand_in_their_order_before_the_numbers_themselves(
    tables: Tables,
) -> None:
    rules = {
        source: [
            (row["value"], row["severity"])
            for row in sorted(tables["source_severities"], key=lambda row: row["rule_number"])
            if row["source"] == source
        ]
        for source in ("desk", "branch")
    }
    numbers = [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5)]

    # the first match wins: `hoch` is 2, and this source's `3` is 1
    assert rules == {"desk": [("hoch", 2), ("3", 1), ("hoch", 4), *numbers], "branch": numbers}
    assert {(row["origin"], row["name"]) for row in tables["source_severities"]} == {
        ("label", None)
    }


def test_a_default_and_an_empty_word(policy: Policy) -> None:
    rules = (SeverityRule(field="severity", value="", level=5), SeverityRule(default=3))
    source = source_of(name="desk").model_copy(update={"severity": rules})

    landed = policy_tables(policy, [source], FIRST_DAY, LAST_DAY)["source_severities"].to_pylist()

    assert [(row["origin"], row["value"], row["severity"]) for row in landed[:2]] == [
        ("label", "", 5),
        ("default", None, 3),
    ]


def test_tags_and_departments_are_told_apart(policy: Policy) -> None:
    rules = (
        SeverityRule(tag="SEV-1", level=1),
        SeverityRule(department="d1", level=2),
        SeverityRule(field="f", value="v", level=3),
    )
    source = source_of(name="desk").model_copy(update={"kind": "liveagent", "severity": rules})

    landed = policy_tables(policy, [source], FIRST_DAY, LAST_DAY)["source_severities"].to_pylist()

    assert [(row["origin"], row["name"], row["value"], row["severity"]) for row in landed[:3]] == [
        ("tag", "SEV-1", None, 1),
        ("department", "d1", None, 2),
        ("field", "f", "v", 3),
    ]


OF_LIVEAGENT = ("liveagent", "said")


def test_codes_belong_to_their_kind(tables: Tables) -> None:
    codes = {(row["kind"], row["topic"], row["code"]): row["meaning"] for row in tables["codes"]}

    assert len(codes) == len(tables["codes"])  # none means two things
    assert {kind for kind, _, _ in codes} == {"liveagent", "zendesk"}
    assert codes["liveagent", "status", "A"] == "waiting_customer"
    assert codes["liveagent", "channel", "A"] == "facebook_message"
    assert codes["liveagent", "group_status", "M"] == "elsewhere"
    said = {code for (kind, _, code), meaning in codes.items() if (kind, meaning) == OF_LIVEAGENT}
    assert said == {"M"}


def test_where_grids_are_cut_is_told_of_each_source(policy: Policy) -> None:
    sources = [
        source_of(name="desk"),
        source_of(name="live").model_copy(update={"kind": "liveagent"}),
    ]

    landed = policy_tables(policy, sources, FIRST_DAY, LAST_DAY)["source_cuts"].to_pylist()

    assert {(row["source"], row["entity"], row["row_count"]) for row in landed} == {
        ("live", entity, count) for entity in ("tickets", "sla_log") for count in (1_000, 9_999)
    }


def test_bots_and_tiers_belong_to_their_source(tables: Tables) -> None:
    assert [tuple(row.values()) for row in tables["source_bots"]] == [("desk", "robo")]
    assert [tuple(row.values()) for row in tables["source_tiers"]] == [
        ("desk", "otto", 2),
        ("desk", "petra", 2),
        ("desk", "paul", 3),
    ]


def test_addresses_of_tickets_belong_to_their_source(policy: Policy) -> None:
    pattern = "https://acme.example/{id}"
    sources = [
        source_of(name="desk").model_copy(update={"ticket_url": pattern}),
        source_of(name="branch"),
    ]

    landed = policy_tables(policy, sources, FIRST_DAY, LAST_DAY)["source_ticket_urls"].to_pylist()

    assert landed == [{"source": "desk", "pattern": pattern}]


def test_every_calendar_covers_the_same_days_whether_anything_uses_it_or_not(
    tables: Tables,
) -> None:
    days = {row["utc_date"] for row in tables["calendar_segments"]}
    calendars = {row["calendar_id"]: row["day_seconds"] for row in tables["calendars"]}

    assert calendars == {"dedicated_support": 8 * HOUR, "night": 10 * HOUR}
    assert (min(days), max(days)) == (FIRST_DAY, LAST_DAY)
    for table in ("calendar_segments", "calendar_buckets", "calendar_wall_clocks"):
        assert {row["calendar_id"] for row in tables[table]} == set(calendars)
    for calendar_id in calendars:
        own = [row for row in tables["calendar_segments"] if row["calendar_id"] == calendar_id]
        assert own[0]["started_at"] == datetime(2024, 3, 28, tzinfo=UTC)
        assert own[-1]["ended_at"] == datetime(2024, 4, 3, tzinfo=UTC)


def test_opening_hours_are_told_by_weekday_and_past_midnight_where_a_shift_goes_on(
    tables: Tables,
) -> None:
    hours = {
        calendar_id: [
            (row["weekday"], row["opens_minute"], row["closes_minute"])
            for row in tables["opening_hours"]
            if row["calendar_id"] == calendar_id
        ]
        for calendar_id in ("dedicated_support", "night")
    }

    assert hours == {
        "dedicated_support": [(day, 9 * 60, 17 * 60) for day in range(1, 6)],
        "night": [(day, 18 * 60, 28 * 60) for day in range(1, 8)],
    }


def test_phone_channels_are_the_policys(tables: Tables, policy: Policy) -> None:
    own = policy.model_copy(update={"phone_channels": ("fax",)})

    assert [row["channel"] for row in tables["phone_channels"]] == ["call", "phone", "voicemail"]
    landed = policy_tables(own, [], FIRST_DAY, LAST_DAY)["phone_channels"].to_pylist()
    assert landed == [{"channel": "fax"}]


def test_chat_channels_are_the_policys(tables: Tables, policy: Policy) -> None:
    own = policy.model_copy(update={"chat_channels": ("whatsapp",)})

    assert tables["chat_channels"] == [{"channel": "chat"}]
    landed = policy_tables(own, [], FIRST_DAY, LAST_DAY)["chat_channels"].to_pylist()
    assert landed == [{"channel": "whatsapp"}]


def test_times_by_the_wall_land_by_version_and_severity_in_seconds_of_the_wall(
    policy: Policy, tables: Tables
) -> None:
    rows = {
        (row["policy_version_id"], row["severity"]): row["wall_seconds"]
        for row in tables["by_the_wall"]
    }
    assert rows == {
        (version_id, severity): 24 * HOUR
        for version_id in ("*:2020-01-01", "K-1:2020-01-01", "K-1:2020-01-01+2022-01-01")
        for severity in (4, 5)
    }

    base = policy.policies[0]
    own = base.model_copy(update={"by_the_wall": {4: None, 5: Amount(2, "working_day")}})
    changed = policy.model_copy(update={"policies": (own,), "customers": {}})
    landed = policy_tables(changed, [], FIRST_DAY, LAST_DAY)["by_the_wall"].to_pylist()
    assert [(row["severity"], row["wall_seconds"]) for row in landed] == [(5, 48 * HOUR)]


def test_wall_clocks_tell_how_far_each_zone_is_from_utc(tables: Tables) -> None:
    offsets = {
        (row["calendar_id"], row["started_at"]): row["utc_offset_seconds"]
        for row in tables["calendar_wall_clocks"]
    }

    assert offsets["dedicated_support", datetime(2024, 3, 31, 0, tzinfo=UTC)] == HOUR
    assert offsets["dedicated_support", datetime(2024, 3, 31, 1, tzinfo=UTC)] == 2 * HOUR
    assert offsets["night", datetime(2024, 3, 31, 0, tzinfo=UTC)] == -4 * HOUR


def test_the_goal_and_the_calendar_of_coverage(tables: Tables) -> None:
    [settings] = tables["settings"]
    assert settings["goal"] == 0.95
    assert settings["default_calendar_id"] == "dedicated_support"


def test_how_soon_is_too_soon_and_how_much_may_be_odd(tables: Tables, policy: Policy) -> None:
    own = policy.model_copy(update={"instant_reply_seconds": 3, "odd_share": 0.05})

    [settings] = tables["settings"]
    [landed] = policy_tables(own, [], FIRST_DAY, LAST_DAY)["settings"].to_pylist()

    names = ("instant_reply_seconds", "instant_reply_out_of_hours_seconds", "odd_share")
    assert [settings[name] for name in names] == [10, 60, 0.01]
    assert [landed[name] for name in names] == [3, 60, 0.05]


def test_days_of_an_old_thread_are_the_policys(policy: Policy, tables: Tables) -> None:
    never = policy.model_copy(update={"old_thread_days": None})

    assert [row["old_thread_days"] for row in tables["settings"]] == [7]
    landed = policy_tables(never, [], FIRST_DAY, LAST_DAY)["settings"].to_pylist()
    assert [row["old_thread_days"] for row in landed] == [None]


def test_the_models_look_for_a_count_in_buckets_as_wide_as_they_are_made() -> None:
    model = PROJECT / "models" / "intermediate" / "clock" / "int_leg_clocks.sql"
    widths = re.findall(r"floor\(.+ / (\d+)\)", model.read_text(encoding="utf-8"))

    assert widths == [str(BUCKET_SECONDS)]
