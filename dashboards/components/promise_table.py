"""The contract's own table, and beside each target what was reached."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from dashboards.components.contest import contested_count
from dashboards.components.severity_cell import severity_cell
from dashboards.components.shares import count_text, share_text, verdict
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.contract import PromiseLine
from pipeline.statistics.shares import Share
from pipeline.wording.promised import promised

COLUMNS = ("severity", "response", "promised", "share", "median", "p90", "max")
NUMBERS = {"share", "median", "p90", "max"}
UNCLASSIFIED = 0


def promise_table(view: View, rows: Sequence[PromiseLine]) -> None:
    """Two lines per severity, first response and follow-up; unclassified only where it occurs."""
    shown = [row for row in rows if row.severity != UNCLASSIFIED or row.counts.owed_count]
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


def _severity(view: View, lines: Sequence[PromiseLine]) -> Iterator[Html]:
    for number, line in enumerate(lines):
        yield tag(
            "tr",
            severity_cell(view, line.severity, len(lines)) if number == 0 else None,
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
            _time(view, "median", line.median_seconds, line.target_seconds),
            _within(view, line),
            _time(view, "max", line.max_seconds, line.target_seconds, _still_owed(view, line)),
        )


def _reached(view: View, line: PromiseLine) -> Html:
    share = line.counts.net
    if share.whole and share.is_telling:
        return together(
            tag("span", share_text(view, share), class_="sla-strong"),
            tag("span", _under(view, share), class_="sla-under"),
            tag("span", verdict(view, share), class_="sla-under"),
            contested_count(view, line.contest),
        )
    if share.whole:
        late = line.counts.breached_count
        missed = view.say("promise.missed", count=late)
        return together(
            tag("span", count_text(view, share), class_="sla-strong"),
            tag("span", missed, class_="sla-under sla-missed")
            if line.counts.breached_count
            else None,
            contested_count(view, line.contest),
        )
    if line.counts.no_target_count:
        return tag("span", view.say("promise.no_target", count=line.counts.no_target_count))
    return tag("span", view.say("promise.nothing"), class_="sla-muted")


def _under(view: View, share: Share) -> str:
    return f"{count_text(view, share)} · {view.show.interval(share)}"


def _within(view: View, line: PromiseLine) -> Html:
    """The time within which 90 % lie; of too few closed responses their number instead."""
    if line.p90_seconds is not None or not line.closed_count:
        return _time(view, "p90", line.p90_seconds, line.target_seconds)
    return tag(
        "td",
        tag("span", view.say("promise.p90_few", count=line.closed_count), class_="sla-muted"),
        class_="sla-number sla-time",
        data_label=view.say("promise.p90"),
    )


def _still_owed(view: View, line: PromiseLine) -> Html | None:
    """The longest of those that are still owed."""
    if line.max_owed_seconds is None:
        return None
    time = _told(view, line.max_owed_seconds, line.target_seconds)
    return tag("span", f"{view.say('promise.max_owed')}: ", time, class_="sla-under")


def _time(
    view: View, name: str, seconds: int | None, target: int | None, under: Html | None = None
) -> Html:
    is_nothing = seconds is None and under is None
    return tag(
        "td",
        tag("span", "–", class_="sla-muted") if seconds is None else _told(view, seconds, target),
        under,
        class_="sla-number sla-time" + (" sla-nothing" if is_nothing else ""),
        data_label=view.say(f"promise.{name}"),
    )


def _told(view: View, seconds: int, target: int | None) -> Html:
    """A time; marked where it is longer than promised."""
    shown = view.show.elapsed(seconds)
    if target is None or seconds <= target:
        return tag("span", shown)
    mark = tag("span", "◆ ", role="img", aria_label=view.say("promise.over"))
    return tag("span", mark, shown, class_="sla-missed")
