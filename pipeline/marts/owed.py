"""What is owed now."""

from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


def open_responses(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per counted response owed at as_of, the most urgent first: `open_responses`."""
    return ask(
        snapshot,
        f"""
        select code, * exclude (code)
        from open_responses
        where
            exclusion_reason is null
            and {scope.condition()}
            and customer_id = coalesce($customer_id, customer_id)
        order by due_at nulls last, response_id
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )
