"""LiveAgent's calls: what the story says on the phone, as calls that somebody took or not."""

from typing import Any

import numpy as np

from pipeline.sample.arrays import Ints
from pipeline.sample.ids import Series, made_ids
from pipeline.sample.liveagent_history import agent_column
from pipeline.sample.liveagent_speakers import Speaker, is_first, speakers
from pipeline.sample.story import Story
from pipeline.sample.strands import NONE
from pipeline.sample.tables import Coded, Table, WallTimes
from pipeline.sample.vocabulary import Channel, Kind

# Nobody waits longer on the line; who calls back later makes a call of their own.
PATIENCE_SECONDS = 600


def calls(story: Story, ids: Any, time_zone: str) -> Table:
    """The calls, by ticket and time. `ids` are the texts of tickets by position."""
    events, speaker = story.events, speakers(story.cast, story.events)
    told = (events.kind == Kind.MESSAGE) & (events.channel == Channel.PHONE)
    rows = np.flatnonzero(told & (speaker != Speaker.MACHINE))
    is_incoming, at = speaker[rows] == Speaker.CUSTOMER, events.at[rows]
    # An agent's words soon after a customer's are the answer to that call.
    answers = np.zeros(len(rows), dtype=np.bool_)
    answers[1:] = is_incoming[:-1] & ~is_incoming[1:] & (at[1:] - at[:-1] <= PATIENCE_SECONDS)
    answers &= ~is_first(events.ticket[rows])
    answered_by = np.where(is_incoming, NONE, rows)
    answered_by[:-1] = np.where(answers[1:], rows[1:], answered_by[:-1])
    return _table(story, ids, time_zone, rows[~answers], answered_by[~answers])


def _table(story: Story, ids: Any, time_zone: str, rows: Ints, answered_by: Ints) -> Table:
    """The calls that begin with these events; `answered_by` are those that answer, or `NONE`."""
    events = story.events
    is_outgoing, is_answered = rows == answered_by, answered_by != NONE
    # Whoever is called picks up after a while; talks last minutes, tries half a minute.
    created_at = events.at[rows] - np.where(is_outgoing, 5 + rows % 20, 0)
    answered_at = np.where(is_answered, events.at[answered_by], NONE)
    finished_at = np.where(is_answered, answered_at + 90 + rows % 700, created_at + 20 + rows % 40)
    return {
        "id": made_ids(Series.CALL, rows),
        "ticket_id": Coded(ids, events.ticket[rows]),
        "type": Coded(["I", "O"], is_outgoing.astype(np.int64)),
        "date_created": WallTimes(created_at, time_zone),
        "date_answered": WallTimes(answered_at, time_zone),
        "date_finished": WallTimes(
            np.where(finished_at <= story.timeline.end, finished_at, NONE), time_zone
        ),
        "agent_id": agent_column(
            story.cast, np.where(is_answered, events.actor[answered_by], NONE)
        ),
    }
