{{ periods_of(ref("stg_generic__ticket_versions"), "tickets", "ticket_id", "account_id") }}
