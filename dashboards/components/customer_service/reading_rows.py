"""The usual and the literal reading side by side, for the severities where they part most."""

from collections.abc import Sequence

import streamlit as st

from dashboards.components.contract.message import reading_name
from dashboards.components.shares import MARKS, count_text, share_text
from dashboards.components.table import Column, table
from dashboards.counts import Counts
from dashboards.markup import Html, tag, together
from dashboards.terms import ReadingRow, by_reading, lines
from dashboards.view import View
from pipeline.wording.promised import promised


def title(view: View, rows: Sequence[ReadingRow]) -> str:
    """What each reading makes of the month."""
    told = [
        view.say(
            "service.readings_part",
            share=share_text(view, counts.net),
            reading=reading_name(view, reading),
        )
        for reading, counts in by_reading(rows).items()
        if counts.net.whole
    ]
    if not told:
        return view.say("service.readings_nothing")
    return view.say("service.readings_title", parts=", ".join(told))


def reading_rows(view: View, rows: Sequence[ReadingRow]) -> None:
    """A row per severity and metric, a column per reading."""
    columns = [
        Column(view.say("service.readings_promise"), is_wide=True),
        Column(view.say("promise.promised"), is_wide=True),
        *(Column(reading_name(view, row.reading), is_number=True) for row in lines(rows)[0]),
    ]
    cells = [
        (
            together(
                view.severity(line[0].severity),
                tag("span", view.say(f"metric.{line[0].metric}"), class_="sla-under"),
            ),
            promised(view.say, line[0].amount_count, line[0].amount_unit),
            *(_reached(view, row) for row in line),
        )
        for line in lines(rows)
    ]
    st.html(table(view.say("service.readings_caption"), columns, cells, "reading-rows"))


def _reached(view: View, row: ReadingRow) -> Html:
    clock = view.say(f"contract.on_{row.clock}") if row.clock else view.say("promised.none")
    return together(_share(view, row), tag("span", clock, class_="sla-under"))


def _share(view: View, counts: Counts) -> Html:
    share = counts.net
    if not share.whole:
        return tag("span", view.say("promise.nothing"), class_="sla-muted")
    if not share.is_telling:
        return tag("span", count_text(view, share), class_="sla-strong")
    said = share.against(view.run.goal)
    mark = tag("span", f"{MARKS[said]} ", role="img", aria_label=view.say(f"verdict.{said}"))
    tone = "sla-strong sla-missed" if said == "missed" else "sla-strong"
    under = f"{count_text(view, share)} · {view.show.interval(share)}"
    return together(
        tag("span", mark if said != "met" else None, view.show.share(share), class_=tone),
        tag("span", under, class_="sla-under"),
    )
