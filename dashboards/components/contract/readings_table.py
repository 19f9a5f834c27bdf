"""The readings side by side: by which clock each severity runs, and what came of it."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from dashboards.components.contract.contract_words import clock_name, reading_name
from dashboards.components.shares import count_text, share_text
from dashboards.components.table import Body, Column, grouped_row, table, under
from dashboards.components.told_table import cell_html
from dashboards.markup import Html, tag, together
from dashboards.terms import by_reading, lines
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.marts.readings import ReadingLine
from pipeline.reports.telling.promise import defined_severity
from pipeline.statistics.shares import Share, are_telling
from pipeline.wording.promised import promised

UNCLASSIFIED = 0


def readings_table(view: View, lines_of: Sequence[ReadingLine]) -> None:
    """Two lines per severity, a column per reading; unclassified only where it occurs."""
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
                _line(view, columns, line, 0 if place else len(found))
                for place, line in enumerate(found)
            ]
        )
        for found in (list(found) for _, found in groupby(shown, key=lambda line: line[0].severity))
    ]
    caption = view.say("contract.readings_caption")
    total = _total(view, columns, reached)
    st.html(table(caption, columns, bodies, "promise sla-readings", total))


def _severity(
    view: View, columns: Sequence[Column], found: Sequence[Sequence[ReadingLine]]
) -> list[Html]:
    spans = (len(found), *(0 for _ in found[1:]))
    return [_line(view, columns, *each) for each in zip(found, spans, strict=True)]


def _line(view: View, columns: Sequence[Column], line: Sequence[ReadingLine], span: int) -> Html:
    first = line[0]
    promise = next((row for row in line if row.clock), first)
    told = promised(view.say, promise.amount_count, promise.amount_unit)
    return grouped_row(
        columns,
        (
            cell_html(view, defined_severity(view.tell, first.severity)),
            view.say(f"metric.{first.metric}"),
            tag("span", told, class_=None if promise.clock else "sla-muted"),
            *(_reached(view, each, [row.counts.net for row in line]) for each in line),
        ),
        span,
    )


def _of_run(view: View, reading: str) -> Html | None:
    """That this is how the run judges, where it is."""
    if reading != view.run.reading:
        return None
    return tag("span", view.say("contract.of_run"), class_="sla-under")


def _reached(view: View, row: ReadingLine, beside: Sequence[Share]) -> Html:
    share = row.counts.net
    clock = tag("span", clock_name(view, row.clock), class_="sla-under") if row.clock else None
    if not share.whole:
        said = (
            view.say("tally.no_target", count=row.counts.no_target_count)
            if row.counts.no_target_count
            else view.say("promise.nothing")
        )
        return together(tag("span", said, class_="sla-muted"), clock)
    below = share.against(view.run.goal) == "missed"
    more = f" · {count_text(view, share)}" if are_telling(*beside) else None
    return together(
        tag(
            "span",
            tag("span", "◆ ", role="img", aria_label=view.say("verdict.missed")) if below else None,
            share_text(view, share, *beside),
            class_="sla-strong sla-missed" if below else "sla-strong",
        ),
        tag("span", more, class_="sla-muted") if more else None,
        clock,
    )


def _total(view: View, columns: Sequence[Column], reached: Mapping[str, Counts]) -> Html:
    name = tag("th", view.say("contract.all"), scope="row", colspan=3, class_="sla-wide sla-strong")
    every = [counts.net for counts in reached.values()]
    cells = (
        tag(
            "td",
            under(
                tag("span", share_text(view, counts.net, *every), class_="sla-strong"),
                count_text(view, counts.net) if are_telling(*every) else None,
            ),
            class_=column.classes,
            data_label=column.name,
        )
        for column, counts in zip(columns[3:], reached.values(), strict=True)
    )
    return tag("tr", name, *cells, class_="sla-sum")
