{{ periods_of(ref("stg_liveagent__contact_versions"), "contacts", "contact_id", "account_id") }}
