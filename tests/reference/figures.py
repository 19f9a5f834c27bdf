"""§6: percentiles, and what a month's responses come to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
FEWEST = 10  # "Below ten rows no 90 % is told."


def percentile(values: Iterable[int], share: Fraction) -> int | None:
    """ "The least observed value within which that share of the rows lies (nearest rank)"."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None


def median(values: Iterable[int]) -> int | None:
    """The value within which half of them lie."""
    return percentile(values, Fraction(1, 2))


def closed_within(closed: list[int], owed_count: int, share: Fraction) -> int | None:
    """The time within which that share of all is closed; what is still owed is not, ever."""
    rank = math.ceil(share * (len(closed) + owed_count))
    return sorted(closed)[rank - 1] if 0 < rank <= len(closed) else None


def compliance_monthly(responses: list[Row], contested: list[Row]) -> list[Row]:
    """A row per customer, month, severity and metric."""
    against = {row["response_id"] for row in contested if row["is_counted_against"]}
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in responses:
        key = row["customer_id"], row["opened_month"], row["severity"], row["metric"]
        groups[key].append(row)
    return [
        {
            "customer_id": customer_id,
            "opened_month": first,
            "severity": severity,
            "metric": metric,
            **_counts(rows),
            **_worst(rows, against),
            **_times([row for row in rows if row["exclusion_reason"] is None]),
        }
        for (customer_id, first, severity, metric), rows in groups.items()
    ]


def _counts(rows: list[Row]) -> Row:
    def count(outcome: str, *standings: str | None) -> int:
        return sum(
            row["outcome"] == outcome and row["exclusion_reason"] in standings for row in rows
        )

    return {
        "owed_count": len(rows),
        "met_count": count("met", None),
        "breached_count": count("breached", None),
        "pending_count": count("pending", None, "waived"),
        "unanswered_count": count("unanswered", None, "waived"),
        "no_target_count": count("no_target", None, "waived"),
        "not_covered_count": sum(row["exclusion_reason"] == "not_covered" for row in rows),
        "deleted_count": sum(row["exclusion_reason"] == "deleted" for row in rows),
        "waived_met_count": count("met", "waived"),
        "waived_breached_count": count("breached", "waived"),
    }


def _worst(rows: list[Row], against: set[str]) -> Row:
    """§8: "what it would be with every contested response counted against us"."""
    contested = [row for row in rows if row["response_id"] in against]
    others = [
        row for row in rows if row["response_id"] not in against and row["exclusion_reason"] is None
    ]
    return {
        "contested_count": len(contested),
        "worst_met_count": sum(row["outcome"] == "met" for row in others),
        "worst_breached_count": len(contested)
        + sum(row["outcome"] == "breached" for row in others),
    }


def _times(counted: list[Row]) -> Row:
    closed = [row["elapsed_seconds"] for row in counted if row["closed_at"] is not None]
    owed = [row["elapsed_seconds"] for row in counted if row["closed_at"] is None]
    return {
        "median_seconds": median(closed),
        "p90_seconds": percentile(closed, Fraction(9, 10)) if len(closed) >= FEWEST else None,
        "max_seconds": max(closed, default=None),
        # "the longest of them stands beside the longest of the closed"
        "max_owed_seconds": max(owed, default=None),
        "max_owed_since": min(
            (
                (-row["elapsed_seconds"], row["opened_at"])
                for row in counted
                if row["closed_at"] is None
            ),
            default=(0, None),
        )[1],
        "still_owed_count": len(owed),
        "median_of_all_seconds": closed_within(closed, len(owed), Fraction(1, 2)),
        "p90_of_all_seconds": closed_within(closed, len(owed), Fraction(9, 10))
        if len(counted) >= FEWEST
        else None,
    }
