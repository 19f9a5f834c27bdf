"""Every response that a selection means: the filters that make it, and the list, page by page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboards import address
from dashboards.answers import customer_names
from dashboards.components.customer_charts import used_step
from dashboards.components.filters import period_filter
from dashboards.components.response_tables import TONES, promise
from dashboards.components.shares import change_note
from dashboards.components.table import Body, Cells, Column, rows, table, under
from dashboards.components.team.team_words import weekday_name
from dashboards.components.ticket_link import ticket_link
from dashboards.markdown import literal
from dashboards.markup import Html, filled, joined, tag, together
from dashboards.selecting import WORDS, leading, number, tallied
from dashboards.team_figures import UNKNOWN, WEEKDAYS
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import Counts
from pipeline.marts.owed import DUES
from pipeline.marts.responses import NEWEST_FIRST, SORTS, Listed, Met, SelectionCounts
from pipeline.marts.selection import COUNTED, FULLEST, NO, YES, Selection
from pipeline.wording.channels import channel
from pipeline.wording.durations import clock_of

PAGE_ROWS = 50
SORT, PAGE = "sort", "page"
FIRST_ROW = ("customer", "severity", "metric", "outcome", "exclusion")
"""Filters that stand on the page; the others open behind a button."""
OF_OUTCOME = {"outcome", "exclusion", "closed", "contested"}
"""Filters by what became of a response."""
TALLIED = ("met", "breached", "pending", "unanswered", "no_target", "not_covered", "deleted")
EVERY_SORT = tuple(f"{sign}{name}" for name in SORTS for sign in ("", "-"))

Options = Mapping[str, Mapping[str, str]]
"""By filter: values, and what they are called."""


def options(view: View) -> Options:
    """What may be filtered by: `due` of what is owed now alone."""
    say, met = view.say, view.ask(Met, marts.filter_values)
    unknown = say("team.unknown")

    def named(name: str) -> Mapping[str, str]:
        found = ((each.value, each.called or each.value) for each in met if each.name == name)
        return {value: unknown if called == UNKNOWN else called for value, called in found}

    outcomes = ("met", "breached", "pending", "unanswered", "no_target")
    excluded = ("not_covered", "deleted", "waived")
    ends = ("reply", "resolution", "dismissal", "deletion", "owed")
    yes_or_no = {value: say(f"responses.yes_no.{value}") for value in (YES, NO)}
    return {
        "customer": customer_names(view),
        "severity": {str(each): view.severity(each) for each in view.severities},
        "metric": {value: say(f"metric.{value}") for value in ("first_response", "follow_up")},
        "outcome": {value: say(f"report.outcome.{value}") for value in outcomes},
        "exclusion": {
            COUNTED: say("responses.counts"),
            **{value: say(f"report.outcome.{value}") for value in excluded},
        },
        "due": {value: say(f"responses.due.{value}") for value in DUES},
        "closed": {value: say(f"responses.closed.{value}") for value in ends},
        "contested": yes_or_no,
        "person": named("person"),
        "dedicated": yes_or_no,
        "agent": named("agent"),
        "channel": {value: channel(say, value) for value in named("channel")},
        "weekday": {str(day): weekday_name(view, day) for day in WEEKDAYS},
        "used": {str(each): used_step(view, each) for each in range(1, FULLEST + 1)},
        "hour": {str(hour): say("responses.hour", hour=str(hour)) for hour in range(24)},
    }


def known(view: View, selection: Selection, offered: Options) -> tuple[Selection, Sequence[str]]:
    """The selection without values that there are not, and what to say of these."""
    warnings: list[str] = []
    chosen = dict(selection.chosen)
    for name, values in selection.chosen:
        strange = [value for value in values if value not in offered.get(name, values)]
        label = view.say(f"filter.{name}")
        chosen[name] = tuple(value for value in values if value not in strange)
        told = "choice.unknown_one" if chosen[name] else "choice.unknown"
        warnings += [view.say(told, label=label, wanted=each) for each in strange]
    return Selection.of(view.period, chosen, selection.words), warnings


def selection_filters(view: View, selection: Selection, offered: Options) -> None:
    """Every filter, and above them the words that are looked for."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="responses-when"):
        st.session_state[WORDS] = selection.words  # the address decides
        st.text_input(
            view.say("responses.words"),
            key=WORDS,
            placeholder=view.say("responses.words_hint"),
            on_change=_write_words,
            width=330,
        )
        _when(view, selection)
        if selection.period:
            period_filter(view)
        elif selection.values("due"):
            _choices(view, "due", selection, offered, width=330)
    more = [name for name in offered if name not in (*FIRST_ROW, "due")]
    with st.container(horizontal=True, vertical_alignment="bottom", key="responses-filters"):
        for name in FIRST_ROW:
            _choices(view, name, selection, offered)
        in_use = sum(bool(selection.values(name)) for name in more)
        label = view.say("responses.more", count=in_use)
        with st.popover(literal(label), key="responses-more"):
            for name in more:
                _choices(view, name, selection, offered)


