{{
    periods_of(
        ref("stg_liveagent__ticket_versions"), "tickets", "ticket_id", "owner_contact_id"
    )
}}
