with responses as (
    select *
    from {{ ref("int_response_policies") }}
    where closed_by = 'reply'
),

whole as (
    select *
    from {{ ref("int_leg_clocks") }}
    where leg_number = 0
),

settings as (
    select * from {{ ref("stg_policy__settings") }}
),

-- Who calls or chats may well be answered at once.
spoken_channels as (
    select channel from {{ ref("stg_policy__phone_channels") }}
    union
    select channel from {{ ref("stg_policy__chat_channels") }}
)

select
    responses.response_id,
    'instant_reply' as reason,
    responses.closed_at as contested_at,
    responses.closer_id as contested_by
from responses
cross join settings
inner join whole
    on responses.response_id = whole.response_id
left join spoken_channels
    on responses.channel = spoken_channels.channel
where
    spoken_channels.channel is null
    and whole.wall_seconds <= case
        when whole.is_started_in_hours then settings.instant_reply_seconds
        else settings.instant_reply_out_of_hours_seconds
    end
