"""Columns are found under every spelling of their names, and under what else they are called."""

import gzip
import json
import re
from typing import Any

import pytest

from pipeline.landing.entities import Column, Entity
from pipeline.landing.sources import KINDS
from pipeline.landing.sources.liveagent import LIVEAGENT
from pipeline.landing.spellings import Names
from tests.pipeline.landing.help_desk import HelpDesk, SourceStandIn, export_bytes

AT = "2026-01-05 10:00:00"
# A full row of each entity, as the documentation spells its keys.
ROWS: dict[str, dict[str, Any]] = {
    "tickets": {
        "id": "t1",
        "code": "AB-1",
        "owner_contactid": "c1",
        "departmentid": "d1",
        "channel_type": "E",
        "date_created": AT,
        "date_changed": AT,
        "last_activity": AT,
        "custom_fields": [{"code": "urgency", "value": "high"}],
    },
    "messages": {
        "id": "g1",
        "ticket_id": "t1",
        "userid": "c1",
        "user_full_name": "Zoe",
        "type": "C",
        "status": "V",
        "datecreated": AT,
        "datefinished": AT,
        "messages": [{"id": "m1", "userid": "c1", "type": "M", "datecreated": AT}],
    },
    "history": {"id": "h1", "conversation_id": "t1", "status": "N", "date_from": AT, "date_to": AT},
    "calls": {
        "id": "k1",
        "ticket_id": "t1",
        "type": "I",
        "date_created": AT,
        "date_answered": AT,
        "date_finished": AT,
    },
    "agents": {"id": "a1", "name": "Anna", "email": "a@x.example", "status": "A"},
    "contacts": {
        "id": "c1",
        "company_id": "co1",
        "firstname": "Zoe",
        "lastname": "Zett",
        "system_name": "zoe",
        "emails": ["z@y.example", "zoe@y.example"],
    },
    "companies": {"id": "co1", "name": "Acme", "system_name": "acme"},
    "tags": {"id": "g1", "name": "SEV-1"},
    "departments": {"department_id": "d1", "name": "VIP"},
    "sla_log": {
        "id": "s1",
        "conversationid": "t1",
        "code": "AB-1",
        "departmentid": "d1",
        "levelid": "l1",
        "sla_level_name": "Gold",
        "sla_type": "first",
        "sla": "-60",
        "date_created": AT,
        "date_due": AT,
        "date_closed": AT,
    },
}
VIEWS = {entity: view for view, shown in LIVEAGENT.views() if (entity := shown.name) in ROWS}
LISTS = {"tickets": "liveagent_ticket_fields", "messages": "liveagent_messages"}


def _camel(key: str) -> str:
    return re.sub("_(.)", lambda found: found[1].upper(), key)


def _snake(key: str) -> str:
    """With the word apart that the documentation runs into the next."""
    return re.sub("(?<=[a-z])(id|created|finished)$", r"_\1", key)


SPELLINGS = {
    "documented": str,
    "camelCase": _camel,
    "camelCase of every word": lambda key: _camel(_snake(key)),
    "snake_case": _snake,
    "run together": lambda key: key.replace("_", ""),
    "as a heading": lambda key: _snake(key).replace("_", " ").title(),
}


def _spelled(value: Any, how: str) -> Any:
    if isinstance(value, dict):
        return {SPELLINGS[how](key): _spelled(one, how) for key, one in value.items()}
    return [_spelled(one, how) for one in value] if isinstance(value, list) else value


def _landed(desk: HelpDesk, entity: str) -> list[dict[str, Any]]:
    views = [f"liveagent_{LIVEAGENT.entity(entity).landed_as or entity}"]
    views += [LISTS[entity]] if entity in LISTS else []
    rows = [row for view in views for row in desk.read(view)]
    return [{k: v for k, v in row.items() if not k.startswith("file_")} for row in rows]


@pytest.fixture
def live(desk: HelpDesk) -> HelpDesk:
    return HelpDesk(desk.root, SourceStandIn(kind="liveagent"))


def _file(ending: str, row: dict[str, Any]) -> bytes:
    kind = ending.removesuffix(".gz")
    flat = {k: json.dumps(v) if isinstance(v, list) else v for k, v in row.items()}
    return export_bytes(kind, tuple(row), [flat if kind in ("csv", "parquet") else row])


@pytest.mark.parametrize(
    ("entity", "ending"),
    [*((entity, "json") for entity in ROWS), ("messages", "csv"), ("tickets", "parquet")],
)
def test_every_key_of_every_entity_is_known_in_every_spelling(
    live: HelpDesk, entity: str, ending: str
) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for how in SPELLINGS:
        for path in live.folder.glob("*"):
            path.unlink()
        file = live.land_only(f"{entity}.{ending}", _file(ending, _spelled(ROWS[entity], how)))
        assert (file.error, file.rows_landed) == (None, 1), how
        found[how] = _landed(live, entity)
        for path in live.workspace.landing.rglob("*.json"):
            path.unlink()
    first = found["documented"]
    assert all(value is not None for key, value in first[0].items() if key in ROWS[entity])
    assert {how: rows for how, rows in found.items() if rows != first} == {}


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("ending", ["json", "ndjson", "csv"])
def test_of_two_spellings_the_declared_wins_and_the_other_fills_it(
    live: HelpDesk, ending: str, damaged: bool
) -> None:
    rows: list[dict[str, Any]] = [
        {"conversationId": "", "conversation_id": "t1", "ticketId": "t1"},
        {"conversationId": "t2", "conversation_id": "", "ticketId": ""},
        {"conversationId": "t3", "conversation_id": "t4", "ticketId": ""},
        {"conversationId": "", "conversation_id": "", "ticketId": "t5"},
        {"conversationId": "", "conversation_id": "", "ticketId": ""},
    ]
    rows = [
        {"id": f"h{n}", "status": "N", "date_from": AT} | row for n, row in enumerate(rows, start=1)
    ]
    content = export_bytes(ending, tuple(rows[0]), rows)
    if damaged:  # a gzip that was cut behind its last row takes the slow reader
        content, ending = gzip.compress(content + b"\n")[:-4], f"{ending}.gz"
    live.write(f"history.{ending}", content)

    assert [row["ticket_id"] for row in live.read("liveagent_history")] == ["t1", "t2", "t5"]
    reasons = [reason.lower() for _, reason in live.rejected()][:2]  # headings lose their case
    assert reasons == [
        'says conversation_id "t4" and conversationid "t3", which are one column; leave the one '
        "that is right",
        "conversation_id is empty; every row needs one",
    ]


