"""What the overview says in words: its title, its headline figures, its notes."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dashboards.answers import share_before
from dashboards.attention import Standing
from dashboards.components import heading
from dashboards.components.budget import at_the_edge
from dashboards.components.contested_lists import contested_count, worst_case
from dashboards.components.due import clock_note, left, overdue_by, what
from dashboards.components.figures import Figure
from dashboards.components.shares import change_detail, share_text, verdict
from dashboards.markup import Html, filled, joined, together
from dashboards.selecting import (
    RUNNING,
    counts_of,
    leading,
    leading_if_any,
    number,
    opened_in,
    owed_now,
    part_of,
    tallied,
)
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import Contest, Counts, added_up
from pipeline.marts.rosters import NobodyPresent
from pipeline.marts.timeliness import SeverityInTime
from pipeline.statistics.shares import FEWEST, Share


def title(view: View, found: Sequence[Standing]) -> tuple[str | Html, str, str]:
    """Who needs somebody now, the next to be due, and the question."""
    waiting = [standing for standing in found if standing.overdue]
    count = sum(len(standing.overdue) for standing in waiting)
    customers = view.say("overview.customers", count=len(waiting))
    message = (
        leading(
            view.say("overview.overdue", count=count, customers=customers),
            count,
            owed_now("overdue"),
        )
        if count
        else view.say("overview.nothing_overdue")
    )
    return heading.as_of(view, message), _next(view, found), view.say("overview.question")


def _next(view: View, found: Sequence[Standing]) -> str:
    upcoming = [(due, standing) for standing in found if (due := standing.next_due)]
    if not upcoming:
        return view.say("overview.nothing_due")
    due, standing = min(upcoming, key=lambda pair: (pair[0].due_at, pair[0].response_id))
    assert due.due_at is not None
    return view.say(
        "overview.next_due",
        customer=standing.customer.customer_name,
        what=what(view, due),
        due_at=view.show.moment(due.due_at),
        zone=view.show.zone_name(due.due_at),
        left=left(view, due),
    )


def nobody_present(view: View) -> Iterator[str]:
    """For whom nobody is there on days to come; for managers, who can name a stand-in."""
    if not view.scope.is_everybody:
        return
    for each in view.ask(NobodyPresent, marts.nobody_present):
        is_one_day = each.first_date == each.last_date
        yield view.say(
            "overview.nobody_present_day" if is_one_day else "overview.nobody_present",
            customer=each.customer_name,
            first=view.show.day(each.first_date),
            last=view.show.day(each.last_date),
            agent=each.agent_name,
        )


def now(view: View, found: Sequence[Standing]) -> list[Figure]:
    """What is overdue, and what is running."""
    return [_overdue(view, found), _running(view, found)]


def _overdue(view: View, found: Sequence[Standing]) -> Figure:
    late = [response for standing in found for response in standing.overdue]
    longest = min(late, key=lambda response: response.left_seconds or 0, default=None)
    customers = sum(bool(standing.overdue) for standing in found)
    details = [view.say("figure.of_customers", count=len(found), part=view.show.number(customers))]
    if longest:
        details.append(view.say("figure.longest", time=overdue_by(view, longest)))
    return Figure(
        view.say("figure.overdue"),
        number(view, len(late), owed_now("overdue")),
        tuple(details),
        "red" if late else "",
    )


def _running(view: View, found: Sequence[Standing]) -> Figure:
    pending = [response for standing in found for response in standing.running]
    soon = sum(response.due == "soon" for response in pending)
    unmeasured = sum(len(standing.without_target) for standing in found)
    details = [leading_if_any(view.say("figure.soon", count=soon), soon, owed_now("soon"))]
    if unmeasured:
        told = view.say("figure.without_target", count=unmeasured)
        details.append(leading(told, unmeasured, owed_now("no_target")))
    running = owed_now(*RUNNING)
    return Figure(view.say("figure.running"), number(view, len(pending), running), tuple(details))


def in_period(view: View, found: Sequence[Standing]) -> list[Figure]:
    """The share of all customers, what was late by severity, and who reached the goal."""
    return [_share(view, found), _late(view), _goal(view, found)]


def _share(view: View, found: Sequence[Standing]) -> Figure:
    share = added_up(Counts, (each.customer.counts for each in found)).net
    everybody = opened_in(view.period)
    details: list[str | Html] = [verdict(view, share)]
    if share.is_telling:
        interval = f" · {view.show.interval(share)}"
        details.insert(0, together(counts_of(view, share, everybody), interval))
    if change := change_detail(view, share, share_before(view)):
        details.append(change)
    contest = added_up(Contest, (each.customer.contest for each in found))
    if contested := contested_count(view, contest, everybody):
        details.append(contested)
    value = share_text(view, share)
    if share.whole and not share.is_telling:
        value = counts_of(view, share, everybody)
    return Figure(view.say("figure.share", period=view.named(view.period)), value, tuple(details))


def _goal(view: View, found: Sequence[Standing]) -> Figure:
    verdicts = [standing.customer.counts.net.against(view.run.goal) for standing in found]
    telling = [verdict for verdict in verdicts if verdict in {"met", "unsure", "missed"}]
    few = verdicts.count("few")
    edge = at_the_edge(view, (standing.customer.counts for standing in found))
    met = view.say(
        "share.of",
        part=view.show.number(telling.count("met")),
        whole=view.show.number(len(telling)),
    )
    details = [view.say("figure.missed", count=telling.count("missed"))]
    if few:
        details.append(view.say("figure.few", count=few))
    if edge and view.is_running_month:
        details.append(view.say("budget.edge", count=edge))
    return Figure(
        view.say("figure.goal", goal=view.show.percent(view.run.goal)),
        met if telling else "–",
        tuple(details),
    )


def _late(view: View) -> Figure:
    everybody = opened_in(view.period)
    found = view.ask(SeverityInTime, marts.in_time_by_severity, everybody)
    details = []
    for severity, metrics in groupby(found, key=lambda each: each.severity):
        both = list(metrics)
        late = Share(
            sum(each.late_count for each in both), sum(each.counted_count for each in both)
        )
        these = everybody.narrowed({"severity": (str(severity),)})
        counts = counts_of(view, late, these, "breached")
        details.append(together(f"{view.severity(severity)}: ", counts))
    count = sum(each.late_count for each in found)
    value = number(view, count, tallied(everybody, "breached"))
    return Figure(view.say("figure.late"), value, tuple(details))


TALLIED = (
    "met",
    "breached",
    "pending",
    "unanswered",
    "no_target",
    "waived",
    "not_covered",
    "deleted",
)


def tally(view: View, found: Sequence[Standing]) -> Html:
    """Where every response of the period went, so that none is left out in silence."""
    counts = added_up(Counts, (each.customer.counts for each in found))
    everybody = opened_in(view.period)
    parts = [
        leading(view.say(f"tally.{name}", count=count), count, tallied(everybody, name))
        for name in TALLIED
        if (count := getattr(counts, f"{name}_count"))
    ]
    said = [
        filled(
            view.say,
            "tally.owed",
            counts.owed_count,
            number(view, counts.owed_count, everybody),
            period=view.named(view.period),
            parts=joined(", ", parts) or "–",
        )
    ]
    if counts.waived_count:
        met, gross = (tallied(everybody, name) for name in ("gross_met", "gross"))
        share, of = share_text(view, counts.gross), part_of(view, counts.gross, met, gross)
        said.append(filled(view.say, "tally.gross", share=share, counts=of))
    contest = added_up(Contest, (each.customer.contest for each in found))
    if worst := worst_case(view, contest, counts.net, everybody):
        said.append(worst)
    return joined(" ", said)


def notes(view: View) -> list[str]:
    """What share, bar, line and order mean."""
    goal = view.show.percent(view.run.goal)
    return [
        view.say("note.share"),
        view.say("note.bar"),
        view.say("note.goal", goal=goal),
        view.say("note.few", fewest=view.show.number(FEWEST)),
        view.say("note.order"),
        view.say("note.zone", zone=view.run.default_time_zone),
        clock_note(view),
    ]
