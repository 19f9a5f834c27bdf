"""The register as tables: people's spreadsheets, validated, as the models read them."""

import pyarrow as pa
from pydantic import BaseModel

from pipeline.settings.register import Register

_TEXT, _DAY, _INSTANT = pa.string(), pa.date32(), pa.timestamp("us", tz="UTC")

SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema([*columns.items(), ("register_row", pa.int64())])
    for name, columns in {
        "customers": {
            "customer_id": _TEXT,
            "name": _TEXT,
            "plan": _TEXT,
            "add_on": _TEXT,
            "valid_from": _DAY,
            "valid_until": _DAY,
            "monthly_fee_eur": pa.decimal128(12, 2),
            "currency": _TEXT,
            "language": _TEXT,
            "report_to": _TEXT,
        },
        "accounts": {"source": _TEXT, "account_id": _TEXT, "customer_id": _TEXT},
        "roster": {
            "customer_id": _TEXT,
            "source": _TEXT,
            "agent_id": _TEXT,
            "valid_from": _DAY,
            "valid_until": _DAY,
        },
        "absences": {
            "source": _TEXT,
            "agent_id": _TEXT,
            "valid_from": _DAY,
            "valid_until": _DAY,
            "stand_in_id": _TEXT,
        },
        "waivers": {
            "response_id": _TEXT,
            "opened_at": _INSTANT,
            "reason": _TEXT,
            "approved_by": _TEXT,
            "approved_on": _DAY,
            "note": _TEXT,
        },
        "meetings": {
            "meeting_id": _TEXT,
            "customer_id": _TEXT,
            "source": _TEXT,
            "agent_id": _TEXT,
            "kind": _TEXT,
            "booked_at": _INSTANT,
            "scheduled_at": _INSTANT,
            "held_at": _INSTANT,
            "status": _TEXT,
        },
    }.items()
}
"""Columns of every register table; `register_row` is the row as a spreadsheet counts it."""


def register_tables(register: Register) -> dict[str, pa.Table]:
    """Every register table by name."""
    return {
        name: pa.Table.from_pylist(
            [_record(row) for row in getattr(register, name)],
            schema=schema,
        )
        for name, schema in SCHEMAS.items()
    }


def _record(row: BaseModel) -> dict[str, object]:
    record = row.model_dump()
    record["register_row"] = record.pop("row")
    if "report_to" in record:
        record["report_to"] = "; ".join(record["report_to"])
    return record
