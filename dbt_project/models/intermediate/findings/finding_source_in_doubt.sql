with tickets as (
    select
        source,
        count(*) as ticket_count
    from {{ ref("int_tickets") }}
    group by source
),

events as (
    select
        source,
        count(*) as event_count,
        count(case when instant_rank = 4 then 1 end) as agent_message_count
    from {{ ref("int_events") }}
    where occurred_at <= {{ as_of() }}
    group by source
),

responses as (
    select
        responses.source,
        count(*) as response_count,
        count(case when verdicts.outcome = 'no_target' then 1 end) as no_target_count
    from {{ ref("int_response_policies") }} as responses
    inner join {{ ref("int_response_verdicts") }} as verdicts
        on responses.response_id = verdicts.response_id
    where verdicts.reading = {{ reading() }}
    group by responses.source
)

select
    'source_without_replies' as kind,
    coalesce(tickets.source, events.source) as source,
    'all figures' as finding_key,
    concat(
        'source ', coalesce(tickets.source, events.source), ' has ',
        {{ how_many("coalesce(tickets.ticket_count, 0)", "ticket") }}, ' and ',
        {{ how_many("coalesce(events.event_count, 0)", "event") }},
        ', but not a single public message of a human agent; export the messages, and ',
        'check who is an agent and who a bot: until then no figure of this source is worth anything'
    ) as message
from tickets
full outer join events
    on tickets.source = events.source
where coalesce(events.agent_message_count, 0) = 0
union all
select
    'source_without_targets' as kind,
    source,
    'all figures' as finding_key,
    concat(
        cast(no_target_count as varchar), ' of ', cast(response_count as varchar),
        ' responses of source ', source, ' have no target, so its compliance speaks of the few ',
        'others alone; map its severities under `severity` in vip-sla.yml, and see since when ',
        'policy.yml promises anything'
    ) as message
from responses
where 2 * no_target_count > response_count
