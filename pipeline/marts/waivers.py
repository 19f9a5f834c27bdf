"""What was waived, why, and what it does to the figures."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.compliance import COUNTS, Counts
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, tickets_of


class RegisteredWaiver(Record):
    """A waiver of the register, and the response that it names, where there is one."""

    response_id: str
    customer_id: str | None
    customer_name: str | None
    opened_at: datetime
    reason: str | None
    approved_by: str | None
    approved_on: date
    note: str | None
    is_applied: bool
    source: str | None
    ticket_id: str | None
    code: str | None
    url: str | None
    severity: int | None
    metric: str | None
    outcome: str | None


class WaivedCustomer(Record):
    """A customer with waived responses, and the counts of all responses."""

    customer_id: str
    customer_name: str
    counts: Counts


def waiver_register(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per waiver of the register, the newest opening first.

    Columns: code and url of the ticket (null where it names no response), those of
    `dim_waivers`, customer_name. Waivers that name no response may be anybody's, so only who sees
    everybody sees them.
    """
    return ask(
        snapshot,
        f"""
        with {tickets_of("dim_waivers")}

        select
            {CODE},
            url,
            waivers.*,
            coalesce(customer_name, customer_id) as customer_name
        from dim_waivers as waivers
        left join dim_customers using (customer_id)
        left join tickets using (source, ticket_id)
        where
            coalesce({scope.condition("waivers.customer_id")}, {scope.is_everybody})
            and ($customer_id is null or waivers.customer_id = $customer_id)
        order by waivers.opened_at desc, register_row
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )


def waived_by_customer(
    scope: Scope, snapshot: Path, first: date, last: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per dedicated customer with waived responses in these months, by name.

    Columns: customer_id, customer_name, every `_count` column added up over all the months.
    """
    return ask(
        snapshot,
        f"""
        select
            customer_id,
            customer_name,
            {", ".join(f"cast(sum({name}) as bigint) as {name}" for name in COUNTS)}
        from compliance_monthly
        inner join dim_customers using (customer_id)
        where
            is_dedicated
            and {scope.condition()}
            and opened_month between $first and $last
            and customer_id = coalesce($customer_id, customer_id)
        group by customer_id, customer_name
        having sum(waived_met_count + waived_breached_count) > 0
        order by customer_name, customer_id
        """,
        {"first": first, "last": last, "customer_id": customer_id, **scope.parameters()},
    )
