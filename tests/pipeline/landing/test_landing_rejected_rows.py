"""A row that cannot be used is kept, with a reason that names column, value and remedy."""

import gzip

import pytest

from tests.pipeline.landing.help_desk import HelpDesk, event, events_csv

BAD_EVENTS: dict[str, tuple[dict[str, str | None], str]] = {
    "no key": ({"event_id": " "}, "event_id is empty"),
    "no ticket": ({"ticket_id": None}, "ticket_id is empty"),
    "no time": ({"occurred_at": ""}, "occurred_at is empty"),
    "no such day": ({"occurred_at": "2025-02-30 10:00:00"}, 'occurred_at "2025-02-30 10:00:00"'),
    "German time": ({"occurred_at": "01.06.2025 10:00"}, "is not a time; write YYYY-MM-DD"),
    "a day": ({"occurred_at": "2025-06-01"}, "has no time of day"),
    "hour 24": ({"occurred_at": "2025-06-01 24:00:00"}, "is not a time"),
    "hour 24 in UTC": ({"occurred_at": "2025-06-01T24:00:00Z"}, "is not a time"),
    "an hour of one digit": ({"occurred_at": "2025-06-01T 9:00:00Z"}, "is not a time"),
    "a second of one digit": ({"occurred_at": "2025-06-01T09:00:0 Z"}, "is not a time"),
    "no such offset": ({"occurred_at": "2025-06-01T10:00:00+25:00"}, "is not a time"),
    "an offset of minutes": ({"occurred_at": "2025-06-01 10:00:00 +02:75"}, "is not a time"),
    "an offset further than any": ({"occurred_at": "2025-06-01 10:00:00-1230"}, "is not a time"),
    "an offset of digits alone": ({"updated_at": "2025-06-01T10:00:00+99:99"}, "is not a time"),
    "too early": ({"occurred_at": "1999-12-31T23:59:59Z"}, "is before 2000-01-01"),
    "too late": ({"occurred_at": "2026-03-02T12:00:01Z"}, "more than a day after this run"),
    "other time": ({"updated_at": "yesterday"}, 'updated_at "yesterday" is not a time'),
    "no kind": ({"kind": None}, "kind is empty"),
    "odd kind": ({"kind": "sms"}, 'kind "sms" is not known; write message, note,'),
    "odd status": (
        {"kind": "status", "value": "Closed"},
        'value "Closed" is not known where kind is status; write open, waiting_customer',
    ),
    "no status": ({"kind": "status"}, "value is empty where kind is status"),
    "no writer": ({"actor_kind": None}, "actor_kind is empty where kind is message"),
    "odd writer": ({"actor_kind": "robot"}, 'actor_kind "robot" is not known'),
}


@pytest.mark.parametrize("name", BAD_EVENTS)
def test_a_bad_event(desk: HelpDesk, name: str) -> None:
    changes, reason = BAD_EVENTS[name]
    bad = event(2, channel='a "b", c', **changes)
    landed = desk.land_only("events.csv", events_csv(event(1), bad, event(3)))
    assert (landed.rows_read, landed.rows_landed, landed.rows_rejected) == (3, 2, 1)
    assert [row["event_id"] for row in desk.read("generic_events")] == ["e1", "e3"]
    (row,) = desk.read("rejected_rows")
    assert reason in row["reason"]
    assert (row["source"], row["entity"], row["file"], row["line"]) == (
        "desk",
        "events",
        "events.csv",
        3,
    )
    assert row["row_text"] == events_csv(bad).splitlines()[1]


def test_what_is_odd_but_usable_lands(desk: HelpDesk) -> None:
    rows = [
        event(1, kind=" Status", value="OPEN", actor_kind="System ", previous_value="Closed"),
        event(2, kind="assignment", value="Agent7", actor_kind=None),
        event(3, kind="severity", value="Blocker", actor_kind=None),
        event(4, occurred_at="2026-03-02T12:00:00Z"),
        event(5, occurred_at="2000-01-01T00:00:00Z", updated_at="1999-01-01 00:00:00"),
    ]
    desk.land_only("events.csv", events_csv(*rows))
    found = [(r["kind"], r["value"], r["actor_kind"]) for r in desk.read("generic_events")]
    assert found[:3] == [
        ("status", "open", "system"),
        ("assignment", "Agent7", None),
        ("severity", "Blocker", None),
    ]
    assert len(found) == 5


