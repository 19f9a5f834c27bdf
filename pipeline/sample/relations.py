"""A story as relations in DuckDB: what its numbers mean, in words; moments are UTC seconds."""

from enum import IntEnum
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.sample.arrivals import Channel, Fate
from pipeline.sample.cast import Cast, person, written
from pipeline.sample.chance import Chance, Codes, Ints
from pipeline.sample.conversations import Closing
from pipeline.sample.events import NONE, Events, Kind, Status
from pipeline.sample.meetings import meetings
from pipeline.sample.story import Story
from pipeline.sample.timeline import Timeline

# The promise as the demo's policy has it, in open hours; by severity, unclassified first. Only for
# the vendor's log and to find breaches beyond doubt: what a breach is, the models decide.
FIRST_HOURS = np.array([np.inf, 1, 1, 2, 8, 8])
FOLLOW_UP_HOURS = np.array([np.inf, 4, 4, 16, np.inf, np.inf])


def relate(story: Story, seed: int) -> duckdb.DuckDBPyConnection:
    """A database that holds the story alone. Who comes first stands first in it."""
    database = duckdb.connect()
    database.execute("set TimeZone = 'UTC'")
    cast = story.cast
    contacts = _contacts(cast)
    small: dict[str, list[dict[str, Any]]] = {
        name: [vars(row) for row in getattr(cast, name)]
        for name in ("accounts", "agents", "coverage", "roster")
    }
    small |= {
        "contacts": contacts,
        "meetings": meetings(cast, story.timeline, seed),
        "waived": _waived(story.timeline),
    }
    relations = {name: pa.Table.from_pylist(rows) for name, rows in small.items()} | {
        "tickets": _tickets(story),
        "events": _events(story, [one["contact_id"] for one in contacts]),
        "states": _states(story),
        "responses": _responses(story, Chance(seed, "gone")),
    }
    for name, relation in relations.items():
        database.register(name, relation)
    return database


def _contacts(cast: Cast) -> list[dict[str, Any]]:
    """All accounts' contacts, account by account; one in nine never said a name."""
    told: list[dict[str, Any]] = []
    for account in (one for one in cast.accounts for _ in range(one.contacts)):
        at, company_id = len(told), account.account_id if account.customer_id else None
        contact_id = f"p{10_001 + at}" if company_id else account.account_id
        address = f"{contact_id}@{account.account_id}.example".lower()
        name = person(at) if company_id and at % 9 != 8 else None
        shown_as = (name or address) if company_id else account.name
        told.append(
            {
                "contact": at,
                "contact_id": contact_id,
                "company_id": company_id,
                "name": name,
                "shown_as": shown_as,
                "address": address,
            }
        )
    return told


def _tickets(story: Story) -> pa.Table:
    tickets, subjects = story.tickets, written()["subjects"]
    sizes = np.array([len(group) for group in subjects])
    subject = (np.cumsum(sizes) - sizes)[tickets.severity] + tickets.topic % sizes[tickets.severity]
    every = np.arange(len(tickets))
    return pa.table(
        {
            "ticket": every,
            "account_id": _words([one.account_id for one in story.cast.accounts], tickets.account),
            "contact": story.cast.contact(tickets.account, tickets.contact),
            "created_at": tickets.created_at,
            "channel": _words(Channel, tickets.channel),
            "topic": tickets.topic,
            "subject": _words([one for group in subjects for one in group], subject),
            "fate": _words(Fate, tickets.fate),
            "is_outbound": tickets.is_outbound,
            "is_lost": every == story.lost,
        }
    )


def _events(story: Story, contact_ids: list[Any]) -> pa.Table:
    events, agents = story.events, [one.agent_id for one in story.cast.agents]
    channel = np.where(events.kind == Kind.MESSAGE, story.tickets.channel[events.ticket], NONE)
    # Of writers the two that say what they are.
    bots = [story.cast.writer(bot) for bot in ("bot-empfang", "bot-triage")]
    kinds = np.array(["system", *["agent"] * len(agents), *["customer"] * len(contact_ids)])
    kinds[bots] = "bot"
    return pa.table(
        {
            "event": np.arange(len(events)),
            "ticket": events.ticket,
            "moment": events.at,
            "kind": _words(Kind, events.kind),
            "value": _values(events, events.value, agents),
            "previous": _values(events, events.previous, agents),
            "actor_kind": _words(kinds.tolist(), events.writer),
            "actor": _words([*agents, *contact_ids], events.writer - 1),
            "channel": _words(Channel, channel),
        }
    )


