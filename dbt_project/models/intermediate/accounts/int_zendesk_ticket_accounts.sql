{{ periods_of(ref("stg_zendesk__ticket_versions"), "tickets", "ticket_id", "account_id") }}
