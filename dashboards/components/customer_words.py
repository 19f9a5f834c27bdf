"""What the customer's page says in words: its title, and the titles of its sections."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.attention import Standing
from dashboards.components.contested_lists import worst_case_link
from dashboards.components.due import clock_note
from dashboards.components.shares import count_text, share_text
from dashboards.markup import Html, together
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import Counts, CustomerCounts
from pipeline.marts.contract import PromiseLine
from pipeline.marts.customers import Coverage
from pipeline.marts.late import Late
from pipeline.statistics.shares import FEWEST


def title(view: View, standing: Standing, month: date) -> tuple[str, str | Html, str]:
    """The customer; how the month stands; since when there is cover."""
    customer = standing.customer
    month_told: str | Html = _month(view, customer, month)
    if worst := worst_case_link(view, customer.contest, customer.counts.net):
        month_told = together(month_told, " ", worst)
    return customer.customer_name, month_told, _cover(view, customer)


def _month(view: View, customer: CustomerCounts, month: date) -> str:
    uncovered = None if customer.is_covered_now else view.say("customer.not_covered")
    left_out = customer.counts.owed_count - customer.counts.net.whole
    more = view.say("customer.left_out", count=left_out) if left_out else None
    return " ".join(said for said in (uncovered, _share(view, customer, month), more) if said)


def _share(view: View, customer: CustomerCounts, month: date) -> str:
    share = customer.counts.net
    named = view.month(month)
    if not share.whole:
        return view.say("customer.nothing", month=named)
    if not share.is_telling:
        return view.say("customer.few", month=named, counts=count_text(view, share))
    return view.say(
        f"customer.{share.against(view.run.goal)}",
        month=named,
        share=share_text(view, share),
        counts=count_text(view, share),
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


def owed(view: View, standing: Standing) -> tuple[str, str | None]:
    """How much is owed now, and on whose clock that is told."""
    late, pending = len(standing.overdue), len(standing.running)
    unmeasured = len(standing.without_target)
    counts = {"overdue": late, "running": pending, "without_target": unmeasured}
    told = [view.say(f"owed.{name}_count", count=count) for name, count in counts.items() if count]
    if not told:
        return view.say("owed.nothing"), None
    note = f"{view.say('note.zone', zone=view.run.default_time_zone)} {clock_note(view)}"
    return view.say("owed.now", counts=", ".join(told)), note


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


def late(view: View, found: Sequence[Late], month: date) -> str:
    """How many of the month's responses were late."""
    return view.say("late.title", count=len(found), month=view.month(month))


def reckoning(view: View, customer: CustomerCounts, month: date) -> str:
    """How many of the month's responses count."""
    if not customer.counts.owed_count:
        return view.say("reckoning.nothing", month=view.month(month))
    return view.say(
        "reckoning.title",
        count=customer.counts.owed_count,
        counted=view.show.number(customer.counts.net.whole),
        month=view.month(month),
    )
