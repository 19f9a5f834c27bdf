"""The shape `liveagent`: what LiveAgent's REST API returns of a story, entity by entity.

tickets, messages (groups with their messages inside), history (status intervals), agents, contacts,
companies, tags, departments and calls. Times are on the wall clock of the account's zone and carry
no offset; keys are absent where there is nothing to say.

LiveAgent knows less of the story than the shape `generic`:
- A ticket has the severity that it ended with, as a tag. When it was raised or lowered is not told,
  so a response is measured against that one severity from its opening.
- A status has times but no author. What a bot resolved looks like anybody's resolution, and closes
  what is owed (a few follow-ups that waited for days).
- Assignments and escalations are no events: the agent and the department of a status interval are
  the ones at its beginning, and the ticket has the last ones.
- Who is a bot, on which tier an agent works and which tag is which severity stand in vip-sla.yml:
  see `liveagent_settings`.
- A chat is one contact. What a customer adds in it, and what an agent adds, is inside its group.
"""

import json
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.sample.arrays import Ints
from pipeline.sample.crowd import person
from pipeline.sample.generic import last_value, ticket_codes
from pipeline.sample.ids import Series, scattered_ids
from pipeline.sample.liveagent_calls import calls
from pipeline.sample.liveagent_history import (
    CODES,
    DEPARTMENTS,
    agent_column,
    history,
    latest,
    status_codes,
)
from pipeline.sample.liveagent_messages import messages
from pipeline.sample.people import contact_ids, contact_positions
from pipeline.sample.story import Story
from pipeline.sample.strands import NONE
from pipeline.sample.subjects import SUBJECTS, subject_codes
from pipeline.sample.tables import Coded, Nested, Table, WallTimes, from_rows
from pipeline.sample.vocabulary import Channel, Kind, Status

ENTITIES = (
    "tickets", "messages", "history", "agents", "contacts", "companies", "tags", "departments",
    "calls",
)  # fmt: skip
# By severity from 1: what a tag's id and name are.
SEVERITY_TAGS = tuple((f"t{severity}sv", f"SEV-{severity}") for severity in range(1, 6))
PHONE_TAG = ("t7tl", "Telefon")
# In the order of `Channel`; the last three are what `SOCIAL` can be.
CHANNEL_TYPES = ("E", "M", "B", "C", "F", "A", "T")
SOCIAL_TYPES = 3


def liveagent(story: Story, time_zone: str) -> dict[str, Table]:
    """The story's tables by entity, as an account in this zone exports them."""
    ids = ticket_ids(len(story.tickets))
    accounts = story.cast.accounts
    return {
        "tickets": _tickets(story, ids, time_zone),
        "messages": messages(story, ids, time_zone),
        "history": history(story, ids, time_zone),
        "agents": from_rows(
            ("id", "name", "email", "status"),
            [
                (one.agent_id, one.name, f"{one.agent_id}@hilfe.example", "A")
                for one in story.cast.agents
            ],
        ),
        "contacts": from_rows(("id", "company_id", "name", "email"), _contacts(story)),
        "companies": from_rows(("id", "name"), [(one.account_id, one.name) for one in accounts]),
        "tags": from_rows(("id", "name"), [*SEVERITY_TAGS, PHONE_TAG]),
        "departments": from_rows(("id", "name"), DEPARTMENTS),
        "calls": calls(story, ids, time_zone),
    }


def ticket_ids(count: int) -> Any:
    """The ids of tickets by position, as an Arrow array."""
    return scattered_ids(Series.TICKET, np.arange(count, dtype=np.int64))


def _tickets(story: Story, ids: Any, time_zone: str) -> Table:
    tickets, events = story.tickets, story.events
    every = np.arange(len(tickets), dtype=np.int64)
    kept = every[every != story.lost]
    severity = last_value(story, Kind.SEVERITY, tickets.severity)
    contacts = _contacts(story)
    owner = contact_positions(story.cast, tickets.account, tickets.contact)
    social = Channel.SOCIAL + tickets.topic % SOCIAL_TYPES
    channel = np.where(tickets.channel == Channel.SOCIAL, social, tickets.channel)
    is_call = tickets.channel == Channel.PHONE
    status = last_value(story, Kind.STATUS, np.zeros_like(every))
    last = np.searchsorted(events.ticket, every, side="right") - 1
    status_event = latest(events, Kind.STATUS, last)
    changed_at, status_at = events.at[last], events.at[status_event]

    def moments(at: Ints) -> WallTimes:
        return WallTimes(at[kept], time_zone)

    return {
        "id": Coded(ids, kept),
        "code": Coded(ticket_codes(len(tickets)), kept),
        "owner_contactid": Coded([one[0] for one in contacts], owner[kept]),
        "owner_email": Coded([one[3] for one in contacts], owner[kept]),
        "owner_name": Coded([one[2] for one in contacts], owner[kept]),
        "departmentid": Coded(
            [one[0] for one in DEPARTMENTS],
            last_value(story, Kind.ESCALATION, np.ones_like(every))[kept] - 1,
        ),
        "agentid": agent_column(
            story.cast, last_value(story, Kind.ASSIGNMENT, np.full_like(every, NONE))[kept]
        ),
        "status": Coded(CODES, status_codes(story, status_event)[kept]),
        "tags": _tags(severity[kept], is_call[kept]),
        "channel_type": Coded(CHANNEL_TYPES, channel[kept]),
        "date_created": moments(tickets.created_at),
        "date_changed": moments(changed_at),
        "date_resolved": moments(np.where(status == Status.RESOLVED, status_at, NONE)),
        "date_deleted": moments(np.where(status == Status.DELETED, status_at, NONE)),
        "last_activity": moments(changed_at),
        "subject": Coded(SUBJECTS, subject_codes(tickets.severity, tickets.topic)[kept]),
    }


def _tags(severity: Ints, is_call: Any) -> Nested:
    """Lists of tag ids; no key where there is no tag."""
    texts = []
    for number in range(2 * (len(SEVERITY_TAGS) + 1)):
        tags = [PHONE_TAG[0]] * (number % 2)
        if number >= 2:
            tags.insert(0, SEVERITY_TAGS[number // 2 - 1][0])
        texts.append(json.dumps(tags, separators=(",", ":")) if tags else None)
    every = pa.array(texts, pa.string())
    return Nested(lambda rows: every.take(pa.array(rows)), severity * 2 + is_call)


def _contacts(story: Story) -> list[tuple[str, str, str, str]]:
    """Id, company, name and address of everybody who writes for an account."""
    companies = [one.account_id for one in story.cast.accounts for _ in range(one.contacts)]
    return [
        (contact_id, company, person(number), f"{contact_id}@{company.lower()}.example")
        for number, (contact_id, company) in enumerate(
            zip(contact_ids(story.cast), companies, strict=True)
        )
    ]
