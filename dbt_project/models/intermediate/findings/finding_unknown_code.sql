with groups as (
    select
        source,
        type_code,
        status_code,
        count(*) as row_count
    from {{ ref("stg_liveagent__message_groups") }}
    group by source, type_code, status_code
),

tickets as (
    select
        source,
        status_code,
        channel_code,
        count(*) as row_count
    from {{ ref("stg_liveagent__tickets") }}
    group by source, status_code, channel_code
),

codes as (
    select
        source,
        'status' as topic,
        status_code as code,
        count(*) as row_count
    from {{ ref("stg_liveagent__history") }}
    group by source, status_code
    union all
    select
        source,
        'status' as topic,
        status_code as code,
        row_count
    from tickets
    union all
    select
        source,
        'channel' as topic,
        channel_code as code,
        row_count
    from tickets
    union all
    select
        source,
        'group' as topic,
        type_code as code,
        row_count
    from groups
    union all
    select
        source,
        'group_status' as topic,
        status_code as code,
        row_count
    from groups
    union all
    select
        source,
        'line' as topic,
        type_code as code,
        count(*) as row_count
    from {{ ref("stg_liveagent__messages") }}
    group by source, type_code
    union all
    select
        source,
        'call' as topic,
        type_code as code,
        count(*) as row_count
    from {{ ref("stg_liveagent__calls") }}
    group by source, type_code
),

unknown as (
    select
        codes.source,
        codes.topic,
        codes.code,
        sum(codes.row_count) as row_count
    from codes
    left join {{ ref("stg_policy__codes") }} as known
        on
            known.kind = 'liveagent'
            and codes.topic = known.topic
            and codes.code = known.code
    where codes.code is not null and known.code is null
    group by codes.source, codes.topic, codes.code
)

select
    'unknown_code' as kind,
    source,
    concat(topic, ' ', code) as finding_key,
    concat(
        topic, ' code "', code, '" in ', {{ how_many("row_count", "row") }},
        ' is not known, so it is kept as it is and nothing follows from it; ',
        'add what it means to pipeline/landing/sources/liveagent/codes.py'
    ) as message
from unknown
