"""A letter as a message: what any mail program makes of its bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from pipeline.mail.body import as_html, as_text
from pipeline.mail.letter import Attachment, Body, Item, Letter, Link
from pipeline.mail.message import ascii_domain, message
from pipeline.settings.mail import Mail
from tests.pipeline.mail.server import parsed

NOW = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
MAIL = Mail.model_validate(
    {
        "host": "localhost",
        "from": "VIP SLA – Müller & Söhne <sla@bücher.example>",
        "reply_to": "support@example.com",
    }
)
BODY = Body(
    "de",
    "Ihr Bericht",
    ("Sehr geehrte Damen und Herren,", "im Oktober kamen 41 von 42 Antworten rechtzeitig. " * 4),
    facts=(("Rechtzeitig", "41 von 42"),),
    items=(
        Item(
            "<b>Ärger</b> mit 🧨", ("überfällig",), (Link("Ticket", "https://x.example/t?a=1&b=2"),)
        ),
    ),
    link=Link("Zur Übersicht", "https://x.example/customer?customer=K-1"),
    closing="Mit freundlichen Grüßen\nIhr Support",
    foot="Diese Nachricht wurde automatisch verschickt.",
)
LETTER = Letter(
    "report/2026-10/K-1/1/a@example.com",
    "a@example.com",
    "Ärger 🧨 mit «Anhängen» — فاتورة 請求書 " * 4,
    BODY,
    (Attachment("Bericht-Größe.pdf", b"%PDF-1.7\n\x00\xff", "application/pdf"),),
)


def round_trip(letter: Letter, mail: Mail = MAIL) -> EmailMessage:
    return parsed(message(letter, mail, NOW).as_bytes())


def text_of(letter: Letter, subtype: str = "plain") -> str:
    part = round_trip(letter).get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r", "")


def test_headers_of_any_script_survive() -> None:
    got = round_trip(LETTER)
    assert got["Subject"] == LETTER.subject.strip()
    assert got["From"].addresses[0].display_name == "VIP SLA – Müller & Söhne"
    assert got["From"].addresses[0].addr_spec == "sla@xn--bcher-kva.example"
    assert (got["To"], got["Reply-To"]) == ("a@example.com", "support@example.com")
    assert got["Date"].datetime == NOW
    assert (got["Auto-Submitted"], got["Content-Language"]) == ("auto-generated", "de")


def test_only_ascii_crosses_the_wire() -> None:
    content = message(LETTER, MAIL, NOW).as_bytes()
    assert content.isascii()
    assert max(len(line) for line in content.splitlines()) <= 998


def test_parts() -> None:
    got = round_trip(LETTER)
    assert [part.get_content_type() for part in got.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (pdf,) = got.iter_attachments()
    assert pdf.get_filename() == "Bericht-Größe.pdf"
    assert pdf.get_content() == b"%PDF-1.7\n\x00\xff"


def test_a_letter_has_one_identity_and_another_letter_another() -> None:
    def identity(letter: Letter) -> str:
        return str(round_trip(letter)["Message-ID"])

    assert identity(LETTER) == identity(replace(LETTER, subject="Other words"))
    assert identity(LETTER) != identity(replace(LETTER, key="report/2026-10/K-1/2/a@example.com"))
    assert identity(LETTER).endswith("@xn--bcher-kva.example>")
    assert identity(LETTER).isascii()


def test_text_and_html_say_the_same() -> None:
    text, html = text_of(LETTER), text_of(LETTER, "html")
    for words in ("Sehr geehrte", "41 von 42", "überfällig", "Zur Übersicht", "Ihr Support"):
        assert words in text, words
        assert words in html, words
    assert "Ticket: https://x.example/t?a=1&b=2" in text
    assert 'href="https://x.example/t?a=1&amp;b=2"' in html
    assert text == as_text(BODY)
    assert html.strip() == as_html(BODY).strip()


def test_what_others_wrote_is_never_markup() -> None:
    assert "&lt;b&gt;Ärger&lt;/b&gt;" in as_html(BODY)
    assert "<b>Ärger</b> mit 🧨" in as_text(BODY)


def test_html_loads_nothing() -> None:
    html = as_html(replace(BODY, items=(), link=None))
    for forbidden in ("http", "src=", "url(", "<script", "@import"):
        assert forbidden not in html


def test_lines_of_text_are_short() -> None:
    assert all(len(line) <= 76 for line in as_text(BODY).splitlines() if "://" not in line)


@pytest.mark.parametrize(
    "subject", ["a\r\nBcc: b@example.com", "a\nb", "a\x00b\x1b[31m", "a\u2028b"]
)
def test_a_subject_cannot_bring_a_header_of_its_own(subject: str) -> None:
    got = round_trip(replace(LETTER, subject=subject))
    assert got["Bcc"] is None
    assert got["Subject"].startswith("a ")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a@example.com", "a@example.com"),
        ("a@BÜCHER.example", "a@xn--bcher-kva.example"),
        ("jürgen@example.com", "jürgen@example.com"),
        (f"a@{'x' * 80}.example", f"a@{'x' * 80}.example"),
    ],
)
def test_domains_as_the_mail_system_writes_them(written: str, sent: str) -> None:
    assert ascii_domain(written) == sent


def test_addresses_beyond_ascii_are_written_as_they_are() -> None:
    content = message(replace(LETTER, to="jürgen@example.com"), MAIL, NOW).as_bytes()
    assert "To: jürgen@example.com".encode() in content
