"""LiveAgent's message groups and calls: what the story says, as an account keeps it.

A group is an e-mail, a note, a call or a whole chat, with its lines inside. Much that an account
keeps is no message: what a chat's program notes under an agent's or a visitor's id, and groups
that were deleted, split away or merged away. None of it is in the story.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.sample.cast import DEDICATED, Cast
from pipeline.sample.chance import Bools, Chance, Codes, Ints
from pipeline.sample.events import NONE, Events
from pipeline.sample.generic import contact_ids, contact_positions, contacts, writer_codes
from pipeline.sample.story import Story
from pipeline.sample.tables import (
    Coded,
    Made,
    Nested,
    Series,
    Table,
    WallTimes,
    made_ids,
    scattered_ids,
    wall_texts,
)
from pipeline.sample.vocabulary import ActorKind, Channel, Closing, Kind, Status

SYSTEM = "system00"
TYPES = ("3", "5", "C", "P", "F", "M", "W", "4", "V", "I", "O", "7")
INCOMING, FORM, CHAT, CALL, SOCIAL, OUTGOING, ANSWER, NOTE, FORWARD, OUTSIDE = (
    0, 1, 2, 3, 4, 7, 8, 9, 10, 11,
)  # fmt: skip
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
# One note in so many is a mail forwarded, one answer in so many was sent from outside.
NOTES_A_FORWARD, ANSWERS_FROM_OUTSIDE = 7, 23
# What became of a group: visible, deleted, split away, merged away.
GROUP_STATUSES = ("V", "D", "S", "M")
GONE_SHARE = 0.02
# Lines of a group: a message, the visitor's browser, a title, what the program notes, an internal
# note, the chat's end. Only the first is said by somebody to somebody.
LINE_TYPES = ("M", "U", "T", "S", "N", "E")
LINE_TEXTS = ("", "Firefox", "Chat", "ist beigetreten", "schaue nach", "Chat beendet")
MESSAGE, BROWSER, TITLE, JOINED, ASIDE, END = range(6)
# Nobody keeps a chat open for longer; later answers go by e-mail.
CHAT_SECONDS = 1200
# Nobody waits longer on the line; who calls back later makes a call of their own.
PATIENCE_SECONDS = 600
OUR_NUMBER = "+4921155500"


class Speaker(IntEnum):
    """A customer, a human agent, or a bot or the system."""

    CUSTOMER = 0
    HUMAN = 1
    MACHINE = 2


@dataclass(frozen=True)
class Calls:
    """One row per call, by ticket and time; instants are UTC seconds."""

    row: Ints
    """The event that it begins with."""
    answer: Ints
    """The event that somebody took it by; `NONE` where nobody did."""
    created_at: Ints
    finished_at: Ints

    @property
    def is_outgoing(self) -> Bools:
        """Whether an agent called."""
        is_outgoing: Bools = self.row == self.answer
        return is_outgoing


@dataclass(frozen=True)
class Lines:
    """What groups hold, group by group and by time."""

    group: Ints
    at: Ints
    writer: Ints
    type: Ints


@dataclass(frozen=True)
class Groups:
    """One row per group, by ticket and time. Writers are numbers of `writer_codes`."""

    number: Ints
    ticket: Ints
    writer: Ints
    type: Ints
    status: Ints
    created_at: Ints
    finished_at: Ints
    lines: Lines

    def __len__(self) -> int:
        return len(self.number)


def speakers(cast: Cast, events: Events) -> Ints:
    """The `Speaker` of each event. A bot is one under an agent's kind too."""
    is_bot = np.array([one.is_bot for one in cast.agents])
    is_human = (events.actor_kind == ActorKind.AGENT) & ~is_bot[events.actor]
    told: Ints = np.select(
        [events.actor_kind == ActorKind.CUSTOMER, is_human],
        [Speaker.CUSTOMER, Speaker.HUMAN],
        default=Speaker.MACHINE,
    )
    return told


