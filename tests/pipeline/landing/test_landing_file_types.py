"""Every way to write an export gives the same landed rows."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.landing.files import find_exports
from pipeline.landing.sources import KINDS
from tests.pipeline.landing.help_desk import (
    EVENT_COLUMNS,
    HelpDesk,
    event,
    export_bytes,
    without_provenance,
)

ENDINGS = (
    "csv",
    "semicolon.csv",
    "tab.csv",
    "utf16.csv",
    "utf16be.csv",
    "bom.csv",
    "crlf.csv",
    "json",
    "pretty.json",
    "lines.json",
    "bom.json",
    "utf16.json",
    "ndjson",
    "bom.ndjson",
    "jsonl",
    "parquet",
    "csv.gz",
    "json.gz",
    "ndjson.gz",
    "utf16.csv.gz",
    "parquet.gz",
)

# Each example writes and lands files, so shrinking a failure would take minutes.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)

TICKET_COLUMNS = (
    "ticket_id",
    "customer_id",
    "subject",
    "channel",
    "severity",
    "status",
    "created_at",
    "url",
)
# Python's csv module does not quote a lone carriage return, so its files would be damaged.
words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
ids = st.text("abcdefABCDEF0123456789-_:.ü", min_size=1, max_size=8)
tickets = st.lists(
    st.fixed_dictionaries(
        {"ticket_id": ids},
        optional={
            "customer_id": ids,
            "subject": words,
            "severity": st.sampled_from(["1", "hoch", " 3 "]),
            "status": st.sampled_from(["Open", "resolved"]),
            "created_at": st.sampled_from(
                ["2025-06-01 10:00:00", "2025-10-26T02:30:00.9", "2025-06-01T10:00:00+05:30"]
            ),
        },
    ),
    max_size=6,
)


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_type_lands_the_same_rows(desk: HelpDesk, ending: str) -> None:
    rows = [event(1), event(2, kind="note", actor_kind=None), event(3, channel="e-mail, ünïcode")]
    landed = desk.land_only(f"events.{ending}", export_bytes(ending, EVENT_COLUMNS, rows))
    assert (landed.error, landed.rows_read, landed.rows_landed) == (None, 3, 3)
    found = desk.read("generic_events")
    assert [row["event_id"] for row in found] == ["e1", "e2", "e3"]
    assert found[2]["channel"] == "e-mail, ünïcode"
    first = 2 if "csv" in ending else 1
    assert [row["file_row"] for row in found] == [first, first + 1, first + 2]


@settings(max_examples=12, deadline=None, phases=WITHOUT_SHRINKING)
@given(rows=tickets, data=st.data())
def test_order_of_columns_number_of_files_and_type_do_not_matter(
    rows: list[dict[str, str]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        one, many = HelpDesk(Path(first)), HelpDesk(Path(second))
        many.folder.mkdir(parents=True)
        one.write("tickets.csv", export_bytes("csv", TICKET_COLUMNS, rows))
        cut = data.draw(st.integers(0, len(rows)))
        for number, part in enumerate(filter(None, (rows[:cut], rows[cut:]))):
            columns = data.draw(st.permutations([*TICKET_COLUMNS, "Extra"]))
            ending = data.draw(st.sampled_from(ENDINGS))
            # An export whose bytes are those of another is the same export, so make them differ.
            marked = [row | {"Extra": f"file {number}"} for row in part]
            many.write(f"tickets{number}.{ending}", export_bytes(ending, columns, marked))
        assert not [file.error for file in many.land().files if file.error]
        expected = without_provenance(one.read("generic_tickets"))
        assert len(expected) == len(rows)
        assert without_provenance(many.read("generic_tickets")) == expected


def test_column_names_are_trimmed_and_case_makes_no_difference(desk: HelpDesk) -> None:
    desk.write("Agents_2025.CSV", ' Agent_ID ,"NAME",Is_Bot,tier,shoe size\na1, Ann ,YES,2.0,40\n')
    desk.write("agents.json", '[{"AGENT_ID": "a2", " name": "Bo", "tier": 1, "is_bot": false}]')
    rows = desk.read("generic_agents")
    found = {(row["agent_id"], row["name"], row["tier"], row["is_bot"]) for row in rows}
    assert found == {("a1", "Ann", 2, True), ("a2", "Bo", 1, False)}


def test_values_of_typed_formats_become_text(desk: HelpDesk) -> None:
    desk.write(
        "tickets.json", '[{"ticket_id": 12345678901234567890, "severity": 3, "subject": {}}]'
    )
    desk.write("customers.ndjson", '{"customer_id": 1}\n\n{"customer_id": true, "name": null}\n')
    assert [(r["ticket_id"], r["severity"]) for r in desk.read("generic_tickets")] == [
        ("12345678901234567890", "3")
    ]
    assert [r["account_id"] for r in desk.read("generic_customers")] == ["1", "true"]


def test_empty_exports_are_fine(desk: HelpDesk) -> None:
    desk.write("tickets.csv", "ticket_id,customer_id\n")
    desk.write("events.json", "[]")
    landing = desk.land()
    assert [(file.error, file.rows_read) for file in landing.files] == [(None, 0), (None, 0)]
    assert desk.read("generic_tickets") == []
    assert desk.land().new == ()


def test_files_are_known_by_name(desk: HelpDesk) -> None:
    for name in (
        "tickets.csv",
        "TICKETS-old.Parquet.GZ",
        "events2025.jsonl",
        "eventlog.csv",
        "tickets.xlsx",
        "tickets.csv.part",
        ".hidden",
        "archive/tickets.csv",
    ):
        desk.write(name, "")
    exports, ignored = find_exports(desk.folder, KINDS["generic"])
    assert {(e.path.name, e.entity.name, e.format, e.is_gzip) for e in exports} == {
        ("tickets.csv", "tickets", "csv", False),
        ("TICKETS-old.Parquet.GZ", "tickets", "parquet", True),
        ("events2025.jsonl", "events", "lines", False),
        ("tickets.xlsx", "tickets", "unknown", False),
    }
    assert ignored == ["archive/", "eventlog.csv", "tickets.csv.part"]
