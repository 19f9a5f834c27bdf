"""What may be contested: a word beside the share, and the list that it leads to."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address, alone
from dashboards.components import heading
from dashboards.components.long_table import first_rows, others
from dashboards.components.table import Cells, Column, table
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.compliance import Contest
from pipeline.marts.contest import Contested
from pipeline.wording import contest as wording

COLUMNS = ("ticket", "reason", "promise", "opened_at", "happened_at", "by")
LIST = ".sla-contested"


def contested_count(view: View, contest: Contest) -> Html | None:
    """How many may be contested; nothing for none."""
    if not contest.contested_count:
        return None
    return tag("span", view.say("contest.count", count=contest.contested_count), class_="sla-under")


def worst_case(view: View, contest: Contest) -> str | None:
    """How many, and what the share would be at its worst; None where there are none."""
    if not contest.contested_count:
        return None
    return wording.worst_case(view.say, view.show, contest.contested_count, contest.worst)


def worst_case_link(view: View, contest: Contest) -> Html | None:
    """The same, leading to the list below on the page."""
    said = worst_case(view, contest)
    if said is None:
        return None
    to_list = tag("a", view.say("contested.to_list"), href=address.here(), data_sla_to=LIST)
    return together(f"{said} ", to_list)


def contested_lists(view: View, found: Sequence[Contested]) -> None:
    """What weighs in the worst case, and apart from it what questions the rest of the promise."""
    against = [each for each in found if each.is_counted_against]
    beyond = [each for each in found if not each.is_counted_against]
    if against:
        responses = len({each.response_id for each in against})
        heading.section(view.say("contested.title", count=responses), view.say("contest.meaning"))
        _table(view, against, view.say("contest.caption"), "contested")
    if beyond:
        heading.section(view.say("contested.beyond", count=len(beyond)), view.say("contest.beyond"))
        _table(view, beyond, view.say("contest.beyond_caption"), "contested-beyond")


def _table(view: View, found: Sequence[Contested], caption: str, name: str) -> None:
    columns = [Column(view.say(f"contested.{each}")) for each in COLUMNS]
    shown = first_rows(found)
    more = others(view, len(found) - len(shown), len(columns))
    rows = alone.rows(view, shown, lambda each: _row(view, each), len(columns))
    st.html(table(caption, columns, rows, name, more))


def _row(view: View, each: Contested) -> Cells:
    return (
        ticket_link(view, each, response_id=each.response_id),
        together(
            wording.reason(view.say, each.reason),
            tag("span", _verdict(view, each), class_="sla-under"),
        ),
        together(
            view.severity(each.severity),
            tag("span", view.say(f"metric.{each.metric}"), class_="sla-under"),
        ),
        view.show.moment(each.opened_at),
        view.show.moment(each.contested_at) if each.contested_at else "–",
        tag(
            "span",
            wording.actor(view.say, each.contested_by, each.reason),
            class_=None if each.contested_by else "sla-muted",
        ),
    )


def _verdict(view: View, each: Contested) -> str:
    if each.exclusion_reason:
        return view.say(f"late.{each.exclusion_reason}")
    return view.say("contested.verdict", verdict=view.say(f"reckoning.{each.outcome}"))
