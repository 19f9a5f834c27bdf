"""What the sections of the rest of the promise say first, in a sentence."""

from collections.abc import Sequence

from dashboards.components.contract.contract_words import reading_name
from dashboards.components.shares import count_text, share_text
from dashboards.markup import filled
from dashboards.selecting import number
from dashboards.terms import by_reading
from dashboards.view import View
from pipeline.marts.beside_targets import ByTheWall, Updates
from pipeline.marts.readings import ReadingLine
from pipeline.marts.selection import Selection
from pipeline.marts.service import ServiceMonth
from pipeline.marts.silences import Silence
from pipeline.reports.telling.service import resolved as escalations_resolved
from pipeline.statistics.shares import Share


def readings(view: View, rows: Sequence[ReadingLine]) -> str:
    """What each reading makes of the month."""
    reached = by_reading(rows)
    told = [
        view.say(
            "contract.title_part",
            share=share_text(view, counts.net, *(each.net for each in reached.values())),
            reading=reading_name(view, reading),
        )
        for reading, counts in reached.items()
        if counts.net.whole
    ]
    if not told:
        return view.say("service.readings_nothing")
    return view.say("service.readings_title", parts=", ".join(told))


def agents(view: View, month: ServiceMonth, dedicated: Selection) -> str:
    """How many of the replies came from the dedicated agent."""
    share = month.dedicated
    if not share.whole:
        return view.say("service.agents_none" if month.reply_count else "service.agents_nothing")
    key = "service.agents_title" if share.is_telling else "service.agents_few"
    told, part = share_text(view, share), number(view, share.part, dedicated)
    return filled(view.say, key, share.whole, share=told, part=part)


def by_the_wall(view: View, found: Sequence[ByTheWall]) -> str:
    """How many came within their hours."""
    share = Share(
        sum(each.within_count for each in found), sum(each.response_count for each in found)
    )
    if not share.whole:
        return view.say("service.wall_none")
    times = {each.sentence_seconds for each in found}
    key = "service.wall_title" if len(times) == 1 else "service.wall_title_various"
    return view.say(key, share=share_text(view, share), time=view.show.elapsed(max(times), "wall"))


def contacts(view: View, month: ServiceMonth) -> str:
    """How many were answered by the end of the first opening day."""
    share = month.contacts_in_time
    if not share.whole:
        return view.say("service.contacts_none")
    part = view.show.number(share.part)
    if not share.is_telling:
        return view.say("service.contacts_few", count=share.whole, part=part)
    return view.say(
        "service.contacts_title",
        share=share_text(view, share),
        counts=count_text(view, share),
        interval=view.show.interval(share),
    )


def unanswered_calls(view: View, month: ServiceMonth) -> str | None:
    """What became of the calls that nobody picked up."""
    count, answered = month.unanswered_call_count, month.unanswered_call_answered_count
    if not count:
        return None
    said = view.say("service.unanswered", count=count)
    if not answered:
        return f"{said} {view.say('service.unanswered_never')}"
    time = view.show.elapsed(month.unanswered_call_median_seconds or 0, "wall")
    return f"{said} {view.say('service.unanswered_later', count=answered, time=time)}"


def escalations(view: View, month: ServiceMonth) -> str:
    """How many, and after how long."""
    count, seconds = month.escalation_count, month.escalation_business_median_seconds
    if not count:
        return view.say("service.escalations_none")
    if seconds is None:
        return view.say("service.escalations_untimed", count=count)
    return view.say("service.escalations_title", count=count, time=view.show.elapsed(seconds))


def resolved(view: View, month: ServiceMonth) -> str | None:
    """How many of them are resolved, and by which tier."""
    if not month.escalation_count:
        return None
    return f"{escalations_resolved(view.say, view.show, month)}."


def calls(view: View, month: ServiceMonth) -> str:
    """How many of those booked were held, missed, or are to come."""
    count = month.meeting_booked_count
    if not count:
        return view.say("service.calls_none")
    told = [
        view.say(f"service.calls_{name}", count=part)
        for name, part in (
            ("held", month.meeting_held_count),
            ("missed", month.meeting_missed_count),
            ("upcoming", month.meeting_upcoming_count),
        )
        if part
    ]
    return view.say("service.calls_title", count=count, parts=", ".join(told))


def updates(view: View, found: Sequence[Updates]) -> str:
    """How often there was no word of ours for longer than a follow-up may take."""
    whole = sum(each.gap_count for each in found)
    late = sum(each.late_gap_count for each in found)
    if not whole:
        return view.say("service.updates_none")
    key = "service.updates_title" if late else "service.updates_kept"
    return view.say(key, count=whole, part=view.show.number(late))


def silences(view: View, found: Sequence[Silence]) -> str:
    """The longest."""
    if not found:
        return view.say("service.silences_none")
    time = view.show.elapsed(found[0].silence_seconds)
    return view.say("service.silences_title", time=time)


def fee(view: View, month: ServiceMonth) -> str:
    """The fee, and for how many days."""
    days = month.covered_day_count
    if month.monthly_fee_eur is None:
        return view.say("service.fee_unknown", count=days)
    fee = view.show.money(month.monthly_fee_eur, month.currency)
    return view.say("service.fee_title", count=days, fee=fee)