def _values(events: Events, value: Codes, agents: list[str]) -> pa.DictionaryArray:
    """A status, a severity or a tier, or an agent, as the kind of event says."""
    statuses = [one.name.lower() for one in Status]
    first = np.zeros(len(Kind), dtype=np.int32)
    first[[Kind.SEVERITY, Kind.ESCALATION]] = len(statuses) - 1
    first[Kind.ASSIGNMENT] = len(statuses) + 5
    codes = np.where(value == NONE, NONE, first[events.kind] + value)
    return _words([*statuses, *"12345", *agents], codes)


def _states(story: Story) -> pa.Table:
    """Status and severity events, and tickets' last ones, with what the ticket is after them."""
    events, tickets = story.events, story.tickets
    every = np.arange(len(events))
    is_last = np.append(events.ticket[1:] != events.ticket[:-1], True)
    rows = np.flatnonzero(np.isin(events.kind, (Kind.STATUS, Kind.SEVERITY)) | is_last)
    ticket = events.ticket[rows]

    def newest(kind: Kind) -> Ints:
        """The event of a kind that is the newest on the ticket; `NONE` without one."""
        found = np.maximum.accumulate(np.where(events.kind == kind, every, NONE))[rows]
        return np.where((found != NONE) & (events.ticket[found] == ticket), found, NONE)

    def value(kind: Kind, first: Ints | int) -> Ints:
        found = newest(kind)
        return np.where(found == NONE, first, events.value[found])

    agents, status = [one.agent_id for one in story.cast.agents], newest(Kind.STATUS)
    severity = value(Kind.SEVERITY, tickets.severity[ticket])
    return pa.table(
        {
            "event": rows,
            "ticket": ticket,
            "moment": events.at[rows],
            "kind": _words(Kind, events.kind[rows]),
            "is_change": events.previous[rows] != NONE,
            "is_last": is_last[rows],
            "severity": _words(list("12345"), severity - 1),
            "tier": value(Kind.ESCALATION, 1),
            "agent_id": _words(agents, value(Kind.ASSIGNMENT, NONE)),
            "status": _words(Status, events.value[status]),
            "status_before": _words(Status, events.previous[status]),
            "status_at": events.at[status],
        }
    )


def _responses(story: Story, chance: Chance) -> pa.Table:
    """With what was promised, and what of their messages is gone (as LiveAgent keeps it)."""
    responses, promised, count = story.responses, story.timeline.promised, len(story.responses)
    severity, opened_at = responses.severity_after(), responses.opened_at
    hours = np.where(responses.is_follow_up, FOLLOW_UP_HOURS[severity], FIRST_HOURS[severity])
    has_target = np.isfinite(hours)
    seconds = np.where(has_target, hours, 0).astype(np.int64) * 3600
    closed_at = np.where(responses.closed_by == Closing.OWED, opened_at, responses.closed_at)
    open_seconds = promised.passed(closed_at) - promised.passed(opened_at)
    # Deleted replies to the wrong customer, and somebody else's mail, split away or merged away.
    gone, wait = chance.below(3, count), closed_at - opened_at
    gone_at = np.where(
        gone == 0, opened_at + wait // 5, closed_at + 900 + chance.below(3600, count)
    )
    is_gone = chance.happens(0.02, count) & (responses.closed_by == Closing.REPLY)
    is_gone &= (gone_at <= story.timeline.end) & ((gone > 0) | (wait > 1200))
    agents = [one.agent_id for one in story.cast.agents]
    return pa.table(
        {
            "response": np.arange(count),
            "ticket": responses.ticket,
            "cycle": responses.cycle,
            "opened_at": opened_at,
            "closed_at": closed_at,
            "closed_by": _words(Closing, responses.closed_by),
            "responder": _words(agents, responses.responder),
            "is_follow_up": responses.is_follow_up,
            "is_changed": responses.changed_to > 0,
            "severity": severity,
            # What is used up exactly at closing time is due then, not in the next morning.
            "due_at": pa.array(promised.after(opened_at, seconds - 1) + 1, mask=~has_target),
            "used_share": open_seconds / (hours * 3600),
            "gone": _words(list("DSM"), np.where(is_gone, gone, NONE)),
            "gone_at": gone_at,
        }
    )


def _waived(timeline: Timeline) -> list[dict[str, Any]]:
    """Why which of a customer's breaches are waived."""
    names = ("account_id", "first", "last", "count", "reason", "approved_by", "is_astray")
    rows = [dict(zip(names, [*row, False], strict=False)) for row in written()["waived"]]
    return [
        row
        | {
            "excuse": at,
            "first": timeline.month(*row["first"]),
            "last": timeline.month(*row["last"]),
        }
        for at, row in enumerate(rows)
    ]


def _words(words: list[str] | type[IntEnum], codes: npt.NDArray[Any]) -> pa.DictionaryArray:
    """Words by number; null at negative ones."""
    if isinstance(words, type):
        words = [word.name.lower() for word in words]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words))
