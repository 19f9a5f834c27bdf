"""The whole story, told from a seed: cast, tickets, responses and events."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pipeline.sample.arrivals import Tickets, arrive, with_owed
from pipeline.sample.cast import CARETAKER_BOT, TRIAGE_BOT, WELCOME_BOT, Cast
from pipeline.sample.chance import Chance, Ints
from pipeline.sample.conversations import Responses, Stage, converse
from pipeline.sample.crowd import cast_for
from pipeline.sample.events import (
    Events,
    asked,
    closed,
    concluded,
    decided,
    handled,
    received,
    updated,
    weave,
)
from pipeline.sample.situation import responders, situation_of
from pipeline.sample.timeline import Office, Timeline, office_of


@dataclass(frozen=True)
class Story:
    """Everything that happened, whatever shape it will be exported in.

    `events` are by ticket and time, `responses` by ticket and cycle; both name tickets by position.
    """

    timeline: Timeline
    office: Office
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
    office = office_of(timeline)
    cast = cast_for(tickets, seed, timeline)
    situation = situation_of(cast, timeline, seed)
    arrived = with_owed(
        arrive(tickets + 1, seed, situation, timeline), cast, office.promised, timeline
    )
    stage = Stage(arrived, situation, office, timeline, Chance(seed, "conversations"), seed)
    responses = converse(stage)
    welcome, triage, caretaker = map(cast.agent, (WELCOME_BOT, TRIAGE_BOT, CARETAKER_BOT))
    assignee = _assignees(stage, Chance(seed, "assignees"))
    contacts = situation.contacts[arrived.account[responses.ticket]]
    strands = (
        *received(arrived, welcome, triage, assignee, Chance(seed, "received")),
        *asked(arrived, responses, contacts, Chance(seed, "asked")),
        *decided(responses),
        *handled(arrived, responses, caretaker, Chance(seed, "handled")),
        *closed(arrived, responses),
        *concluded(arrived, responses, caretaker, office, Chance(seed, "concluded")),
        *updated(arrived, responses, office, Chance(seed, "updated")),
    )
    events = weave(strands, timeline.end)
    return Story(timeline, office, cast, arrived, responses, events, lost=tickets // 2)


def _assignees(stage: Stage, chance: Chance) -> Ints:
    tickets, timeline = stage.tickets, stage.timeline
    day = timeline.position_at(tickets.created_at)
    return responders(
        stage.situation,
        chance,
        tickets.account,
        day,
        tier=np.ones(len(tickets), dtype=np.int64),
        is_open=np.ones(len(tickets), dtype=np.bool_),
    )
