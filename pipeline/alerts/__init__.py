"""Alerts: a word in time where a promise is about to break, and one where it is broken.

notice      what is to be told about a response, and to whom
letters     what the mail says, about one response or several
sending     one call of `vip-sla alert`: what is new, when it may be told, to each address
"""

from pipeline.alerts.notice import Notice, notices
from pipeline.alerts.sending import AlertResult, send_alerts

__all__ = ["AlertResult", "Notice", "notices", "send_alerts"]
