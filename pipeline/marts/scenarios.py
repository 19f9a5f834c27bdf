"""What a scenario would have changed: each response's verdict as it is, and as it would be.

Asked of a scenario's own file, never of a snapshot: `scenarios/<name>.parquet` has a row for each
response of a dedicated customer, and in its metadata what the scenario is.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd
import pyarrow.parquet as pq
from pyarrow.dataset import dataset

from pipeline.errors import VipSlaError
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.statistics.shares import Share

ABOUT = "vip_sla_scenario"
"""Under this name a file's metadata hold what the scenario is."""

COMPARED = """
    select
        before.response_id,
        before.source,
        before.ticket_id,
        coalesce(fct_tickets.code, before.ticket_id) as code,
        before.customer_id,
        customer_name,
        before.metric,
        before.severity,
        before.channel,
        before.opened_at,
        before.opened_month,
        before.opened_weekday,
        before.opened_hour,
        before.outcome,
        before.exclusion_reason,
        before.is_counted,
        before.elapsed_seconds,
        before.target_seconds,
        after.severity as scenario_severity,
        after.outcome as scenario_outcome,
        after.exclusion_reason as scenario_exclusion_reason,
        after.is_counted as scenario_is_counted,
        after.elapsed_seconds as scenario_elapsed_seconds,
        after.target_seconds as scenario_target_seconds,
        after.clock as scenario_clock
    from published.marts.fct_responses as before
    inner join scenario.marts.fct_responses as after
        on before.response_id = after.response_id
    inner join published.marts.dim_customers as dim_customers
        on before.customer_id = dim_customers.customer_id
    left join published.marts.fct_tickets as fct_tickets
        on before.source = fct_tickets.source and before.ticket_id = fct_tickets.ticket_id
    where is_dedicated
    order by before.source, before.ticket_id, before.opened_at
"""
"""SQL of a scenario's file, with the snapshot attached as `published`, the build as `scenario`.

Which responses there are, no policy decides; so each is in both.
"""

_WAS_LATE = "(is_counted and outcome = 'breached')"
_IS_LATE = "(scenario_is_counted and scenario_outcome = 'breached')"
NEWLY_LATE = f"({_IS_LATE} and not {_WAS_LATE})"
NO_LONGER_LATE = f"({_WAS_LATE} and not {_IS_LATE})"
FLIPPED = """(
    outcome is distinct from scenario_outcome
    or exclusion_reason is distinct from scenario_exclusion_reason
)"""
"""SQL conditions on a row: what the verdict does."""

By = Literal["all", "customer", "severity", "month"]
_GROUPS: Mapping[str, tuple[str, str]] = {
    "all": ("'all'", "null"),
    "customer": ("customer_id", "max(customer_name)"),
    "severity": ("cast(severity as varchar)", "null"),
    "month": ("strftime(opened_month, '%Y-%m')", "null"),
}

Flip = Literal["newly_late", "no_longer_late"]
_FLIPS: Mapping[Flip, str] = {"newly_late": NEWLY_LATE, "no_longer_late": NO_LONGER_LATE}

_TRAITS = {
    "severity": "cast(severity as varchar)",
    "metric": "metric",
    "channel": "coalesce(channel, 'unknown')",
    "weekday": "cast(opened_weekday as varchar)",
    "hour": "cast(opened_hour as varchar)",
    "month": "strftime(opened_month, '%Y-%m')",
    "customer": "customer_id",
}
"""What flipped responses may have in common."""


class About(Record):
    """What a scenario's file is about."""

    name: str
    text: str
    """The scenario as it was written."""
    run_id: str
    """The run whose history it judged, and whose verdicts stand beside."""
    reading: str
    as_of: datetime
    made_at: datetime


class Judged(Record):
    """Counts of a group of responses, as they are and under the scenario."""

    group: str
    group_name: str | None = None
    """A customer's name."""
    met_count: int
    counted_count: int
    scenario_met_count: int
    scenario_counted_count: int
    flipped_count: int
    """Whose outcome or exclusion is another."""
    newly_late_count: int
    """Counted as late under the scenario only."""
    no_longer_late_count: int
    """Counted as late without it only."""

    @property
    def before(self) -> Share:
        """In time, as published."""
        return Share(self.met_count, self.counted_count)

    @property
    def after(self) -> Share:
        """In time, under the scenario."""
        return Share(self.scenario_met_count, self.scenario_counted_count)


