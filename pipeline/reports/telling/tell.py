"""A report of either kind in words."""

from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.document import Document
from pipeline.reports.telling.customer import customer_document
from pipeline.reports.telling.portfolio import portfolio_document
from pipeline.reports.telling.teller import Teller
from pipeline.wording.catalogues import Language


def tell(report: Report, language: Language) -> Document:
    """The report as told in a language."""
    teller = Teller.for_report(report, language)
    if isinstance(report, CustomerReport):
        return customer_document(teller, report)
    return portfolio_document(teller, report)
