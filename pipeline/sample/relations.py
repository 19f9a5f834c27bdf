"""A story as relations in DuckDB: what its numbers mean, in words; moments are UTC seconds."""

from enum import IntEnum
from itertools import product
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.sample.arrivals import Channel, Fate
from pipeline.sample.cast import WRITTEN, Cast, Row, person
from pipeline.sample.chance import Chance
from pipeline.sample.conversations import Closing
from pipeline.sample.story import NONE, Kind, Status, Story
from pipeline.sample.timeline import MONTHS_BACK, Timeline, midnight

# The promise as the demo's policy has it, in open hours: first responses and follow-ups, each by
# severity, unclassified first. Only for the vendor's log and to find breaches beyond doubt: what a
# breach is, the models decide.
HOURS = np.array([[np.inf, 1, 1, 2, 8, 8], [np.inf, 4, 4, 16, np.inf, np.inf]])
MEETINGS, MEETING_WEIGHTS = ("support", "training", "brainstorming"), (0.4, 0.4, 0.2)


def relate(story: Story) -> duckdb.DuckDBPyConnection:
    """A database that holds the story alone. Who comes first stands first in it."""
    database = duckdb.connect()
    database.execute("set TimeZone = 'UTC'")
    cast, contacts = story.cast, _contacts(story.cast)
    rows = {kind: getattr(cast, kind) for kind in ("agents", "accounts", "coverage", "roster")}
    rows |= {"contacts": contacts, "meetings": _meetings(cast), "chosen": _chosen(cast.timeline)}
    rows |= {"absences": WRITTEN["absences"]}
    for name, some in rows.items():
        database.register(name, pa.Table.from_pylist(some))
    database.register("tickets", _tickets(story))
    database.register("events", _events(story, [one["contact_id"] for one in contacts]))
    database.register("responses", _responses(story))
    return database


def _contacts(cast: Cast) -> list[Row]:
    """All accounts' contacts, account by account; one in nine never said a name.

    An account that the register does not know is one person, without a company.
    """
    told: list[Row] = []
    for account in (one for one in cast.accounts for _ in range(one["contacts"])):
        at, company_id = len(told), account["customer_id"] and account["account_id"]
        contact_id = f"p{10_001 + at}" if company_id else account["account_id"]
        address = f"{contact_id}@{account['account_id']}.example".lower()
        name = person(at) if company_id and at % 9 != 8 else None
        shown_as = (name or address) if company_id else account["name"]
        names = {"contact_id": contact_id, "company_id": company_id, "name": name}
        told.append({"contact": at, **names, "shown_as": shown_as, "address": address})
    return told


def _meetings(cast: Cast) -> list[Row]:
    """Calls that customers book, some after the end: a review each month and some others."""
    timeline, chance, told = cast.timeline, Chance(cast.seed, "meetings"), list[Row]()
    customers = dict.fromkeys(cast.column("roster", "customer_id"))
    for back, customer_id in product(range(MONTHS_BACK, -2, -1), customers):
        others = [MEETINGS[chance.one_of(MEETING_WEIGHTS, 1)[0]]] if chance.happens(0.35, 1) else []
        for kind in ("review", *others):
            day, half_hour, notice, outcome, late = chance.random(5)
            # What falls on a weekend is on the Monday after.
            on = np.busday_offset(timeline.month(back, 1 + int(day * 28)), 0, "forward")
            scheduled_at = midnight(on.astype(object)) + 9 * 3600 + int(half_hour * 14) * 1800
            booked_at = scheduled_at - int(2 + notice * 19) * 86400 - int(notice * 1e6) % 3600
            status = "held" if outcome < 0.88 else "missed" if outcome < 0.93 else "cancelled"
            status = status if scheduled_at + 3600 < timeline.end else "booked"
            held_at = scheduled_at + int(late * 240) if status == "held" else None
            times = {"booked_at": booked_at, "scheduled_at": scheduled_at, "held_at": held_at}
            told.append({"customer_id": customer_id, "kind": kind, **times, "status": status})
    return told


