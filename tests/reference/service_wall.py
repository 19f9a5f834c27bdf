"""§7: the sentences beside the targets, "innerhalb von 24 Stunden"."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.reference.terms import Policy

Row = dict[str, Any]


def by_the_wall_monthly(policy: Policy, responses: list[Row]) -> list[Row]:
    """Per customer and month: "the share of first responses within 24 hours by the wall"."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in responses:
        terms = policy.terms(row["customer_id"], row["opened_at"])
        sentence = terms.sentence_seconds(row["severity"])
        if row["metric"] != "first_response" or sentence is None or row["exclusion_reason"]:
            continue
        groups[row["customer_id"], row["opened_month"], row["severity"], sentence].append(row)
    months = []
    for (customer_id, first, severity, sentence), rows in groups.items():
        over = [row for row in rows if row["wall_seconds"] > sentence]
        in_time = [row for row in rows if row["wall_seconds"] <= sentence]
        within = sum(row["closed_by"] == "reply" for row in in_time)
        pending = sum(row["closed_by"] is None for row in in_time)
        months.append(
            {
                "customer_id": customer_id,
                "month": first,
                "severity": severity,
                "sentence_seconds": sentence,
                "response_count": len(rows) - pending,
                "within_count": within,
                "over_count": len(over),
                "unanswered_count": len(in_time) - within - pending,
                "pending_count": pending,
                "longest_seconds": max(row["wall_seconds"] for row in rows),
            }
        )
    return months
