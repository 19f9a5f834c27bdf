"""The published JSON schema of reports.

After a change of the content: python -m pipeline.reports.schema
"""

import json
from pathlib import Path

from pipeline.reports.content import REPORT, SCHEMA_ID

SCHEMA_FILE = Path(__file__).parent / "schema" / "report.schema.json"


def schema_text() -> str:
    """The schema as the content models have it; SCHEMA_FILE holds the same."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "VIP SLA report",
        "description": "A month's report on one customer, or on all of them (kind portfolio). "
        "Shares are met_count / (met_count + breached_count); instants are UTC.",
        **REPORT.json_schema(mode="serialization"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
