"""What stands around every report."""

from pipeline.reports.telling.teller import Teller


def framed(tell: Teller, key: str) -> str:
    """What the report is and of which month; which edition, if it is not the first."""
    told = tell.say(key, month=tell.month)
    if tell.report.revision == 1:
        return told
    revised = tell.say("report.revised", revision=tell.show.number(tell.report.revision))
    return f"{told} · {revised}"


def warning(tell: Teller) -> str:
    """That the month is not over, if it is not."""
    if tell.report.period.is_complete:
        return ""
    return tell.say("report.provisional", month=tell.month, as_of=tell.as_of)
