"""Alerts: a word in time where a promise is about to break, and one where it is broken.

notice      what is to be told about a response, and to whom
letters     what an alert says, about one response or several
sending     one call of `vip-sla alert`: what is new, when it may be told, to each address
week        on Mondays, to the managers: what is owed, and what was missed last week, by customer
"""

from pipeline.alerts.notice import Notice, notices
from pipeline.alerts.sending import AlertResult, send_alerts

__all__ = ["AlertResult", "Notice", "notices", "send_alerts"]
