"""On Mondays, to the managers: what is owed now, and what was missed last week, by customer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pipeline import marts
from pipeline.alerts.letters import Scribe, capitalised
from pipeline.mail.ledger import Ledger
from pipeline.mail.letter import Body, Item, Letter, Link
from pipeline.mail.post import Delivery, Post
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.contract import Severity
from pipeline.marts.missed import Missed
from pipeline.marts.records import records
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import unbroken

MONDAY = 0
MOST_NAMED = 8
"""So many missed tickets of a customer stand by their numbers."""


def tell_week(ledger: Ledger, post: Post, scribe: Scribe, to: str) -> Iterator[Delivery]:
    """Send the summary of as_of's week to an address, once.

    Only where as_of lies on a Monday, by the clock of the default calendar; later in the week what
    was tried on Monday and did not arrive.
    """
    week = Week(scribe)
    key = week.key(to)
    standing = post.standing(key)
    if standing.state == "waiting" and (week.is_first_day or ledger.facts(key)):
        yield post.send(week.letter(to))
    elif standing.state not in {"waiting", "sent"}:
        yield Delivery(key, to, standing, is_new=False)


@dataclass(frozen=True)
class Week:
    """The week that as_of lies in, seen from its beginning."""

    scribe: Scribe

    @property
    def monday(self) -> date:
        """Its first day, by the clock of the default calendar."""
        return self._today - timedelta(days=self._today.weekday())

    @property
    def is_first_day(self) -> bool:
        """Whether as_of lies on its Monday."""
        return self._today.weekday() == MONDAY

    @property
    def _today(self) -> date:
        return self.scribe.as_of.astimezone(ZoneInfo(self.scribe.time_zone)).date()

    def key(self, to: str) -> str:
        """Its identity: an address gets one a week."""
        return f"alerts/week/{self.monday}/{to.lower()}"

    @cached_property
    def owed(self) -> Sequence[AtRisk]:
        """What is owed at as_of."""
        return records(marts.at_risk(marts.EVERYBODY, self.scribe.snapshot), AtRisk)

    @cached_property
    def missed(self) -> Sequence[Missed]:
        """What was due in the week before and late."""
        ended, started = self._midnight(self.monday), self._midnight(self._last_monday)
        return records(
            marts.missed_between(marts.EVERYBODY, self.scribe.snapshot, started, ended), Missed
        )

    def letter(self, to: str) -> Letter:
        """The summary to one address."""
        say, show = self.scribe.say, self.scribe.show
        owed, breached = self._owed(self.owed), self._breached(self.missed)
        monday = show.day(self.monday)
        lead = say(
            "alert.week.lead",
            owed=owed,
            breached=breached,
            first=unbroken(show.short_day(self._last_monday)),
            last=unbroken(show.short_day(self.monday - timedelta(days=1))),
        )
        url = self.scribe.dashboard("at_risk")
        body = Body(
            language=self.scribe.language,
            title=say("alert.week.title", monday=monday),
            paragraphs=(capitalised(lead),),
            items=tuple(self._customers()),
            link=Link(say("alert.dashboard"), url) if url else None,
            foot=say(
                "alert.week.foot",
                as_of=self.scribe.told_as_of,
                zone=show.zone_name(self.scribe.as_of),
            ),
        )
        subject = say("alert.week.subject", monday=monday, owed=owed, breached=breached)
        return Letter(self.key(to), to, subject, body)

    def _customers(self) -> Iterator[Item]:
        """A customer each: who has most overdue first, then who missed most."""
        both: tuple[AtRisk | Missed, ...] = (*self.missed, *self.owed)
        names = {each.customer_id: each.customer_name for each in both}
        owed: dict[str, list[AtRisk]] = {key: [] for key in names}
        missed: dict[str, list[Missed]] = {key: [] for key in names}
        for waiting in self.owed:
            owed[waiting.customer_id].append(waiting)
        for late in self.missed:
            missed[late.customer_id].append(late)
        for key in sorted(
            names,
            key=lambda key: (
                -sum(each.is_overdue for each in owed[key]),
                -len(missed[key]),
                -len(owed[key]),
                names[key],
            ),
        ):
            yield self._customer(key, names[key], owed[key], missed[key])

    def _customer(
        self, customer_id: str, name: str, owed: Sequence[AtRisk], missed: Sequence[Missed]
    ) -> Item:
        say = self.scribe.say
        lines = [f"{self._owed(owed)}; {self._breached(missed)}"]
        links: list[Link] = []
        if running := [each for each in owed if each.left_seconds is not None]:
            worst = min(
                running,
                key=lambda each: (
                    not each.is_overdue,
                    not each.severity,
                    each.severity,
                    each.left_seconds or 0,
                ),
            )
            ticket = " · ".join(filter(None, (worst.number, worst.subject)))
            lines.append(
                say(
                    "alert.week.worst",
                    ticket=ticket,
                    severity=self._severities[worst.severity].name(self.scribe.language),
                    state=self._state(worst),
                )
            )
            links += self.scribe.links(worst)[:1]
        if missed:
            lines.append(say("alert.week.missed", tickets=self._numbers(missed)))
        where = urlencode({"lang": self.scribe.language, "customer": customer_id})
        if url := self.scribe.dashboard(f"customer?{where}"):
            links.append(Link(say("alert.dashboard"), url))
        return Item(name, tuple(lines), tuple(links))

    def _state(self, each: AtRisk) -> str:
        left, by = each.left_seconds or 0, (clock_of(each.clock), each.working_day_seconds)
        say, show = self.scribe.say, self.scribe.show
        if each.is_overdue:
            return say("alert.short.overdue", span=show.elapsed(max(-left, 0), *by))
        return say("alert.short.due_soon", span=show.remaining(max(left, 0), *by))

    def _numbers(self, missed: Sequence[Missed]) -> str:
        numbers = list(dict.fromkeys(each.number for each in missed))
        named = ", ".join(numbers[:MOST_NAMED])
        if len(numbers) <= MOST_NAMED:
            return named
        more = self.scribe.show.number(len(numbers) - MOST_NAMED)
        return self.scribe.say("alert.week.more", tickets=named, more=more)

    def _owed(self, owed: Sequence[AtRisk]) -> str:
        say = self.scribe.say
        if not owed:
            return say("alert.week.none_owed")
        told = say("alert.week.owed", count=len(owed))
        overdue = sum(each.is_overdue for each in owed)
        if overdue == len(owed):
            key = "alert.week.overdue_too" if overdue == 1 else "alert.week.all_overdue"
            return f"{told}, {say(key)}"
        return f"{told}, {say('alert.week.overdue', count=overdue)}" if overdue else told

    def _breached(self, missed: Sequence[Missed]) -> str:
        if not missed:
            return self.scribe.say("alert.week.none_breached")
        return self.scribe.say("alert.week.breached", count=len(missed))

    @cached_property
    def _severities(self) -> dict[int, Severity]:
        found = records(marts.severities(marts.EVERYBODY, self.scribe.snapshot), Severity)
        return {each.severity: each for each in found}

    @property
    def _last_monday(self) -> date:
        return self.monday - timedelta(days=7)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.scribe.time_zone))
