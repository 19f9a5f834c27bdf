"""Every version of the policy: everybody's in full, a customer's own where it differs."""

from collections.abc import Iterator, Sequence

import streamlit as st

from dashboards.components.table import Body, Column, row, table, under
from dashboards.markup import Html, tag
from dashboards.terms import Terms, base_of
from dashboards.view import View
from pipeline.marts.contract import Severity
from pipeline.wording.names import calendar_name
from pipeline.wording.promised import promised

STATUSES = {"open": "reckoning.pending", "deleted": "reckoning.deleted"}
"""Statuses that are called as what becomes of a response."""
METRICS = ("first_response", "follow_up")


def versions_table(view: View, found: Sequence[Terms], severities: Sequence[Severity]) -> None:
    """A heading per version, below it a line per severity; nothing where there is no version."""
    if not found:
        return
    everybodys = [each for each in found if each.version.is_everybodys]
    columns = [
        Column(view.say("promise.severity")),
        *(Column(view.say(f"metric.{metric}")) for metric in METRICS),
    ]
    bodies = [_version(view, columns, each, everybodys, severities) for each in found]
    st.html(table(view.say("contract.versions_caption"), columns, bodies, "versions"))


def _version(
    view: View,
    columns: Sequence[Column],
    each: Terms,
    everybodys: Sequence[Terms],
    severities: Sequence[Severity],
) -> Body:
    base = None if each.version.is_everybodys else base_of(each, everybodys)
    shown = [
        severity
        for severity in severities
        if any(_says_more(each, base, severity.severity, metric) for metric in METRICS)
    ]
    made = [
        row(
            columns,
            (
                severity.name(view.say.language),
                *(_target(view, each, base, severity.severity, metric) for metric in METRICS),
            ),
        )
        for severity in shown
    ]
    rest = None
    if base is not None:
        rest = view.say("contract.as_everybody" if shown else "contract.targets_as_everybody")
    elif not shown:
        rest = view.say("contract.no_targets")
    if rest:
        cell = tag("td", rest, colspan=len(columns), class_="sla-muted sla-wide")
        made.append(tag("tr", cell))
    return Body(made, _heading(view, each, base))


def _says_more(each: Terms, base: Terms | None, severity: int, metric: str) -> bool:
    """Whether there is something to show: a target, or of own terms another one."""
    if base is None:
        return (severity, metric) in each.targets
    return each.differs(base, severity, metric)


def _heading(view: View, each: Terms, base: Terms | None) -> Html:
    version = each.version
    whose = version.customer_name or version.policy_owner
    name = view.say("contract.everybody") if version.is_everybodys else whose
    start = view.say("contract.since", start=view.show.day(version.started_date))
    parts = [name, start]
    if version.is_in_force:
        parts.append(view.say("contract.in_force"))
    return under(" · ".join(parts), " · ".join(_terms(view, each, base)))


def _terms(view: View, each: Terms, base: Terms | None) -> Iterator[str]:
    """Calendar and pauses, of a customer's own version only where they are its own."""
    version = each.version
    if base is None or base.version.calendar_id != version.calendar_id:
        name = calendar_name(view.say, version.calendar_id)
        yield view.say("contract.by_calendar", calendar=name)
    if base is None or base.version.pause_statuses != version.pause_statuses:
        statuses = (version.pause_statuses or "").split(",")
        if version.pause_statuses is None:
            yield view.say("contract.no_pauses")
        else:
            named = [_status(view, status) for status in statuses]
            yield view.say("contract.pauses", statuses=", ".join(named))


def _status(view: View, status: str) -> str:
    known = STATUSES.get(status)
    return view.say(known) if known else view.say(f"contract.status_{status}")


def _target(view: View, each: Terms, base: Terms | None, severity: int, metric: str) -> Html:
    target = each.targets.get((severity, metric))
    amount = (target.amount_count, target.amount_unit) if target else (None, None)
    said = promised(view.say, *amount)
    own = base is not None and _says_more(each, base, severity, metric)
    return under(
        tag("span", said, class_="sla-strong" if own else None if target else "sla-muted"),
        view.say("contract.own") if own else None,
    )
