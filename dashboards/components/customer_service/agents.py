"""Who replied, and how soon: the dedicated agent's part, and „meist sofort“."""

from dashboards.components.customer_service.words import open_time
from dashboards.components.figures import Figure, figures
from dashboards.components.shares import count_text, share_text
from dashboards.view import View
from pipeline.marts.service import ServiceMonth
from pipeline.statistics.shares import Share


def title(view: View, month: ServiceMonth) -> str:
    """How many of the replies came from the dedicated agent."""
    share = month.dedicated
    if not share.whole:
        return view.say("service.agents_none" if month.reply_count else "service.agents_nothing")
    key = "service.agents_title" if share.is_telling else "service.agents_few"
    told = share_text(view, share)
    return view.say(key, count=share.whole, share=told, part=view.show.number(share.part))


def agent_figures(view: View, month: ServiceMonth) -> None:
    """The dedicated agent's share, everybody involved, and the first response."""
    shared = month.others_of_agent
    figures(
        [
            Figure(
                view.say("service.figure_dedicated"),
                share_text(view, month.dedicated),
                _details(view, month.dedicated),
            ),
            Figure(
                view.say("service.figure_involved"),
                view.show.number(month.involved_agent_count),
                (view.say("service.shared", count=shared),) if shared else (),
            ),
            Figure(
                view.say("service.figure_median"),
                open_time(view, month.first_response_median_seconds),
                (view.say("service.of_first_responses", count=month.first_response_count),),
            ),
            Figure(
                view.say("service.figure_at_once"),
                share_text(view, month.at_once),
                _details(view, month.at_once),
            ),
        ]
    )


def _details(view: View, share: Share) -> tuple[str, ...]:
    if not share.whole:
        return ()
    if not share.is_telling:
        return (view.say("verdict.few"),)
    return (f"{count_text(view, share)} · {view.show.interval(share)}",)
