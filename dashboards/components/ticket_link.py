"""A ticket by its subject, leading to its page; below it its number, leading to the help desk."""

from dashboards import address
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.tickets import OnTicket
from pipeline.web_address import is_web


def ticket_link(view: View, each: OnTicket, *more: str, response_id: str | None = None) -> Html:
    """The link, and below it the number and what else is to be said, e.g. the channel.

    To one of the ticket's responses where its id is told.
    """
    page = address.link("ticket", ticket=each.ticket)
    href = address.response(response_id) if response_id else page
    is_told_above = not each.subject and not is_web(each.url)
    under = [*([] if is_told_above else [numbered(view, each.number, each.url)]), *more]
    spaced = [part for said in under for part in (" · ", said)][1:]
    return together(
        tag("a", each.subject or each.number, href=href),
        tag("span", *spaced, class_="sla-under") if spaced else None,
    )


def numbered(view: View, code: str, url: str | None) -> Html:
    """A ticket's number, which leads to the help desk where that is known."""
    if not is_web(url):
        return together(code)
    mark = tag("span", " ↗", aria_hidden="true")
    said = tag("span", f", {view.say('ticket_link.help_desk')}", class_="sla-hidden")
    return tag(
        "a", code, mark, said, href=url, target="_blank", rel="noopener", class_="sla-nowrap"
    )


def help_desk(view: View, url: str | None) -> Html | None:
    """A link to the help desk; None where there is no address, or one that is not of the web."""
    if not is_web(url):
        return None
    said = view.say("ticket_link.help_desk")
    return tag("a", said, href=url, target="_blank", rel="noopener")
