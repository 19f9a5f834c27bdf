"""The policy as tables: what policy.yml promises, spread out so that the models only join.

Every table lands like an export does. `policy_owner` is a customer with overrides of its own, or
`*` for everybody else; each owner's versions form a gapless partition of time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import get_args

import pyarrow as pa

from pipeline.landing.sources import KINDS
from pipeline.promise.calendars import expand, open_buckets
from pipeline.promise.effective_policy import (
    WALL_DAY_SECONDS,
    EffectivePolicy,
    default_calendar,
    effective_policies,
    seconds,
)
from pipeline.promise.wall_clocks import wall_clocks
from pipeline.settings.config import Source
from pipeline.settings.policy import Calendar, Metric, Policy
from pipeline.wording.catalogues import Wording
from pipeline.wording.languages import WRITTEN

UNCLASSIFIED = 0

_WORDS = ("name", "definition")
"""What is said of a severity, in each of the languages that settings are written in."""

_TEXT, _WHOLE, _DAY, _INSTANT, _FLAG = (
    pa.string(),
    pa.int64(),
    pa.date32(),
    pa.timestamp("us", tz="UTC"),
    pa.bool_(),
)

SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema(list(columns.items()))
    for name, columns in {
        "settings": {
            "goal": pa.float64(),
            "default_calendar_id": _TEXT,
            "instant_reply_seconds": _WHOLE,
            "instant_reply_out_of_hours_seconds": _WHOLE,
            "odd_share": pa.float64(),
            "old_thread_days": _WHOLE,
        },
        "severities": {
            "severity": _WHOLE,
            "urgency_rank": _WHOLE,
            **{f"{text}_{language}": _TEXT for text in _WORDS for language in WRITTEN},
        },
        "versions": {
            "policy_version_id": _TEXT,
            "policy_owner": _TEXT,
            "policy_version": _DAY,
            "override_version": _DAY,
            "calendar_id": _TEXT,
            "started_at": _INSTANT,
            "ended_at": _INSTANT,
        },
        "targets": {
            "policy_version_id": _TEXT,
            "severity": _WHOLE,
            "metric": _TEXT,
            "amount_count": pa.float64(),
            "amount_unit": _TEXT,
            "business_target_seconds": _WHOLE,
            "wall_target_seconds": _WHOLE,
        },
        "by_the_wall": {"policy_version_id": _TEXT, "severity": _WHOLE, "wall_seconds": _WHOLE},
        "pause_statuses": {"policy_version_id": _TEXT, "status": _TEXT},
        "readings": {"reading": _TEXT, "severity": _WHOLE, "clock": _TEXT},
        "calendars": {"calendar_id": _TEXT, "time_zone": _TEXT, "day_seconds": _WHOLE},
        "opening_hours": {
            "calendar_id": _TEXT,
            "weekday": _WHOLE,
            "opens_minute": _WHOLE,
            "closes_minute": _WHOLE,
        },
        "calendar_segments": {
            "calendar_id": _TEXT,
            "utc_date": _DAY,
            "local_date": _DAY,
            "started_at": _INSTANT,
            "ended_at": _INSTANT,
            "is_open": _FLAG,
            "closed_reason": _TEXT,
            "holiday_name": _TEXT,
            "open_seconds_before": _WHOLE,
            "next_opening_at": _INSTANT,
            "next_opening_day_closes_at": _INSTANT,
        },
        "calendar_buckets": {
            "calendar_id": _TEXT,
            "open_bucket": _WHOLE,
            "started_at": _INSTANT,
            "open_seconds_from": _WHOLE,
            "open_seconds_until": _WHOLE,
        },
        "calendar_wall_clocks": {
            "calendar_id": _TEXT,
            "utc_date": _DAY,
            "started_at": _INSTANT,
            "ended_at": _INSTANT,
            "utc_offset_seconds": _WHOLE,
        },
        "source_severities": {
            "source": _TEXT,
            "origin": _TEXT,
            "name": _TEXT,
            "value": _TEXT,
            "severity": _WHOLE,
            "rule_number": _WHOLE,
        },
        "codes": {
            "kind": _TEXT,
            "topic": _TEXT,
            "code": _TEXT,
            "meaning": _TEXT,
            "channel": _TEXT,
        },
        "source_bots": {"source": _TEXT, "agent_id": _TEXT},
        "source_tiers": {"source": _TEXT, "agent_id": _TEXT, "tier": _WHOLE},
        "source_cuts": {"source": _TEXT, "entity": _TEXT, "row_count": _WHOLE},
        "source_ticket_urls": {"source": _TEXT, "pattern": _TEXT},
        "phone_channels": {"channel": _TEXT},
        "chat_channels": {"channel": _TEXT},
    }.items()
}
"""Columns of every policy table; the landing views are typed by them."""


def policy_tables(
    policy: Policy, sources: Iterable[Source], first_day: date, last_day: date
) -> dict[str, pa.Table]:
    """Every policy table by name; calendars reach from `first_day` to `last_day` (UTC days)."""
    effective = list(effective_policies(policy))
    sources = list(sources)
    rows: dict[str, Iterable[dict[str, object]]] = {
        "settings": [
            {
                "goal": policy.goal,
                "default_calendar_id": default_calendar(policy),
                "instant_reply_seconds": policy.instant_reply_seconds,
                "instant_reply_out_of_hours_seconds": policy.instant_reply_out_of_hours_seconds,
                "odd_share": policy.odd_share,
                "old_thread_days": policy.old_thread_days,
            }
        ],
        "severities": _severities(policy),
        "versions": (_version(version) for version in effective),
        "targets": _targets(policy, effective),
        "by_the_wall": (
            {
                "policy_version_id": version.version_id,
                "severity": severity,
                "wall_seconds": seconds(amount, WALL_DAY_SECONDS),
            }
            for version in effective
            for severity in policy.severities
            if (amount := version.by_the_wall(severity))
        ),
        "pause_statuses": (
            {"policy_version_id": version.version_id, "status": status}
            for version in effective
            for status in version.pause_statuses
        ),
        "readings": (
            {
                "reading": reading,
                "severity": severity,
                "clock": clocks.get(severity, "business"),
            }
            for reading, clocks in policy.readings.items()
            for severity in (UNCLASSIFIED, *policy.severities)
        ),
        "calendars": (
            {
                "calendar_id": name,
                "time_zone": calendar.time_zone,
                "day_seconds": calendar.day_seconds,
            }
            for name, calendar in policy.calendars.items()
        ),
        "opening_hours": (
            {
                "calendar_id": name,
                "weekday": weekday + 1,  # Monday is 1, as in ISO 8601
                "opens_minute": interval.opens,
                "closes_minute": interval.closes,
            }
            for name, calendar in policy.calendars.items()
            for weekday, intervals in calendar.hours.items()
            for interval in intervals
        ),
        "source_severities": (
            row for source in sources for row in _severity_rules(source, policy.severities)
        ),
        "codes": (
            {"kind": kind.name, **asdict(code)} for kind in KINDS.values() for code in kind.codes
        ),
        "source_bots": (
            {"source": source.name, "agent_id": bot} for source in sources for bot in source.bots
        ),
        "source_tiers": (
            {"source": source.name, "agent_id": agent_id, "tier": tier}
            for source in sources
            for tier, agents in source.tiers.items()
            for agent_id in agents
        ),
        "source_cuts": (
            {"source": source.name, "entity": entity.name, "row_count": row_count}
            for source in sources
            for entity in KINDS[source.kind].entities
            for row_count in entity.cut_at
        ),
        "source_ticket_urls": (
            {"source": source.name, "pattern": source.ticket_url}
            for source in sources
            if source.ticket_url
        ),
        "phone_channels": ({"channel": channel} for channel in policy.phone_channels),
        "chat_channels": ({"channel": channel} for channel in policy.chat_channels),
    }
    tables = {
        name: pa.Table.from_pylist(list(told), schema=SCHEMAS[name]) for name, told in rows.items()
    }
    tables |= _calendar_tables(policy, first_day, last_day)
    return {name: tables[name] for name in SCHEMAS}


def _version(version: EffectivePolicy) -> dict[str, object]:
    return {
        "policy_version_id": version.version_id,
        "policy_owner": version.owner,
        "policy_version": version.base.valid_from if version.base else None,
        "override_version": version.override.valid_from if version.override else None,
        "calendar_id": version.calendar_id,
        "started_at": version.started_at,
        "ended_at": version.ended_at,
    }


def _targets(policy: Policy, effective: list[EffectivePolicy]) -> Iterator[dict[str, object]]:
    for version in effective:
        day_seconds = policy.calendars[version.calendar_id].day_seconds
        for severity in policy.severities:
            for metric in get_args(Metric):
                if amount := version.amount(severity, metric):
                    yield {
                        "policy_version_id": version.version_id,
                        "severity": severity,
                        "metric": metric,
                        "amount_count": float(amount.count),
                        "amount_unit": amount.unit,
                        "business_target_seconds": seconds(amount, day_seconds),
                        "wall_target_seconds": seconds(amount, WALL_DAY_SECONDS),
                    }


def _severity_rules(source: Source, severities: Iterable[int]) -> Iterator[dict[str, object]]:
    """How a source's own words become severities.

    A label is what tickets and events say themselves: the words of a generic export, and the
    numbers of severities, which mean themselves. An empty value is that of an empty label or
    field. The default is for what no rule matches.
    """
    rules: list[tuple[str, str | None, str | None, int]] = []
    for rule in source.severity:
        if rule.default is not None:
            rules.append(("default", None, None, rule.severity))
        elif rule.field and rule.field == KINDS[source.kind].severity_field:
            rules.append(("label", None, rule.value, rule.severity))
        elif rule.tag:
            rules.append(("tag", rule.tag, None, rule.severity))
        elif rule.department:
            rules.append(("department", rule.department, None, rule.severity))
        else:
            rules.append(("field", rule.field, rule.value, rule.severity))
    rules += [("label", None, str(level), level) for level in severities]
    for number, (origin, name, value, severity) in enumerate(rules, start=1):
        yield {
            "source": source.name,
            "origin": origin,
            "name": name,
            "value": value,
            "severity": severity,
            "rule_number": number,
        }


def _severities(policy: Policy) -> Iterator[dict[str, object]]:
    yield {
        "severity": UNCLASSIFIED,
        "urgency_rank": max(policy.severities) + 1,  # the least urgent
        **dict(_unclassified()),
    }
    for severity, words in policy.severities.items():
        yield {
            "severity": severity,
            "urgency_rank": severity,
            **{
                f"{text}_{language}": getattr(getattr(words, text), language)
                for text in _WORDS
                for language in WRITTEN
            },
        }


def _unclassified() -> Iterator[tuple[str, str]]:
    for language in WRITTEN:
        say = Wording(language)
        yield f"name_{language}", say("unclassified.name")
        yield f"definition_{language}", say("unclassified.definition")


def _calendar_tables(policy: Policy, first_day: date, last_day: date) -> dict[str, pa.Table]:
    names = ("calendar_segments", "calendar_buckets", "calendar_wall_clocks")
    tables = {name: [SCHEMAS[name].empty_table()] for name in names}
    for calendar_id, calendar in policy.calendars.items():
        for name, pieces in _pieces(calendar, first_day, last_day).items():
            ids = pa.array([calendar_id] * len(pieces), _TEXT)
            tables[name].append(pieces.add_column(0, "calendar_id", ids))
    return {name: pa.concat_tables(parts) for name, parts in tables.items()}


def _pieces(calendar: Calendar, first_day: date, last_day: date) -> dict[str, pa.Table]:
    """What a calendar comes to, by the table that it is a part of, and without its id."""
    segments = expand(calendar, first_day, last_day)
    pieces: dict[str, Iterable[tuple[object, ...]]] = {
        "calendar_segments": segments,
        "calendar_buckets": open_buckets(segments),
        "calendar_wall_clocks": wall_clocks(calendar.time_zone, first_day, last_day),
    }
    return {name: _by_column(rows, SCHEMAS[name].remove(0)) for name, rows in pieces.items()}


def _by_column(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """As quick as can be: a calendar has tens of thousands of pieces."""
    rows = list(rows)
    columns = ([row[place] for row in rows] for place in range(len(schema)))
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
