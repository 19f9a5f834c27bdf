"""The whole story, told from a seed: cast, tickets, responses and events."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pipeline.sample import events
from pipeline.sample.arrivals import Tickets, arrive
from pipeline.sample.cast import Cast
from pipeline.sample.chance import Chance
from pipeline.sample.conversations import Responses, converse, responders
from pipeline.sample.events import Events, Strands, weave
from pipeline.sample.situation import situation_of
from pipeline.sample.timeline import Timeline


@dataclass(frozen=True)
class Story:
    """Everything that happened, whatever shape it will be exported in.

    `events` are by ticket and time, `responses` by ticket and cycle; both name tickets by position.
    """

    timeline: Timeline
    cast: Cast
    tickets: Tickets
    responses: Responses
    events: Events
    lost: int
    """The ticket whose events were exported, but not its row."""


def tell(tickets: int, seed: int, ends_at: datetime) -> Story:
    """A story that ends at an aware moment, of so many tickets and one that gets lost.

    The same seed tells the same.
    """
    timeline = Timeline(ends_at)
    cast = Cast(tickets, seed, timeline)
    situation = situation_of(cast, timeline, seed)
    arrived = arrive(tickets + 1, seed, situation)
    responses = converse(arrived, situation, seed)
    every = np.ones(len(arrived), dtype=np.int64)
    assignee = responders(
        situation, arrived.account, arrived.created_at, every, every > 0, Chance(seed, "assignees")
    )
    received = Strands(np.arange(len(arrived)), timeline.end)
    events.around_tickets(received, arrived, cast, assignee, seed)
    strands = Strands(responses.ticket, timeline.end)
    events.while_owed(strands, arrived.take(responses.ticket), responses, cast, seed)
    events.after_replies(strands, responses, cast, timeline.worked, seed)
    woven = weave([*received.told, *strands.told])
    return Story(timeline, cast, arrived, responses, woven, lost=tickets // 2)
