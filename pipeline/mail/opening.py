"""A call that sends: it has the ledger to itself, and reaches the server once it must."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from pipeline.errors import NoMailError
from pipeline.mail.ledger import Ledger, Rehearsal
from pipeline.mail.post import Post
from pipeline.mail.smtp import SmtpTransport
from pipeline.mail.transport import Outbox, Transport
from pipeline.settings.mail import Mail
from pipeline.workspace import Workspace

NOBODY = Mail.model_validate({"host": "localhost", "from": "VIP SLA <vip-sla@localhost>"})
"""Who writes in a rehearsal where vip-sla.yml does not say."""


@contextmanager
def opened_post(
    workspace: Workspace,
    mail: Mail | None,
    name: str,
    *,
    dry_run: bool,
    wait: bool,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
) -> Iterator[tuple[Ledger, Post]]:
    """The ledger and a post; a rehearsal writes .eml files into reports/outbox, and notes nothing.

    Raises MailInProgressError while another call of this name is at work, unless it may wait.
    """
    ledger = Ledger.of(workspace)

    def prepared() -> tuple[Mail, Transport]:
        if dry_run:
            return mail or NOBODY, Outbox(workspace.reports / "outbox")
        if mail is None:
            raise NoMailError(
                "vip-sla.yml: there is no `mail`, so nothing can be sent; write at least "
                "mail: {host: …, from: …}, or look at letters with --dry-run"
            )
        return mail, SmtpTransport(mail, environment)

    with ledger.held(name, wait=wait):
        used = Rehearsal(ledger.folder) if dry_run else ledger
        post = Post(used, prepared, clock)
        try:
            yield used, post
        finally:
            post.close()
