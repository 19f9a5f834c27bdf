-- Written down, as so much reads it; on top of the last build for the tickets that changed alone.
select * from {{ ref("int_exported_events") }}
