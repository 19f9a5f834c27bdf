"""A report in its forms: PDF, HTML, XLSX and JSON, each as bytes under the name of its file."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, get_args

from pipeline.reports.content import REPORT, CustomerReport, Report
from pipeline.reports.html import html_bytes
from pipeline.reports.pdf import pdf_bytes
from pipeline.reports.telling import tell
from pipeline.reports.xlsx import xlsx_bytes
from pipeline.wording.catalogues import LANGUAGES, Language

Form = Literal["pdf", "html", "xlsx", "json"]
FORMS: tuple[Form, ...] = get_args(Form)

PORTFOLIO = "portfolio"
"""Stands for a customer in names of files that are about all of them."""

LONGEST_NAME = 60
"""So many characters of a customer's id, or as many bytes twice, stand in the name of a file."""

_UNSAFE = re.compile(r"[^\w.-]|^\.|\.$")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What some systems take for a device, whatever folder it is in."""


def rendered(
    report: Report, forms: Sequence[Form] = FORMS, language: Language | None = None
) -> Iterator[tuple[str, bytes]]:
    """Each file's name and bytes; in the report's own language unless told otherwise.

    The same report gives the same bytes.
    """
    language = language or own_language(report)
    name = file_name(report)
    content = json_bytes(report)
    document = tell(report, language) if set(forms) != {"json"} else None
    for form in forms:
        if form == "json" or document is None:
            yield f"{name}.json", content
        elif form == "pdf":
            yield f"{name}.{language}.pdf", pdf_bytes(document, content, f"{name}.json")
        elif form == "html":
            yield f"{name}.{language}.html", html_bytes(document)
        else:
            yield f"{name}.{language}.xlsx", xlsx_bytes(document)


def json_bytes(report: Report) -> bytes:
    """The content by its published schema; it has no language."""
    return REPORT.dump_json(report, indent=2) + b"\n"


def own_language(report: Report) -> Language:
    """The language that the report names, as far as there is one of it."""
    for language in LANGUAGES:
        if report.language == language:
            return language
    return LANGUAGES[0]


def file_name(report: Report) -> str:
    """vip-sla-2026-09-K-1001, with the edition from the second on."""
    edition = f"-r{report.revision}" if report.revision > 1 else ""
    return f"vip-sla-{report.period.month:%Y-%m}-{subject(report)}{edition}"


def subject(report: Report) -> str:
    """Whom a report is about, as a file may be called."""
    return file_safe(report.customer_id) if isinstance(report, CustomerReport) else PORTFOLIO


def file_safe(customer_id: str) -> str:
    """A customer's id as a file may be called: as it is where it can be, else shortened and clean.

    A changed one has a piece of its hash at its end: two ids never have one name.
    """
    safe = _shortened(_UNSAFE.sub("_", customer_id))
    is_taken = safe.casefold() == PORTFOLIO or _DEVICES.fullmatch(safe)
    if safe == customer_id and not is_taken:
        return safe
    return _hashed(safe, customer_id)


def folder_name(report: Report, customer_ids: Collection[str] = ()) -> str:
    """The folder of a report's files; `customer_ids` are those that have folders beside it.

    Where two ids differ in nothing that every disk tells apart (capital letters, how an accent is
    written), each gets a piece of its hash.
    """
    name = subject(report)
    if isinstance(report, CustomerReport):
        as_disks_see_it = _folded(name)
        others = (each for each in customer_ids if each != report.customer_id)
        if any(_folded(file_safe(each)) == as_disks_see_it for each in others):
            return _hashed(name, report.customer_id)
    return name


def _shortened(name: str) -> str:
    kept = name[:LONGEST_NAME]
    return kept.encode()[: 2 * LONGEST_NAME].decode(errors="ignore")


def _hashed(name: str, customer_id: str) -> str:
    digest = hashlib.sha256(customer_id.encode(errors="surrogatepass")).hexdigest()
    return f"{name}~{digest[:12]}"  # a mark that no id keeps


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
