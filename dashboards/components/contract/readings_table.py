"""The readings side by side: by which clock each severity runs, and what came of it."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from dashboards.components.contract.contract_words import clock_name, reading_name
from dashboards.components.shares import count_text, share_text
from dashboards.components.table import Body, Column, grouped_row, table, under
from dashboards.components.told_table import cell_html
from dashboards.markup import Html, tag, together
from dashboards.selecting import counts_of, leading, tallied
from dashboards.terms import by_reading, lines
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.marts.readings import ReadingLine
from pipeline.marts.selection import Selection
from pipeline.reports.telling.promise import defined_severity
from pipeline.statistics.shares import Share, are_telling
from pipeline.wording.promised import promised

UNCLASSIFIED = 0


def readings_table(view: View, lines_of: Sequence[ReadingLine], of: Selection) -> None:
    """Two lines per severity, a column per reading; unclassified only where it occurs.

    Counts of the run's own reading lead to what they count: responses are judged by it alone.
    """
    shown = [
        line
        for line in lines(lines_of)
        if line[0].severity != UNCLASSIFIED or any(row.counts.owed_count for row in line)
    ]
    reached = by_reading(lines_of)
    names = ("severity", "response", "promised")
    columns = [
        *(Column(view.say(f"promise.{name}")) for name in names),
        *(
            Column(
                reading_name(view, reading),
                is_number=True,
                kind="sla-reading",
                below=_of_run(view, reading),
            )
            for reading in reached
        ),
    ]
    bodies = [
        Body(
            [
                _line(view, columns, line, 0 if place else len(found), of)
                for place, line in enumerate(found)
            ]
        )
        for found in (list(found) for _, found in groupby(shown, key=lambda line: line[0].severity))
    ]
    caption = view.say("contract.readings_caption")
    total = _total(view, columns, reached, of)
    st.html(table(caption, columns, bodies, "promise sla-readings", total))


def _line(
    view: View,
    columns: Sequence[Column],
    line: Sequence[ReadingLine],
    span: int,
    of: Selection,
) -> Html:
    first = line[0]
    promise = next((row for row in line if row.clock), first)
    told = promised(view.say, promise.amount_count, promise.amount_unit)
    own = of.narrowed({"severity": (str(first.severity),), "metric": (first.metric,)})
    return grouped_row(
        columns,
        (
            cell_html(view, defined_severity(view.tell, first.severity)),
            view.say(f"metric.{first.metric}"),
            tag("span", told, class_=None if promise.clock else "sla-muted"),
            *(_reached(view, each, [row.counts.net for row in line], own) for each in line),
        ),
        span,
    )


def _of_run(view: View, reading: str) -> Html | None:
    """That this is how the run judges, where it is."""
    if reading != view.run.reading:
        return None
    return tag("span", view.say("contract.of_run"), class_="sla-under")


def _reached(view: View, row: ReadingLine, beside: Sequence[Share], own: Selection) -> Html:
    share = row.counts.net
    clock = tag("span", clock_name(view, row.clock), class_="sla-under") if row.clock else None
    if not share.whole:
        said: str = view.say("promise.nothing")
        if count := row.counts.no_target_count:
            said = view.say("tally.no_target", count=count)
            if row.reading == view.run.reading:
                said = leading(said, count, tallied(own, "no_target"))
        return together(tag("span", said, class_="sla-muted"), clock)
    below = share.against(view.run.goal) == "missed"
    counts = _counts(view, row.reading, share, own)
    is_telling = are_telling(*beside)
    return together(
        tag(
            "span",
            tag("span", "◆ ", role="img", aria_label=view.say("verdict.missed")) if below else None,
            share_text(view, share, *beside) if is_telling else counts,
            class_="sla-strong sla-missed" if below else "sla-strong",
        ),
        tag("span", " · ", counts, class_="sla-muted") if is_telling else None,
        clock,
    )


def _counts(view: View, reading: str, share: Share, own: Selection) -> str | Html:
    is_of_run = reading == view.run.reading
    return counts_of(view, share, own) if is_of_run else count_text(view, share)


def _total(
    view: View, columns: Sequence[Column], reached: Mapping[str, Counts], of: Selection
) -> Html:
    name = tag("th", view.say("contract.all"), scope="row", colspan=3, class_="sla-wide sla-strong")
    every = [counts.net for counts in reached.values()]
    cells = (
        tag(
            "td",
            under(
                tag("span", share_text(view, counts.net, *every), class_="sla-strong"),
                _counts(view, reading, counts.net, of),
            )
            if are_telling(*every)
            else _counts(view, reading, counts.net, of),
            class_=column.classes,
            data_label=column.name,
        )
        for column, (reading, counts) in zip(columns[3:], reached.items(), strict=True)
    )
    return tag("tr", name, *cells, class_="sla-sum")
