"""One call of `vip-sla alert`: what is to be told now and was not, to each address by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from pipeline import marts
from pipeline.alerts.letters import Scribe
from pipeline.alerts.notice import Notice, by_urgency, is_stale, notices
from pipeline.alerts.week import tell_week
from pipeline.alone import Failed, alone
from pipeline.errors import MailError
from pipeline.mail.chat import MOST_ITEMS
from pipeline.mail.ledger import Ledger
from pipeline.mail.post import Delivery, Post
from pipeline.marts import EVERYBODY
from pipeline.marts.provenance import run_of
from pipeline.settings.config import Config
from pipeline.settings.opening_hours import DAY_MINUTES, Interval
from pipeline.settings.webhooks import is_mail
from pipeline.wording.catalogues import Language

TRAVELS_IN = "travels_in"
"""Fact of a notice: which digest it was last put into."""


@dataclass(frozen=True)
class Told:
    """A letter of this call, or of an earlier one that did not arrive; and what it is about.

    The summary of a week is about no single notice.
    """

    notices: tuple[Notice, ...]
    delivery: Delivery


@dataclass(frozen=True)
class AlertResult:
    """What a call did."""

    as_of: datetime
    told: tuple[Told, ...] = ()
    quiet_until: datetime | None = None
    held_count: int = 0
    unknown_agents: tuple[str, ...] = ()
    """Dedicated agents without an address."""
    unknown_customers: tuple[str, ...] = ()
    """Whom a chat is to be told about, and who is no dedicated customer."""
    untold: tuple[Notice, ...] = ()
    """What nobody could be told about, as no address is known at all."""
    failed: tuple[Failed, ...] = ()
    """Letters that could not be written, by response and address."""

    @property
    def needs_somebody(self) -> bool:
        """Whether something did not reach whom it should."""
        return bool(self.untold or self.failed) or any(
            told.delivery.standing.state != "sent" for told in self.told
        )


@dataclass(frozen=True)
class AlertOffice:
    """What a call works with."""

    snapshot: Path
    config: Config
    ledger: Ledger
    post: Post
    clock: Callable[[], datetime]


def send_alerts(office: AlertOffice) -> AlertResult:
    """Tell what is to be told now. Only to be called while the ledger is held.

    Raises MailError where the snapshot is too old to warn by, and where no mail can be sent.
    """
    run = run_of(office.snapshot)
    as_of, now = run.as_of, office.clock()
    alerts = office.config.alerts
    if is_stale(as_of, now, alerts):
        raise MailError(
            f"the newest snapshot is as of {as_of:%Y-%m-%d %H:%M} UTC, more than "
            f"{alerts.stale_after} ago: warnings by it would be wrong; call `vip-sla run` first "
            "(with as_of: now), or raise alerts.stale_after in vip-sla.yml"
        )
    found = [_reachable(each, office.config) for each in notices(office.snapshot, as_of, alerts)]
    result = AlertResult(
        as_of,
        unknown_agents=tuple(
            sorted(
                {
                    f"{each.source}:{each.agent_id}"
                    for each in found
                    if each.agent_id and not each.agent_address
                }
            )
        ),
        unknown_customers=tuple(_unknown_customers(office)),
        untold=tuple(each for each in found if not each.addresses),
    )
    to_tell = _by_address(found)
    quiet = quiet_until(now, alerts.quiet_hours, run.default_time_zone)
    if quiet is not None:
        waiting = [_waiting(office, those, to) for to, those in to_tell.items()]
        return replace(result, quiet_until=quiet, held_count=sum(map(len, waiting)))
    scribe = Scribe(
        office.snapshot,
        cast("Language", run.language),
        run.default_time_zone,
        as_of,
        office.config.mail,
    )
    told: list[Told] = []
    failed: list[Failed] = []
    for to, those in to_tell.items():
        with alone(to, failed):
            _tell(office, scribe, those, to, told, failed)
    if alerts.monday_summary and _writes_mail(office.config):
        for to in alerts.to:
            with alone(to, failed):
                summary = tell_week(office.ledger, office.post, scribe, to)
                told += [Told((), delivery) for delivery in summary]
    return replace(result, told=tuple(told), failed=tuple(failed))


def _unknown_customers(office: AlertOffice) -> Iterator[str]:
    named = {id_ for chat in office.config.alerts.webhooks for id_ in chat.customers or ()}
    if named:
        yield from sorted(named.difference(marts.customers(EVERYBODY, office.snapshot).customer_id))


def _writes_mail(config: Config) -> bool:
    """Whether people are written to: who tells chats has perhaps no mail server at all."""
    return config.mail is not None or not config.alerts.webhooks


def _reachable(notice: Notice, config: Config) -> Notice:
    if _writes_mail(config):
        return notice
    chats = tuple(each for each in notice.addresses if not is_mail(each))
    return notice.model_copy(update={"addresses": chats})


def _tell(
    office: AlertOffice,
    scribe: Scribe,
    those: Sequence[Notice],
    to: str,
    told: list[Told],
    failed: list[Failed],
) -> None:
    """Tell an address; what was told is added to `told`, what could not be written to `failed`."""
    for key, about in _by_letter(office.ledger, those, to).items():
        standing = office.post.standing(key)
        if standing.state not in {"waiting", "sent"}:
            told.append(Told(tuple(about), Delivery(key, to, standing, is_new=False)))
    waiting = _waiting(office, those, to)
    if len(waiting) < office.config.alerts.digest_from:
        for notice in waiting:
            with alone(_name(notice, to), failed):
                told.append(Told((notice,), office.post.send(scribe.letter(notice, to))))
        return
    for sound in _parts(by_urgency(_sound(waiting, to, failed, scribe.item)), to):
        letter = scribe.digest(sound, to)
        for notice in sound:
            office.ledger.note(notice.key(to), TRAVELS_IN, office.clock(), letter=letter.key)
        told.append(Told(tuple(sound), office.post.send(letter)))


def _parts(those: Sequence[Notice], to: str) -> Iterator[Sequence[Notice]]:
    """All in one letter, as many as a chat takes in one message."""
    most = len(those) if is_mail(to) else MOST_ITEMS
    for first in range(0, len(those), max(most, 1)):
        yield those[first : first + most]


def _sound(
    those: Sequence[Notice], to: str, failed: list[Failed], attempt: Callable[[Notice], object]
) -> list[Notice]:
    """Those with which the attempt succeeds; one that fails keeps none of the others back."""
    sound = []
    for notice in those:
        with alone(_name(notice, to), failed):
            attempt(notice)
            sound.append(notice)
    return sound


def _name(notice: Notice, to: str) -> str:
    return f"{notice.number} ({notice.response_id}) to {to}"


def _waiting(office: AlertOffice, those: Sequence[Notice], to: str) -> list[Notice]:
    return [
        notice
        for key, about in _by_letter(office.ledger, those, to).items()
        if office.post.standing(key).state == "waiting"
        for notice in about
    ]


def _by_letter(ledger: Ledger, those: Sequence[Notice], to: str) -> Mapping[str, Sequence[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in those:
        found.setdefault(_letter_key(ledger, notice, to), []).append(notice)
    return found


def _letter_key(ledger: Ledger, notice: Notice, to: str) -> str:
    """The letter that a notice is in: the last digest it was put into, or one of its own."""
    own = notice.key(to)
    facts = ledger.facts(own)
    in_digest = facts and facts[-1].kind == TRAVELS_IN
    return str(facts[-1].details["letter"]) if in_digest else own


def _by_address(found: Sequence[Notice]) -> Mapping[str, list[Notice]]:
    """Everything that an address is to be told, under the first spelling of the address."""
    spelling: dict[str, str] = {}
    to_tell: dict[str, list[Notice]] = {}
    for notice in found:
        for address in notice.addresses:
            known = spelling.setdefault(address.lower(), address)
            to_tell.setdefault(known, []).append(notice)
    return to_tell


def quiet_until(now: datetime, hours: Interval | None, time_zone: str) -> datetime | None:
    """When the quiet hours end in which `now` lies, by the clocks of a zone; None outside them."""
    if hours is None:
        return None
    local = now.astimezone(ZoneInfo(time_zone))
    minute = local.hour * 60 + local.minute
    for day in (0, -1):  # hours that began today, or the evening before
        if hours.opens <= minute - day * DAY_MINUTES < hours.closes:
            ending = local.date() + timedelta(days=day + hours.closes // DAY_MINUTES)
            hour, of_hour = divmod(hours.closes % DAY_MINUTES, 60)
            return datetime(
                ending.year, ending.month, ending.day, hour, of_hour, tzinfo=ZoneInfo(time_zone)
            )
    return None