def _chosen(timeline: Timeline) -> list[Row]:
    """Which breaches are waived and why, and of which a note says something (without a reason)."""
    note = WRITTEN["note"]
    noted = [note["customer"], [1, 1], [1, 31], len(note["measures"]), None, None, False]
    columns = ("account_id", "first", "last", "count", "reason", "approved_by", "is_astray")
    rows = [dict(zip(columns, values, strict=True)) for values in (*WRITTEN["waived"], noted)]
    days = [timeline.valid(row["first"], row["last"]) for row in rows]
    return [{"choice": at} | row | days[at] for at, row in enumerate(rows)]


def _tickets(story: Story) -> pa.Table:
    tickets, subjects, every = story.tickets, WRITTEN["subjects"], np.arange(len(story.tickets))
    topics = zip(tickets.severity.tolist(), tickets.topic.tolist(), strict=True)
    told = {
        "ticket": every,
        "account_id": _words(story.cast.column("accounts", "account_id"), tickets.account),
        "contact": story.cast.contact(tickets.account, tickets.contact),
        "channel": _words(Channel, tickets.channel),
        "subject": [subjects[level][topic % len(subjects[level])] for level, topic in topics],
        "fate": _words(Fate, tickets.fate),
        # Its events were exported, but not its row.
        "is_lost": every == (len(every) - 1) // 2,
        "first_severity": _words([*"12345"], tickets.severity - 1),
    }
    return pa.table(vars(tickets) | told).drop_columns("severity")


def _events(story: Story, contact_ids: list[str]) -> pa.Table:
    events, agents = story.events, story.cast.column("agents", "agent_id")
    values = [*(one.name.lower() for one in Status), *"12345", *agents]
    channel = np.where(events.kind == Kind.MESSAGE, story.tickets.channel[events.ticket], NONE)
    # Two of the bots say what they are.
    staff = ["bot" if one in ("bot-empfang", "bot-triage") else "agent" for one in agents]
    told = {
        "event": np.arange(len(events)),
        "kind": _words(Kind, events.kind),
        "value": _words(values, events.value),
        "previous": _words(values, events.previous),
        "actor_kind": _words(["system", *staff, *["customer"] * len(contact_ids)], events.writer),
        "actor": _words([*agents, *contact_ids], events.writer - 1),
        "channel": _words(Channel, channel),
    }
    return pa.table(vars(events) | told)


def _responses(story: Story) -> pa.Table:
    """With what was promised, and what of their messages is gone (as LiveAgent keeps it)."""
    responses, promised, count = story.responses, story.cast.timeline.promised, len(story.responses)
    chance = Chance(story.cast.seed, "gone")
    opened_at, closed_at = responses.opened_at, responses.closed_at
    hours = HOURS[responses.is_follow_up.astype(int), responses.severity_after]
    has_target = np.isfinite(hours)
    seconds = np.where(has_target, hours * 3600, 0).astype(np.int64)
    open_seconds = promised.passed(closed_at) - promised.passed(opened_at)
    # Deleted replies to the wrong customer, and somebody else's mail, split away or merged away.
    gone, wait = chance.below(3, count), closed_at - opened_at
    later = closed_at + 900 + chance.below(3600, count)
    gone_at = np.where(gone == 0, opened_at + wait // 5, later)
    is_gone = chance.happens(0.02, count) & (responses.closed_by == Closing.REPLY)
    is_gone &= (gone_at <= story.cast.timeline.end) & ((gone > 0) | (wait > 1200))
    told = {
        "response": np.arange(count),
        "closed_by": _words(Closing, responses.closed_by),
        "responder": _words(story.cast.column("agents", "agent_id"), responses.responder),
        # What is used up exactly at closing time is due then, not in the next morning.
        "due_at": pa.array(promised.after(opened_at, seconds - 1) + 1, mask=~has_target),
        "used_share": open_seconds / (hours * 3600),
        "gone": _words([*"DSM"], np.where(is_gone, gone, NONE)),
        "gone_at": gone_at,
    }
    return pa.table(vars(responses) | told)


def _words(words: list[str] | type[IntEnum], codes: npt.NDArray[Any]) -> pa.DictionaryArray:
    """Words by number; null at negative ones."""
    if isinstance(words, type):
        words = [word.name.lower() for word in words]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words))