def calls(story: Story, ids: Any, time_zone: str) -> Table:
    """The calls. `ids` are the texts of tickets by position.

    No agent stands on a call: whoever took it is the one of the group at that time.
    """
    told, events = _calls(story), story.events
    ticket = events.ticket[told.row]
    is_answered = told.answer != NONE
    answered_at = np.where(is_answered, events.at[told.answer], NONE)
    finished_at = np.where(told.finished_at <= story.timeline.end, told.finished_at, NONE)
    is_measured = is_answered & (finished_at != NONE)
    owner = contact_positions(
        story.cast, story.tickets.account[ticket], story.tickets.contact[ticket]
    )
    people = len(contact_ids(story.cast))
    numbers = [OUR_NUMBER, *(f"+49170{5_000_000 + 7919 * one % 999_983}" for one in range(people))]
    return {
        "id": made_ids(Series.CALL, told.row),
        "ticketId": Coded(ids, ticket),
        "type": Coded(["I", "O"], told.is_outgoing.astype(np.int64)),
        "fromNumber": Coded(numbers, np.where(told.is_outgoing, 0, owner + 1)),
        "toNumber": Coded(numbers, np.where(told.is_outgoing, owner + 1, 0)),
        "dateCreated": WallTimes(told.created_at, time_zone),
        "dateAnswered": WallTimes(answered_at, time_zone),
        "dateFinished": WallTimes(finished_at, time_zone),
        "callDuration": Made(_numbers, np.where(is_measured, finished_at - answered_at, NONE)),
    }


def _numbers(values: Ints) -> Any:
    """Whole numbers as texts; a negative one is an empty field."""
    return pa.array(values, mask=values < 0).cast(pa.string())


def _calls(story: Story) -> Calls:
    events, speaker = story.events, speakers(story.cast, story.events)
    told = (events.kind == Kind.MESSAGE) & (events.channel == Channel.PHONE)
    rows = np.flatnonzero(told & (speaker != Speaker.MACHINE))
    is_incoming, at = speaker[rows] == Speaker.CUSTOMER, events.at[rows]
    # An agent's words soon after a customer's are the answer to that call.
    answers = np.zeros(len(rows), dtype=np.bool_)
    answers[1:] = is_incoming[:-1] & ~is_incoming[1:] & (at[1:] - at[:-1] <= PATIENCE_SECONDS)
    answers &= ~_is_first(events.ticket[rows])
    answered_by = np.where(is_incoming, NONE, rows)
    answered_by[:-1] = np.where(answers[1:], rows[1:], answered_by[:-1])
    row, answer = rows[~answers], answered_by[~answers]
    # Whoever is called picks up after a while; talks last minutes, tries half a minute.
    begun_at = events.at[row]
    taken_at = np.where(answer == NONE, begun_at, events.at[answer])
    created_at = begun_at - np.where(row == answer, 5 + row % 20, 0)
    goes_on = ~_is_first(events.ticket[row])[1:]
    created_at[1:] = np.where(
        goes_on, np.maximum(created_at[1:], taken_at[:-1] + 1), created_at[1:]
    )
    created_at = np.minimum(created_at, begun_at)
    finished_at = np.where(answer == NONE, created_at + 20 + row % 40, taken_at + 90 + row % 700)
    # No two calls of a ticket overlap.
    finished_at[:-1] = np.where(
        goes_on, np.minimum(finished_at[:-1], created_at[1:] - 1), finished_at[:-1]
    )
    return Calls(row, answer, created_at, np.maximum(finished_at, taken_at))


def messages(story: Story, ids: Any, time_zone: str, seed: int) -> Table:
    """The groups. `ids` are the texts of tickets by position."""
    groups = _with_gone(story, _groups(story), Chance(seed, "gone"))
    writers = [SYSTEM, *(one.agent_id for one in story.cast.agents), *contact_ids(story.cast)]
    agents = [one.name for one in story.cast.agents]
    people = [one.shown_as for one in contacts(story.cast)]
    return {
        "id": made_ids(Series.GROUP, groups.number),
        "ticket_id": Coded(ids, groups.ticket),
        "userid": Coded(writers, groups.writer),
        "user_full_name": Coded(["System", *agents, *people], groups.writer),
        "type": Coded(TYPES, groups.type),
        "status": Coded(GROUP_STATUSES, groups.status),
        "datecreated": WallTimes(groups.created_at, time_zone),
        "datefinished": WallTimes(groups.finished_at, time_zone),
        "messages": Nested(
            lambda rows: _nested(groups, writers, time_zone, rows),
            np.arange(len(groups), dtype=np.int64),
        ),
    }


