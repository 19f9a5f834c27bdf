"""What if: a scenario's result by the address, and the form for another one."""

from collections.abc import Mapping

import streamlit as st
from babel import Locale

from dashboards import address, snapshot, what_if
from dashboards.components import heading
from dashboards.components.contract.terms_tables import METRICS
from dashboards.components.contract.what_if_result import what_if_result
from dashboards.components.filters import choice, unknown_choice
from dashboards.markdown import literal
from dashboards.view import View
from dashboards.what_if import Wishes
from pipeline.errors import VipSlaError
from pipeline.promise.effective_policy import (
    EVERYBODY,
    EffectivePolicy,
    effective_policies,
    seconds,
)
from pipeline.running import dbt
from pipeline.settings.amounts import Amount, parse_amount
from pipeline.settings.opening_hours import DAY_MINUTES, Interval
from pipeline.settings.policy import Metric, Policy
from pipeline.settings.workspace import load_settings
from pipeline.wording.names import reading
from pipeline.wording.promised import promised

OFFERED = tuple(
    parse_amount(text)
    for text in (
        *("15 minutes", "30 minutes", "1 hour", "2 hours", "4 hours", "6 hours"),
        *("1 working day", "2 working days", "3 working days", "5 working days"),
    )
)
PAUSES = ("waiting_customer", "on_hold")
COUNTRIES = ("DE", "AT", "CH")
SUBDIVISIONS = (
    *("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV"),
    *("NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"),
)
"""Of Germany."""
AS_IS = ("", "")
HALF_HOURS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)] + ["24:00"]


def what_ifs(view: View, customers: Mapping[str, str]) -> None:
    """The section, for those who see everybody alone."""
    if not view.scope.is_everybody:
        return
    workspace, say = snapshot.workspace(), view.say
    names = {name: name for name in what_if.kept(workspace)}
    answer, choosing = st.columns([7, 2], vertical_alignment="bottom")
    with answer:
        heading.section(say("what_if.title"), say("what_if.lead"))
    if warning := unknown_choice(view, "scenario", say("what_if.scenario"), names):
        heading.note(warning)
    chosen = None
    if names:
        with choosing:
            chosen = choice("scenario", say("what_if.kept"), names, say("what_if.none"))
    if found := what_if.result(workspace, chosen):
        what_if_result(view, *found)
    _form(view, customers)


def _form(view: View, customers: Mapping[str, str]) -> None:
    """A quiet line that opens to the form; once it is judged, the page shows what came of it."""
    workspace = snapshot.workspace()
    try:
        policy = load_settings(workspace).policy
    except VipSlaError as error:
        st.caption(literal(str(error)))
        return
    say = view.say
    with st.expander(say("what_if.new")):
        whose = st.selectbox(  # outside the form, as the form begins with their terms
            say("what_if.whose"),
            ["", *customers],
            format_func=lambda key: customers.get(key) or say("contract.everybody"),
            key="what-if-whose",
            width=400,
        )
        terms = _terms_of(policy, whose)
        with st.form("what-if", border=False):
            _ask(view, policy, terms, whose or None)


def _terms_of(policy: Policy, customer_id: str) -> EffectivePolicy:
    """What holds from the last change on, for everybody or for one customer."""
    owner = customer_id if customer_id in policy.customers else EVERYBODY
    return [each for each in effective_policies(policy) if each.owner == owner][-1]


