"""One customer: what was promised, what was reached beside it, and what is owed now."""

import streamlit as st

from dashboards import months, view
from dashboards.answers import months_on_offer, standings_in, trends
from dashboards.components import customer_message, empty, heading
from dashboards.components.filters import customer_filter, month_filter, unknown_month
from dashboards.components.owed_table import owed_table
from dashboards.components.promise_table import promise_table
from dashboards.components.reckoning import reckoning
from dashboards.components.trend_chart import trend_alt, trend_chart, trend_message
from dashboards.counts import PromiseRow
from pipeline import marts

viewer = view.current()
offered = months_on_offer(viewer)
if warning := unknown_month(viewer, offered):
    st.warning(warning)
say = viewer.say
message, who, when = st.columns([5, 2, 2], vertical_alignment="bottom")

with when:
    month = month_filter(viewer, offered)
everybody = standings_in(viewer, month)
if not everybody:
    empty.no_dedicated_customer(viewer)
    st.stop()
with who:
    standing = customer_filter(viewer, everybody)
if standing is None:
    empty.unknown_customer(viewer)
    st.stop()

customer = standing.customer
with message:
    heading.title(*customer_message.title(viewer, standing, month))

heading.section(*customer_message.owed(viewer, standing))
if standing.owed:
    owed_table(viewer, standing.owed)

heading.section(customer_message.promise(viewer, month))
promise_table(viewer, viewer.ask(PromiseRow, marts.promise, customer.customer_id, month))
heading.note(say("promise.times"), say("promise.working_day"))

window = months.window(viewer.running_month, month)
trend = trends(viewer, window).get(customer.customer_id, {})
heading.section(trend_message(viewer, trend, window))
st.plotly_chart(
    trend_chart(viewer, trend, window, month),
    alt=trend_alt(viewer, trend, window),
    config={"displayModeBar": False},
    key="trend",
)
heading.note(*customer_message.trend_notes(viewer))

heading.section(customer_message.reckoning(viewer, customer, month))
if customer.owed_count:
    reckoning(viewer, customer)
