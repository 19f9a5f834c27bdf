"""A customer's responses one by one: what is owed now, and what was late in a month."""

from collections.abc import Sequence
from functools import partial

from dashboards.components.due import due_at, state
from dashboards.components.table import Cells, Column, show_table, under
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.late import Late
from pipeline.marts.owed import Owed
from pipeline.marts.tickets import OfResponse
from pipeline.wording.durations import clock_of

TONES = {"breached": "sla-missed"}
"""Of outcomes; the words say it too."""


def owed_table(view: View, responses: Sequence[Owed]) -> None:
    """A row per response owed, the most urgent first; nothing where nothing is owed."""
    say, due = view.say, view.say("column.due_at")
    columns = [
        Column(due, label=due),
        Column(say("column.deadline")),
        Column(say("column.promise")),
        Column(say("column.ticket"), is_wide=True),
        Column(say("column.waiting_since")),
    ]

    def made(each: Owed) -> Cells:
        return (
            due_at(view, each),
            state(view, each),
            promise(view, each),
            ticket_link(view, each, response_id=each.response_id),
            tag(
                "time",
                view.show.moment(each.opened_at),
                datetime=each.opened_at.isoformat(),
                class_="sla-nowrap",
            ),
        )

    show_table(view, "owed", say("owed.caption"), columns, responses, made)


def late_table(view: View, found: Sequence[Late]) -> None:
    """A row per response that was late, the oldest first, each a link to why."""
    say = view.say
    columns = [
        Column(say("column.ticket")),
        Column(say("column.promise")),
        Column(say("column.opened_at")),
        *(
            Column(say(f"column.{name}"), is_number=True)
            for name in ("elapsed", "target", "late_by")
        ),
    ]

    def made(each: Late) -> Cells:
        told = partial(view.show.exactly, clock=clock_of(each.clock), day=each.working_day_seconds)
        excluded = each.exclusion_reason and say(f"excluded.{each.exclusion_reason}")
        return (
            ticket_link(view, each, response_id=each.response_id),
            promise(view, each),
            view.show.moment(each.opened_at),
            told(each.elapsed_seconds),
            told(each.target_seconds),
            under(
                tag("span", told(each.over_seconds), class_="sla-missed"),
                None if each.closed_at else say("late.owed"),
                excluded,
            ),
        )

    show_table(view, "late", say("late.caption"), columns, found, made)


def promise(view: View, each: OfResponse) -> Html:
    """Which promise a response is measured by."""
    return under(view.severity(each.severity), view.say(f"metric.{each.metric}"))
