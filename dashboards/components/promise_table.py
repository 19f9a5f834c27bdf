"""The contract's own table, and beside each target what was reached."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from dashboards.components.severity_cell import severity_cell
from dashboards.components.shares import count_text, share_text, verdict
from dashboards.counts import PromiseRow
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.shares import Share
from pipeline.wording.promised import promised

COLUMNS = ("severity", "response", "promised", "share", "median", "p90", "max")
NUMBERS = {"share", "median", "p90", "max"}
UNCLASSIFIED = 0


def promise_table(view: View, rows: Sequence[PromiseRow]) -> None:
    """Two lines per severity, first response and follow-up; unclassified only where it occurs."""
    shown = [row for row in rows if row.severity != UNCLASSIFIED or row.owed_count]
    head = [
        tag(
            "th",
            view.say(f"promise.{name}"),
            scope="col",
            class_="sla-number" if name in NUMBERS else f"sla-col-{name}",
        )
        for name in COLUMNS
    ]
    st.html(
        tag(
            "table",
            tag("caption", view.say("promise.caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *head)),
            *(
                tag("tbody", *_severity(view, list(lines)))
                for _, lines in groupby(shown, key=lambda row: row.severity)
            ),
            class_="sla-table sla-promise",
        )
    )


def _severity(view: View, lines: Sequence[PromiseRow]) -> Iterator[Html]:
    for number, line in enumerate(lines):
        yield tag(
            "tr",
            severity_cell(view, line, len(lines)) if number == 0 else None,
            tag("th", view.say(f"metric.{line.metric}"), scope="row", class_="sla-metric"),
            tag(
                "td",
                promised(view.say, line.amount_count, line.amount_unit),
                tag("span", view.say(f"clock.{line.clock}"), class_="sla-under")
                if line.clock and line.clock != "business"
                else None,
                data_label=view.say("promise.promised"),
                class_="" if line.target_seconds else "sla-muted",
            ),
            tag(
                "td",
                _reached(view, line),
                class_="sla-number",
                data_label=view.say("promise.share"),
            ),
            *(
                _time(view, name, seconds, line.target_seconds)
                for name, seconds in (
                    ("median", line.median_seconds),
                    ("p90", line.p90_seconds),
                    ("max", line.max_seconds),
                )
            ),
        )


def _reached(view: View, line: PromiseRow) -> Html:
    share = line.net
    if share.whole and share.is_telling:
        return together(
            tag("span", share_text(view, share), class_="sla-strong"),
            tag("span", _under(view, share), class_="sla-under"),
            tag("span", verdict(view, share), class_="sla-under"),
        )
    if share.whole:
        missed = view.say("promise.missed", count=line.breached_count)
        return together(
            tag("span", count_text(view, share), class_="sla-strong"),
            tag("span", missed, class_="sla-under sla-missed") if line.breached_count else None,
        )
    if line.no_target_count:
        return tag("span", view.say("promise.no_target", count=line.no_target_count))
    return tag("span", view.say("promise.nothing"), class_="sla-muted")


def _under(view: View, share: Share) -> str:
    return f"{count_text(view, share)} · {view.show.interval(share)}"


def _time(view: View, name: str, seconds: int | None, target: int | None) -> Html:
    is_over = seconds is not None and target is not None and seconds > target
    shown = "–" if seconds is None else view.show.elapsed(seconds)
    tone = "sla-muted" if seconds is None else "sla-missed" if is_over else None
    mark = tag("span", "◆ ", role="img", aria_label=view.say("promise.over")) if is_over else None
    return tag(
        "td",
        tag("span", mark, shown, class_=tone),
        class_="sla-number sla-time" + (" sla-nothing" if seconds is None else ""),
        data_label=view.say(f"promise.{name}"),
    )
