"""Exports in a desk's own headers, words, times and accounts land like exports in ours."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.landing.mapping import Account, Renaming, SourceMapping, Word
from pipeline.landing.written_times import DIRECTIVES, format_mistake
from tests.pipeline.landing.help_desk import (
    EVENT_COLUMNS,
    HelpDesk,
    SourceStandIn,
    event,
    export_bytes,
    without_provenance,
)

HEADERS = {
    "event_id": "Comment ID",
    "ticket_id": "Issue key",
    "occurred_at": "Created (UTC)",
    "kind": "Art",
    "value": "To",
    "previous_value": "From",
    "actor_kind": "Rolle",
    "actor_id": "Author",
    "channel": "Kanal; Weg",
    "updated_at": "Updated",
}
THEIRS = {
    "kind": {"message": "Kommentar", "status": "Statuswechsel"},
    "status": {"waiting_customer": "Warten auf Kunden", "resolved": "Erledigt"},
    "actor_kind": {"customer": "End-User", "participant": "CC"},
}
MAPPING = SourceMapping(
    columns=tuple(Renaming(ours, (theirs,), "events") for ours, theirs in HEADERS.items()),
    values=tuple(
        Word(vocabulary, theirs.lower(), ours)
        for vocabulary, words in THEIRS.items()
        for ours, theirs in words.items()
    ),
    time_format="%d.%m.%Y %H:%M:%S",
)
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def in_their_words(row: Mapping[str, str | None]) -> dict[str, str | None]:
    """An event as another desk would tell it."""
    told = dict(row)
    for column in ("occurred_at", "updated_at"):
        if text := row.get(column):
            told[column] = f"{datetime.fromisoformat(text):%d.%m.%Y %H:%M:%S}"
    if row["kind"] == "status":
        for column in ("value", "previous_value"):
            told[column] = THEIRS["status"].get(row.get(column) or "", row.get(column))
    for column in ("kind", "actor_kind"):
        word = row.get(column)
        told[column] = THEIRS[column].get(word or "", word)
    return {HEADERS[column]: value for column, value in told.items()}


EVENTS = [
    event(1),
    event(2, kind="status", value="waiting_customer", previous_value="open", actor_kind="agent"),
    event(3, kind="status", value="resolved", previous_value="waiting_customer", actor_kind=None),
    event(4, kind="note", actor_kind="agent", actor_id="a, b", updated_at="2025-07-01T00:00:00Z"),
    event(5, actor_kind="participant", channel='e-mail, "neu"'),
    event(6, kind="severity", value="Erledigt", previous_value="Warten auf Kunden"),
]


def landed(
    folder: Path, mapping: SourceMapping, name: str, content: bytes | str, entity: str = "events"
) -> list[dict[str, Any]]:
    desk = HelpDesk(folder, SourceStandIn(mapping=mapping))
    file = desk.land_only(name, content)
    assert file.error is None, file.error
    return without_provenance(desk.read(f"generic_{entity}"))


@pytest.mark.parametrize("ending", ["csv", "semicolon.csv", "json", "pretty.json", "ndjson"])
@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_mapped_export_lands_like_its_equal(
    tmp_path: Path, ending: str, is_damaged: bool
) -> None:
    """By DuckDB and, where a row more is damaged, by the slow reader."""
    told = [in_their_words(row) for row in EVENTS]
    theirs = export_bytes(ending, tuple(HEADERS.values()), told)
    if is_damaged:
        bad = b'{"Comment ID": oops}' if "json" in ending else b'"never closed'
        theirs = (
            theirs.rstrip().removesuffix(b"]") + b",\n" + bad + b"\n]"
            if ending == "json"
            else theirs.replace(b"\n]", b",\n  {\n    oops\n  }\n]")
            if ending == "pretty.json"
            else theirs + bad + b"\n"
        )
    expected = landed(tmp_path / "ours", SourceMapping(), "events.csv", _ours(EVENTS))
    assert landed(tmp_path / "theirs", MAPPING, f"events.{ending}", theirs) == expected


def test_parquet_is_mapped_too(tmp_path: Path) -> None:
    told = [in_their_words(row) for row in EVENTS]
    theirs = export_bytes("parquet", tuple(HEADERS.values()), told)
    expected = landed(tmp_path / "ours", SourceMapping(), "events.csv", _ours(EVENTS))
    assert landed(tmp_path / "theirs", MAPPING, "events.parquet", theirs) == expected


def _ours(rows: Sequence[Mapping[str, str | None]]) -> bytes:
    return export_bytes("csv", EVENT_COLUMNS, rows)


words = st.text("aäB1, ;\"'", max_size=6)


@settings(max_examples=25, deadline=None, phases=WITHOUT_SHRINKING)
@given(
    drawn=st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["message", "note", "status"]),
                "value": st.sampled_from(["open", "waiting_customer", "resolved", "on_hold"]),
                "previous_value": st.sampled_from([None, "open", "resolved"]),
                "actor_kind": st.sampled_from(["customer", "agent", "bot", "participant"]),
                "actor_id": words,
                "channel": words,
            }
        ),
        min_size=1,
        max_size=8,
    ),
    ending=st.sampled_from(["csv", "semicolon.csv", "tab.csv", "ndjson", "json", "utf16.csv"]),
)
def test_any_mapped_export_lands_like_its_equal(
    drawn: list[dict[str, str | None]], ending: str
) -> None:
    rows = [event(number, **changes) for number, changes in enumerate(drawn)]
    theirs = export_bytes(ending, tuple(HEADERS.values()), [in_their_words(row) for row in rows])
    with tempfile.TemporaryDirectory() as folder:
        expected = landed(Path(folder) / "ours", SourceMapping(), "events.csv", _ours(rows))
        assert landed(Path(folder) / "theirs", MAPPING, f"events.{ending}", theirs) == expected


# ── columns ───────────────────────────────────────────────────────────────────────────────────────


def test_a_flat_name_holds_for_every_entity_and_our_own_name_stays(tmp_path: Path) -> None:
    mapping = SourceMapping(columns=(Renaming("customer_id", ("Organisation",)),))
    desk = HelpDesk(tmp_path, SourceStandIn(mapping=mapping))
    desk.write("tickets.csv", "ticket_id,Organisation,customer_id\nt1,ACME,ignored\n")
    desk.write("customers.csv", "customer_id,name\nACME,Acme\n")
    assert [row["account_id"] for row in desk.read("generic_tickets")] == ["ACME"]
    assert [row["account_id"] for row in desk.read("generic_customers")] == ["ACME"]
    assert [file.warning for file in desk.land().files] == [None, None]


def test_a_column_for_one_entity_alone(tmp_path: Path) -> None:
    mapping = SourceMapping(
        columns=(Renaming("channel", ("Weg",)), Renaming("channel", ("Quelle",), "tickets"))
    )
    desk = HelpDesk(tmp_path, SourceStandIn(mapping=mapping))
    desk.write("tickets.csv", "ticket_id,customer_id,Quelle,Weg\nt1,c,mail,call\n")
    assert [row["channel"] for row in desk.read("generic_tickets")] == ["mail"]


def test_a_needed_header_that_is_not_there(tmp_path: Path) -> None:
    mapping = SourceMapping(columns=(Renaming("ticket_id", ("Issue key", "Key")),))
    desk = HelpDesk(tmp_path, SourceStandIn(mapping=mapping))
    file = desk.land_only("tickets.csv", "Issue,customer_id,Summary\n1,2,3\n")
    assert file.error == (
        'desk/tickets.csv has no column "Issue key" or "Key", which `columns.ticket_id` in '
        "vip-sla.yml names; its columns are issue, customer_id, summary"
    )


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("Nr;Zeit;Art\n1;2;3\n", "nr, zeit, art"),
        ("Nr\tZeit\tArt\n", "nr, zeit, art"),
        ("Nr;Name, Vorname, Titel;Zeit\n1;Ott, Ina;3\n2;Abt;3\n", "nr, name, vorname, titel, zeit"),
        ("Nr,Grund;1;2;3\n1,a\n2,b\n", "nr, grund;1;2;3"),
        ('\nNr;Text\n1;"a, b\n,c"\n2;3\n', "nr, text"),
        ("sep=|\nNr|Name; Vorname; Titel\n1|2; 3; 4\n", "nr, name; vorname; titel"),
        ("Nummer\n1,2\n", "nummer"),
    ],
)
def test_the_columns_of_a_strangers_file(tmp_path: Path, content: str, columns: str) -> None:
    """Where no column is known, the lines tell what divides them."""
    file = HelpDesk(tmp_path).land_only("events.csv", content)
    assert file.error
    assert f"; its columns are {columns}; name the right one" in file.error


def test_a_header_that_no_file_has_is_told(tmp_path: Path) -> None:
    mapping = SourceMapping(columns=(Renaming("severity", ("Prio",)),))
    desk = HelpDesk(tmp_path, SourceStandIn(mapping=mapping))
    desk.write("tickets-1.csv", "ticket_id,customer_id,Priority\nt1,c,High\n")
    desk.write("tickets-2.csv", "ticket_id,customer_id\nt2,c\n")
    told = [file.warning for file in desk.land().files]
    assert sum(warning is not None for warning in told) == 1
    assert 'has no column "Prio", which `columns.severity`' in "".join(filter(None, told))
    desk.write("tickets-3.csv", "ticket_id,customer_id,Prio\nt3,c,High\n")
    assert [file.warning for file in desk.land().files] == [None, None, None]


def test_a_word_for_an_empty_cell_makes_up_for_the_column(tmp_path: Path) -> None:
    mapping = SourceMapping(values=(Word("kind", "", "message"), Word("status", "", "open")))
    content = "event_id,ticket_id,occurred_at,actor_kind\n1,t,2025-06-01 10:00,customer\n"
    (row,) = landed(tmp_path, mapping, "events.csv", content)
    assert (row["kind"], row["value"]) == ("message", None)


def test_a_changed_mapping_lands_the_file_again(tmp_path: Path) -> None:
    desk = HelpDesk(tmp_path)
    desk.land_only("tickets.csv", "ticket_id,customer_id,Org\nt1,c,ACME\n")
    desk.source = SourceStandIn(mapping=SourceMapping(account=(Account("column", "Org"),)))
    desk.landing = None
    (row,) = desk.read("generic_tickets")
    assert row["account_id"] == "ACME"


# ── accounts ──────────────────────────────────────────────────────────────────────────────────────


def test_persons_become_their_companies(tmp_path: Path) -> None:
    mapping = SourceMapping(account=(Account("domain_of", "requester_email"),))
    addresses = {
        "kim@Acme.Example": "acme.example",
        "Kim Li <kim@acme.example>": "acme.example",
        "<jo@sub.acme.example>": "sub.acme.example",
        "Someone@GMX.de": "someone@gmx.de",
        "root": None,
        "": None,
        "a@": None,
    }
    lines = [f't{n},"{address}"' for n, address in enumerate(addresses)]
    content = "ticket_id,Requester_Email\n" + "\n".join(lines) + "\n"
    rows = landed(tmp_path, mapping, "tickets.csv", content, "tickets")
    assert [row["account_id"] for row in rows] == list(addresses.values())


def test_a_list_of_ways_to_an_account(tmp_path: Path) -> None:
    mapping = SourceMapping(
        columns=(Renaming("subject", ("Mail",)),),
        account=(Account("column", "Company"), Account("domain_of", "subject")),
    )
    content = "ticket_id,Company,Mail\n1,ACME,x@a.b\n2, ,x@a.b\n3,,\n"
    rows = landed(tmp_path, mapping, "tickets.csv", content, "tickets")
    assert [row["account_id"] for row in rows] == ["ACME", "a.b", None]


# ── times ─────────────────────────────────────────────────────────────────────────────────────────

TIMES = {
    None: {
        "2026-02-03 09:00": "2026-02-03T08:00",
        "2026-02-03T09:00Z": "2026-02-03T09:00",
        "2026-02-03T09:00+05:30": "2026-02-03T03:30",
        "2026-02-03 09:00 UTC": "2026-02-03T09:00",
        "2026-02-03 9:00": None,
        "2026-02-03 09": None,
    },
    "%d.%m.%Y %H:%M": {
        "03.02.2026 09:00": "2026-02-03T08:00",
        "3.2.2026 9:05": "2026-02-03T08:05",
        "26.10.2025 02:30": "2025-10-26T00:30",
        "2026-02-03T09:00:00Z": "2026-02-03T09:00",
        "31.02.2026 09:00": None,
        "02/03/2026 09:00": None,
    },
    "%d/%b/%y %I:%M %p": {"03/Feb/26 1:05 PM": "2026-02-03T12:05", "03/Foo/26 1:05 PM": None},
    "%Y-%m-%dT%H:%M:%S.%f%z": {"2026-02-03T09:00:00.123+0200": "2026-02-03T07:00"},
    "%Y-%m-%dT%H:%MZ": {"2026-02-03T09:00Z": "2026-02-03T09:00"},
    "%Y-%d-%m %H:%M": {"2026-03-02 09:00": "2026-02-03T08:00", "2026-02-28 09:00": None},
    "unix_seconds": {
        "1770109200": "2026-02-03T09:00",
        "1770109200.9": "2026-02-03T09:00",
        "1770109200.0": "2026-02-03T09:00",
        "1770109200000": None,
        "2026-02-03 09:00": "2026-02-03T08:00",
    },
    "unix_milliseconds": {"1770109200999": "2026-02-03T09:00", "1770109200": None},
}


@pytest.mark.parametrize("time_format", TIMES, ids=str)
def test_times_as_they_are_written(tmp_path: Path, time_format: str | None) -> None:
    written = TIMES[time_format]
    mapping = SourceMapping(time_format=time_format)
    desk = HelpDesk(tmp_path, SourceStandIn(time_zone="Europe/Berlin", mapping=mapping))
    rows = [event(number, occurred_at=text) for number, text in enumerate(written)]
    desk.land_only("events.csv", _ours(rows))
    assert [row["occurred_at"] for row in desk.read("generic_events")] == [
        datetime.fromisoformat(text).replace(tzinfo=UTC) for text in written.values() if text
    ]
    reasons = [reason for _, reason in desk.rejected()]
    assert len(reasons) == list(written.values()).count(None)
    if time_format:
        assert all("time_format" in r or "before 2000" in r for r in reasons)


def test_every_directive_of_a_format_is_one_that_is_read(tmp_path: Path) -> None:
    for directive in DIRECTIVES:
        written = f"%Y-%m-%d %H:%M %{directive} %p"
        assert format_mistake(written) is None
        desk = HelpDesk(tmp_path / str(ord(directive)))
        desk.source = SourceStandIn(mapping=SourceMapping(time_format=written))
        assert desk.land_only("events.csv", _ours([event(1)])).error is None


# ── whole numbers with a point ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", ["csv", "json", "damaged.csv", "damaged.json"])
def test_whole_numbers_lose_their_point(tmp_path: Path, ending: str) -> None:
    rows = [
        {"ticket_id": "101.0", "customer_id": "1.0", "severity": "1.0", "channel": "1.0"},
        {"ticket_id": "102.0", "customer_id": "1.1", "severity": None, "channel": "mail"},
    ]
    columns = ("ticket_id", "customer_id", "severity", "channel")
    content = export_bytes(ending.removeprefix("damaged."), columns, rows)
    if ending == "json":
        content = content.replace(b'"101.0"', b"101.0").replace(b'"102.0"', b"102.0")
    if ending == "damaged.csv":
        content += b'"x\n'
    if ending == "damaged.json":
        content = content.replace(b"]", b", oops]")
    found = landed(tmp_path, SourceMapping(), f"tickets.{ending}", content, "tickets")
    assert [
        tuple(row[name] for name in ("ticket_id", "account_id", "severity")) for row in found
    ] == [
        ("101", "1.0", "1"),
        ("102", "1.1", None),
    ]
    assert [row["channel"] for row in found] == ["1.0", "mail"]


def test_a_word_for_a_number_with_a_point(tmp_path: Path) -> None:
    mapping = SourceMapping(values=(Word("kind", "1", "message"), Word("kind", "2", "note")))
    rows = [event(1, kind="1.0"), event(2, kind="2.0")]
    found = landed(tmp_path, mapping, "events.csv", _ours(rows))
    assert [row["kind"] for row in found] == ["message", "note"]


# ── files ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("start", ["sep=;\r\n", "\ufeffsep=;\r\n", '"sep=;"\n', "SEP=|\n"])
def test_a_line_that_tells_the_delimiter(desk: HelpDesk, start: str) -> None:
    delimiter = "|" if "|" in start else ";"
    lines = ["customer_id,name", "a,A", ",B"]
    text = start + "\n".join(line.replace(",", delimiter) for line in lines)
    file = desk.land_only("customers.csv", text)
    assert (file.error, file.rows_landed) == (None, 1)
    assert [line for line, _ in desk.rejected()] == [4]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"customer_id,name\n", b"[]"])
def test_an_empty_file_of_what_may_be_left_out_is_no_rows(desk: HelpDesk, content: bytes) -> None:
    name = "customers.json" if content == b"[]" else "customers.csv"
    file = desk.land_only(name, content)
    assert (file.error, file.rows_read) == (None, 0)
    assert desk.read("generic_customers") == []


@pytest.mark.parametrize("name", ["tickets.xlsx", "tickets_2026.txt", "Events.csv.zip", "agents"])
def test_a_right_name_with_a_format_that_is_not_read(desk: HelpDesk, name: str) -> None:
    error = desk.land_only(name, b"PK").error or ""
    assert f"desk/{name} is named like an export of" in error
    assert "save it as CSV, JSON, NDJSON or Parquet" in error


PAGES = {
    '{"tickets": %s, "next_page": null}': None,
    '{"users": [{"id": 1}], "tickets": %s}': None,
    '{"data": %s, "meta": {"has_more": false}}': None,
    '{"data": %s, "links": {"next": "https://a.example/?page=2"}}': '"next"',
    '{"next_page": 2, "results": %s}': '"next_page": 2',
    '{"isLast": false, "values": %s}': '"isLast": false',
    '{"total": 250, "issues": %s}': '"total": 250, 2 rows here',
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("is_damaged", [False, True])
def test_an_answer_of_an_api_saved_whole(desk: HelpDesk, page: str, is_damaged: bool) -> None:
    rows = [{"ticket_id": "1", "customer_id": "]}[{", "tags": ["x"]}, {"ticket_id": "2"}]
    told = json.dumps(rows, indent=1)
    if is_damaged:
        told = told.replace("{\n", '{"customer_id": "a" b"},\n {\n', 1)
    file = desk.land_only("tickets.json", page % told)
    assert file.error is None
    assert [row["ticket_id"] for row in desk.read("generic_tickets")] == ["1", "2"]
    assert file.rows_rejected == is_damaged
    expected = PAGES[page]
    if expected and not is_damaged:
        assert expected in (file.warning or "")
        assert "is one page of several" in (file.warning or "")
    else:
        assert file.warning is None or is_damaged


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_wrapped_list_is_found_in_pieces_of_any_size(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("pipeline.landing.wrapped_json._CHUNK", size)
    rows = [{"ticket_id": str(n), "subject": 'ä\\"[]{}' * n} for n in range(20)]
    file = desk.land_only("tickets.json", json.dumps({"n": 1, "tickets": rows, "next": None}))
    assert (file.rows_landed, file.rows_rejected, file.warning) == (20, 0, None)


def test_one_ticket_with_a_list_is_a_ticket(desk: HelpDesk) -> None:
    row = {"ticket_id": "1", "customer_id": "c", "fields": [{"ticket_id": "no"}]}
    desk.land_only("tickets.json", json.dumps(row))
    assert [row["ticket_id"] for row in desk.read("generic_tickets")] == ["1"]
