"""The shape `liveagent`: what LiveAgent's REST API returns of a story, entity by entity.

tickets, messages (groups with their lines inside), history (status intervals), agents, contacts,
companies, tags, departments, calls and the vendor's own SLA log. Keys are named as the API's
answers name them: in camelCase for calls, else not. Times are on the wall clock of the account's
zone and carry no offset; keys are absent where there is nothing to say.

LiveAgent knows less of the story than the shape `generic`:
- A ticket has the severity that it ended with, as a tag. When it was raised or lowered is not told,
  so a response is measured against that one severity from its opening; but of the last two months'
  changes an export of then is at hand, as `fetch` would have kept it.
- A status has times but no author. What a bot resolved looks like anybody's resolution, and closes
  what is owed (a few follow-ups that waited for days).
- A call does not tell who took it: the group of its time does.
- Assignments and escalations are no events: the agent and the department of a status interval are
  the ones at its beginning, and the ticket has the last ones.
- Who is a bot, on which tier an agent works and which tag is which severity stand in vip-sla.yml:
  see `liveagent_settings`.
- A chat is one contact. What a customer adds in it, and what an agent adds, is inside its group.
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.sample.cast import Cast
from pipeline.sample.chance import Ints
from pipeline.sample.events import NONE
from pipeline.sample.generic import contact_positions, contacts, is_person, ticket_numbers
from pipeline.sample.liveagent_history import (
    CODES,
    DEPARTMENTS,
    agent_column,
    department_column,
    history,
    latest,
    latest_value,
    sla_log,
    status_codes,
)
from pipeline.sample.liveagent_talk import browsing_seconds, calls, messages
from pipeline.sample.story import Story
from pipeline.sample.tables import Coded, Nested, Series, Table, WallTimes, from_rows, scattered_ids
from pipeline.sample.timeline import midnight
from pipeline.sample.vocabulary import SUBJECTS, Channel, Kind, Status, subject_codes

ENTITIES = (
    "tickets", "messages", "history", "agents", "contacts", "companies", "tags", "departments",
    "calls", "sla_log",
)  # fmt: skip
# Tickets as an earlier export told them: an entity of its own only as a file.
EARLIER = "tickets-earlier"
EARLIER_MONTHS = 1
# By severity from 1: what a tag's id and name are.
SEVERITY_TAGS = tuple((f"t{severity}sv", f"SEV-{severity}") for severity in range(1, 6))
PHONE_TAG = ("t7tl", "Telefon")
# In the order of `Channel`; the last three are what `SOCIAL` can be.
CHANNEL_TYPES = ("E", "M", "B", "C", "F", "A", "T")
SOCIAL_TYPES = 3
# What a form asks for.
AREAS = ("E-Mail", "Chat", "Telefonie", "Berichte")


def liveagent(story: Story, time_zone: str, seed: int) -> dict[str, Table]:
    """The story's tables by entity, as an account in this zone exports them."""
    ids, accounts = ticket_ids(len(story.tickets)), story.cast.accounts
    companies = [one for one in accounts if not is_person(one)]
    every = np.arange(len(story.tickets), dtype=np.int64)
    last = np.searchsorted(story.events.ticket, every, side="right") - 1
    return {
        "tickets": _tickets(story, ids, time_zone, last[every != story.lost]),
        EARLIER: _tickets(story, ids, time_zone, _changes(story, last)),
        "messages": messages(story, ids, time_zone, seed),
        "history": history(story, ids, time_zone),
        "agents": from_rows(("id", "name", "email", "status"), _agents(story)),
        "contacts": _contacts(story),
        "companies": from_rows(
            ("id", "name", "system_name"),
            [(one.account_id, one.name, one.name) for one in companies],
        ),
        "tags": from_rows(("id", "name"), [*SEVERITY_TAGS, PHONE_TAG]),
        "departments": from_rows(("department_id", "name"), DEPARTMENTS)
        | {"agent_ids": _lists(_members(story))},
        "calls": calls(story, ids, time_zone),
        "sla_log": sla_log(story, ids, time_zone),
    }


def ticket_ids(count: int) -> Any:
    """The ids of tickets by position, as an Arrow array."""
    return scattered_ids(Series.TICKET, np.arange(count, dtype=np.int64))


def _changes(story: Story, last: Ints) -> Ints:
    """Events of the last months with which a severity changed, and their tickets' first ones.

    `last` is each ticket's last event: what it says is no earlier state.
    """
    events = story.events
    since = midnight(story.timeline.month(EARLIER_MONTHS))
    changes = np.flatnonzero(
        (events.kind == Kind.SEVERITY)
        & (events.previous != NONE)
        & (events.at >= since)
        & (events.ticket != story.lost)
    )
    changes = changes[events.at[changes] < events.at[last[events.ticket[changes]]]]
    first = np.searchsorted(events.ticket, np.unique(events.ticket[changes]))
    return np.union1d(first, changes)


