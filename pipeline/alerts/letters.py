"""What the mail says, about one response or several."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from pipeline import marts
from pipeline.alerts.notice import Notice
from pipeline.errors import UnknownResponseError
from pipeline.explanation import explain, told
from pipeline.mail.ledger import subject_id
from pipeline.mail.letter import Body, Item, Letter, Link
from pipeline.settings.mail import Mail
from pipeline.web_address import is_web
from pipeline.wording.catalogues import LOCALES, Language, Wording
from pipeline.wording.formatting import Formatting
from pipeline.wording.languages import written

CATALOGUE = Path(__file__).parent / "catalogue"


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

    def letter(self, notice: Notice, to: str) -> Letter:
        """A letter about one response."""
        subject = self.say(
            f"alert.subject.{notice.kind}",
            customer=notice.customer_name,
            metric=self._metric(notice),
            severity=self._severity(notice),
            due_at=self._due(notice),
            ticket=notice.number,
        )
        body = Body(
            language=self.language,
            title=_ticket(notice),
            paragraphs=(self._state(notice), *self._verdict(notice)),
            facts=self._facts(notice),
            link=self._link(notice),
            foot=self._foot(),
        )
        return Letter(notice.key(to), to, subject, body)

    def digest(self, notices: Sequence[Notice], to: str) -> Letter:
        """One letter about several responses, the breached ones first."""
        late = [notice for notice in notices if notice.kind == "breached"]
        soon = [notice for notice in notices if notice.kind == "due_soon"]
        counts = [
            self.say(f"alert.digest.{kind}", count=len(those))
            for kind, those in (("breached", late), ("due_soon", soon))
            if those
        ]
        body = Body(
            language=self.language,
            title=self.say("alert.digest.title", count=len(notices)),
            paragraphs=(self.say("alert.digest.lead", as_of=self.show.moment(self.as_of)),),
            items=tuple(self.item(notice) for notice in (*late, *soon)),
            foot=self._foot(),
        )
        # the same responses to the same address are the same letter
        key = f"alerts/{subject_id(' '.join(sorted(each.key(to) for each in notices)))}"
        return Letter(key, to, ", ".join(counts), body)

    @property
    def say(self) -> Wording:
        """The words."""
        return Wording(self.language, CATALOGUE)

    @property
    def show(self) -> Formatting:
        """Times and durations."""
        return Formatting(LOCALES[self.language], self.time_zone)

    def _state(self, notice: Notice) -> str:
        if notice.kind == "due_soon" and notice.due_at is not None:
            left = int((notice.due_at - self.as_of).total_seconds())
            return self.say(
                "alert.state.due_soon",
                metric=self._metric(notice),
                customer=notice.customer_name,
                due_at=self._due(notice),
                left=self.show.remaining(left),
                as_of=self.show.moment(self.as_of),
            )
        ending = "late" if notice.closed_at else "overdue"
        return self.say(
            f"alert.state.{ending}",
            metric=self._metric(notice),
            customer=notice.customer_name,
            due_at=self._due(notice),
            closed_at=self.show.moment(notice.closed_at or self.as_of),
        )

    def _verdict(self, notice: Notice) -> tuple[str, ...]:
        if notice.response_id not in self.verdicts:
            self.verdicts[notice.response_id] = tuple(self._explained(notice))
        return self.verdicts[notice.response_id]

    def _explained(self, notice: Notice) -> Iterator[str]:
        with contextlib.suppress(UnknownResponseError):  # a warning does not fail for want of it
            explanation = explain(marts.EVERYBODY, self.snapshot, notice.response_id)
            yield told(explanation, self.language).verdict

    def _facts(self, notice: Notice) -> tuple[tuple[str, str], ...]:
        facts = [
            ("promise.severity", self._severity(notice)),
            ("alert.fact.opened", self.show.moment(notice.opened_at)),
            ("column.deadline", self._due(notice)),
            ("alert.fact.agent", notice.agent_name or notice.agent_id or ""),
            ("column.ticket", f"{notice.number} {_help_desk(notice)}".strip()),
        ]
        return tuple((self.say(name), value) for name, value in facts if value)

    def item(self, notice: Notice) -> Item:
        """A response as one of several."""
        title = f"{notice.customer_name}: {_ticket(notice)}"
        what = f"{self._severity(notice)}, {self._metric(notice)}"
        lines = (what, self._state(notice), _help_desk(notice))
        return Item(title, tuple(line for line in lines if line), self._link(notice))

    def _link(self, notice: Notice) -> Link | None:
        if self.mail is None or self.mail.dashboard_url is None:
            return None
        ticket = quote(f"{notice.source}:{notice.ticket_id}", safe=":")
        return Link(self.say("alert.open"), f"{self.mail.dashboard_url}/ticket?ticket={ticket}")

    def _metric(self, notice: Notice) -> str:
        return self.say(f"metric.{notice.metric}")

    def _severity(self, notice: Notice) -> str:
        return written(notice, "name", self.language)

    def _due(self, notice: Notice) -> str:
        return self.show.moment(notice.due_at) if notice.due_at else "–"

    def _foot(self) -> str:
        return self.say(
            "alert.foot",
            as_of=self.show.moment(self.as_of),
            zone=self.show.zone_name(self.as_of),
        )


def _ticket(notice: Notice) -> str:
    """The ticket's number, and what it is about."""
    return " · ".join(filter(None, (notice.number, notice.subject)))


def _help_desk(notice: Notice) -> str:
    """Where the help desk shows the ticket; nothing where nobody knows."""
    return notice.url if is_web(notice.url) else ""
