"""Every version of the policy: everybody's in full, a customer's own where it differs."""

from collections.abc import Iterator, Sequence

import streamlit as st

from dashboards.markup import Html, tag, together
from dashboards.terms import Terms, base_of
from dashboards.view import View
from pipeline.marts.contract import Severity
from pipeline.wording.promised import promised

METRICS = ("first_response", "follow_up")


def versions_table(view: View, found: Sequence[Terms], severities: Sequence[Severity]) -> None:
    """A heading per version, below it a line per severity; nothing where there is no version."""
    if not found:
        return
    everybodys = [each for each in found if each.version.is_everybodys]
    head = [view.say("contract.severity"), *(view.say(f"metric.{metric}") for metric in METRICS)]
    st.html(
        tag(
            "table",
            tag("caption", view.say("contract.versions_caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head))),
            *(tag("tbody", *_version(view, each, everybodys, severities)) for each in found),
            class_="sla-table sla-versions",
        )
    )


def _version(
    view: View, each: Terms, everybodys: Sequence[Terms], severities: Sequence[Severity]
) -> Iterator[Html]:
    base = None if each.version.is_everybodys else base_of(each, everybodys)
    yield tag(
        "tr",
        tag("th", _heading(view, each, base), colspan=3, scope="rowgroup"),
        class_="sla-group",
    )
    shown = [
        severity
        for severity in severities
        if any(_says_more(each, base, severity.severity, metric) for metric in METRICS)
    ]
    for severity in shown:
        yield tag(
            "tr",
            tag("th", severity.name(view.say.language), scope="row", class_="sla-wide"),
            *(_target(view, each, base, severity.severity, metric) for metric in METRICS),
        )
    if base is not None:
        rest = view.say("contract.as_everybody" if shown else "contract.targets_as_everybody")
        yield tag("tr", tag("td", rest, colspan=3, class_="sla-muted sla-wide"))
    elif not shown:
        yield tag("tr", tag("td", view.say("contract.no_targets"), colspan=3, class_="sla-wide"))


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
    return together(
        " · ".join(parts), tag("span", " · ".join(_terms(view, each, base)), class_="sla-under")
    )


def _terms(view: View, each: Terms, base: Terms | None) -> Iterator[str]:
    """Calendar and pauses, of a customer's own version only where they are its own."""
    version = each.version
    if base is None or base.version.calendar_id != version.calendar_id:
        yield view.say("contract.by_calendar", calendar=version.calendar_id)
    if base is None or base.version.pause_statuses != version.pause_statuses:
        statuses = (version.pause_statuses or "").split(",")
        if version.pause_statuses is None:
            yield view.say("contract.no_pauses")
        else:
            named = [view.say(f"contract.status_{status}") for status in statuses]
            yield view.say("contract.pauses", statuses=", ".join(named))


def _target(view: View, each: Terms, base: Terms | None, severity: int, metric: str) -> Html:
    target = each.targets.get((severity, metric))
    amount = (target.amount_count, target.amount_unit) if target else (None, None)
    said = promised(view.say, *amount)
    own = base is not None and _says_more(each, base, severity, metric)
    return tag(
        "td",
        tag("span", said, class_="sla-strong" if own else None if target else "sla-muted"),
        tag("span", view.say("contract.own"), class_="sla-under") if own else None,
        data_label=view.say(f"metric.{metric}"),
    )
