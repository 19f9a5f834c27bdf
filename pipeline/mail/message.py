"""A letter as a message of the Internet: headers, text and HTML, attachments."""

from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from pipeline.mail.body import as_html, as_text
from pipeline.mail.ledger import subject_id
from pipeline.mail.letter import Letter
from pipeline.printable import one_line
from pipeline.settings.mail import Mail


class _Policy(EmailPolicy):
    """Folds subjects with the older class: the newer one loses spaces between encoded words."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() == "subject" and not value.isascii() and not self.utf8:
            folded = Header(value, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n")
            return f"{name}: {folded}\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


_POLICY = _Policy(linesep="\r\n", cte_type="7bit")  # no server needs to know of eight bits


def message(letter: Letter, mail: Mail, date: datetime) -> EmailMessage:
    """The message; of one letter it always has the same Message-ID."""
    to = ascii_domain(letter.to)
    made = EmailMessage(policy=_POLICY if to.isascii() else _POLICY.clone(utf8=True))
    name, address = parseaddr(mail.sender)
    made["From"] = Address(name, addr_spec=ascii_domain(address))
    made["To"] = to
    if mail.reply_to:
        made["Reply-To"] = mail.reply_to
    made["Subject"] = one_line(letter.subject)
    made["Date"] = format_datetime(date)
    made["Message-ID"] = message_id(letter, mail)
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note comes back
    made.set_content(as_text(letter.body))
    made.add_alternative(as_html(letter.body), subtype="html")
    for file in letter.attachments:
        kind, _, subtype = file.media_type.partition("/")
        made.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    made["Content-Language"] = letter.body.language  # which setting the content would drop
    return made


def message_id(letter: Letter, mail: Mail) -> str:
    """The identity by which servers and readers know a letter that they have already."""
    return f"<{subject_id(letter.key)}@{ascii_domain(mail.address).rpartition('@')[2]}>"


def ascii_domain(address: str) -> str:
    """The address with its domain as the mail system writes it, xn--… for bücher.example."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address  # the server will say what is wrong with it
