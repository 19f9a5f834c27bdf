"""The readings side by side: by which clock each severity runs, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import streamlit as st

from dashboards.components.contract.message import counted, reading_name
from dashboards.components.severity_cell import severity_cell
from dashboards.components.shares import count_text, share_text
from dashboards.markup import Html, tag, together
from dashboards.terms import by_reading, lines
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.marts.readings import ReadingLine
from pipeline.wording.promised import promised

UNCLASSIFIED = 0


def readings_table(view: View, rows: Sequence[ReadingLine]) -> None:
    """Two lines per severity, a column per reading; unclassified only where it occurs."""
    shown = [
        line
        for line in lines(rows)
        if line[0].severity != UNCLASSIFIED or any(row.counts.owed_count for row in line)
    ]
    reached = by_reading(rows)
    head = [view.say(f"contract.{name}") for name in ("severity", "response", "promised")]
    st.html(
        tag(
            "table",
            tag("caption", view.say("contract.readings_caption"), class_="sla-hidden"),
            tag(
                "thead",
                tag(
                    "tr",
                    *(tag("th", name, scope="col") for name in head),
                    *(
                        tag("th", _reading(view, reading), scope="col", class_="sla-number")
                        for reading in reached
                    ),
                ),
            ),
            *(
                tag("tbody", *_severity(view, list(found)))
                for _, found in groupby(shown, key=lambda line: line[0].severity)
            ),
            _total(view, reached),
            class_="sla-table sla-promise sla-readings",
        )
    )


def _reading(view: View, reading: str) -> Html:
    of_run = view.say("contract.of_run") if reading == view.run.reading else None
    return together(
        reading_name(view, reading), tag("span", of_run, class_="sla-under") if of_run else None
    )


def _severity(view: View, found: Sequence[Sequence[ReadingLine]]) -> Iterator[Html]:
    for number, line in enumerate(found):
        first = line[0]
        promise = next((row for row in line if row.clock), first)
        yield tag(
            "tr",
            severity_cell(view, first.severity, len(found)) if number == 0 else None,
            tag("th", view.say(f"metric.{first.metric}"), scope="row", class_="sla-metric"),
            tag(
                "td",
                promised(view.say, promise.amount_count, promise.amount_unit),
                data_label=view.say("contract.promised"),
                class_="sla-wide" if promise.clock else "sla-wide sla-muted",
            ),
            *(
                tag(
                    "td",
                    _reached(view, row),
                    class_="sla-number sla-reading",
                    data_label=reading_name(view, row.reading),
                )
                for row in line
            ),
        )


def _reached(view: View, row: ReadingLine) -> Html:
    share = row.counts.net
    clock = (
        tag("span", view.say(f"contract.on_{row.clock}"), class_="sla-under") if row.clock else None
    )
    if not share.whole:
        said = (
            view.say("promise.no_target", count=row.counts.no_target_count)
            if row.counts.no_target_count
            else view.say("promise.nothing")
        )
        return together(tag("span", said, class_="sla-muted"), clock)
    below = share.against(view.run.goal) == "missed"
    more = f" · {count_text(view, share)}" if share.is_telling else None
    return together(
        tag(
            "span",
            tag("span", "◆ ", role="img", aria_label=view.say("verdict.missed")) if below else None,
            share_text(view, share),
            class_="sla-strong sla-missed" if below else "sla-strong",
        ),
        tag("span", more, class_="sla-muted") if more else None,
        clock,
    )


def _total(view: View, reached: Mapping[str, Counts]) -> Html:
    cells = [
        tag(
            "td",
            tag("span", share_text(view, counts.net), class_="sla-strong"),
            tag("span", counted(view, counts), class_="sla-under")
            if counts.net.is_telling
            else None,
            class_="sla-number sla-reading",
            data_label=reading_name(view, reading),
        )
        for reading, counts in reached.items()
    ]
    name = tag("th", view.say("contract.all"), scope="row", colspan=3, class_="sla-wide sla-strong")
    return tag("tfoot", tag("tr", name, *cells, class_="sla-sum"))
