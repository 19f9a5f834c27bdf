-- A program's message closes nothing, so what a program closed, it closed by a status.
select
    response_id,
    'closed_by_program' as reason,
    closed_at as contested_at,
    closer_id as contested_by
from {{ ref("int_response_policies") }}
where closer_kind = 'system'
