"""The fee, and what it bought."""

from dashboards.components.figures import Figure, figures
from dashboards.service import ServiceMonth
from dashboards.view import View


def title(view: View, month: ServiceMonth) -> str:
    """The fee, and for how many days."""
    days = month.covered_day_count
    if month.monthly_fee_eur is None:
        return view.say("service.fee_unknown", count=days)
    fee = view.show.money(month.monthly_fee_eur, month.currency)
    return view.say("service.fee_title", count=days, fee=fee)


def fee_figures(view: View, month: ServiceMonth) -> None:
    """What it bought: days, hours, replies, calls."""
    show = view.show
    figures(
        [
            Figure(view.say("service.figure_days"), show.number(month.covered_day_count)),
            Figure(
                view.say("service.figure_hours"),
                show.number(month.covered_open_seconds // 3600),
            ),
            Figure(
                view.say("service.figure_replies"),
                show.number(month.reply_count),
                (view.say("service.of_them_first", count=month.first_response_count),),
            ),
            Figure(
                view.say("service.figure_calls"),
                show.number(month.meeting_held_count),
                (view.say("service.of_booked", count=month.meeting_booked_count),),
            ),
        ]
    )