def _groups(story: Story) -> Groups:
    """A group to each message and note, but one to all of a chat, and one to each call."""
    every, calls_ = story.events, _calls(story)
    row = np.flatnonzero((every.kind == Kind.MESSAGE) | (every.kind == Kind.NOTE))
    place = np.zeros(len(every), dtype=np.int64)
    place[row] = np.arange(len(row))
    first = np.arange(len(row), dtype=np.int64)
    chat = np.flatnonzero(every.channel[row] == Channel.CHAT)
    first[chat] = chat[_chats(story, row[chat])]
    is_taken = (calls_.answer != NONE) & ~calls_.is_outgoing
    first[place[calls_.answer[is_taken]]] = place[calls_.row[is_taken]]
    begins, group = np.unique(first, return_inverse=True)
    # Notes may stand between a chat's messages, and a call's answer behind another message.
    order = np.argsort(group, kind="stable")
    begin, group, said = every.where(row[begins]), group[order], every.where(row[order])
    type_, writer = _types(story, row[begins]), writer_codes(story, begin)
    lines = Lines(group, said.at, writer_codes(story, said), np.full(len(row), MESSAGE))
    lines = _in_order(
        (lines, *_chat_lines(story, lines, speakers(story.cast, said), begin.ticket, type_ == CHAT))
    )
    created_at, finished_at = _spans(lines, len(begins))
    called = np.searchsorted(row[begins], calls_.row)
    # Who took a call is who the group is under, or only who speaks in it.
    is_under_agent = (calls_.answer != NONE) & (calls_.is_outgoing | (calls_.row % 2 == 0))
    taker = np.where(is_under_agent, calls_.answer, calls_.row)
    is_over = calls_.finished_at <= story.timeline.end
    created_at[called] = calls_.created_at
    finished_at[called] = np.where(is_over, calls_.finished_at, NONE)
    writer[called] = writer_codes(story, every.where(taker))
    return Groups(
        number=row[begins],
        ticket=begin.ticket.astype(np.int64),
        writer=writer,
        type=type_,
        status=np.zeros(len(begins), dtype=np.int64),
        created_at=created_at,
        finished_at=finished_at,
        lines=lines,
    )


def _is_first(ticket: Codes) -> Bools:
    """Whether each row is the first of its ticket; rows are by ticket."""
    first = np.ones(len(ticket), dtype=np.bool_)
    first[1:] = ticket[1:] != ticket[:-1]
    return first


def _types(story: Story, row: Ints) -> Ints:
    """Positions in `TYPES`, by the event that a group begins with."""
    events = story.events.where(row)
    speaker = speakers(story.cast, events)
    types = USUAL[events.channel, speaker]
    is_outside = (types == OUTGOING) & (speaker == Speaker.HUMAN)
    is_outside &= row % ANSWERS_FROM_OUTSIDE == 0
    types[is_outside] = OUTSIDE
    is_social = types == SOCIAL
    types[is_social] += story.tickets.topic[events.ticket[is_social]] % SOCIAL_TYPES
    is_forward = (speaker == Speaker.HUMAN) & (row % NOTES_A_FORWARD == 0)
    told: Ints = np.where(events.kind == Kind.NOTE, np.where(is_forward, FORWARD, NOTE), types)
    return told


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
    begins: Bools = _is_first(events.ticket)
    begins[1:] |= events.at[1:] - events.at[:-1] > CHAT_SECONDS
    asked = np.flatnonzero(speaker == Speaker.CUSTOMER)
    begins[asked[1:]] |= endings[asked[1:]] != endings[asked[:-1]]
    start = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    chats: Ints = np.where(speaker[start] == Speaker.CUSTOMER, start, every)
    return chats


def browsing_seconds(ticket: Ints | Codes) -> Ints:
    """How long before a chat's first words its visitor was there."""
    seconds: Ints = 2 + ticket.astype(np.int64) % 9
    return seconds


