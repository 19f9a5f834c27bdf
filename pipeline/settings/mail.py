"""The part of vip-sla.yml about sending: the mail server, reports on schedule, alerts."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from email.utils import parseaddr
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from pipeline.printable import printable
from pipeline.settings.addresses import each_once, is_address
from pipeline.settings.amounts import Amount, AmountText, parse_amount
from pipeline.settings.model import Mistake, NotEmpty, Settings, Text, entries, from_text, part
from pipeline.settings.opening_hours import DAY_MINUTES, Interval, parse_interval
from pipeline.settings.variables import MailPassword, NoPassword
from pipeline.settings.webhooks import Webhook
from pipeline.web_address import is_here

Security = Literal["starttls", "tls", "none"]
"""How the connection to the mail server is kept secret."""

Format = Literal["pdf", "html", "xlsx", "json"]
"""A form in which a report is written."""

Approval = Literal["none", "required"]
"""Whether somebody has to approve a customer's report before it is sent."""

PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
"""Where a mail server listens, if nothing else is said."""

_UNIT_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


def _parse_address(text: str) -> str:
    if is_address(text.strip()):
        return text.strip()
    raise ValueError(f"{text!r} is not an e-mail address; write e.g. sla@example.com")


def _parse_sender(text: str) -> str:
    name, address = parseaddr(text)
    if is_address(address) and name == printable(name):
        return text.strip()
    raise ValueError(f"{text!r} is not a sender; write e.g. VIP SLA <sla@example.com>")


def _parse_month(text: str) -> date:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    if found is None:
        raise ValueError(f"{text!r} is not a month; write e.g. 2026-10")
    return date(int(found[1]), int(found[2]), 1)


def _parse_url(text: str) -> str:
    if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text.strip()):
        return text.strip().rstrip("/")
    raise ValueError(f"{text!r} is not a web address; write e.g. https://sla.example.com")


def _wall_time(amount: Amount) -> Amount:
    if amount.unit not in _UNIT_SECONDS:
        raise ValueError(f"'{amount}' is no time on the wall; write e.g. '2 hours'")
    return amount


def _not_always(interval: Interval) -> Interval:
    if interval.closes - interval.opens >= DAY_MINUTES:
        raise ValueError("is the whole day, so nothing would ever be sent; leave alerts out")
    return interval


Address = Annotated[Text, from_text(_parse_address)]
WallTime = Annotated[AmountText, AfterValidator(_wall_time)]
QuietHours = Annotated[Interval, from_text(parse_interval), AfterValidator(_not_always)]


def wall_seconds(amount: Amount) -> timedelta:
    """An amount of seconds, minutes or hours as time on the wall."""
    return timedelta(seconds=int(amount.count * _UNIT_SECONDS[amount.unit]))


class Mail(Settings):
    """The mail server, and who writes."""

    host: Text = Field(description="write the mail server's name, e.g. smtp.example.com")
    security: Security = "starttls"
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    user: Text | None = None
    password_variable: MailPassword | None = None
    password: NoPassword = None
    sender: Annotated[Text, from_text(_parse_sender)] = Field(
        alias="from", description="write who sends, e.g. VIP SLA <sla@example.com>"
    )
    reply_to: Address | None = None
    dashboard_url: Annotated[Text, from_text(_parse_url)] | None = None

    @property
    def address(self) -> str:
        """The bare address of the sender."""
        return parseaddr(self.sender)[1]

    @property
    def known_port(self) -> int:
        """The port, the usual one if none is given."""
        return self.port or PORTS[self.security]

    @model_validator(mode="after")
    def _login_is_whole(self) -> Self:
        if (self.user is None) != (self.password_variable is None):
            raise ValueError("user and password_variable go together; write both, or neither")
        return self

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Mail across a network without encryption."""
        host = part(data, "host")
        if part(data, "security") == "none" and isinstance(host, str) and not is_here(host.lower()):
            yield (
                ("security",),
                "none is for a server on this machine (localhost) only; write starttls or tls",
            )


class Reports(Settings):
    """Which reports are sent, and when; who stands at their head."""

    grace_working_days: Annotated[int, Field(ge=0, le=20)] = 3
    formats: Annotated[tuple[Format, ...], NotEmpty] = ("pdf",)
    since: Annotated[date, from_text(_parse_month)] | None = None
    portfolio_to: tuple[Address, ...] = ()
    approval: Approval = "none"
    sender: Text | None = None
    contact: Text | None = None
    logo: Text | None = None


class Alerts(Settings):
    """Who is told what in time."""

    due_within: WallTime = parse_amount("2 hours")
    stale_after: WallTime = parse_amount("24 hours")
    quiet_hours: QuietHours | None = None
    digest_from: Annotated[int, Field(ge=2)] = 5
    to: tuple[Address, ...] = ()
    agents: dict[Text, Address] = Field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    monday_summary: bool = True

    def address_of(self, source: str, agent_id: str, exported: str | None) -> str | None:
        """Where an agent reads mail: as is said here, else as exported; None if nobody knows."""
        named = self.agents.get(f"{source}:{agent_id}") or self.agents.get(agent_id)
        return named or (exported if exported and is_address(exported) else None)

    @field_validator("to")
    @classmethod
    def _once_each(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        return each_once(addresses)

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Chats that the ledger could not tell apart."""
        names: set[str] = set()
        for position, webhook in entries(part(data, "webhooks")):
            name = part(webhook, "url_variable")
            if not isinstance(name, str):
                continue
            if name.strip() in names:
                yield (
                    ("webhooks", position, "url_variable"),
                    f"{name} stands in another webhook; name all its customers there",
                )
            names.add(name.strip())
