"""Draft, approved, sent: what was approved is what is sent, to the byte.

A draft is made like any edition. An approval names its files by their hashes, and holds for them
alone: a draft made anew, as its note or its figures changed, needs a new one. Once it is being
sent nothing changes it any more.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.errors import MailError
from pipeline.mail.ledger import Ledger
from pipeline.reports.due.changes import fingerprint
from pipeline.reports.due.edition import Edition, keep_edition, newest_edition
from pipeline.reports.due.making import Maker, Prepared
from pipeline.reports.due.wanted import Wanted
from pipeline.reports.signing import is_signed_as_now
from pipeline.reports.write import everybody
from pipeline.settings.mail import Reports
from pipeline.workspace import Workspace


def needs_approval(wanted: Wanted, reports: Reports) -> bool:
    """Whether somebody has to approve it; what goes to ourselves needs none."""
    return reports.approval == "required" and wanted.customer_id is not None


def is_waiting(edition: Edition, reports: Reports) -> bool:
    """Whether it is sent only once somebody approves it."""
    return (
        edition.is_open_draft and needs_approval(edition.wanted, reports) and not edition.approval
    )


def is_outdated(workspace: Workspace, snapshot: Path, edition: Edition) -> bool:
    """Whether a draft would be another now: its note, its letterhead or its settled figures."""
    if not edition.is_open_draft:
        return False
    if not edition.is_whole:
        return True
    month, customer_id = edition.wanted.month, edition.wanted.customer_id
    settled = fingerprint(snapshot, month, customer_id, edition.as_of)
    return edition.fingerprint != settled or not is_signed_as_now(workspace, edition.content())


@dataclass(frozen=True)
class Desk:
    """What drafts are made, kept and approved with. Only to be used while the ledger is held."""

    workspace: Workspace
    snapshot: Path
    reports: Reports
    ledger: Ledger
    made: Path
    """Where new editions are kept."""

    def keep(self, wanted: Wanted, made: Prepared, now: datetime) -> Edition:
        """Keep what was made, as a draft where it needs an approval."""
        report, files = made
        as_of = report.provenance.as_of
        return keep_edition(
            report,
            files,
            wanted,
            fingerprint(self.snapshot, wanted.month, wanted.customer_id, as_of),
            ledger=self.ledger,
            root=self.made,
            now=now,
            customer_ids=everybody(self.snapshot),
            is_draft=needs_approval(wanted, self.reports),
        )

    def redraft(self, wanted: Wanted, maker: Maker, now: datetime) -> Edition | None:
        """Make a draft anew if it is outdated; None if there is none that waits."""
        edition = newest_edition(self.ledger, self.workspace.reports, wanted)
        if edition is None or not edition.is_open_draft:
            return None
        if not is_outdated(self.workspace, self.snapshot, edition):
            return edition
        return self.keep(wanted, maker.prepare(wanted, edition.revision), now)

    def approve(self, wanted: Wanted, by: str, now: datetime, digest: str | None = None) -> Edition:
        """Approve a draft, whose `digest` is given by whoever saw it; one approved stays as it is.

        Raises MailError where there is no draft, or another than was seen.
        """
        edition = newest_edition(self.ledger, self.workspace.reports, wanted)
        if edition is None:
            raise MailError(f"{wanted.name}: there is no draft yet; `vip-sla report due` makes it")
        if not edition.is_open_draft:
            raise MailError(
                f"{wanted.name}: is no draft any more: revision {edition.revision} was sent, or is "
                "being sent; nothing is left to approve"
            )
        if is_outdated(self.workspace, self.snapshot, edition):
            raise MailError(
                f"{wanted.name}: its note or its figures changed since the draft was made; "
                "`vip-sla report due` makes it anew, then look at it and approve it"
            )
        if digest not in {None, edition.digest}:
            raise MailError(
                f"{wanted.name}: the draft was made anew since you looked at it; look again"
            )
        if edition.approval is None:
            self.ledger.note(
                wanted.key,
                "approved",
                now,
                by=by,
                revision=edition.revision,
                digest=edition.digest,
                files=dict(edition.files),
            )
        approved = newest_edition(self.ledger, self.workspace.reports, wanted)
        assert approved is not None
        return approved
