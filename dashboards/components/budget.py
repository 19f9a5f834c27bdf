"""The error budget of the running month: what may still go wrong, and where this leads."""

from collections.abc import Iterable

from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import Counts
from pipeline.marts.terms import MonthProgress
from pipeline.statistics.error_budget import ErrorBudget, Pace


def budget_lines(view: View, counts: Counts) -> list[str]:
    """How many more misses the internal goal leaves room for, and the pace.

    Nothing but for the running month, and with too few cases to speak of a share.
    """
    if not view.is_running_month or not counts.net.is_telling:
        return []
    budget = ErrorBudget(counts.net, view.run.goal)
    progress = view.ask(MonthProgress, marts.month_progress, view.running_month)[0]
    pace = budget.pace(progress.passed_seconds, progress.open_seconds)
    return [_left(view, budget, pace), *([_leads_to(view, pace)] if pace else [])]


def _left(view: View, budget: ErrorBudget, pace: Pace | None) -> str:
    goal = view.show.percent(budget.goal)
    if budget.is_kept and budget.misses_left:
        return view.say("budget.left", count=budget.misses_left, goal=goal)
    if budget.is_kept:
        return view.say("budget.last", goal=goal)
    if budget.needed is None:
        return view.say("budget.lost", goal=goal)
    is_lost = pace is not None and budget.is_out_of_reach(pace)
    key = "budget.out_of_reach" if is_lost else "budget.needed"
    return view.say(key, count=budget.needed, goal=goal)


def _leads_to(view: View, pace: Pace) -> str:
    return view.say(
        "budget.pace",
        count=pace.misses,
        gone=view.show.percent(int(pace.gone * 100) / 100),
        whole=view.show.number(pace.whole),
        allowed=view.show.number(pace.allowed),
    )


def at_the_edge(view: View, customers: Iterable[Counts]) -> int:
    """How many reach the goal and would not with one more miss."""
    budgets = [
        ErrorBudget(counts.net, view.run.goal) for counts in customers if counts.net.is_telling
    ]
    return sum(budget.is_kept and not budget.misses_left for budget in budgets)
