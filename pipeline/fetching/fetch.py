"""Fetching a source: a round that a former call left is finished first, then a new one begins."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from pipeline.errors import FetchError
from pipeline.fetching.budget import Budget, Clock, OutOfTimeError
from pipeline.fetching.client import Client, RefusedError
from pipeline.fetching.desk import Desk, OnProgress, Reading, Work
from pipeline.fetching.liveagent import LiveAgent
from pipeline.fetching.paging import BEGINNING
from pipeline.fetching.rounds import Round, Store
from pipeline.fetching.zendesk import Zendesk
from pipeline.settings.config import Source
from pipeline.settings.fetch import Fetch
from pipeline.workspace import Workspace

DESKS: dict[str, Desk] = {"liveagent": LiveAgent(), "zendesk": Zendesk()}
"""How each kind of source is fetched, by the kind's name: this is the only list of them."""


@dataclass(frozen=True)
class Wanted:
    """What a call is to fetch: since when, or all; and how many minutes it may take."""

    since: datetime | None = None
    full: bool = False
    most_minutes: float | None = None
    oldest: datetime | None = None  # what is older is not kept, so it is not fetched

    @property
    def words(self) -> str:
        """What is asked for, so that the same call again goes on instead of beginning anew."""
        return "full" if self.full else self.since.isoformat() if self.since else ""


@dataclass
class Fetched:
    """What a call fetched of one source."""

    source: str
    row_counts: dict[str, int] = field(default_factory=dict)  # new rows in exports, by entity
    request_count: int = 0
    is_whole: bool = False  # else the time was over, and the next call goes on
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """What `--check` found of one source."""

    source: str
    time_zone: str
    readings: list[Reading]
    notices: tuple[str, ...]
    request_count: int  # of a first fetch
    minutes: int  # that it will take


@dataclass(frozen=True)
class Environment:
    """What a call is given by its surroundings."""

    variables: Mapping[str, str]
    clock: Clock = field(default_factory=Clock)
    on_progress: OnProgress = lambda *_: None


def fetch_source(
    workspace: Workspace, source: Source, wanted: Wanted, around: Environment
) -> Fetched:
    """Bring what changed into the source's exports.

    Raises FetchError, e.g. where the server refuses or stays away; what was fetched is kept then.
    """
    settings = _settings(source)
    store = Store(workspace.export_folder(source.path))
    seconds = None if wanted.most_minutes is None else wanted.most_minutes * 60
    fetched = Fetched(source.name)
    with store.held(), _client(source, settings, around, seconds) as (client, budget):
        try:
            _fetch(client, store, source, wanted, around, fetched)
        except OutOfTimeError:
            fetched.notices.append("the time is over; the next call goes on from here")
        except RefusedError as refusal:
            raise _explained(refusal, settings) from None
        else:
            fetched.is_whole = True
        finally:
            fetched.request_count = budget.taken
    return fetched


def check_source(source: Source, around: Environment) -> Checked:
    """Ask one page of each list, and reckon what a first fetch takes. Raises FetchError."""
    settings = _settings(source)
    desk = DESKS[source.kind]
    with _client(source, settings, around, None) as (client, _):
        try:
            beginning = desk.begin(client, source)
            readings = desk.look(client, source)
        except RefusedError as refusal:
            raise _explained(refusal, settings) from None
    count = desk.requests(readings)
    return Checked(
        source.name,
        source.time_zone,
        readings,
        beginning.notices,
        count,
        ceil(count / settings.requests_per_minute),
    )


def _fetch(
    client: Client,
    store: Store,
    source: Source,
    wanted: Wanted,
    around: Environment,
    fetched: Fetched,
) -> None:
    desk = DESKS[source.kind]
    beginning = desk.begin(client, source)
    fetched.notices += beginning.notices

    def bring(at: Round) -> None:
        work = Work(source, _settings(source), client, at, store, around.on_progress)
        desk.bring(work)
        fetched.notices += work.notices
        for entity, count in store.end(at, work.fetched).items():
            fetched.row_counts[entity] = fetched.row_counts.get(entity, 0) + count

    left = store.under_way()
    if left:
        bring(left)
        if left.asked == wanted.words:
            wanted = Wanted(oldest=wanted.oldest)
    bring(_new_round(store, beginning.server_time or around.clock.now(), wanted))


def _new_round(store: Store, until: datetime, wanted: Wanted) -> Round:
    """Up to the server's present; with `since` what was fetched before is fetched once more."""
    cursors = {} if wanted.full else store.cursors()
    if wanted.since is not None:
        cursors = {name: min(cursor, wanted.since) for name, cursor in cursors.items()}
    first_since = max(wanted.since or BEGINNING, wanted.oldest or BEGINNING, BEGINNING)
    return store.begin(until.replace(microsecond=0), first_since, cursors, wanted.words)


@contextmanager
def _client(
    source: Source, settings: Fetch, around: Environment, seconds: float | None
) -> Iterator[tuple[Client, Budget]]:
    key = around.variables.get(settings.key_variable, "").strip()
    if not key:
        raise FetchError(
            f"vip-sla.yml: fetch.key_variable of source {source.name} names "
            f"{settings.key_variable}, which the environment does not have; set it where this "
            "command is called"
        )
    if not (key.isascii() and key.isprintable()):
        raise FetchError(f"what {settings.key_variable} holds is no key: it has odd characters")
    budget = Budget(settings.requests_per_minute, around.clock, seconds)
    headers = DESKS[source.kind].headers(settings, key)
    with Client(settings.url, headers, key, budget, around.clock) as client:
        yield client, budget


def _settings(source: Source) -> Fetch:
    if source.fetch is None:
        raise FetchError(
            f"vip-sla.yml: source {source.name} has no `fetch`, so nobody knows where its exports "
            "come from; write e.g. fetch: {url: https://acme.ladesk.com/api/v3, key_variable: "
            "LIVEAGENT_API_KEY}"
        )
    return source.fetch


def _explained(refusal: RefusedError, settings: Fetch) -> FetchError:
    """A refusal in words that say what to do."""
    remedies = {
        401: f"the key in {settings.key_variable} is not accepted; check it",
        403: f"the key in {settings.key_variable} may not read this; give it the right to",
        404: "there is no such thing; check fetch.url",
    }
    remedy = remedies.get(refusal.status, "this is not how the API is known")
    return FetchError(f"{refusal}: {remedy}")
