"""An edition of a report: files that were made once and never change again.

The files of `vip-sla report` are made anew whenever somebody asks for them. What is sent is kept
beside them, so that every address gets the same, and so that later figures can be compared.
"""

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.atomic import flush
from pipeline.errors import MailError
from pipeline.mail.ledger import Fact, Ledger
from pipeline.mail.letter import Attachment
from pipeline.reports.content import REPORT, Report
from pipeline.reports.due.wanted import Wanted
from pipeline.reports.render import Form, folder_name, json_bytes

CONTENT = "content.json"
MEDIA_TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
}


Renderer = Callable[[Report, Sequence[Form]], Iterable[tuple[str, bytes]]]
"""Makes a report's files: name and bytes of each."""


@dataclass(frozen=True)
class Approval:
    """Who said that a draft may be sent, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Edition:
    """What was made of a report: which revision, as of when, and its files."""

    wanted: Wanted
    revision: int
    as_of: datetime
    fingerprint: str
    folder: Path
    files: Mapping[str, str]  # name and sha256
    is_done: bool  # sent to everybody there was; never touched again
    is_told: bool  # that there is nobody to send it to
    is_draft: bool  # made to be approved
    is_released: bool  # a draft that is being sent: never made anew
    approval: Approval | None  # of just these files

    @property
    def key(self) -> str:
        """With the address, the identity of its letters."""
        return f"{self.wanted.key}/{self.revision}"

    @property
    def digest(self) -> str:
        """What its files are, in one word: what an approval holds for."""
        return _digest(self.files)

    @property
    def is_open_draft(self) -> bool:
        """Whether it may still be made anew."""
        return self.is_draft and not self.is_released and not self.is_done

    @property
    def is_whole(self) -> bool:
        """Whether its files are those that were made."""
        try:
            self.content()
            self.attachments()
        except (MailError, ValueError):
            return False
        return True

    def content(self) -> Report:
        """The figures that were sent."""
        return REPORT.validate_json(_read(self.folder / CONTENT))

    def attachments(self) -> tuple[Attachment, ...]:
        """The files as they were made. Raises MailError where one was changed since."""
        found = []
        for name, digest in self.files.items():
            content = _read(self.folder / name)
            if hashlib.sha256(content).hexdigest() != digest:
                raise MailError(
                    f"{self.folder / name}: is not what was made and perhaps sent already; "
                    "restore it from a backup, or ask for a revision with --revise"
                )
            found.append(Attachment(name, content, MEDIA_TYPES[Path(name).suffix]))
        return tuple(found)


def revisions(ledger: Ledger, wanted: Wanted) -> tuple[int, ...]:
    """Every revision of a report that was made."""
    facts = ledger.facts(wanted.key)
    return tuple(fact.details["revision"] for fact in facts if fact.kind == "made")


def approval_of(ledger: Ledger, wanted: Wanted, file: bytes) -> Approval | None:
    """Who approved a file of a report, byte for byte, if anybody did."""
    digest = hashlib.sha256(file).hexdigest()
    for fact in ledger.facts(wanted.key):
        if fact.kind == "approved" and digest in fact.details["files"].values():
            return Approval(fact.details["by"], fact.at)
    return None


def newest_edition(
    ledger: Ledger, root: Path, wanted: Wanted, revision: int | None = None
) -> Edition | None:
    """The edition of a report that counts, or that of a revision; None if none was made.

    `root` is the folder of reports.
    """
    facts = ledger.facts(wanted.key)
    made = [
        fact
        for fact in facts
        if fact.kind == "made" and revision in {None, fact.details["revision"]}
    ]
    return _edition(wanted, root, made[-1], facts) if made else None


def keep_edition(
    report: Report,
    files: Mapping[str, bytes],
    wanted: Wanted,
    fingerprint: str,
    *,
    ledger: Ledger,
    root: Path,
    now: datetime,
    customer_ids: Collection[str] = (),
    is_draft: bool = False,
) -> Edition:
    """Keep what was made, and note it; what an interrupted call left is replaced."""
    month = root / f"{wanted.month:%Y-%m}"
    folder = month / folder_name(report, customer_ids) / f"edition-{report.revision}"
    aside = folder.with_name(f".{folder.name}.aside")
    for leftover in (aside, folder):
        shutil.rmtree(leftover, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, content in {**files, CONTENT: json_bytes(report)}.items():
        (aside / name).write_bytes(content)
        flush(aside / name)
    flush(aside)
    aside.replace(folder)
    flush(folder.parent)
    ledger.note(
        wanted.key,
        "made",
        now,
        revision=report.revision,
        as_of=report.provenance.as_of.isoformat(),
        run_id=report.provenance.run_id,
        fingerprint=fingerprint,
        folder=folder.relative_to(root).as_posix(),
        files={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        **({"is_draft": True} if is_draft else {}),
    )
    edition = newest_edition(ledger, root, wanted)
    assert edition is not None
    return edition


def _edition(wanted: Wanted, root: Path, made: Fact, facts: tuple[Fact, ...]) -> Edition:
    details = made.details
    behind = {fact.kind: fact for fact in facts if fact.number > made.number}
    approved = behind.get("approved")
    is_approved = approved and approved.details["digest"] == _digest(details["files"])
    return Edition(
        wanted=wanted,
        revision=details["revision"],
        as_of=datetime.fromisoformat(details["as_of"]),
        fingerprint=details["fingerprint"],
        folder=root / details["folder"],
        files=details["files"],
        is_done="done" in behind,
        is_told="told" in behind,
        is_draft=details.get("is_draft", False),
        is_released="released" in behind,
        approval=Approval(approved.details["by"], approved.at)
        if approved and is_approved
        else None,
    )


def _digest(files: Mapping[str, str]) -> str:
    lines = (f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise MailError(
            f"{path}: is gone, and was perhaps sent already; restore it from a backup, "
            "or ask for a revision with --revise"
        ) from None
