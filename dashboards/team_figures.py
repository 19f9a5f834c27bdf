"""Who replies, for whom, and when: figures about people, to be read with care."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from pipeline.marts.at_risk import AtRisk
from pipeline.marts.rosters import RosterEntry
from pipeline.marts.team import HourCount, Replies

UNKNOWN = "(unknown)"
"""How the marts name an agent whom the help desk does not tell."""

WEEKDAYS = range(1, 8)


def by_person(
    owed: Iterable[AtRisk], names: Mapping[str, str]
) -> list[tuple[str | None, list[AtRisk]]]:
    """What each dedicated agent owes, the next due first; by name, what is nobody's last.

    `names` are those of agents by key; None stands for nobody.
    """
    found: dict[str | None, list[AtRisk]] = {}
    for each in owed:
        found.setdefault(each.agent_key, []).append(each)
    for theirs in found.values():
        theirs.sort(key=lambda each: (each.due_at is None, each.due_at or each.opened_at))
    return sorted(
        found.items(),
        key=lambda pair: (pair[0] is None, _sorted_by(names.get(pair[0] or "", "")), pair[0] or ""),
    )


@dataclass(frozen=True)
class Member:
    """An agent, what they replied in a period and in a year, and to whom they are dedicated."""

    agent_key: str
    agent_name: str
    replies: Replies | None
    year: Replies | None
    customers: Mapping[str, str]
    """Customers on the roster, by id and by name."""
    customers_at_once: int
    """The most customers of one and the same day."""
    stands_in_for: frozenset[str] = frozenset()
    """Of these customers those whom they serve in the place of somebody else alone."""
    away: Sequence[RosterEntry] = ()
    """Entries of those who stand in for them."""


def members(
    replies: Iterable[Replies],
    year: Iterable[Replies],
    roster: Sequence[RosterEntry],
    customer_id: str | None = None,
) -> list[Member]:
    """Everybody who replied or is on the roster, by name; whoever is not known comes last.

    Of one customer: who replied to it or is on its roster, with all that their roster says.
    """
    in_period = {each.agent_key: each for each in replies}
    in_year = {each.agent_key: each for each in year}
    entries: dict[str, list[RosterEntry]] = {}
    for entry in roster:
        entries.setdefault(entry.agent_key, []).append(entry)
    names = {
        **{
            each.agent_key: each.agent_name
            for each in roster
            if customer_id in (None, each.customer_id)
        },
        **{key: each.agent_name for key, each in (in_year | in_period).items()},
    }
    found = [
        Member(
            key,
            name,
            in_period.get(key),
            in_year.get(key),
            {entry.customer_id: entry.customer_name for entry in entries.get(key, ())},
            at_once(entries.get(key, ())),
            _stood_in_for(entries.get(key, ())),
            [entry for entry in roster if f"{entry.source}:{entry.stands_in_for}" == key],
        )
        for key, name in names.items()
    ]
    return sorted(
        found,
        key=lambda each: (each.agent_name == UNKNOWN, _sorted_by(each.agent_name), each.agent_key),
    )


def _stood_in_for(entries: Sequence[RosterEntry]) -> frozenset[str]:
    own = {entry.customer_id for entry in entries if entry.stands_in_for is None}
    return frozenset(entry.customer_id for entry in entries) - own


def _sorted_by(name: str) -> str:
    """Letters with marks beside those without: Özil before Pauli."""
    return normalize("NFKD", name.casefold())


def at_once(entries: Sequence[RosterEntry]) -> int:
    """The most customers that these entries have on one and the same day."""
    return max(
        (
            len(
                {
                    other.customer_id
                    for other in entries
                    if other.started_date <= entry.started_date <= other.ended_date
                }
            )
            for entry in entries
        ),
        default=0,
    )


@dataclass(frozen=True)
class Load:
    """Messages by weekday and hour."""

    counts: Mapping[tuple[int, int], int]
    """Only where there are any."""

    @classmethod
    def of(cls, rows: Iterable[HourCount]) -> "Load":
        """The load that these rows tell."""
        return cls({(row.weekday, row.local_hour): row.public_message_count for row in rows})

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def most(self) -> int:
        """In the busiest hour."""
        return max(self.counts.values(), default=0)

    @property
    def hours(self) -> Sequence[int]:
        """Every hour from the earliest to the latest with a message, without gaps."""
        found = [hour for _, hour in self.counts]
        return range(min(found), max(found) + 1) if found else []

    @property
    def busiest(self) -> list[tuple[int, int]]:
        """Weekday and hour with the most messages; several where they are level."""
        return sorted(at for at, count in self.counts.items() if count == self.most)

    def at(self, weekday: int, hour: int) -> int:
        """Messages in an hour of a weekday."""
        return self.counts.get((weekday, hour), 0)

    def on(self, weekday: int) -> int:
        """Messages on a weekday."""
        return sum(count for (day, _), count in self.counts.items() if day == weekday)

    def during(self, hour: int) -> int:
        """Messages in an hour of all weekdays."""
        return sum(count for (_, at), count in self.counts.items() if at == hour)
