with responses as (
    select * from {{ ref("int_response_policies") }}
),

verdicts as (
    select *
    from {{ ref("int_response_verdicts") }}
    where reading = {{ reading() }}
),

whole as (
    select *
    from {{ ref("int_leg_clocks") }}
    where leg_number = 0
)

-- What the contract says beside the target, for the severities that it says it of.
select
    responses.response_id,
    verdicts.outcome,
    responses.closed_at,
    responses.responder_id,
    sentences.wall_seconds as sentence_seconds,
    whole.wall_seconds,
    case
        when whole.wall_seconds > sentences.wall_seconds then 'over'
        when responses.closed_at is null then 'pending'
        when responses.closed_by = 'reply' then 'within'
        else 'unanswered'
    end as wall_outcome
from responses
inner join verdicts
    on responses.response_id = verdicts.response_id
inner join {{ ref("stg_policy__by_the_wall") }} as sentences
    on
        responses.policy_version_id = sentences.policy_version_id
        and verdicts.severity = sentences.severity
inner join whole
    on responses.response_id = whole.response_id
where responses.metric = 'first_response'
