"""Reports on schedule: whatever is due and not yet done is made and sent, each once.

approval    draft, approved, sent: what was approved is what is sent, to the byte
wanted      a customer's or everybody's month, and which of them are due
making      reports made ahead, on all cores
edition     what was made of one: files that never change again, noted in the ledger
changes     what late exports changed in a month that was sent
drafts      the mail that says that a draft waits
letters     what the mail with a report says
sending     one call of `vip-sla report due`, and a revision asked for
"""

from pipeline.reports.due.approval import Desk
from pipeline.reports.due.changes import Change, Difference, changed, differences
from pipeline.reports.due.edition import Edition, Renderer
from pipeline.reports.due.making import Maker
from pipeline.reports.due.sending import DueResult, Handled, Office, revise, send_due
from pipeline.reports.due.wanted import Wanted, wanted_reports

__all__ = [
    "Change",
    "Desk",
    "Difference",
    "DueResult",
    "Edition",
    "Handled",
    "Maker",
    "Office",
    "Renderer",
    "Wanted",
    "changed",
    "differences",
    "revise",
    "send_due",
    "wanted_reports",
]