def test_a_ticket_keeps_its_odd_words(desk: HelpDesk) -> None:
    desk.land_only("tickets.csv", "ticket_id,customer_id,severity,status\nt1,, hoch ,Spam!\n")
    (row,) = desk.read("generic_tickets")
    assert (row["severity"], row["status"], row["account_id"]) == ("hoch", "spam!", None)


def test_numbers_and_flags(desk: HelpDesk) -> None:
    lines = "agent_id,tier,is_bot\na1,two,no\na2,2,perhaps\na3,,\na4,99999999999,1\n"
    desk.land_only("agents.csv", lines)
    assert [row["agent_id"] for row in desk.read("generic_agents")] == ["a3"]
    assert desk.rejected() == [
        (2, 'tier "two" is not a whole number; write digits only'),
        (3, 'is_bot "perhaps" is neither true nor false; write one of them'),
        (5, 'tier "99999999999" is not a whole number; write digits only'),
    ]


def test_numbers_of_rows_by_type(desk: HelpDesk) -> None:
    desk.write("customers.json", '[{"customer_id": "a"}, {"name": "b"}, 5]')
    assert [line for line, _ in desk.rejected()] == [2, 3]
    assert "export objects" in desk.rejected()[1][1]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("customer_id,name\na,A\n\n,B\n", [4]),
        ('customer_id,name\na,"A\nB"\n,C\nd,"D\r\n\r\nD"\n,E\n', [4, 8]),
        ('\ufeff\n\ncustomer_id,name\na,A\n,"B\n\nB"\n,C\n', [5, 8]),
        ('sep=;\n\ncustomer_id;name\r\na;"A\r\nA"\r\n;C\r\n \r\n\r\n', [6]),
        ("customer_id\na\n\n\nb\n\n\n", []),
        ("customer_id,name\r,A\r\rb,B\r,C\r", [2, 5]),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_the_line_of_a_csv_row(
    desk: HelpDesk, content: str, lines: list[int], is_packed: bool
) -> None:
    packed = gzip.compress(content.encode()) if is_packed else content.encode()
    desk.land_only("customers.csv" + ".gz" * is_packed, packed)
    assert [line for line, _ in desk.rejected()] == lines


def test_the_line_of_a_json_row(desk: HelpDesk) -> None:
    lines = ['{"customer_id": "a"}', "", "  ", '{"name": "b"}', '{"customer_id": "c"}', "1"]
    desk.land_only("customers.ndjson", "\n".join(lines))
    assert [line for line, _ in desk.rejected()] == [4, 6]
    assert [row["file_row"] for row in desk.read("generic_customers")] == [1, 5]


@pytest.mark.parametrize(
    ("content", "landed", "rejected"),
    [
        ("name,customer_id\nA,a12\nB,b34\nC,c5", ["a12", "b34"], 1),
        ("name,customer_id\nA,a12\nB,b34\nC,", ["a12", "b34"], 1),
        ("name,customer_id\nA,a12\nB\nC,c5", ["a12"], 2),
        ("name,customer_id\nA,a12\nB,b34\nC,c56", ["a12", "b34", "c56"], 0),
        ("name,customer_id\nA,a1\nB,b34\nC,c5", ["a1", "b34", "c5"], 0),
        ("name,customer_id\nA,a12\nB,b34\nC,c5\n", ["a12", "b34", "c5"], 0),
        ('name,customer_id\nA,a12\nB,b34\nC,"c5"', ["a12", "b34", "c5"], 0),
        ('name,customer_id\nA,a12\nB,b34\nC,"c5', ["a12", "b34"], 1),
    ],
)
def test_a_last_line_that_was_cut(
    desk: HelpDesk, content: str, landed: list[str], rejected: int
) -> None:
    desk.land_only("customers.csv", content)
    assert [row["account_id"] for row in desk.read("generic_customers")] == landed
    assert len(desk.rejected()) == rejected
