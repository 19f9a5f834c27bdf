"""A report in its forms: PDF, HTML, XLSX and JSON, each as bytes under the name of its file."""

import hashlib
import re
from collections.abc import Iterator, Sequence
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

_UNSAFE = re.compile(r"[^\w.-]|^\.")


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
    """A customer's id as a file may be called; a changed one keeps apart by a piece of its hash."""
    safe = _UNSAFE.sub("_", customer_id)
    if safe == customer_id and customer_id != PORTFOLIO:
        return safe
    return f"{safe}-{hashlib.sha256(customer_id.encode()).hexdigest()[:8]}"
