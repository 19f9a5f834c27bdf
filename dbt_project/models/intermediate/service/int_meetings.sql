-- What lies after as_of has not happened yet, whatever the register says of it.
select
    meeting_id,
    customer_id,
    source,
    agent_id,
    kind,
    booked_at,
    scheduled_at,
    case when held_at <= {{ as_of() }} then held_at end as held_at,
    case
        when status = 'cancelled' then 'cancelled'
        when
            status = 'held'
            and coalesce(held_at, scheduled_at, {{ as_of() }}) <= {{ as_of() }}
            then 'held'
        when
            status = 'missed' and coalesce(scheduled_at, {{ as_of() }}) <= {{ as_of() }}
            then 'missed'
        else 'booked'
    end as status,
    -- A row need not tell every moment.
    coalesce(scheduled_at, held_at, booked_at) as meant_for
from {{ ref("stg_register__meetings") }}
where coalesce(booked_at, {{ as_of() }}) <= {{ as_of() }}
