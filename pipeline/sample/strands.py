"""Strands: events of one sort as arrays, and how many strands become one stream."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.sample.arrays import Bools, Codes, Ints
from pipeline.sample.vocabulary import ActorKind, Kind, Status

NONE = -1
By = tuple[ActorKind, Ints | int]
"""Who did it, of a kind: agents by position, a customer's contacts by number."""
BY_SYSTEM: By = (ActorKind.SYSTEM, NONE)


@dataclass(frozen=True)
class Events:
    """One row per event. `NONE` stands for an empty field."""

    ticket: Codes
    at: Ints
    """UTC seconds."""
    kind: Codes
    value: Codes
    """A status, a severity, an agent's position or a tier, as the kind says."""
    previous: Codes
    actor_kind: Codes
    actor: Codes
    """An agent's position, or for a customer the contact's number within the account."""
    channel: Codes

    def __len__(self) -> int:
        return len(self.ticket)

    def where(self, chosen: Bools | Ints) -> "Events":
        """Some of the rows, in the given order."""
        return _each(lambda name: getattr(self, name)[chosen])


def strand(
    ticket: Ints,
    at: Ints,
    kind: Kind,
    by: By,
    *,
    value: Ints | int = NONE,
    previous: Ints | int = NONE,
    channel: Ints | int = NONE,
) -> Events:
    """Events of one kind; a single number holds for all of them."""

    def column(values: Ints | int) -> Codes:
        return np.broadcast_to(np.asarray(values, dtype=np.int32), ticket.shape)

    return Events(
        ticket=column(ticket),
        at=at,
        kind=column(kind),
        value=column(value),
        previous=column(previous),
        actor_kind=column(by[0]),
        actor=column(by[1]),
        channel=column(channel),
    )


def weave(strands: Iterable[Events], end: int) -> Events:
    """All strands by ticket and time, those after `end` cut off, each status with the one before.

    At one instant of a ticket the earlier strand comes first. A change to the status that the
    ticket already has is left out, except a repeated `resolved`, which help desks do record.
    """
    told = [one.where(one.at <= end) for one in strands]
    events = _each(lambda name: np.concatenate([getattr(one, name) for one in told]))
    first = events.at.min()
    key = events.ticket.astype(np.int64) * (end - first + 1) + (events.at - first)
    events = events.where(np.argsort(key, kind="stable"))
    status = np.flatnonzero(events.kind == Kind.STATUS)
    ticket, value = events.ticket[status], events.value[status]
    before = np.full(len(status), NONE, dtype=np.int32)
    before[1:] = np.where(ticket[1:] == ticket[:-1], value[:-1], NONE)
    events.previous[status] = before
    is_told = np.ones(len(events), dtype=np.bool_)
    is_told[status[(value == before) & (value != Status.RESOLVED)]] = False
    return events.where(is_told)


def _each(column: Callable[[str], npt.NDArray[Any]]) -> Events:
    return Events(**{one.name: column(one.name) for one in fields(Events)})
