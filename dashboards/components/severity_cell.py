"""A severity in a table that has several rows of it."""

from dashboards.markup import Html, tag
from dashboards.view import View


def severity_cell(view: View, number: int, rows: int) -> Html:
    """Its number, its name and what it means, as the heading of so many rows."""
    severity = view.severities[number]
    numbered = view.say("promise.number", number=str(number))
    return tag(
        "th",
        tag("span", numbered, class_="sla-above") if number else None,
        tag("span", severity.name(view.say.language), class_="sla-strong"),
        tag("span", severity.definition(view.say.language), class_="sla-definition"),
        scope="rowgroup",
        rowspan=rows,
        class_="sla-severity",
    )
