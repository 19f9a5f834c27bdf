"""The seam: what the fetch of a kind of help desk is made of, and what it is given to work with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pipeline.fetching.client import Client
from pipeline.fetching.journal import Journal
from pipeline.fetching.keeping import Keep, keeper
from pipeline.fetching.rounds import Key, Round, Store, Whole
from pipeline.settings.config import Source
from pipeline.settings.fetch import Fetch

OnProgress = Callable[[str, float, float], None]
"""Told what is being fetched, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Beginning:
    """What is known before anything is fetched: the server's time, and what to tell people."""

    server_time: datetime | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What `--check` found of one entity: how many rows there are, None if it may not be read."""

    entity: str
    count: int | None
    told: str = ""


@dataclass
class Work:
    """A round at work: whom to ask, from when on, and where answers go."""

    source: Source
    settings: Fetch
    client: Client
    round: Round
    store: Store
    on_progress: OnProgress
    notices: list[str] = field(default_factory=list)
    fetched: dict[str, Whole] = field(default_factory=dict)

    @contextmanager
    def journal(self, entity: str) -> Iterator[Journal]:
        """Where the answers of an entity are kept."""
        with self.store.journal(entity) as journal:
            yield journal

    def keeper(self, entity: str) -> Keep:
        """What makes of a row what is kept of it."""
        return keeper(self.source.kind, entity, self.settings)

    def finished(self, entity: str, key: Key, since: datetime) -> None:
        """Say that an entity is whole from `since` on; `key` tells its rows apart."""
        if before := self.fetched.get(entity):  # an entity may stand in several lists
            since = min(since, before.since)
        self.fetched[entity] = Whole(key, since)


class Desk(Protocol):
    """How one kind of help desk is fetched: a module each, named in `desks`."""

    def headers(self, fetch: Fetch, key: str) -> Mapping[str, str]:
        """How the key is shown."""

    def begin(self, client: Client, source: Source) -> Beginning:
        """See that the account is as vip-sla.yml says. Raises FetchError."""

    def bring(self, work: Work) -> None:
        """Fetch everything of a round into its journals. Raises FetchError, OutOfTimeError."""

    def look(self, client: Client, source: Source) -> list[Reading]:
        """One page of each entity: what may be read, and how much there is."""

    def requests(self, readings: list[Reading]) -> int:
        """How many requests a first fetch of so much will take, about."""
