"""What a scenario would have changed: before and after, which verdicts flip, what they share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import streamlit as st

from dashboards import address
from dashboards.components import heading
from dashboards.components.table import Column, show_table, under
from dashboards.components.team.team_words import weekday_name
from dashboards.components.told_table import told_table
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts import scenarios
from pipeline.marts.periods import parse
from pipeline.marts.records import records
from pipeline.marts.scenarios import About, By, Flip, Flipped, Judged, Trait
from pipeline.reports.document import Cell, Row, Table
from pipeline.reports.document import Column as Told
from pipeline.statistics.shares import Share
from pipeline.wording.channels import channel

GROUPS: Sequence[By] = ("customer", "severity", "month")
WAYS: Sequence[Flip] = ("newly_late", "no_longer_late")
MOST = 500
"""So many flipped responses are asked for; the file has all."""


def what_if_result(view: View, about: About, file: Path) -> None:
    """The result, under a word that it is a scenario's."""
    total = next(iter(records(scenarios.judged(view.scope, file, "all"), Judged)), None)
    heading.section(_message(view, about, total), *_notes(view, about))
    with st.expander(view.say("what_if.terms")):
        st.code(about.text, language="yaml")
    if total is None:
        return
    if said := " ".join(_in_common(view, file)):
        heading.note(said)
    for by in GROUPS:
        told_table(view, _table(view, file, by), f"what-if-{by}")
    _flips(view, file, total)


def _message(view: View, about: About, total: Judged | None) -> str:
    name = about.name
    if total is None or not total.flipped_count:
        return view.say("what_if.nothing", name=name)
    before, after = total.before, total.after
    return view.say(
        "what_if.message",
        count=total.flipped_count,
        name=name,
        was=view.tell.share(before, after),
        now=view.tell.share(after, before),
    )


def _notes(view: View, about: About) -> Iterator[str]:
    yield view.say("what_if.label", as_of=view.show.full_moment(about.as_of))
    if about.run_id != view.run.run_id:
        yield view.say("what_if.outdated")


def _in_common(view: View, file: Path) -> Iterator[str]:
    for flip in WAYS:
        for each in records(scenarios.in_common(view.scope, file, flip), Trait):
            yield view.say(
                f"what_if.common.{flip}",
                count=each.all_flipped_count,
                part=view.show.number(each.flipped_count),
                trait=_trait(view, each),
                usual=view.show.number(each.response_count),
                all=view.show.number(each.all_response_count),
            )


def _trait(view: View, each: Trait) -> str:
    called = _CALLED.get(each.trait)
    return called(view, each.group) if called else each.group_name or each.group


def _hour(view: View, written: str) -> str:
    hour = int(written)
    return view.say("what_if.hour", begins=f"{hour:02}", ends=f"{(hour + 1) % 24:02}")


def _month(view: View, written: str) -> str:
    month = parse(written)
    return view.named(month) if month else written


_CALLED: Mapping[str, Callable[[View, str], str]] = {
    "severity": lambda view, group: view.severity(int(group)),
    "metric": lambda view, group: view.say(f"metric.{group}"),
    "channel": lambda view, group: channel(view.say, group),
    "weekday": lambda view, group: weekday_name(view, int(group)),
    "hour": _hour,
    "month": _month,
}
"""What groups are called whose name no table holds."""


def _table(view: View, file: Path, by: By) -> Table:
    rows = records(scenarios.judged(view.scope, file, by), Judged)
    if by == "severity":
        order = {str(number): place for place, number in enumerate(view.severities)}
        rows.sort(key=lambda each: order.get(each.group, len(order)))
    say = view.say
    return Table(
        say(f"what_if.by.{by}"),
        say("what_if.caption", by=say(f"what_if.by.{by}")),
        (
            Told(say(f"what_if.by.{by}"), width=2),
            Told(say("what_if.published"), "share"),
            Told(say("what_if.scenario"), "share"),
            Told(say("what_if.newly_late"), "count"),
            Told(say("what_if.no_longer_late"), "count"),
            Told(say("what_if.flipped"), "count"),
        ),
        view.tell.rows(rows, lambda each: _row(view, by, each)),
    )


def _row(view: View, by: By, each: Judged) -> Row:
    tell = view.tell
    return Row(
        (
            Cell(_name(view, by, each), tone="strong"),
            _share(view, each.before, each.after),
            _share(view, each.after, each.before),
            tell.count_cell(each.newly_late_count, "late"),
            tell.count_cell(each.no_longer_late_count),
            tell.count_cell(each.flipped_count),
        )
    )


def _name(view: View, by: By, each: Judged) -> str:
    called = _CALLED.get(by)
    return called(view, each.group) if called else each.group_name or each.group


def _share(view: View, share: Share, beside: Share) -> Cell:
    """In one line, so that what changed is found by running down the column."""
    told, counts = view.tell.share(share, beside), view.tell.counts(share)
    is_share = share.whole and told != counts
    return Cell(f"{told} ({counts})" if is_share else told, tone="" if share.whole else "muted")


def _flips(view: View, file: Path, total: Judged) -> None:
    if not total.flipped_count:
        return
    say = view.say
    heading.section(say("what_if.flips", count=total.flipped_count))
    found = records(scenarios.flipped(view.scope, file, MOST), Flipped)
    columns = [
        Column(say("column.ticket")),
        Column(say("column.customer")),
        Column(say("what_if.published")),
        Column(say("what_if.scenario")),
    ]

    def made(each: Flipped) -> tuple[Html, str, Html, Html]:
        link = tag("a", each.code, href=address.response(each.response_id))
        about = f"{view.severity(each.severity)} · {say(f'metric.{each.metric}')}"
        return (
            under(link, f"{about} · {view.show.exact_moment(each.opened_at)}"),
            each.customer_name,
            _verdict(view, each.outcome, each.exclusion_reason),
            _verdict(view, each.scenario_outcome, each.scenario_exclusion_reason),
        )

    show_table(view, "what-if-flips", say("what_if.flips_caption"), columns, found, made)
    if total.flipped_count > MOST:
        heading.note(say("what_if.most", most=view.show.number(MOST)))


def _verdict(view: View, outcome: str, excluded: str | None) -> Html:
    return under(
        view.say(f"reckoning.{outcome}"), view.say(f"reckoning.{excluded}") if excluded else None
    )
