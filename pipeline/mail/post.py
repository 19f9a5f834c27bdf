"""The post: the ledger decides whether a letter is sent, and learns what came of it.

`handing_over` is noted between the server's go-ahead and the letter itself. So a call that ends
before it has sent nothing, and the next one sends; a call that ends behind it may have sent, and
the letter is not sent again until somebody decides by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pipeline.errors import MailError
from pipeline.mail.channel import Channels, Outcome
from pipeline.mail.ledger import Fact, Ledger, subject_id
from pipeline.mail.letter import Letter

State = Literal["waiting", "deferred", "uncertain", "refused", "sent"]
"""Where a letter is: to be sent; later; perhaps sent; not wanted by the server; sent."""

Decision = Literal["resend", "arrived"]
"""What a person may decide about a letter: send it (again), or let it be."""

BACKOFF_MINUTES = (5, 15, 30, 60, 120, 240)
"""How long a letter rests after its first, second, … attempt; the last goes on for ever."""


@dataclass(frozen=True)
class Standing:
    """Where a letter is, since when, and why."""

    state: State
    at: datetime | None = None
    reply: str = ""
    next_attempt_at: datetime | None = None


@dataclass(frozen=True)
class Delivery:
    """A letter after a call: where it is, and whether that call brought it there."""

    key: str
    to: str
    standing: Standing
    is_new: bool

    @property
    def letter_id(self) -> str:
        """By which a person speaks of it on the command line."""
        return subject_id(self.key)


class Post:
    """Sends letters, each once. Only to be used while the ledger is held."""

    def __init__(self, ledger: Ledger, channels: Channels, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._channels = channels
        self._clock = clock

    def standing(self, key: str) -> Standing:
        """Where a letter is now."""
        return _standing(self._ledger.facts(key), self._clock())

    def send(self, letter: Letter) -> Delivery:
        """Send a letter if it is to be sent now. Raises MailError where nothing can be sent."""
        standing = self.standing(letter.key)
        if standing.state != "waiting":
            return Delivery(letter.key, letter.to, standing, is_new=False)
        channel = self._channels.to(letter.to)
        outcome = channel.hand_over(
            letter, self._clock(), lambda: self._note(letter, "handing_over")
        )
        self._note_outcome(letter, outcome)
        return Delivery(letter.key, letter.to, self.standing(letter.key), is_new=True)

    def close(self) -> None:
        """Let go of the servers."""
        self._channels.close()

    def _note_outcome(self, letter: Letter, outcome: Outcome) -> None:
        if outcome.result == "deferred":
            attempts = sum(fact.kind == "deferred" for fact in self._ledger.facts(letter.key))
            usual = BACKOFF_MINUTES[min(attempts, len(BACKOFF_MINUTES) - 1)]
            next_attempt_at = self._clock() + (outcome.rest or timedelta(minutes=usual))
            self._note(
                letter, "deferred", reply=outcome.reply, next_attempt_at=next_attempt_at.isoformat()
            )
        elif outcome.result != "uncertain":  # which is what the ledger says already
            self._note(letter, outcome.result, reply=outcome.reply)

    def _note(self, letter: Letter, kind: str, **details: str) -> None:
        self._ledger.note(letter.key, kind, self._clock(), to=letter.to, **details)


def decide(ledger: Ledger, letter_id: str, decision: Decision, at: datetime) -> str:
    """Note what a person decided about a letter; returns its key. Raises MailError."""
    key = ledger.subject_of(letter_id)
    state = _standing(ledger.facts(key), at).state if key else None
    if key is None or not _is_letter(ledger.facts(key)):
        raise MailError(f"no letter is known as {letter_id}; take the id as it was told")
    if state == "sent" and decision == "resend":
        raise MailError(f"letter {letter_id} was sent already; nothing is ever sent twice")
    if state != "sent":
        ledger.note(key, decision, at)
    return key


def _is_letter(facts: tuple[Fact, ...]) -> bool:
    return bool({fact.kind for fact in facts} & {"handing_over", "deferred", "refused"})


def _standing(facts: tuple[Fact, ...], now: datetime) -> Standing:
    if not facts:
        return Standing("waiting")
    last = facts[-1]
    reply = str(last.details.get("reply", ""))
    match last.kind:
        case "sent" | "arrived":
            return Standing("sent", last.at, reply)
        case "handing_over":
            return Standing("uncertain", last.at)
        case "refused":
            return Standing("refused", last.at, reply)
        case "deferred":
            next_attempt_at = datetime.fromisoformat(last.details["next_attempt_at"])
            state: State = "deferred" if now < next_attempt_at else "waiting"
            return Standing(state, last.at, reply, next_attempt_at)
    return Standing("waiting", last.at)
