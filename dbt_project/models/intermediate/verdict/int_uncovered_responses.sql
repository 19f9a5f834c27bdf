select responses.response_id
from {{ ref("int_response_policies") }} as responses
{{ join_covered_day("responses.customer_id", "responses.opened_at") }}
where covered.customer_id is null
