select
    responses.customer_id,
    responses.opened_month as month,
    responses.severity,
    sentences.sentence_seconds,
    count(case when sentences.wall_outcome != 'pending' then 1 end) as response_count,
    {%- for outcome in ["within", "over", "unanswered", "pending"] %}
        count(case when sentences.wall_outcome = '{{ outcome }}' then 1 end)
            as {{ outcome }}_count,
    {%- endfor %}
    max(sentences.wall_seconds) as longest_seconds
from {{ ref("fct_responses") }} as responses
inner join {{ ref("int_by_the_wall") }} as sentences
    on responses.response_id = sentences.response_id
where responses.exclusion_reason is null
group by
    responses.customer_id, responses.opened_month, responses.severity, sentences.sentence_seconds
