"""Every question asked of the published marts, each a function that returns a DataFrame.

Each takes a `Scope` first: the customers whose rows the asker may see. Counts come back as the
marts hold them; shares are computed where they are shown, beside their n.
"""

from pipeline.marts.compliance import COUNTS, compliance_by_customer, monthly_counts, months
from pipeline.marts.contract import promise, severities
from pipeline.marts.customers import coverage, customers
from pipeline.marts.owed import open_responses
from pipeline.marts.provenance import (
    data_findings,
    load_counts,
    rejected_rows,
    run_info,
    trouble_counts,
)
from pipeline.marts.scope import EVERYBODY, Scope
from pipeline.marts.snapshot import ask, newest_snapshot, tables

__all__ = [
    "COUNTS",
    "EVERYBODY",
    "Scope",
    "ask",
    "compliance_by_customer",
    "coverage",
    "customers",
    "data_findings",
    "load_counts",
    "monthly_counts",
    "months",
    "newest_snapshot",
    "open_responses",
    "promise",
    "rejected_rows",
    "run_info",
    "severities",
    "tables",
    "trouble_counts",
]
