"""Where the responses behind a mark are."""

from dashboards import address
from pipeline.marts.periods import Period


def behind(period: Period, customer_id: str | None = None, **_chosen: str) -> str:
    """The address of a period's responses, of everybody or one customer, as far as filters say."""
    month = f"{period.last:%Y-%m}"
    if customer_id is None:
        return address.here(month=month)
    return address.link("customer", customer=customer_id, month=month)