def _tickets(story: Story, ids: Any, time_zone: str, row: Ints) -> Table:
    """Tickets as they are after these events."""
    tickets, events = story.tickets, story.events
    ticket, changed_at = events.ticket[row].astype(np.int64), events.at[row]
    severity = latest_value(events, Kind.SEVERITY, row, tickets.severity[ticket])
    people = contacts(story.cast)
    owner = contact_positions(story.cast, tickets.account[ticket], tickets.contact[ticket])
    channel, topic = tickets.channel[ticket], tickets.topic[ticket]
    types = np.where(channel == Channel.SOCIAL, Channel.SOCIAL + topic % SOCIAL_TYPES, channel)
    # A visitor is there before anything is said.
    is_visit = (channel == Channel.CHAT) & ~tickets.is_outbound[ticket]
    early = np.where(is_visit, browsing_seconds(ticket), 0)
    status_event = latest(events, Kind.STATUS, row)
    status, status_at = events.value[status_event], events.at[status_event]

    def when(wanted: Status) -> WallTimes:
        return WallTimes(np.where(status == wanted, status_at, NONE), time_zone)

    return {
        "id": Coded(ids, ticket),
        "code": Coded(ticket_numbers(len(tickets)), ticket),
        "owner_contactid": Coded([one.contact_id for one in people], owner),
        "owner_email": Coded([one.address for one in people], owner),
        "owner_name": Coded([one.shown_as for one in people], owner),
        "departmentid": department_column(events, row),
        "agentid": agent_column(story.cast, latest_value(events, Kind.ASSIGNMENT, row, NONE)),
        "status": Coded(CODES, status_codes(story, status_event)),
        "tags": _lists(TAGS, severity * 2 + (channel == Channel.PHONE)),
        "channel_type": Coded(CHANNEL_TYPES, types),
        "date_created": WallTimes(tickets.created_at[ticket] - early, time_zone),
        "date_changed": WallTimes(changed_at, time_zone),
        "date_resolved": when(Status.RESOLVED),
        "date_deleted": when(Status.DELETED),
        "last_activity": WallTimes(changed_at, time_zone),
        "subject": Coded(SUBJECTS, subject_codes(tickets.severity[ticket], topic)),
        "custom_fields": _lists(
            FIELDS, np.where(channel == Channel.FORM, 1 + topic % len(AREAS), 0)
        ),
    }


# By twice the severity, and one more for calls.
TAGS = [
    [tag[0] for tag in [*SEVERITY_TAGS[max(severity - 1, 0) : severity], *[PHONE_TAG] * is_call]]
    for severity in range(6)
    for is_call in range(2)
]
FIELDS = [[], *([{"code": "bereich", "value": area}] for area in AREAS)]


def _lists(lists: Sequence[Sequence[Any]], rows: Ints | None = None) -> Nested:
    """A column that picks a list by number; an empty one is no key."""
    every = pa.array(
        [
            json.dumps(one, ensure_ascii=False, separators=(",", ":")) if one else None
            for one in lists
        ],
        pa.string(),
    )
    rows = np.arange(len(lists), dtype=np.int64) if rows is None else rows
    return Nested(lambda chosen: every.take(pa.array(chosen)), rows)


def _agents(story: Story) -> list[tuple[str, str, str, str]]:
    """Everybody, those too who have left: their last customer has, and none has come."""
    last_day, held = story.timeline.last_day, story.cast.roster
    is_busy = {one.agent_id for one in held if (one.valid_until or last_day) >= last_day}
    left = {one.agent_id for one in held} - is_busy
    return [
        (one.agent_id, one.name, f"{one.agent_id}@hilfe.example", "AX"[one.agent_id in left])
        for one in story.cast.agents
    ]


def _members(story: Story) -> list[list[str]]:
    """Agents by department: one for each tier."""
    return [
        [one.agent_id for one in story.cast.agents if one.tier == tier and not one.is_bot]
        for tier in range(1, len(DEPARTMENTS) + 1)
    ]


def _contacts(story: Story) -> Table:
    people = contacts(story.cast)
    rows = [
        (one.contact_id, one.company_id, one.first_name, one.last_name, one.shown_as)
        for one in people
    ]
    return from_rows(("id", "company_id", "firstname", "lastname", "system_name"), rows) | {
        "emails": _lists([[one.address] for one in people])
    }


TEMPLATE = """\
# The settings of made-up exports of a LiveAgent account, over a year of them.

# What is owed is judged as of the newest event, so that it stays alive on any day.
as_of: latest

language: de

sources:
  - name: {source}
    kind: liveagent
    path: {path}
    time_zone: {time_zone}  # of the account: its timestamps carry no offset
    severity:                   # LiveAgent has no severities: here they are tags
{severity}
    # Users that are programs: what they write answers nobody.
    bots: [{bots}]
    # Where the help desk shows a ticket.
    ticket_url: "https://acme.example/agent/#/tickets/{{id}}"
    # The support tiers of agents.
    tiers:
{tiers}
"""


def liveagent_settings(cast: Cast, source: str, path: str, time_zone: str) -> str:
    """A whole vip-sla.yml for exports in the folder `path` of its workspace."""
    tiers: dict[int, list[str]] = {}
    for agent in cast.agents:
        if not agent.is_bot:
            tiers.setdefault(agent.tier, []).append(agent.agent_id)
    return TEMPLATE.format(
        source=source,
        path=path,
        time_zone=time_zone,
        severity="\n".join(
            f"      - {{tag: {name}, level: {level}}}"
            for level, (_, name) in enumerate(SEVERITY_TAGS, start=1)
        ),
        bots=", ".join(agent.agent_id for agent in cast.agents if agent.is_bot),
        tiers="\n".join(f"      {tier}: [{', '.join(ids)}]" for tier, ids in sorted(tiers.items())),
    )
