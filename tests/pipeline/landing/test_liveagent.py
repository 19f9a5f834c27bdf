"""What LiveAgent's API returns lands flat, whatever the file type; lists become rows."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.landing.help_desk import HelpDesk, SourceStandIn

TICKETS: list[dict[str, Any]] = [
    {
        "id": "t1",
        "date_created": "2026-01-05 10:00:00",
        "date_changed": "2026-01-05 11:00:00",
        "status": "?",  # nobody knows it, and it lands
        "channel_type": "k",
        "subject": "two\nlines",
        "tags": ["a", "b"],
        "custom_fields": [{"code": "urgency", "value": "high"}],
    },
    {"id": "t2", "date_created": "2026-01-05 10:00:00"},
]
GROUPS: list[dict[str, Any]] = [
    {
        "id": "g1",
        "ticket_id": "t1",
        "type": "C",
        "datecreated": "2026-01-05 10:00:00",
        "messages": [
            {"id": "m1", "userid": "u", "datecreated": "2026-01-05 10:00:01", "message": "secret"},
            {"id": "m2"},
        ],
    },
    {"id": "g2", "ticket_id": "t1", "type": "3", "datecreated": "2026-01-05 10:00:00"},
]


def _file(ending: str, rows: Sequence[dict[str, Any]]) -> bytes:
    kind = ending.removesuffix(".gz")
    if kind == "csv":
        output = io.StringIO()
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(output, names, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow(
                {k: json.dumps(v) if isinstance(v, list) else v for k, v in row.items()}
            )
        content = output.getvalue().encode()
    elif kind == "ndjson":
        content = "\n".join(map(json.dumps, rows)).encode()
    else:
        content = json.dumps(rows, indent=1).encode()
    return gzip.compress(content) if ending.endswith(".gz") else content


@pytest.fixture
def desk(tmp_path: Path) -> HelpDesk:
    return HelpDesk(tmp_path, SourceStandIn(kind="liveagent", time_zone="America/Phoenix"))


def _column(desk: HelpDesk, view: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in desk.read(view)]


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("ending", ["json", "ndjson", "csv", "json.gz", "ndjson.gz", "csv.gz"])
def test_lists_land_as_rows(desk: HelpDesk, ending: str, damaged: bool) -> None:
    tickets = _file(ending, TICKETS)
    if damaged:  # a gzip that was cut after its last row: the slow readers save the rest
        tickets = gzip.compress(_file(ending.removesuffix(".gz"), TICKETS) + b"\n")[:-4]
        ending = ending.removesuffix(".gz") + ".gz"
    desk.write(f"tickets.{ending}", tickets)
    desk.write(f"messages.{ending}", _file(ending, GROUPS))

    landing = desk.land()

    assert [(file.entity, file.rows_landed, file.rows_rejected) for file in landing.files] == [
        ("messages", 2, 0),
        ("tickets", 2, int(damaged and not ending.startswith("json"))),  # an array tells its end
    ]
    assert _column(desk, "liveagent_ticket_tags", "ticket_id", "tag_id") == [
        ("t1", "a"),
        ("t1", "b"),
    ]
    assert _column(desk, "liveagent_ticket_fields", "code", "value") == [("urgency", "high")]
    (ticket, _) = desk.read("liveagent_tickets")
    assert (ticket["status"], ticket["channel_type"], ticket["subject"]) == ("?", "k", "two\nlines")
    assert f"{ticket['date_changed']:%Y-%m-%d %H:%M:%S%z}" == "2026-01-05 18:00:00+0000"
    messages = desk.read("liveagent_messages")
    assert [(m["group_id"], m["message_id"], m["ticket_id"]) for m in messages] == [
        ("g1", "m1", "t1"),
        ("g1", "m2", "t1"),
    ]
    assert f"{messages[0]['datecreated']:%H:%M:%S%z}" == "17:00:01+0000"
    assert "secret" not in str(messages)
    tags, rows = desk.read("liveagent_ticket_tags"), desk.read("liveagent_tickets")
    assert {(t["file_hash"], t["file_row"]) for t in tags} == {
        (r["file_hash"], r["file_row"]) for r in rows if r["ticket_id"] == "t1"
    }


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ("a text", 'messages "a text" is not a JSON list; write it like the API does'),
        ({"id": "m"}, "is not a JSON list"),
        (["m"], "holds something else than objects"),
        ([{"datecreated": "soon"}], "holds a datecreated that is no time"),
        ([{"datecreated": "1970-01-01 00:00:00"}], "holds a datecreated that is no time"),
    ],
)
def test_a_bad_list_rejects_its_row(desk: HelpDesk, messages: object, reason: str) -> None:
    rows = [GROUPS[0], GROUPS[1] | {"messages": messages}]
    file = desk.land_only("messages.json", json.dumps(rows))
    assert (file.rows_read, file.rows_landed, file.rows_rejected) == (2, 1, 1)
    ((line, found),) = desk.rejected()
    assert line == 2
    assert reason in found
    assert len(desk.read("liveagent_messages")) == 2


def test_the_grids_export_is_refused(desk: HelpDesk) -> None:
    file = desk.land_only(
        "tickets.csv", "Ticket ID,Subject,Status,Date created\n1,Help,Open,2026-01-01 10:00:00\n"
    )
    assert file.error is not None
    assert "the ticket grid" in file.error
    assert "no response time can come from it; export tickets and messages through the API" in (
        file.error
    )


def test_a_lost_part_means_a_lost_file(desk: HelpDesk) -> None:
    desk.write("tickets.json", json.dumps(TICKETS))
    (file,) = desk.land().files
    (desk.workspace.landing / str(file.part_path("ticket_tags"))).unlink()

    (again,) = desk.land().new

    assert again.file_hash == file.file_hash
    assert len(desk.read("liveagent_ticket_tags")) == 2