def _when(view: View, selection: Selection) -> None:
    """What is owed now, or what was owed in a period: the two are never mixed."""
    kinds = {"period": view.say("period.within"), "now": view.say("period.now")}
    is_now = bool(selection.values("due"))
    st.session_state["when"] = "period" if selection.period else "now" if is_now else None
    st.segmented_control(
        view.say("responses.when"),
        list(kinds),
        format_func=kinds.__getitem__,
        key="when",
        required=bool(selection.period or is_now),
        on_change=_write_when,
    )


def _write_when() -> None:
    address.forget("ticket")
    _write("due", DUES if st.session_state["when"] == "now" else ())


def _choices(
    view: View,
    name: str,
    selection: Selection,
    offered: Options,
    width: int | None = None,
) -> None:
    st.session_state[name] = list(selection.values(name))  # the address decides
    st.multiselect(
        view.say(f"filter.{name}"),
        list(offered[name]),
        format_func=offered[name].__getitem__,
        key=name,
        placeholder=view.say("filter.all"),
        on_change=lambda: _write(name, st.session_state[name]),
        width=width or "stretch",
    )


def _write_words() -> None:
    _write(WORDS, [st.session_state[WORDS].strip()] if st.session_state[WORDS].strip() else [])


def _write(name: str, values: Iterable[str]) -> None:
    address.forget(PAGE)
    address.say(name, *values)


def chosen_filters(view: View, selection: Selection, offered: Options) -> Html | None:
    """What is filtered by, each a link that takes it away; None where nothing is."""
    told: list[Html] = []
    for name, values in selection.chosen:
        if name == "due" and values == DUES:
            continue
        names = [offered.get(name, {}).get(value, value) for value in values]
        label = f"{view.say(f'filter.{name}')}: {view.show.either(names)} ×"
        without = tag("a", label, href=address.here(name, PAGE), title=view.say("filter.remove"))
        told.append(without)
    if selection.words:
        label = f"{view.say('responses.words')}: {selection.words} ×"
        told.append(tag("a", label, href=address.here(WORDS, PAGE)))
    if not told:
        return None
    every_name = (*dict(selection.chosen), WORDS, PAGE)
    every = tag("a", view.say("filter.remove_all"), href=address.here(*every_name))
    return tag("p", joined(" ", [*told, *([every] if len(told) > 1 else [])]), class_="sla-filters")


def title(view: View, selection: Selection, counts: Counts) -> str:
    """How many, and of when."""
    when = view.named(selection.period) if selection.period else view.say("responses.whenever")
    if "due" in dict(selection.chosen):
        when = view.say("period.now")
    return view.say("responses.title", count=counts.owed_count, when=when)


def tally(view: View, selection: Selection, counts: Counts) -> Html:
    """What became of them, each a narrower selection; and what has changed since."""
    parts = [
        leading(view.say(f"tally.{name}", count=count), count, tallied(selection, name))
        for name in (*TALLIED, "waived")
        if (count := getattr(counts, f"{name}_count")) and _can_narrow(selection, name)
    ]
    if compared := _compared(view, selection, counts):
        return together(joined(", ", parts), ". " if parts else "", compared)
    return joined(", ", parts)


