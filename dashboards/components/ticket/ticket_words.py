"""Which ticket is meant, and what its page says in words."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboards import address
from dashboards.answers import customer_names
from dashboards.components import heading
from dashboards.components.table import Column, show_table
from dashboards.components.ticket_link import help_desk, ticket_link
from dashboards.markup import Html, filled, joined, tag, together
from dashboards.selecting import leading, number
from dashboards.ticket_history import Conversation
from dashboards.view import View
from pipeline.explanation import Explanation, told
from pipeline.marts.explanation import Response
from pipeline.marts.selection import Selection

OUTCOMES = ("breached", "met", "pending", "unanswered", "no_target")
NAME = "ticket"


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


def wanted() -> str | None:
    """The ticket or response that the address names; None for none."""
    return (address.said(NAME) or "").strip() or None


def ticket_filter(view: View, shown: str | None) -> None:
    """Where a ticket is typed in; it shows the one that is on the page."""
    st.session_state[NAME] = shown or ""  # the address decides
    st.text_input(
        view.say("ticket.find"),
        key=NAME,
        placeholder=view.say("ticket.placeholder"),
        on_change=_write,
        width=440,
    )


def _write() -> None:
    address.forget("response")
    if value := st.session_state[NAME].strip():
        address.say(NAME, value)
    else:
        address.forget(NAME)


def several(view: View, wanted: str, found: Sequence[Response]) -> None:
    """The tickets that are meant, to choose one."""
    heading.title(
        view.say("ticket.several", count=len(found), wanted=wanted),
        view.say("ticket.several_how"),
        view.say("ticket.question"),
    )
    names = ("column.ticket", "column.customer", "completeness.source")
    show_table(
        view,
        "meant",
        view.say("ticket.meant_caption"),
        [Column(view.say(name)) for name in names],
        found,
        lambda each: (ticket_link(view, each), each.customer_name, each.source),
    )


def nothing(view: View, wanted: str | None) -> None:
    """What to do without a ticket, or with one that there is not."""
    question = view.say("ticket.question")
    if wanted is None:
        heading.title(view.say("ticket.choose"), view.say("ticket.choose_how"), question)
    else:
        heading.title(
            view.say("ticket.unknown", wanted=wanted), view.say("ticket.unknown_why"), question
        )