def test_in_lists_the_declared_spelling_wins_too(live: HelpDesk) -> None:
    lines = [
        {"id": "m1", "dateCreated": AT, "userId": "u"},
        {"id": "m2", "datecreated": AT, "dateCreated": "2026-01-06 10:00:00", "user_id": "v"},
        {"id": "m3", "dateCreated": "0000-00-00 00:00:00"},
    ]
    live.land_only("messages.json", json.dumps([ROWS["messages"] | {"messages": lines}]))
    found = live.read("liveagent_messages")
    assert [(m["message_id"], m["userid"], f"{m['datecreated']:%d}") for m in found[:2]] == [
        ("m1", "u", "05"),
        ("m2", "v", "05"),
    ]
    assert found[2]["datecreated"] is None


def test_a_time_that_is_none_in_another_spelling_rejects_its_row(live: HelpDesk) -> None:
    row = ROWS["messages"] | {"messages": [{"id": "m1", "dateCreated": "soon"}]}
    file = live.land_only("messages.json", json.dumps([row]))
    assert file.rows_rejected == 1
    assert "holds a dateCreated that is no time since 2000" in live.rejected()[0][1]


def test_the_panels_sla_log_has_its_own_headings(live: HelpDesk) -> None:
    live.land_only(
        "sla_log.csv",
        "Requester,Ticket,Department,Agent,Level,SLA started,Due date,Closed,SLA type,SLA status\n"
        f"Zoe,AB-1,VIP,Anna,Gold,{AT},{AT},{AT},First,Late\n",
    )
    (row,) = live.read("liveagent_sla_log")
    assert row["code"] == "AB-1"
    assert row["sla_level_name"] == "Gold"
    assert (row["sla_type"], row["sla_status"]) == ("First", "Late")
    assert all(row[name] for name in ("date_created", "date_due", "date_closed"))
    assert row["record_id"] is row["ticket_id"] is None


@pytest.mark.parametrize("empty", [None, "", "0000-00-00 00:00:00", "0000-00-00"])
def test_a_time_of_no_day_is_empty(live: HelpDesk, empty: str | None) -> None:
    live.land_only("calls.json", json.dumps([ROWS["calls"] | {"date_answered": empty}]))
    (call,) = live.read("liveagent_calls")
    assert call["date_answered"] is None
    assert call["date_finished"] is not None


@pytest.mark.parametrize(
    ("emails", "first"),
    [
        (["a@y.example", "b@y.example"], "a@y.example"),
        ([], None),
        ([""], None),
        (None, None),
        ("a@y.example", "a@y.example"),
        ("[a@y.example", "[a@y.example"),
    ],
)
def test_the_first_address_of_a_contact(live: HelpDesk, emails: object, first: object) -> None:
    live.land_only("contacts.json", json.dumps([{"id": "c1", "emails": emails}]))
    assert [row["first_email"] for row in live.read("liveagent_contacts")] == [first]


def test_ids_may_be_numbers(live: HelpDesk) -> None:
    live.write("tickets.json", json.dumps([ROWS["tickets"] | {"id": 4711, "departmentid": 7}]))
    live.write("departments.json", json.dumps([{"id": 7, "name": "VIP"}]))
    (ticket,) = live.read("liveagent_tickets")
    (department,) = live.read("liveagent_departments")
    assert ticket["ticket_id"] == "4711"
    assert ticket["departmentid"] == department["department_id"] == "7"


def test_generic_names_are_spelled_as_declared(desk: HelpDesk) -> None:
    file = desk.land_only("customers.csv", "customerId\na\n")
    assert file.error is not None
    assert "has no column customer_id" in file.error


def test_a_declared_name_is_meant_before_an_alias() -> None:
    names = Names({"id": (), "ticket_id": ("id", "conversation")}, is_free=True)
    assert names.spellings(["ID", "Conversation", "TicketId", "odd", "ticket_id"]) == {
        "id": ["ID"],
        "ticket_id": ["ticket_id", "TicketId", "Conversation"],
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_two_columns_of_an_entity_are_one_name(kind: Any) -> None:
    columns: list[tuple[Entity, tuple[Column, ...]]] = [(e, e.columns) for e in kind.entities]
    for entity, declared in columns:
        names = entity.spellings(column.name for column in declared)
        assert names == {column.name: [column.name] for column in declared}
        called = [name for column in declared for name in (column.name, *column.aliases)]
        assert len({name.replace("_", "") for name in called}) == len(called)
