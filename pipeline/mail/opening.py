"""A call that sends: it has the ledger to itself, and reaches a server once it must."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from json import dumps

from pipeline.errors import NoMailError
from pipeline.mail.channel import Channel, Channels
from pipeline.mail.chat import chat_message
from pipeline.mail.ledger import Ledger, Rehearsal
from pipeline.mail.letter import Letter
from pipeline.mail.message import message
from pipeline.mail.outbox import Outbox
from pipeline.mail.post import Post
from pipeline.mail.smtp import SmtpChannel
from pipeline.mail.webhook import WebhookChannel
from pipeline.settings.mail import Mail
from pipeline.settings.webhooks import Webhook, WebhookFormat
from pipeline.workspace import Workspace

NOBODY = Mail.model_validate({"host": "localhost", "from": "VIP SLA <vip-sla@localhost>"})
"""Who writes in a rehearsal where vip-sla.yml does not say."""


@contextmanager
def opened_post(
    workspace: Workspace,
    mail: Mail | None,
    name: str,
    *,
    webhooks: Sequence[Webhook] = (),
    dry_run: bool,
    wait: bool,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
) -> Iterator[tuple[Ledger, Post]]:
    """The ledger and a post; a rehearsal writes files into reports/outbox, and notes nothing.

    Raises MailInProgressError while another call of this name is at work, unless it may wait.
    """
    ledger = Ledger.of(workspace)
    folder = workspace.reports / "outbox"

    def to_mail() -> Channel:
        if dry_run:
            writer = mail or NOBODY
            return Outbox(folder, "eml", lambda letter, at: message(letter, writer, at).as_bytes())
        if mail is None:
            raise NoMailError(
                "vip-sla.yml: there is no `mail`, so nothing can be sent; write at least "
                "mail: {host: …, from: …}, or look at letters with --dry-run"
            )
        return SmtpChannel(mail, environment)

    def to_chat(webhook: Webhook) -> Channel:
        if dry_run:
            return Outbox(folder, "json", partial(_as_json, webhook.format))
        return WebhookChannel(webhook, environment)

    with ledger.held(name, wait=wait):
        used = Rehearsal(ledger.folder) if dry_run else ledger
        chats = {each.address: partial(to_chat, each) for each in webhooks}
        post = Post(used, Channels(to_mail, chats), clock)
        try:
            yield used, post
        finally:
            post.close()


def _as_json(form: WebhookFormat, letter: Letter, _: datetime) -> bytes:
    return dumps(chat_message(letter, form), ensure_ascii=False, indent=2, default=str).encode()