def _compared(view: View, selection: Selection, counts: Counts) -> Html | None:
    """The same selection in the period to compare with; None where there is none."""
    if not (view.compared and selection.period):
        return None
    before = replace(selection, period=view.compared)
    [found] = view.ask(SelectionCounts, marts.response_counts, before)
    count, named = found.counts.owed_count, view.named(view.compared)
    told = filled(view.say, "responses.compared", count, number(view, count, before), period=named)
    # a share of those of one outcome says nothing
    is_share = not OF_OUTCOME & dict(selection.chosen).keys()
    change = change_note(view, counts.net, found.counts.net) if is_share else None
    return joined(" ", filter(None, [told, change]))


def _can_narrow(selection: Selection, name: str) -> bool:
    """Whether the tally's filters take nothing back that the selection asks for."""
    narrower = tallied(selection, name)
    return all(set(narrower.values(each)) <= set(values) for each, values in selection.chosen)


def sort_asked() -> str:
    """What the address sorts by."""
    asked = address.said(SORT)
    return asked if asked in EVERY_SORT else NEWEST_FIRST


def page_asked(count: int) -> int:
    """Which page the address asks for, from 1; one that there is."""
    asked = address.said(PAGE) or ""
    last = max(1, -(-count // PAGE_ROWS))
    return min(max(1, int(asked)), last) if asked.isdecimal() and asked.isascii() else 1


def responses_table(view: View, found: Sequence[Listed], sort: str) -> None:
    """A row each, its columns' names sorting the whole list."""
    if not found:
        return
    columns = list(_columns(view, sort))
    made = rows(view, columns, found, partial(_cells, view))
    st.html(table(view.say("responses.caption"), columns, [Body(made)], "responses-list"))


def _columns(view: View, sort: str) -> Iterator[Column]:
    sorted_by, is_down = sort.removeprefix("-"), sort.startswith("-")
    for name in SORTS:
        is_sorted = name == sorted_by
        other = name if is_sorted and is_down else f"-{name}" if is_sorted else name
        yield Column(
            view.say(f"responses.column.{name}"),
            is_number=name in {"elapsed", "late"},
            kind=f"sla-of-{name}",
            href=address.here(PAGE, sort=other),
            order=("descending" if is_down else "ascending") if is_sorted else None,
        )


def _cells(view: View, each: Listed) -> Cells:
    clock, day = clock_of(each.clock), each.working_day_seconds
    customer = address.link("customer", customer=each.customer_id)
    target, late = each.target_seconds, each.over_seconds
    told = partial(view.show.elapsed, clock=clock, day=day)
    excluded = each.exclusion_reason and view.say(f"excluded.{each.exclusion_reason}")
    return (
        ticket_link(view, each, response_id=each.response_id),
        tag("a", each.customer_name, href=customer),
        promise(view, each),
        channel(view.say, each.channel),
        under(view.show.day_of(each.opened_at), view.show.time_of(each.opened_at)),
        under(
            told(each.elapsed_seconds),
            None if target is None else view.say("responses.of", time=told(target)),
        ),
        tag("span", told(late), class_="sla-missed") if late and late > 0 else "–",
        under(
            tag("span", view.say(f"report.outcome.{each.outcome}"), class_=TONES.get(each.outcome)),
            excluded,
            view.say("contest.title") if each.is_contested else None,
        ),
        view.say("team.unknown") if each.responder_name == UNKNOWN else each.responder_name or "–",
    )


def pager(view: View, count: int, page: int) -> Html | None:
    """Which rows these are, and the way to those before and behind; None where all are shown."""
    if count <= PAGE_ROWS:
        return None
    first, last = (page - 1) * PAGE_ROWS + 1, min(page * PAGE_ROWS, count)
    number = view.show.number
    said = view.say("responses.rows", first=number(first), last=number(last), count=count)
    links = [
        tag("a", view.say(f"responses.{name}"), href=address.here(page=str(to)))
        for name, to in (("before", page - 1), ("behind", page + 1))
        if 1 <= to <= -(-count // PAGE_ROWS)
    ]
    return tag("p", joined(" ", [said, *links]), class_="sla-pager")
