with codes as (
    select
        source,
        'status' as topic,
        status_code as code
    from {{ ref("stg_liveagent__history") }}
    union all
    select
        source,
        'status' as topic,
        status_code as code
    from {{ ref("stg_liveagent__tickets") }}
    union all
    select
        source,
        'channel' as topic,
        channel_code as code
    from {{ ref("stg_liveagent__tickets") }}
    union all
    select
        source,
        'group' as topic,
        type_code as code
    from {{ ref("stg_liveagent__message_groups") }}
    union all
    select
        source,
        'group_status' as topic,
        status_code as code
    from {{ ref("stg_liveagent__message_groups") }}
    union all
    select
        source,
        'line' as topic,
        type_code as code
    from {{ ref("stg_liveagent__messages") }}
    union all
    select
        source,
        'call' as topic,
        type_code as code
    from {{ ref("stg_liveagent__calls") }}
),

unknown as (
    select
        codes.source,
        codes.topic,
        codes.code,
        count(*) as row_count
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
        topic, ' code "', code, '" in ', cast(row_count as varchar),
        ' rows is not known, so it is kept as it is and nothing follows from it; ',
        'add what it means to pipeline/landing/sources/liveagent/codes.py'
    ) as message
from unknown
