"""Contacts, escalations and silences, ticket by ticket, each a link to its page."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboards.components.table import Cells, Column, show_table, under
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.contacts import UnkeptContact
from pipeline.marts.service import Escalation
from pipeline.marts.silences import Silence
from pipeline.wording.channels import channel

NOTHING = "–"
OUTCOMES = {"in_time": "report.outcome.met", "closed_unanswered": "report.outcome.unanswered"}
"""What is called as a verdict is."""
NUMBERS = {"answer", "business", "wall", "silence"}


def unkept_table(view: View, found: Sequence[UnkeptContact]) -> None:
    """A row per contact that was not answered in time, or call that nobody picked up."""
    columns = _columns(view, "ticket", "opened_at", "until", "outcome", "answer")

    def made(each: UnkeptContact) -> Cells:
        wall = each.wall_seconds
        return (
            ticket_link(view, each, channel(view.say, each.channel)),
            instant(view, each.arrived_at),
            instant(view, each.due_at) if each.due_at else NOTHING,
            _outcome(view, each),
            NOTHING if wall is None else view.show.elapsed(wall, "wall"),
        )

    show_table(view, "unkept", view.say("service.unkept_caption"), columns, found, made)


def _outcome(view: View, each: UnkeptContact) -> Html:
    known = OUTCOMES.get(each.outcome)
    said = view.say(known) if known else view.say(f"service.outcome_{each.outcome}")
    is_kept = each.outcome in {"in_time", "pending"}
    told = tag("span", said) if is_kept else _odd(said)
    return under(told, view.say("service.not_picked_up") if each.is_unanswered_call else None)


def escalations_table(view: View, found: Sequence[Escalation]) -> None:
    """A row per ticket, the earliest first; nothing without any."""
    columns = _columns(view, "ticket", "escalated_at", "tier", "business", "wall", "resolved")

    def made(each: Escalation) -> Cells:
        open_time, wall, higher = each.business_seconds, each.wall_seconds, each.highest_tier
        return (
            ticket_link(view, each),
            instant(view, each.escalated_at),
            under(
                str(each.tier),
                view.say("service.up_to_tier", tier=str(higher)) if higher > each.tier else None,
            ),
            NOTHING if open_time is None else view.show.elapsed(open_time),
            NOTHING if wall is None else view.show.elapsed(wall, "wall"),
            _resolved(view, each),
        )

    caption = view.say("service.escalations_caption")
    show_table(view, "escalations", caption, columns, found, made)


def _resolved(view: View, each: Escalation) -> str:
    if not each.is_resolved:
        return view.say("promise.max_owed")
    if each.closed_by_tier is None:
        return view.say("service.resolved")
    return view.say("service.resolved_by", tier=str(each.closed_by_tier))


def silences_table(view: View, found: Sequence[Silence], caption: str) -> None:
    """A row per ticket, the longest first; nothing without any."""
    columns = _columns(view, "ticket", "silence", "began", "ended")

    def made(each: Silence) -> Cells:
        return (
            ticket_link(view, each),
            view.show.elapsed(each.silence_seconds),
            instant(view, each.started_at),
            _ended(view, each),
        )

    show_table(view, "silences", caption, columns, found, made)


def _ended(view: View, each: Silence) -> str | Html:
    """The next message; where there is none, whether the ticket is still open."""
    if each.is_running:
        return _odd(view.say("service.lasts"))
    if each.ended_at >= view.run.as_of:
        return tag("span", view.say("service.closed_since"), class_="sla-muted")
    return instant(view, each.ended_at)


def instant(view: View, at: datetime) -> str:
    """A moment; its day and year where that is not the data's."""
    zone = ZoneInfo(view.run.default_time_zone)
    day, today = at.astimezone(zone).date(), view.run.as_of.astimezone(zone).date()
    return view.show.moment(at) if day.year == today.year else view.show.day(day)


def _odd(said: str) -> Html:
    return tag("span", tag("span", "◇ ", aria_hidden="true"), said, class_="sla-unsure")


def _columns(view: View, *names: str) -> list[Column]:
    return [Column(view.say(f"column.{name}"), name in NUMBERS) for name in names]
