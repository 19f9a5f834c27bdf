"""What the page of responses at risk says in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dashboards.components import heading
from dashboards.components.due import left, overdue_by, what
from dashboards.components.figures import Figure
from dashboards.components.ticking import ticking
from dashboards.markup import Html
from dashboards.selecting import leading, number, owed_now
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.owed import Due
from pipeline.marts.selection import Selection

MOST_URGENT = 2
"""So many severities are told apart from the others."""

Groups = Mapping[Due, Sequence[AtRisk]]


def title(view: View, found: Groups, selection: Selection) -> tuple[Html, str, str]:
    """How many are overdue or nearly so, the next to be due, and the question."""
    late, soon = len(found["overdue"]), len(found["soon"])
    message = _message(view, late, soon)
    if selection != owed_now():
        message = view.say("at_risk.title_chosen", message=message)
    led = ("overdue",) if late else ("soon",)
    told = (
        leading(message, late or soon, selection.narrowed({"due": led}))
        if late or soon
        else message
    )
    return heading.as_of(view, told), _next(view, found), view.say("at_risk.question")


def _message(view: View, late: int, soon: int) -> str:
    if not late:
        return view.say("at_risk.title_soon" if soon else "at_risk.title_calm", count=soon)
    overdue = view.say("at_risk.title_overdue", count=late)
    return view.say("at_risk.title_and_soon", overdue=overdue, count=soon) if soon else overdue


def _next(view: View, found: Groups) -> str:
    coming = (*found["soon"], *found["today"], *found["later"])
    upcoming = min(coming, key=lambda each: (each.due_at, each.response_id), default=None)
    if upcoming is None or upcoming.due_at is None:
        return view.say("overview.nothing_due")
    return view.say(
        "overview.next_due",
        customer=upcoming.customer_name,
        what=what(view, upcoming),
        due_at=view.show.moment(upcoming.due_at),
        zone=view.show.zone_name(upcoming.due_at),
        left=left(view, upcoming),
    )


def figures(view: View, found: Groups, selection: Selection, now: datetime) -> list[Figure]:
    """Overdue, nearly so, later today, and how old all that is."""

    def due(*dues: Due) -> Html:
        count = sum(len(found[each]) for each in dues)
        return number(view, count, selection.narrowed({"due": dues}))

    late = found["overdue"]
    longest = min(late, key=lambda each: each.left_seconds or 0, default=None)
    customers = len({each.customer_id for each in late})
    details = [view.say("report.portfolio.late_with", count=customers)] if late else []
    if longest:
        details.append(view.say("figure.longest", time=overdue_by(view, longest)))
    most_urgent = view.most_urgent(MOST_URGENT)
    urgent = sum(each.severity in most_urgent for each in found["soon"])
    of_these = [str(each) for each in most_urgent]
    urgent_ones = set(of_these) & set(selection.values("severity") or of_these)
    waiting = len(found["paused"]) + len(found["no_target"])
    return [
        Figure(
            view.say("rows.overdue"),
            due("overdue"),
            tuple(details),
            "red" if late else "",
        ),
        Figure(
            view.say("at_risk.figure_soon"),
            due("soon"),
            (
                leading(
                    view.say(
                        "at_risk.urgent", count=urgent, names=view.show.either(most_urgent.values())
                    ),
                    urgent,
                    selection.narrowed({"due": ("soon",), "severity": sorted(urgent_ones)}),
                ),
            )
            if urgent
            else (),
            "amber" if found["soon"] else "",
        ),
        Figure(
            view.say("at_risk.figure_rest"),
            due("today", "later"),
            tuple(
                leading(
                    view.say(f"at_risk.{name}", count=count),
                    count,
                    selection.narrowed({"due": dues}),
                )
                for name, count, dues in (
                    ("today", len(found["today"]), ("today",)),
                    ("waiting", waiting, ("paused", "no_target")),
                )
                if count
            ),
        ),
        Figure(
            view.say("data_health.age"),
            ticking(view, view.run.as_of, now),
            (view.say("data_health.as_of", moment=_moment(view)),),
            "amber" if view.is_stale else "",
        ),
    ]


def _moment(view: View) -> str:
    return f"{view.show.moment(view.run.as_of)} {view.show.zone_name(view.run.as_of)}"


def notes(view: View) -> list[str]:
    """Which clock each column is told on, and what the page cannot know."""
    return [
        view.say("at_risk.note_due", zone=view.run.default_time_zone),
        *([] if view.is_stale else [view.say("at_risk.note_ticking")]),
        view.say("at_risk.note_left", moment=_moment(view)),
        view.say("at_risk.note_groups"),
        view.say("at_risk.note_order"),
        view.say("at_risk.note_since"),
    ]
