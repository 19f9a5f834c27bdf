select
    cast(null as varchar) as source,
    cast(null as varchar) as file_hash,
    cast(null as varchar) as ticket_id,
    cast(null as varchar) as event_id,
    cast(null as {{ var("instant") }}) as occurred_at,
    cast(null as boolean) as is_another_event
where false