class Trait(Record):
    """What responses that flip one way have in common, most of all traits beyond its share."""

    trait: str
    """severity, metric, channel, weekday, hour, month or customer."""
    group: str
    group_name: str | None = None
    flipped_count: int
    """Flips in the group, of `all_flipped_count`."""
    all_flipped_count: int
    response_count: int
    """Responses in the group, of `all_response_count`."""
    all_response_count: int


class Flipped(Record):
    """A response whose verdict is another under the scenario."""

    response_id: str
    code: str
    source: str
    ticket_id: str
    customer_id: str
    customer_name: str
    metric: str
    severity: int
    opened_at: datetime
    opened_month: date
    outcome: str
    exclusion_reason: str | None
    scenario_outcome: str
    scenario_exclusion_reason: str | None
    scenario_elapsed_seconds: int
    scenario_target_seconds: int | None
    scenario_clock: str | None


def about(file: Path) -> About:
    """What a scenario's file is about. Raises VipSlaError where it is none, or is not there."""
    try:
        metadata = pq.read_metadata(file).metadata or {}
        return About.model_validate(json.loads(metadata[ABOUT.encode()]))
    except (OSError, KeyError, ValueError) as error:
        raise VipSlaError(f"{file}: is no result of a scenario; judge it again") from error


def judged(scope: Scope, file: Path, by: By) -> pd.DataFrame:
    """One row per group: the counts of `Judged`; months oldest first, severities by number."""
    group, name = _GROUPS[by]
    return _ask(
        file,
        f"""
        select
            {group} as "group",
            {name} as group_name,
            count(*) filter (where is_counted and outcome = 'met') as met_count,
            count(*) filter (where is_counted) as counted_count,
            count(*) filter (where scenario_is_counted and scenario_outcome = 'met')
                as scenario_met_count,
            count(*) filter (where scenario_is_counted) as scenario_counted_count,
            count(*) filter (where {FLIPPED}) as flipped_count,
            count(*) filter (where {NEWLY_LATE}) as newly_late_count,
            count(*) filter (where {NO_LONGER_LATE}) as no_longer_late_count
        from responses
        where {scope.condition()}
        group by {group}
        order by group_name, "group"
        """,
        scope.parameters(),
    )


def in_common(scope: Scope, file: Path, flip: Flip) -> pd.DataFrame:
    """At most one row, a `Trait`: the group that holds most flips beyond its share of responses.

    Those that flip one way; of severities, metrics, channels, weekdays, hours, months, customers.
    None where no group has more than its share.
    """
    flips = _FLIPS[flip]
    traits = "\nunion all\n".join(
        f"""
        select
            '{trait}' as trait,
            {sql} as "group",
            {"max(customer_name)" if trait == "customer" else "cast(null as varchar)"}
                as group_name,
            count(*) filter (where {flips}) as flipped_count,
            count(*) as response_count
        from seen
        group by {sql}
        """
        for trait, sql in _TRAITS.items()
    )
    return _ask(
        file,
        f"""
        with seen as (
            select *
            from responses
            where (is_counted or scenario_is_counted) and {scope.condition()}
        ),

        total as (
            select
                count(*) filter (where {flips}) as all_flipped_count,
                count(*) as all_response_count
            from seen
        ),

        traits as ({traits})

        select *
        from traits
        cross join total
        where flipped_count * all_response_count > all_flipped_count * response_count
        order by
            flipped_count * all_response_count - all_flipped_count * response_count desc,
            trait,
            "group"
        limit 1
        """,
        scope.parameters(),
    )


def flipped(scope: Scope, file: Path, most: int | None = None) -> pd.DataFrame:
    """One row per response whose verdict is another, the newest first: the columns of `Flipped`."""
    return _ask(
        file,
        f"""
        select *
        from responses
        where {FLIPPED} and {scope.condition()}
        order by opened_at desc, response_id
        limit $most
        """,
        {"most": most, **scope.parameters()},
    )


def _ask(file: Path, query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    with duckdb.connect() as connection:  # the file may be another one any moment
        connection.execute("set TimeZone = 'UTC'")
        connection.register("responses", dataset(file, format="parquet"))
        return connection.execute(query, dict(parameters)).df()
