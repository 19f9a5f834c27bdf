"""A report's content in words: which tables, charts and sentences it becomes, in one language.

annexes           tables for spreadsheets alone, by which whoever likes can count again
beside_targets    what the contract says beside its targets: hours by the wall
cases             single responses: what was late and why, what was waived, left out or still owed
clock             how the clock of a late response ran
completeness      how complete the data behind a month are
contest           what may be contested: how much of the month, the share at its worst
customer          a customer's report: its message, its figures, its sections in order
frame             what stands around every report
guide             how to read a report, and where its figures come from
portfolio         the report on all customers, for the management
promise           the contract's own table with what was reached beside it
reckoning         how the responses of a month become a share: what counts
service           the rest of the promise: what the contract says beside the times
service_overview  the rest of the promise over all customers, a line each
service_tables    contacts outside service hours by channel, and booked calls by kind
tell              a report of either kind in words
teller            the words of a report, and how its values are written into cells
trend             twelve months: a picture whose title says what it shows, and its figures
"""

from pipeline.reports.telling.tell import tell

__all__ = ["tell"]
