"""How the clock of a response ran, piece by piece."""

from pathlib import Path

import pandas as pd

from pipeline.marts.chosen import Ids, chosen, parameters
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


def response_segments(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per stretch of the reported leg in which its clock did the same, in order.

    Columns: those of `response_segments`.
    """
    # The table is made when it is asked for, and only of these where they are written out.
    written_out = {f"response_{number}": key for number, key in enumerate(response_ids or ())}
    names = ", ".join(f"${name}" for name in written_out) or "null"
    return ask(
        snapshot,
        f"""
        select *
        from response_segments
        where
            {"true" if response_ids is None else f"response_id in ({names})"}
            and response_id in (
                select response_id
                from fct_responses
                where {chosen(scope, response_ids)}
            )
        order by response_id, segment_number
        """,
        {**written_out, **parameters(scope, response_ids)},
    )
