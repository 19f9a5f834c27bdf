"""What may be contested: a word beside the share, and the lists of a period."""

from collections.abc import Sequence

from dashboards.components import heading
from dashboards.components.told_table import told_table
from dashboards.markup import Html, tag
from dashboards.selecting import leading, tallied
from dashboards.view import View
from pipeline.marts.compliance import Contest
from pipeline.marts.contest import Contested
from pipeline.marts.selection import Selection
from pipeline.reports.telling.contest import contested_table
from pipeline.statistics.shares import Share
from pipeline.wording import contest as wording


def contested_count(view: View, contest: Contest, selection: Selection) -> Html | None:
    """How many may be contested; nothing for none."""
    if not contest.contested_count:
        return None
    told = view.say("contest.count", count=contest.contested_count)
    return tag(
        "span",
        leading(told, contest.contested_count, tallied(selection, "contested")),
        class_="sla-under",
    )


def worst_case(view: View, contest: Contest, net: Share, selection: Selection) -> Html | None:
    """How many, and what the share would be at its worst; None where there are none."""
    count = contest.contested_count
    if not count:
        return None
    told = wording.worst_case(view.say, view.show, count, contest.worst, net)
    return leading(told, count, tallied(selection, "contested"))


def contested_lists(view: View, found: Sequence[Contested], of: Selection) -> None:
    """What weighs in the worst case, and apart from it what questions the rest of the promise."""
    against = [each for each in found if each.is_counted_against]
    beyond = [each for each in found if not each.is_counted_against]
    if against:
        responses = len({each.response_id for each in against})
        told = view.say("contested.title", count=responses)
        title = leading(told, responses, tallied(of, "contested"))
        heading.section(title, view.say("contest.meaning"))
        told_table(view, contested_table(view.tell, against), "contested")
    if beyond:
        heading.section(view.say("contested.beyond", count=len(beyond)), view.say("contest.beyond"))
        told_table(view, contested_table(view.tell, beyond), "contested-beyond")
