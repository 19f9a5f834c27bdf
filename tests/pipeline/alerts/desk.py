"""Calls of `alert` at chosen moments, with a server that does as it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from pipeline.alerts import AlertResult, Notice, notices, send_alerts
from pipeline.alerts.sending import AlertOffice
from pipeline.mail.channel import Channels, Outcome, Result
from pipeline.mail.ledger import Ledger
from pipeline.mail.letter import Letter
from pipeline.mail.message import message
from pipeline.mail.opening import NOBODY
from pipeline.mail.post import Post
from pipeline.marts.provenance import run_of
from tests.pipeline.mail.moved import Moved


@dataclass
class Collector:
    """A server that keeps every letter; of some addresses it gives another answer."""

    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, Result] = field(default_factory=dict)

    def hand_over(self, letter: Letter, at: datetime, before: Callable[[], None]) -> Outcome:
        answer = self.answers.get(letter.to, "sent")
        if answer in {"sent", "uncertain"}:
            before()
            self.letters.append(message(letter, NOBODY, at))
        return Outcome(answer, f"as told: {answer}")

    def close(self) -> None: ...

    def taken(self) -> list[EmailMessage]:
        """Letters since the last time."""
        letters, self.letters = self.letters, []
        return letters


@dataclass
class Desk:
    """A workspace, its server, and how long after as_of it is now."""

    moved: Moved
    server: Collector = field(default_factory=Collector)
    later: timedelta = timedelta(minutes=1)

    @property
    def now(self) -> datetime:
        return _as_of(self.moved.snapshot) + self.later

    def configure(self, text: str) -> None:
        self.moved.configure(text)

    def alert(self) -> AlertResult:
        """A call of `alert`."""
        ledger = Ledger.of(self.moved.workspace)
        config = self.moved.config
        post = Post(ledger, Channels(lambda: self.server), lambda: self.now)
        office = AlertOffice(self.moved.snapshot, config, ledger, post, lambda: self.now)
        with ledger.held("alerts"):
            return send_alerts(office)

    def told(self) -> set[tuple[str, str, str]]:
        """Kind, response and address of each letter that a call sends now."""
        return {
            (notice.kind, notice.response_id, told.delivery.to)
            for told in self.alert().told
            if told.delivery.is_new
            for notice in told.notices
        }

    def to_tell(self) -> set[tuple[str, str, str]]:
        """The same of all that there is to tell, of which no letter is made."""
        return {
            (notice.kind, notice.response_id, address)
            for notice in self.found()
            for address in notice.addresses
        }

    def found(self) -> list[Notice]:
        """What there is to tell."""
        snapshot = self.moved.snapshot
        return list(notices(snapshot, run_of(snapshot).as_of, self.moved.config.alerts))


@cache
def _as_of(snapshot: Path) -> datetime:
    return run_of(snapshot).as_of