def _chat_lines(
    story: Story, said: Lines, speaker: Ints, ticket: Codes, is_chat: Bools
) -> Iterator[Lines]:
    """What the program notes in chats: under the visitor's id, and under agents' ids.

    An agent who joins has not answered yet, and some look in and never do. `said` are all groups'
    messages with their speakers; `ticket` and `is_chat` are by group.
    """
    chat, end = np.flatnonzero(is_chat), story.timeline.end
    asked_at, ended_at = (at[chat] for at in _spans(said, len(ticket)))
    first = np.searchsorted(said.group, chat)
    human = np.append(np.flatnonzero(speaker == Speaker.HUMAN), len(speaker) - 1)
    answer = human[np.searchsorted(said.group[human[:-1]], chat)]
    is_answered = (said.group[answer] == chat) & (speaker[answer] == Speaker.HUMAN)
    looks_in = ~is_answered & (chat % 2 == 0)
    before = np.minimum((said.at[answer] - asked_at) // 2, 15)
    joined_at = np.where(is_answered, said.at[answer] - before, asked_at + 15 + chat % 60)
    agent = np.where(is_answered, said.writer[answer], 1 + chat % len(DEDICATED))
    visitor, since = said.writer[first], asked_at - browsing_seconds(ticket[chat])
    over_at = ended_at + 20 + chat % 200
    for type_, at, writer, chosen in (
        (BROWSER, since, visitor, is_chat[chat]),
        (TITLE, since + 1, np.zeros_like(chat), is_chat[chat]),
        (JOINED, joined_at, agent, is_answered | looks_in),
        (ASIDE, joined_at + 1, agent, is_answered & (before > 1) & (chat % 5 == 0)),
        (END, over_at, visitor, is_chat[chat]),
    ):
        told = chosen & (at <= end)
        yield Lines(chat[told], at[told], writer[told], np.full(told.sum(), type_))


def _in_order(lines: Iterable[Lines]) -> Lines:
    """All of them by group and time; at one instant as given."""
    every = _each(lines)
    order = np.lexsort((every.at, every.group))
    return Lines(*(getattr(every, one.name)[order] for one in fields(Lines)))


def _each(lines: Iterable[Lines]) -> Lines:
    pieces = tuple(lines)
    return Lines(
        *(np.concatenate([getattr(one, name.name) for one in pieces]) for name in fields(Lines))
    )


def _spans(lines: Lines, groups: int) -> tuple[Ints, Ints]:
    """When each group's first line and its last were written; lines are in order."""
    start = np.searchsorted(lines.group, np.arange(groups + 1))
    return lines.at[start[:-1]], lines.at[start[1:] - 1]


def _with_gone(story: Story, groups: Groups, chance: Chance) -> Groups:
    """The groups and a few that are no messages on their tickets: they owe and answer nothing.

    An agent takes back what was sent to the wrong customer, somebody else's mail is split away or
    merged away.
    """
    responses, cast = story.responses, story.cast
    count = len(responses)
    is_closed = responses.closed_by == Closing.REPLY
    closed_at = np.where(is_closed, responses.closed_at, 0)
    wait = closed_at - responses.opened_at
    status = 1 + chance.below(len(GROUP_STATUSES) - 1, count)
    is_reply = status == GROUP_STATUSES.index("D")
    at = np.where(
        is_reply, responses.opened_at + wait // 5, closed_at + 900 + chance.below(3600, count)
    )
    chosen = is_closed & chance.happens(GONE_SHARE, count) & (at <= story.timeline.end)
    chosen &= ~is_reply | (wait > CHAT_SECONDS)
    ticket, tickets = responses.ticket, story.tickets
    contact = contact_positions(cast, tickets.account[ticket], tickets.contact[ticket])
    writer = np.where(is_reply, 1 + responses.responder, 1 + len(cast.agents) + contact)
    every, number = np.flatnonzero(chosen), len(groups)
    added = {
        "number": len(story.events) + every,
        "ticket": ticket[every],
        "writer": writer[every],
        "type": np.where(is_reply, OUTGOING, INCOMING)[every],
        "status": status[every],
        "created_at": at[every],
        "finished_at": at[every],
    }
    columns = {name: np.append(getattr(groups, name), values) for name, values in added.items()}
    order = np.lexsort((columns["created_at"], columns["ticket"]))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    lines = _each(
        (
            groups.lines,
            Lines(
                number + np.arange(len(every)),
                at[every],
                writer[every],
                np.full(len(every), MESSAGE),
            ),
        )
    )
    lines = _in_order([replace(lines, group=place[lines.group])])
    return Groups(**{name: values[order] for name, values in columns.items()}, lines=lines)


def _nested(groups: Groups, writers: list[str], time_zone: str, rows: Ints) -> Any:
    """The lines of groups that lie one behind the other, as JSON."""
    if not len(rows):
        return pa.array([], pa.string())
    lines = groups.lines
    start = np.searchsorted(lines.group, np.append(rows, rows[-1] + 1))
    part = slice(start[0], start[-1])
    start -= start[0]
    group, type_ = lines.group[part], pa.array(lines.type[part])
    place = np.arange(len(group)) - start[group - rows[0]]
    ends = ['"}' if not text else f'","message":"{text}"}}' for text in LINE_TEXTS]
    texts = pc.binary_join_element_wise(
        '{"id":"',
        scattered_ids(Series.GROUP, groups.number[group]),
        pa.array(place).cast(pa.string()),
        '","userid":"',
        pa.array(writers).take(pa.array(lines.writer[part])),
        '","type":"',
        pa.array(LINE_TYPES).take(type_),
        '","datecreated":"',
        wall_texts(lines.at[part], time_zone),
        '","format":"T',
        pa.array(ends).take(type_),
        "",
    )
    lists = pa.ListArray.from_arrays(pa.array(start, pa.int32()), texts)
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")
