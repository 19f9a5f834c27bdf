"""What the overview says in words: its title, its headline figures, its notes."""

from collections.abc import Iterator, Sequence
from datetime import date

from dashboards import address
from dashboards.answers import by_month
from dashboards.attention import Standing
from dashboards.components.budget import at_the_edge
from dashboards.components.change import change_detail
from dashboards.components.contested_lists import worst_case
from dashboards.components.due import clock_note, left, overdue_by, what
from dashboards.components.figures import Figure
from dashboards.components.shares import count_text, share_text, verdict
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import Contest, Counts, OpenedCounts, added_up
from pipeline.marts.rosters import NobodyPresent
from pipeline.statistics.shares import FEWEST


def title(view: View, found: Sequence[Standing]) -> tuple[str, str, str]:
    """Who needs somebody now, the next to be due, and the question."""
    waiting = [standing for standing in found if standing.overdue]
    count = sum(len(standing.overdue) for standing in waiting)
    customers = view.say("overview.customers", count=len(waiting))
    message = (
        view.say("overview.overdue", count=count, customers=customers)
        if count
        else view.say("overview.nothing_overdue")
    )
    return message, _next(view, found), view.say("overview.question")


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


def headline(view: View, found: Sequence[Standing], month: date) -> list[Figure]:
    """Now: overdue and running; the month: the share of all customers, and who reached the goal."""
    return [
        _overdue(view, found),
        _running(view, found),
        _share(view, found, month),
        _goal(view, found, month),
    ]


def _overdue(view: View, found: Sequence[Standing]) -> Figure:
    late = [response for standing in found for response in standing.overdue]
    longest = min(late, key=lambda response: response.left_seconds or 0, default=None)
    customers = sum(bool(standing.overdue) for standing in found)
    details = [view.say("figure.of_customers", count=len(found), part=view.show.number(customers))]
    if longest:
        details.append(view.say("figure.longest", time=overdue_by(view, longest)))
    return Figure(
        view.say("figure.overdue"),
        _to_at_risk(view, len(late)),
        tuple(details),
        "red" if late else "",
    )


def _running(view: View, found: Sequence[Standing]) -> Figure:
    pending = [response for standing in found for response in standing.running]
    soon = sum(response.is_due_soon for response in pending)
    unmeasured = sum(len(standing.without_target) for standing in found)
    details = [view.say("figure.soon", count=soon)]
    if unmeasured:
        details.append(view.say("figure.without_target", count=unmeasured))
    return Figure(view.say("figure.running"), _to_at_risk(view, len(pending)), tuple(details))


def _to_at_risk(view: View, count: int) -> Html:
    """The number, leading to the responses behind it."""
    return tag("a", view.show.number(count), href=address.link("at_risk"))


def _share(view: View, found: Sequence[Standing], month: date) -> Figure:
    share = added_up(Counts, (each.customer.counts for each in found)).net
    details: list[str | Html] = [verdict(view, share)]
    if share.is_telling:
        interval = view.show.interval(share)
        details.insert(0, f"{count_text(view, share)} · {interval}")
    every_month = by_month(view.ask(OpenedCounts, marts.counts_by_month))
    if change := change_detail(view, every_month, month):
        details.append(change)
    contest = added_up(Contest, (each.customer.contest for each in found))
    if contest.contested_count:
        details.append(view.say("contest.count", count=contest.contested_count))
    return Figure(
        view.say("figure.share", month=view.month(month)), share_text(view, share), tuple(details)
    )


def _goal(view: View, found: Sequence[Standing], month: date) -> Figure:
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
    if edge and month == view.running_month:
        details.append(view.say("budget.edge", count=edge))
    return Figure(
        view.say("figure.goal", goal=view.show.percent(view.run.goal)),
        met if telling else "–",
        tuple(details),
    )


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


def tally(view: View, found: Sequence[Standing], month: date) -> str:
    """Where every response of the month went, so that none is left out in silence."""
    counts = added_up(Counts, (each.customer.counts for each in found))
    parts = [
        view.say(f"tally.{name}", count=count)
        for name in TALLIED
        if (count := getattr(counts, f"{name}_count"))
    ]
    said = view.say(
        "tally.owed",
        count=counts.owed_count,
        month=view.month(month),
        parts=", ".join(parts) or "–",
    )
    if counts.waived_count:
        share = counts.gross
        told = {"share": share_text(view, share), "counts": count_text(view, share)}
        said = f"{said} {view.say('tally.gross', None, **told)}"
    contest = added_up(Contest, (each.customer.contest for each in found))
    worst = worst_case(view, contest, counts.net)
    return f"{said} {worst}" if worst else said


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
