"""A severity in a table that has several rows of it."""

from dashboards.counts import Severity
from dashboards.markup import Html, tag
from dashboards.view import View


def severity_cell(view: View, severity: Severity, rows: int) -> Html:
    """Its number, its name and what it means, as the heading of so many rows."""
    number = view.say("promise.number", number=str(severity.severity))
    return tag(
        "th",
        tag("span", number, class_="sla-above") if severity.severity else None,
        tag("span", severity.name(view.say.language), class_="sla-strong"),
        tag("span", severity.definition(view.say.language), class_="sla-definition"),
        scope="rowgroup",
        rowspan=rows,
        class_="sla-severity",
    )
