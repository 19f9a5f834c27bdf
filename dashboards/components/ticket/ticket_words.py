"""What the page of one ticket says in words."""

from collections import Counter

from dashboards import address
from dashboards.answers import customer_names
from dashboards.components.ticket_link import help_desk
from dashboards.markup import Html, filled, joined, tag, together
from dashboards.selecting import leading, number
from dashboards.ticket_history import Conversation
from dashboards.view import View
from pipeline.explanation import Explanation, told
from pipeline.marts.selection import Selection

OUTCOMES = ("breached", "met", "pending", "unanswered", "no_target")


def title(view: View, found: Conversation, selected: Explanation) -> tuple[str, str, str]:
    """The verdict on the selected response, the ticket, and the question."""
    response = selected.response
    lead = view.say(
        "ticket.lead",
        subject=response.subject or response.number,
        metric=view.say(f"metric.{response.metric}"),
        severity=view.severity(response.severity),
        number=str(response.cycle_number),
        count=len(found.explanations),
    )
    verdict = told(selected, view.say.language).verdict.removesuffix(".")
    return verdict, lead, view.say("ticket.question")


def whose(view: View, found: Conversation) -> Html:
    """Whose ticket it is, with a link to the customer and one to the help desk."""
    response = found.explanations[0].response
    customer = tag(
        "a",
        response.customer_name,
        href=address.link("customer", customer=response.customer_id),
    )
    parts = [customer, f" · {view.say('ticket.id', code=found.code, source=found.source)}"]
    if desk := help_desk(view, response.url):
        parts += [" · ", desk]
    return together(*parts)


def responses(view: View, found: Conversation) -> str | Html:
    """How many responses were owed in all, and what came of them."""
    counts = Counter(each.response.outcome for each in found.explanations)
    told = {
        outcome: view.say(f"tally.{outcome}", count=counts[outcome])
        for outcome in OUTCOMES
        if counts[outcome]
    }
    whole = len(found.explanations)
    if found.explanations[0].response.customer_id not in customer_names(view):
        return view.say("ticket.responses", whole, parts=", ".join(told.values()))
    own = Selection.of(None, {"ticket": (found.key,)})
    parts = (
        leading(said, counts[outcome], own.narrowed({"outcome": (outcome,)}))
        for outcome, said in told.items()
    )
    owed = number(view, whole, own)
    return filled(view.say, "ticket.responses", whole, owed, parts=joined(", ", parts))


def timeline_notes(view: View, found: Conversation) -> list[str]:
    """How to read the picture, and on which clock it is."""
    zone = found.explanations[0].response.time_zone
    return [view.say("ticket.timeline.how"), view.say("ticket.timeline.zone", zone=zone)]
