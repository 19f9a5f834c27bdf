"""The ledger decides whether a letter is sent, and learns what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import MailError, MailInProgressError
from pipeline.mail.channel import Channels, Outcome, Result
from pipeline.mail.ledger import Ledger, Rehearsal, subject_id
from pipeline.mail.letter import Body, Letter
from pipeline.mail.post import BACKOFF_MINUTES, Post, State, decide

START = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
LETTER = Letter("report/K-1/2026-10/1/a@example.com", "a@example.com", "s", Body("en", "t", ("p",)))


@dataclass
class Told:
    """A server that answers as it is told, and counts what it got."""

    answers: list[Result] = field(default_factory=list)
    count: int = 0

    def hand_over(self, letter: Letter, at: datetime, before: Callable[[], None]) -> Outcome:
        answer = self.answers.pop(0)
        if answer in {"sent", "uncertain"}:
            before()
            self.count += 1
        return Outcome(answer, answer)

    def close(self) -> None: ...


@dataclass
class Office:
    ledger: Ledger
    server: Told = field(default_factory=Told)
    now: datetime = START

    def send(self, *answers: Result) -> State:
        self.server.answers = list(answers)
        post = Post(self.ledger, Channels(lambda: self.server), lambda: self.now)
        return post.send(LETTER).standing.state

    def decide(self, decision: str) -> None:
        assert decision in {"resend", "arrived"}
        decide(self.ledger, subject_id(LETTER.key), decision, self.now)  # type: ignore[arg-type]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(Ledger(tmp_path / "ledger"))


def test_sent_is_sent(office: Office) -> None:
    assert office.send("sent") == "sent"
    office.now += timedelta(days=400)
    assert office.send() == "sent"  # nobody is asked
    assert office.server.count == 1


def test_a_refused_letter_rests_until_somebody_decides(office: Office) -> None:
    assert office.send("refused") == "refused"
    office.now += timedelta(days=1)
    assert office.send() == "refused"
    office.decide("resend")
    assert office.send("sent") == "sent"


def test_an_uncertain_letter_rests_until_somebody_decides(office: Office) -> None:
    assert office.send("uncertain") == "uncertain"
    office.now += timedelta(days=1)
    assert office.send() == "uncertain"
    office.decide("arrived")
    assert office.send() == "sent"
    assert office.server.count == 1


def test_each_attempt_rests_longer_than_the_one_before(office: Office) -> None:
    for minutes in (*BACKOFF_MINUTES, BACKOFF_MINUTES[-1]):
        assert office.send("deferred") == "deferred"
        office.now += timedelta(minutes=minutes, seconds=-1)
        assert office.send() == "deferred"
        office.now += timedelta(seconds=1)
    assert office.send("sent") == "sent"
    assert list(BACKOFF_MINUTES) == sorted(BACKOFF_MINUTES)


def test_what_was_sent_cannot_be_sent_again(office: Office) -> None:
    office.send("sent")
    with pytest.raises(MailError, match="nothing is ever sent twice"):
        office.decide("resend")
    office.decide("arrived")  # which it did
    assert office.send() == "sent"


def test_only_letters_can_be_decided_about(office: Office) -> None:
    office.ledger.note("report/K-1/2026-10", "made", START)
    for name in (subject_id("report/K-1/2026-10"), subject_id(LETTER.key), "../../etc"):
        with pytest.raises(MailError, match="no letter is known as"):
            decide(office.ledger, name, "resend", START)


def test_facts_are_only_ever_added(office: Office) -> None:
    seen: dict[Path, bytes] = {}
    for answer in ("deferred", "deferred", "uncertain"):
        office.send(answer)  # type: ignore[arg-type]
        office.now += timedelta(days=1)
        files = {path: path.read_bytes() for path in office.ledger.folder.rglob("*.json")}
        assert seen.items() <= files.items()
        assert len(files) == len(seen) + 1
        seen = files
    kinds = [fact.kind for fact in office.ledger.facts(LETTER.key)]
    assert kinds == ["deferred", "deferred", "handing_over"]


def test_a_fact_written_by_half_is_none(office: Office) -> None:
    office.send("sent")
    first, second = sorted(office.ledger.folder.rglob("*.json"))
    second.rename(second.with_name(f".{second.name}.aside"))
    assert office.send() == "uncertain"
    assert first.exists()


def test_a_damaged_fact_is_told_with_its_file(office: Office) -> None:
    office.send("sent")
    path = sorted(office.ledger.folder.rglob("*.json"))[1]
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(MailError, match="is not a fact of the ledger; restore the file") as caught:
        office.send()
    assert str(path) in str(caught.value)


def test_a_rehearsal_remembers_for_as_long_as_it_lasts(office: Office) -> None:
    rehearsed = Office(Rehearsal(office.ledger.folder))
    assert rehearsed.send("sent") == "sent"
    assert rehearsed.send() == "sent"
    assert list(office.ledger.folder.rglob("*.json")) == []
    office.send("refused")
    assert Office(Rehearsal(office.ledger.folder)).send() == "refused"


def test_one_call_of_a_kind_at_a_time(office: Office) -> None:
    other = Ledger(office.ledger.folder)
    with office.ledger.held("reports"):
        with (
            pytest.raises(MailInProgressError, match="wait for it, or call with --wait"),
            other.held("reports"),
        ):
            pass
        with other.held("alerts"):
            pass
    with other.held("reports"):
        pass
