"""A month in words: which tables, charts and sentences it becomes, in one language.

Reports are told as a whole; single tables are told the same way on the pages of the dashboard.

annexes           tables for spreadsheets alone, by which whoever likes can count again
cases             single responses: what was late and why, what was waived, left out or still owed
causes            why a share changed: the greatest part in a sentence, every part in a table
change            how a month stands to the one before, and why, and to that of a year before
clock             how the clock of a late response ran
completeness      how complete the data behind a month are
contest           what may be contested: how much of the month, the share at its worst
customer_report   a customer's report: its message, its figures, its sections in order
guide             how to read a report, where its figures come from, what stands around it
left_open         what the contract's words leave open, and how it is decided
portfolio_report  the report on all customers, for the management
promise           the contract's own table with what was reached beside it
promise_chart     the promises of a month as a picture: the share kept, the time taken
reckoning         how the responses of a month become a share: what counts
service           the rest of the promise: what the contract says beside the times
service_overview  the rest of the promise over all customers, a line each
service_tables    what stands beside the targets: by the wall, updates, contacts, calls
teller            how a month's values are written into cells, for reports and the dashboard alike
trend             twelve months: a picture whose title says what it shows, and its figures
word              a person's word on the month: comment, causes, steps, next call
"""

from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.document import Document
from pipeline.reports.telling.customer_report import customer_document
from pipeline.reports.telling.portfolio_report import portfolio_document
from pipeline.reports.telling.teller import ReportTeller
from pipeline.wording.catalogues import Language

__all__ = ["tell"]


def tell(report: Report, language: Language) -> Document:
    """The report as told in a language."""
    teller = ReportTeller.of(report, language)
    if isinstance(report, CustomerReport):
        return customer_document(teller, report)
    return portfolio_document(teller, report)
