"""How the clock of a response ran, piece by piece."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.chosen import Ids, chosen, parameters
from pipeline.marts.records import Record, Unpublished
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class Segment(Record):
    """A stretch of the reported leg in which its clock did the same."""

    segment_number: Unpublished[int] = 0
    started_at: datetime
    ended_at: datetime
    state: str
    """`running`, `closed` or `paused`."""
    why: str | None
    """Closed: `outside_hours`, `weekend`, `closed_day` or `holiday`; paused: the status."""
    holiday_name: str | None
    seconds: int
    running_seconds: int
    """What the clock counted; over all segments they add up to elapsed_seconds."""


def response_segments(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per stretch of the reported leg in which its clock did the same, in order.

    Gapless, from the leg's start to its end; without a target from opening to end. Columns:
    response_id, segment_number from 1, started_at, ended_at, state (`running`, `closed`,
    `paused`), why (of `closed` the calendar's `outside_hours`, `weekend`, `closed_day` or
    `holiday`, of `paused` the status, else null), holiday_name, seconds, and running_seconds,
    which are 0 unless running and add up to the response's elapsed_seconds. Those that are
    paused add up to its paused_seconds: what is closed is not paused as well.
    """
    return ask(
        snapshot,
        f"""
        with responses as materialized (
            select
                response_id,
                calendar_id,
                clock,
                outcome,
                leg_started_at,
                closed_at
            from fct_responses
            where {chosen(scope, response_ids)}
        ),

        reported as (
            select response_id, leg_ended_at
            from fct_response_legs
            where is_reported and response_id in (select response_id from responses)
        ),

        judged as (
            select
                responses.*,
                outcome != 'no_target' as is_pausing,
                coalesce(leg_ended_at, closed_at, as_of) as leg_ended_at
            from responses
            cross join run_info
            left join reported using (response_id)
        ),

        -- A clock that waits for the opening has not begun before it.
        legs as (
            select
                judged.*,
                case
                    when clock = 'wall_from_opening'
                        then coalesce(at_start.next_opening_at, leg_started_at)
                end as clock_started_at
            from judged
            inner join dim_calendar_segments as at_start
                on
                    judged.calendar_id = at_start.calendar_id
                    and cast(leg_started_at as date) = at_start.utc_date
                    and leg_started_at >= at_start.started_at
                    and leg_started_at < at_start.ended_at
        ),

        pauses as (
            select
                response_id,
                pause_status,
                started_at,
                ended_at
            from fct_response_pauses
            inner join legs using (response_id)
            where is_pausing and started_at < ended_at
        ),

        cuts as (
            select response_id, leg_started_at as cut_at from legs
            union
            select response_id, leg_ended_at from legs
            union
            select response_id, started_at from pauses
            union
            select response_id, ended_at from pauses
        ),

        -- In a phase the clock is paused all the time or not at all.
        phases as (
            select
                response_id,
                cut_at as started_at,
                lead(cut_at) over (partition by response_id order by cut_at) as ended_at
            from cuts
            inner join legs using (response_id)
            where cut_at between leg_started_at and leg_ended_at
        ),

        placed as (
            select
                phases.response_id,
                greatest(phases.started_at, segments.started_at) as started_at,
                least(phases.ended_at, segments.ended_at) as ended_at,
                pause_status,
                closed_reason,
                holiday_name,
                case
                    when clock = 'business' and not is_open then 'closed'
                    when segments.ended_at <= clock_started_at then 'closed'
                    when pause_status is not null then 'paused'
                    else 'running'
                end as state
            from phases
            inner join legs using (response_id)
            inner join dim_calendar_segments as segments
                on
                    legs.calendar_id = segments.calendar_id
                    and phases.started_at < segments.ended_at
                    and phases.ended_at > segments.started_at
            left join pauses
                on
                    phases.response_id = pauses.response_id
                    and phases.started_at >= pauses.started_at
                    and phases.started_at < pauses.ended_at
        ),

        explained as (
            select
                response_id,
                started_at,
                ended_at,
                state,
                case state when 'closed' then closed_reason when 'paused' then pause_status end
                    as why,
                case state when 'closed' then holiday_name end as holiday_name
            from placed
        ),

        compared as (
            select
                *,
                (state, why, holiday_name) is distinct from lag((state, why, holiday_name)) over (
                    partition by response_id order by started_at
                ) as is_other
            from explained
        ),

        numbered as (
            select
                *,
                sum(cast(is_other as integer)) over (
                    partition by response_id order by started_at
                ) as segment_number
            from compared
        )

        select
            response_id,
            cast(segment_number as bigint) as segment_number,
            min(started_at) as started_at,
            max(ended_at) as ended_at,
            state,
            why,
            holiday_name,
            date_diff('second', min(started_at), max(ended_at)) as seconds,
            case state when 'running' then date_diff('second', min(started_at), max(ended_at))
                else 0
            end as running_seconds
        from numbered
        group by response_id, segment_number, state, why, holiday_name
        order by response_id, segment_number
        """,
        parameters(scope, response_ids),
    )
