"""What the commands that send share: their options, and how letters are told."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from pipeline.cli.console import output
from pipeline.mail.ledger import Ledger
from pipeline.mail.opening import opened_post
from pipeline.mail.post import Delivery, Post, decide
from pipeline.settings.config import Config
from pipeline.workspace import Workspace

DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Send nothing; write it as files into reports/outbox."),
]
WaitOption = Annotated[
    bool, typer.Option("--wait", help="Wait for another call that is sending just now.")
]
ResendOption = Annotated[
    list[str] | None,
    typer.Option(
        "--resend",
        metavar="LETTER",
        help="Send a letter again that was refused, or that did not arrive after all.",
    ),
]
ArrivedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--arrived", metavar="LETTER", help="Let a letter be that did arrive, as somebody saw."
    ),
]


def now() -> datetime:
    """The moment of the call, by which letters are dated."""
    return datetime.now(UTC)


@contextmanager
def sending(
    workspace: Workspace,
    config: Config,
    name: str,
    *,
    dry_run: bool,
    wait: bool,
    resend: list[str] | None = None,
    arrived: list[str] | None = None,
) -> Iterator[tuple[Ledger, Post]]:
    """The ledger and a post, once what a person decided about letters is noted."""
    with opened_post(
        workspace,
        config.mail,
        name,
        webhooks=config.alerts.webhooks,
        dry_run=dry_run,
        wait=wait,
        clock=now,
        environment=os.environ,
    ) as (ledger, post):
        for letter_id in resend or []:
            decide(ledger, letter_id, "resend", now())
        for letter_id in arrived or []:
            decide(ledger, letter_id, "arrived", now())
        yield ledger, post


def delivery_record(delivery: Delivery) -> dict[str, Any]:
    """A letter for JSON."""
    standing = delivery.standing
    return {
        "letter": delivery.letter_id,
        "to": delivery.to,
        "state": standing.state,
        "is_new": delivery.is_new,
        "at": standing.at,
        "reply": standing.reply,
        "next_attempt_at": standing.next_attempt_at,
    }


def print_deliveries(deliveries: Iterable[Delivery], command: str, *, dry_run: bool) -> None:
    """A line per letter, with the remedy where there is one."""
    for delivery in deliveries:
        if dry_run and delivery.is_new:
            output.print(f"  {delivery.to}: would be sent, see {delivery.standing.reply}")
        else:
            output.print(f"  {delivery.to}: {_words(delivery, command)}")


def _words(delivery: Delivery, command: str) -> str:
    standing, letter_id = delivery.standing, delivery.letter_id
    match standing.state:
        case "sent":
            return f"sent ({standing.reply})" if delivery.is_new else f"sent {_time(standing.at)}"
        case "refused":
            return (
                f"refused for good: {standing.reply}; correct the address, "
                f"or once the server is mended: {command} --resend {letter_id}"
            )
        case "uncertain":
            return (
                f"handed over {_time(standing.at)}, but the answer was lost, so it may have "
                f"arrived and is not sent again; ask, then: {command} --arrived {letter_id}, "
                f"or {command} --resend {letter_id}"
            )
        case "deferred":
            return f"not now: {standing.reply}; again from {_time(standing.next_attempt_at)}"
    return "not sent yet"


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else ""
