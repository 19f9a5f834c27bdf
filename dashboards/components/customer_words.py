"""What the customer's page says in words: its title, and the titles of its sections."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.attention import Standing
from dashboards.components.contested_lists import worst_case
from dashboards.components.due import clock_note
from dashboards.components.shares import share_text
from dashboards.markup import Html, filled, joined
from dashboards.selecting import RUNNING, counts_of, leading, number, opened_in, owed_now, tallied
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import Counts, CustomerCounts
from pipeline.marts.contract import PromiseLine
from pipeline.marts.customers import Coverage
from pipeline.marts.late import Late
from pipeline.marts.selection import Selection
from pipeline.statistics.shares import FEWEST


def title(view: View, standing: Standing) -> tuple[str, None, str]:
    """The customer; since when there is cover."""
    customer = standing.customer
    return customer.customer_name, None, _cover(view, customer)


def period(view: View, customer: CustomerCounts) -> Html:
    """How the period stands: the share, what was owed in all, what may be contested."""
    own, counts = opened_in(view.period, customer.customer_id), customer.counts
    parts: list[str] = [] if customer.is_covered_now else [view.say("customer.not_covered")]
    parts.append(_share(view, customer, own))
    if counts.owed_count > counts.net.whole:
        owed = number(view, counts.owed_count, own)
        parts.append(filled(view.say, "customer.left_out", owed=owed))
    if worst := worst_case(view, customer.contest, counts.net, own):
        parts.append(worst)
    return joined(" ", parts)


def _share(view: View, customer: CustomerCounts, own: Selection) -> Html:
    share, named = customer.counts.net, view.named(view.period)
    if not share.whole:
        return filled(view.say, "customer.nothing", period=named)
    counts = counts_of(view, share, own)
    if not share.is_telling:
        return filled(view.say, "customer.few", period=named, counts=counts)
    return filled(
        view.say,
        f"customer.{share.against(view.run.goal)}",
        period=named,
        share=share_text(view, share),
        counts=counts,
        goal=view.show.percent(view.run.goal),
    )


def _cover(view: View, customer: CustomerCounts) -> str:
    periods = view.ask(Coverage, marts.coverage, customer.customer_id)
    told = [_period(view, period) for period in periods]
    plans = dict.fromkeys(period.plan for period in periods if period.plan)
    return " · ".join([customer.customer_id, *plans, ", ".join(told)])


def _period(view: View, period: Coverage) -> str:
    start = view.show.day(period.valid_from)
    if period.valid_until is None:
        return view.say("customer.covered_since", start=start)
    return view.say("customer.covered_between", start=start, end=view.show.day(period.valid_until))


def owed(view: View, standing: Standing) -> tuple[str | Html, str | None]:
    """How much is owed now, and on whose clock that is told."""
    customer_id = standing.customer.customer_id
    told = [
        leading(view.say(f"owed.{name}_count", count=len(found)), len(found), selection)
        for name, found, selection in (
            ("overdue", standing.overdue, owed_now("overdue", customer_id=customer_id)),
            ("running", standing.running, owed_now(*RUNNING, customer_id=customer_id)),
            (
                "without_target",
                standing.without_target,
                owed_now("no_target", customer_id=customer_id),
            ),
        )
        if found
    ]
    if not told:
        return view.say("owed.nothing"), None
    note = f"{view.say('note.zone', zone=view.run.default_time_zone)} {clock_note(view)}"
    return filled(view.say, "owed.now", counts=joined(", ", told)), note


def promise(view: View, month: date) -> str:
    """The promise, and which month's results stand beside it."""
    return view.say("promise.title", month=view.month(month))


def promise_notes(view: View, promise: Sequence[PromiseLine]) -> Sequence[str]:
    """What the times beside the promise are of, and how long its working day is."""
    few = view.say("promise.few_times", fewest=view.show.number(FEWEST))
    notes = [view.say("promise.times"), few, clock_note(view), view.say("promise.mark")]
    for seconds in {row.working_day_seconds for row in promise if row.working_day_seconds}:
        notes.append(view.say("promise.working_day", hours=view.show.number(seconds / 3600)))
    return notes


def trend(view: View, counts: Mapping[date, Counts], window: Sequence[date]) -> str:
    """In how many of the months the internal goal was reached."""
    shares = [counts[month].net for month in window if month in counts]
    telling = [share for share in shares if share.is_telling]
    if not telling:
        return view.say("trend.too_few")
    met = sum(share.against(view.run.goal) == "met" for share in telling)
    key = "trend.message" if len(telling) == len(window) else "report.trend.goal_met"
    return view.say(key, count=len(telling), met=view.show.number(met))


def trend_notes(view: View) -> Sequence[str]:
    """What marks, lines and numbers mean."""
    return [
        view.say("trend.marks"),
        view.say("trend.interval"),
        view.say("change.method"),
        view.say("note.few", fewest=view.show.number(FEWEST)),
    ]


def late(view: View, found: Sequence[Late], own: Selection) -> Html:
    """How many of the period's responses were late, excluded ones too."""
    told = view.say("late.title", count=len(found), period=view.named(view.period))
    return leading(told, len(found), own.narrowed({"outcome": ("breached",)}))


def reckoning(view: View, counts: Counts, own: Selection) -> str | Html:
    """How many of the period's responses count."""
    named = view.named(view.period)
    if not counts.owed_count:
        return view.say("reckoning.nothing", month=named)
    judged = number(view, counts.net.whole, tallied(own, "judged"))
    owed = number(view, counts.owed_count, own)
    return filled(view.say, "reckoning.title", counts.owed_count, owed, counted=judged, month=named)
