"""LiveAgent's message groups: an e-mail, a note or a whole chat each, with its messages inside."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.sample.arrays import Bools, Ints
from pipeline.sample.crowd import person
from pipeline.sample.ids import Series, made_ids, scattered_ids
from pipeline.sample.liveagent_speakers import Speaker, is_first, speakers
from pipeline.sample.people import contact_ids, writer_codes
from pipeline.sample.story import Story
from pipeline.sample.strands import Events
from pipeline.sample.tables import Coded, Nested, Table, WallTimes, wall_texts
from pipeline.sample.vocabulary import Channel, Kind, Status

SYSTEM = "system00"
TYPES = ("3", "5", "C", "P", "F", "M", "W", "4", "V", "I")
INCOMING, FORM, CHAT, CALL, SOCIAL, OUTGOING, ANSWER, NOTE = 0, 1, 2, 3, 4, 7, 8, 9
SOCIAL_TYPES = 3
# Channel x speaker. What a chat's customer does not begin is sent by e-mail.
USUAL = np.array(
    [
        [INCOMING, OUTGOING, OUTGOING],
        [FORM, OUTGOING, OUTGOING],
        [CHAT, OUTGOING, OUTGOING],
        [CALL, ANSWER, OUTGOING],
        [SOCIAL, SOCIAL, SOCIAL],
    ]
)
# Nobody keeps a chat open for longer; later answers go by e-mail.
CHAT_SECONDS = 1200


@dataclass(frozen=True)
class Groups:
    """Messages by group, groups by ticket and time."""

    row: Ints
    """The event of each message."""
    start: Ints
    """Where each group's messages begin in `row`, and where the last group's end."""


def messages(story: Story, ids: Any, time_zone: str) -> Table:
    """The groups. `ids` are the texts of tickets by position."""
    groups = _groups(story)
    first, last = groups.row[groups.start[:-1]], groups.row[groups.start[1:] - 1]
    events = story.events.where(first)
    writers = [SYSTEM, *(one.agent_id for one in story.cast.agents), *contact_ids(story.cast)]
    agents = [one.name for one in story.cast.agents]
    contacts = [person(number) for number in range(len(writers) - 1 - len(agents))]
    writer = writer_codes(story, events)
    return {
        "id": made_ids(Series.GROUP, first),
        "ticket_id": Coded(ids, events.ticket),
        "userid": Coded(writers, writer),
        "user_full_name": Coded(["System", *agents, *contacts], writer),
        "type": Coded(TYPES, _types(story, events)),
        "datecreated": WallTimes(events.at, time_zone),
        "datefinished": WallTimes(story.events.at[last], time_zone),
        "messages": Nested(
            lambda rows: _nested(story, groups, writers, time_zone, rows),
            np.arange(len(first), dtype=np.int64),
        ),
    }


def _types(story: Story, events: Events) -> Ints:
    """Positions in `TYPES`, by the event that a group begins with."""
    types = USUAL[events.channel, speakers(story.cast, events)]
    is_social = types == SOCIAL
    types[is_social] += story.tickets.topic[events.ticket[is_social]] % SOCIAL_TYPES
    types[events.kind == Kind.NOTE] = NOTE
    return types


def _groups(story: Story) -> Groups:
    """A group to each message and note, but one to all messages of a chat."""
    row = np.flatnonzero((story.events.kind == Kind.MESSAGE) | (story.events.kind == Kind.NOTE))
    first = np.arange(len(row), dtype=np.int64)
    chat = np.flatnonzero(story.events.channel[row] == Channel.CHAT)
    first[chat] = chat[_chats(story, row[chat])]
    # Notes may stand between a chat's messages.
    order = np.argsort(first, kind="stable")
    starts = np.flatnonzero(np.diff(first[order], prepend=-1))
    return Groups(row[order], np.append(starts, len(row)))


def _chats(story: Story, rows: Ints) -> Ints:
    """For each message of the channel, where the chat begins that it belongs to; else itself.

    A chat begins with a customer and ends with the silence, or with a customer who writes again
    when an agent has answered or has put the ticket away.
    """
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    events, every = story.events.where(rows), np.arange(len(rows))
    speaker = speakers(story.cast, events)
    is_put_away = (story.events.kind == Kind.STATUS) & (story.events.value != Status.OPEN)
    endings = np.cumsum(is_put_away)[rows] + np.cumsum(speaker == Speaker.HUMAN)
    begins: Bools = is_first(events.ticket)
    begins[1:] |= events.at[1:] - events.at[:-1] > CHAT_SECONDS
    asked = np.flatnonzero(speaker == Speaker.CUSTOMER)
    begins[asked[1:]] |= endings[asked[1:]] != endings[asked[:-1]]
    start = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    chats: Ints = np.where(speaker[start] == Speaker.CUSTOMER, start, every)
    return chats


def _nested(story: Story, groups: Groups, writers: list[str], time_zone: str, rows: Ints) -> Any:
    """The messages of groups that lie one behind the other, as JSON."""
    if not len(rows):
        return pa.array([], pa.string())
    start = groups.start[rows[0] : rows[-1] + 2]
    row = groups.row[start[0] : start[-1]]
    events = story.events.where(row)
    texts = pc.binary_join_element_wise(
        '{"id":"',
        scattered_ids(Series.MESSAGE, row),
        '","userid":"',
        pa.array(writers).take(pa.array(writer_codes(story, events))),
        '","type":"M","datecreated":"',
        wall_texts(events.at, time_zone),
        '","format":"T"}',
        "",
    )
    lists = pa.ListArray.from_arrays(pa.array(start - start[0], pa.int32()), texts)
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")