def _ask(view: View, policy: Policy, terms: EffectivePolicy, customer_id: str | None) -> None:
    say = view.say
    called, _ = st.columns(2)
    with called:
        name = st.text_input(say("what_if.name"), placeholder=say("what_if.name_example"))
    targets = _targets(view, policy, terms)
    left, middle, right = st.columns(3)
    with left:
        opened = _opened(policy)
        hours = st.select_slider(
            say("what_if.hours"), sorted({*HALF_HOURS, *opened}), opened, key="what-if-hours"
        )
    with middle:
        holidays = st.selectbox(
            say("what_if.holidays"),
            [None, AS_IS, *((country, "") for country in COUNTRIES)]
            + [("DE", each) for each in SUBDIVISIONS],
            format_func=lambda place: _holidays(view, place),
        )
    with right:
        were = tuple(each for each in PAUSES if each in terms.pause_statuses)
        pauses = st.multiselect(
            say("what_if.pauses"),
            PAUSES,
            list(were),
            format_func=lambda status: say(f"contract.status_{status}"),
            placeholder=say("contract.no_pauses"),
        )
        others = [each for each in policy.readings if each != view.run.reading]
        clocks = st.selectbox(
            say("what_if.reading"),
            [None, *others],
            format_func=lambda each: reading(say, each) if each else say("what_if.as_is"),
        )
    is_asked = st.form_submit_button(say("what_if.judge"), type="primary")
    if not is_asked:
        return
    wishes = Wishes(
        targets=targets,
        customer_id=customer_id,
        pause_statuses=tuple(pauses) if set(pauses) != set(were) else None,
        hours=hours if hours != opened else None,
        holidays=None if holidays is None else (holidays[0], holidays[1] or None),
        reading=clocks,
    )
    if hours[0] == hours[1]:
        st.error(literal(say("what_if.no_hours")))
    elif wishes == Wishes(customer_id=customer_id):
        st.error(literal(say("what_if.no_wish")))
    else:
        _judge(view, name.strip(), what_if.scenario_text(policy, wishes, view.run.reading))


def _judge(view: View, name: str, text: str) -> None:
    if why := what_if.refused(snapshot.workspace(), name, text):
        st.error(literal(view.say(f"what_if.{why}", name=name)))
        return
    bar = st.progress(0.0, view.say("what_if.begins"))

    def on_model(step: dbt.Progress) -> None:
        said = view.say("what_if.step", number=str(step.number), total=str(step.total))
        bar.progress(min(1.0, step.number / max(1, step.total)), said)

    try:
        what_if.judge(snapshot.workspace(), name, text, on_model)
    except VipSlaError as error:
        bar.empty()
        st.error(literal(str(error)))
        return
    address.say("scenario", name)
    st.rerun()


def _targets(
    view: View, policy: Policy, terms: EffectivePolicy
) -> dict[tuple[int, Metric], Amount | None]:
    """Those that are not what they were."""
    day = policy.calendars[terms.calendar_id].day_seconds
    changed: dict[tuple[int, Metric], Amount | None] = {}
    for severity in policy.severities:
        for metric, place in zip(METRICS, st.columns(2), strict=True):
            today = terms.amount(severity, metric)
            offered = {seconds(each, day): each for each in (*OFFERED, *([today] if today else []))}
            options = [*(offered[each] for each in sorted(offered)), None]
            with place:
                wished = st.select_slider(
                    literal(f"{view.severity(severity)}: {view.say(f'metric.{metric}')}"),
                    options,
                    today,
                    format_func=lambda each: _amount(view, each),
                    key=f"what-if-{terms.owner}-{severity}-{metric}",
                )
            if wished != today:
                changed[severity, metric] = wished
    return changed


def _opened(policy: Policy) -> tuple[str, str]:
    """From the first opening to the last closing of Monday to Friday, or of days that are open;
    a shift that goes on past midnight closes then.
    """
    week = policy.calendars[policy.policies[-1].calendar].hours
    spans = [span for day in range(5) for span in week.get(day, ())]
    spans = spans or [span for day in week.values() for span in day]
    last = min(max(span.closes for span in spans), DAY_MINUTES)
    opens, closes = str(Interval(min(span.opens for span in spans), last)).split("-")
    return opens, closes


def _amount(view: View, amount: Amount | None) -> str:
    count = None if amount is None else float(amount.count)
    return promised(view.say, count, None if amount is None else amount.unit)


def _holidays(view: View, place: tuple[str, str] | None) -> str:
    if place is None:
        return view.say("what_if.as_is")
    country, subdivision = place
    if not country:
        return view.say("what_if.no_holidays")
    name = Locale.parse(view.say.locale).territories[country]
    return f"{name} ({subdivision})" if subdivision else view.say("what_if.national", country=name)
