"""What may be contested: a word beside the share, and the list that it leads to."""

from collections.abc import Sequence

from dashboards import address
from dashboards.components import heading
from dashboards.components.told_table import told_table
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.compliance import Contest
from pipeline.marts.contest import Contested
from pipeline.reports.telling.contest import contested_table
from pipeline.statistics.shares import Share
from pipeline.wording import contest as wording

LIST = ".sla-contested"


def contested_count(view: View, contest: Contest) -> Html | None:
    """How many may be contested; nothing for none."""
    if not contest.contested_count:
        return None
    return tag("span", view.say("contest.count", count=contest.contested_count), class_="sla-under")


def worst_case(view: View, contest: Contest, net: Share) -> str | None:
    """How many, and what the share would be at its worst; None where there are none."""
    if not contest.contested_count:
        return None
    return wording.worst_case(view.say, view.show, contest.contested_count, contest.worst, net)


def worst_case_link(view: View, contest: Contest, net: Share) -> Html | None:
    """The same, leading to the list below on the page."""
    said = worst_case(view, contest, net)
    if said is None:
        return None
    to_list = tag("a", view.say("contested.to_list"), href=address.here(), data_sla_to=LIST)
    return together(f"{said} ", to_list)


def contested_lists(view: View, found: Sequence[Contested]) -> None:
    """What weighs in the worst case, and apart from it what questions the rest of the promise."""
    against = [each for each in found if each.is_counted_against]
    beyond = [each for each in found if not each.is_counted_against]
    if against:
        responses = len({each.response_id for each in against})
        heading.section(view.say("contested.title", count=responses), view.say("contest.meaning"))
        told_table(view, contested_table(view.tell, against), "contested")
    if beyond:
        heading.section(view.say("contested.beyond", count=len(beyond)), view.say("contest.beyond"))
        told_table(view, contested_table(view.tell, beyond), "contested-beyond")
