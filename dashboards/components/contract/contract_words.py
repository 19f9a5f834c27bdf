"""What the page of the contract says in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.components.shares import share_text
from dashboards.selecting import leading, tallied
from dashboards.terms import Terms
from dashboards.view import View
from pipeline.marts.compliance import Counts, added_up
from pipeline.marts.selection import Selection
from pipeline.marts.waivers import RegisteredWaiver, WaivedCustomer
from pipeline.statistics.shares import FEWEST
from pipeline.wording.names import reading


def reading_name(view: View, name: str) -> str:
    """What a reading is called; one of somebody's own by its own name."""
    return reading(view.say, name)


def clock_name(view: View, clock: str) -> str:
    """What a clock counts."""
    key = "report.guide.service_hours" if clock == "business" else f"clock.{clock}"
    return view.say(key)


def title(view: View, reached: Mapping[str, Counts], month: date) -> tuple[str, str, str]:
    """What the month reached under each reading; why there are several; the question."""
    told = [
        view.say(
            "contract.title_part",
            share=share_text(view, counts.net, *(each.net for each in reached.values())),
            reading=reading_name(view, name),
        )
        for name, counts in reached.items()
        if counts.net.whole
    ]
    message = (
        view.say("contract.title", month=view.month(month), parts=", ".join(told))
        if told
        else view.say("contract.title_nothing", month=view.month(month))
    )
    return message, view.say("contract.lead"), view.say("contract.question")


def readings_notes(view: View) -> list[str]:
    """What stands in the table of readings."""
    return [
        view.say("contract.readings_count"),
        view.say("contract.readings_severity"),
        view.say("note.few", fewest=view.show.number(FEWEST)),
        view.say("note.goal", goal=view.show.percent(view.run.goal)),
    ]


def versions(view: View, found: Sequence[Terms]) -> str:
    """How many versions there are, and how many customers have terms of their own."""
    count = sum(each.version.is_everybodys for each in found)
    own = {each.version.policy_owner for each in found if not each.version.is_everybodys}
    said = view.say("contract.versions", count=count)
    return f"{said}, {view.say('contract.own_terms', count=len(own))}"


def waived(
    view: View, customers: Sequence[WaivedCustomer], window: Sequence[date], own: Selection
) -> str:
    """What waivers do to the share of all who have any."""
    total = added_up(Counts, (each.counts for each in customers))
    first, last = (view.show.short_month_year(month) for month in (window[0], window[-1]))
    if not total.waived_count:
        return view.say("contract.waived_none", first=first, last=last)
    told = view.say("contract.waived", count=total.waived_count, first=first, last=last)
    return leading(told, total.waived_count, tallied(own, "waived"))


def waivers_left_out(view: View, waivers: Sequence[RegisteredWaiver]) -> str | None:
    """How many waivers of the register do not hold."""
    count = sum(not waiver.is_applied for waiver in waivers)
    return view.say("contract.not_applied", count=count) if count else None
