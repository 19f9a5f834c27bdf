"""What an alert says, about one response or several: in each entry all that helps at once."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline import marts
from pipeline.alerts.notice import Notice, by_urgency
from pipeline.errors import UnknownResponseError
from pipeline.explanation import explain, told
from pipeline.mail.ledger import subject_id
from pipeline.mail.letter import Body, Item, Letter, Link
from pipeline.marts.tickets import OnTicket
from pipeline.settings.mail import Mail
from pipeline.web_address import is_web
from pipeline.wording.catalogues import LOCALES, Language, Wording
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import Formatting, unbroken
from pipeline.wording.languages import written

CATALOGUE = Path(__file__).parent / "catalogue"

LONGEST_TOPIC = 60
"""So much of a ticket's subject stands in a letter's."""


@dataclass(frozen=True)
class Scribe:
    """Writes alerts in the workspace's language, on the clocks of its default calendar."""

    snapshot: Path
    language: Language
    time_zone: str
    as_of: datetime
    mail: Mail | None
    verdicts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Told already to somebody else in this call."""

    @property
    def told_as_of(self) -> str:
        """The moment of the data, which no line of a letter breaks."""
        return unbroken(self.show.moment(self.as_of))

    def letter(self, notice: Notice, to: str) -> Letter:
        """A letter about one response."""
        body = Body(
            language=self.language,
            title=self.say(f"alert.title.{notice.phase}"),
            paragraphs=self._verdict(notice),
            items=(self.item(notice),),
            foot=self._foot(),
        )
        subject = f"{self._short_state(notice)}: {self._in_short(notice)}"
        return Letter(notice.key(to), to, capitalised(subject), body, about=(self._values(notice),))

    def digest(self, notices: Sequence[Notice], to: str) -> Letter:
        """One letter about several responses, by severity, and the latest of each first."""
        ordered = by_urgency(notices)
        counts = [
            self.say(f"alert.digest.{kind}", count=count)
            for kind in ("breached", "due_soon")
            if (count := sum(each.kind == kind for each in ordered))
        ]
        first = ordered[0]
        body = Body(
            language=self.language,
            title=", ".join(counts),
            paragraphs=(self.say("alert.digest.lead", as_of=self.told_as_of),),
            items=tuple(map(self.item, ordered)),
            foot=self._foot(),
        )
        subject = self.say(
            "alert.digest.subject",
            counts=", ".join(counts),
            first=self._in_short(first),
            state=self._short_state(first),
        )
        # the same responses to the same address are the same letter
        key = f"alerts/{subject_id(' '.join(sorted(each.key(to) for each in notices)))}"
        return Letter(key, to, subject, body, about=tuple(map(self._values, ordered)))

    def item(self, notice: Notice) -> Item:
        """A response: whose, which, how late, who owes it since when, and where to see it."""
        lines = (
            f"{self._severity(notice)}, {self._metric(notice)}",
            self.state(notice),
            self.say(
                "alert.owed_by",
                agent=self._agent(notice) or self.say("alert.nobody"),
                since=self.say(
                    f"alert.since.{notice.phase}", opened_at=self.show.moment(notice.opened_at)
                ),
            ),
        )
        return Item(f"{notice.customer_name}: {_ticket(notice)}", lines, self.links(notice))

    @property
    def say(self) -> Wording:
        """The words."""
        return Wording(self.language, CATALOGUE)

    @property
    def show(self) -> Formatting:
        """Times and durations."""
        return Formatting(LOCALES[self.language], self.time_zone)

    def state(self, notice: Notice) -> str:
        """How much is left or over, and when it was due."""
        return self.say(
            f"alert.state.{notice.phase}",
            span=self.span(notice),
            due_at=self._due(notice),
            closed_at=self.show.moment(notice.closed_at or self.as_of),
        )

    def span(self, notice: Notice) -> str:
        """What is left of the target or over it, on the response's own clock."""
        over, by = notice.over_seconds, (clock_of(notice.clock), notice.working_day_seconds)
        if notice.kind == "due_soon":
            return self.show.remaining(max(-over, 0), *by)
        return self.show.elapsed(max(over, 0), *by)

    def links(self, ticket: OnTicket) -> tuple[Link, ...]:
        """Where the help desk and the dashboard show a ticket, as far as anybody knows."""
        found = []
        if is_web(ticket.url):
            found.append(Link(self.say("alert.help_desk", ticket=ticket.number), ticket.url))
        if url := self.dashboard(f"ticket?ticket={quote(ticket.ticket, safe=':')}"):
            found.append(Link(self.say("alert.dashboard"), url))
        return tuple(found)

    def dashboard(self, page: str) -> str | None:
        """A page of the dashboard; None where the settings do not say where it is."""
        url = self.mail.dashboard_url if self.mail else None
        return f"{url}/{page}" if url else None

    def _short_state(self, notice: Notice) -> str:
        return self.say(f"alert.short.{notice.phase}", span=self.span(notice))

    def _in_short(self, notice: Notice) -> str:
        topic = notice.subject or ""
        if len(topic) > LONGEST_TOPIC:
            topic = f"{topic[: LONGEST_TOPIC - 1]}…"
        ticket = " ".join(filter(None, (notice.number, topic)))
        who = self._agent(notice) or self.say("alert.nobody")
        return self.say(
            "alert.in_short",
            customer=notice.customer_name,
            ticket=ticket,
            severity=self._severity(notice),
            agent=who,
            opened_at=self.show.moment(notice.opened_at),
        )

    def _verdict(self, notice: Notice) -> tuple[str, ...]:
        if notice.response_id not in self.verdicts:
            self.verdicts[notice.response_id] = tuple(self._explained(notice))
        return self.verdicts[notice.response_id]

    def _explained(self, notice: Notice) -> Iterator[str]:
        with contextlib.suppress(UnknownResponseError):  # a warning does not fail for want of it
            explanation = explain(marts.EVERYBODY, self.snapshot, notice.response_id)
            yield told(explanation, self.language).verdict

    def _values(self, notice: Notice) -> Mapping[str, Any]:
        """A response for programs: instants in ISO 8601, times in seconds on its own clock."""
        return {
            "response_id": notice.response_id,
            "state": notice.phase,
            "customer_id": notice.customer_id,
            "customer": notice.customer_name,
            "ticket": notice.number,
            "subject": notice.subject,
            "severity": notice.severity,
            "severity_name": self._severity(notice),
            "metric": notice.metric,
            "agent_id": notice.agent_id,
            "agent": notice.agent_name,
            "opened_at": _iso(notice.opened_at),
            "due_at": _iso(notice.due_at),
            "closed_at": _iso(notice.closed_at),
            "over_seconds": notice.over_seconds,
            "links": [link.url for link in self.links(notice)],
            "as_of": _iso(self.as_of),
        }

    def _agent(self, notice: Notice) -> str:
        return notice.agent_name or notice.agent_id or ""

    def _metric(self, notice: Notice) -> str:
        return self.say(f"metric.{notice.metric}")

    def _severity(self, notice: Notice) -> str:
        return written(notice, "name", self.language)

    def _due(self, notice: Notice) -> str:
        return self.show.moment(notice.due_at) if notice.due_at else "–"

    def _foot(self) -> str:
        return self.say(
            "alert.foot",
            as_of=self.told_as_of,
            zone=self.show.zone_name(self.as_of),
        )


def capitalised(text: str) -> str:
    """The text as a sentence or a subject begins."""
    return text[:1].upper() + text[1:]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _ticket(notice: Notice) -> str:
    """The ticket's number, and what it is about."""
    return " · ".join(filter(None, (notice.number, notice.subject)))
