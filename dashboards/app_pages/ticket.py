"""One ticket: what happened when, and why each of its responses got its verdict."""

import streamlit as st

from dashboards import address, alone, view
from dashboards.components import heading
from dashboards.components.take_away import take_away
from dashboards.components.ticket import ticket_words
from dashboards.components.ticket.timeline import timeline_figure
from dashboards.components.ticket.verdicts import explanation, responses_table
from dashboards.ticket_history import conversation, meant
from pipeline.exporting import pages
from pipeline.reports.render import file_safe

viewer = view.current()
wanted = ticket_words.wanted()
several = meant(viewer, wanted) if wanted else ()
found = conversation(viewer, wanted) if wanted and not several else None
ticket_words.ticket_filter(viewer, found.code if found else wanted)
if wanted and several:
    ticket_words.several(viewer, wanted, several)
    st.stop()
if found is None:
    ticket_words.nothing(viewer, wanted)
    st.stop()

selected = found.response(address.said("response"))
heading.tab(viewer, found.code, "ticket")
with alone.section(viewer.say):
    heading.title(*ticket_words.title(viewer, found, selected))
    heading.note(ticket_words.whose(viewer, found))

with alone.section(viewer.say):
    timeline_figure(viewer, found, selected)
    heading.note(*ticket_words.timeline_notes(viewer, found))

with alone.section(viewer.say):
    if len(found.explanations) > 1:
        heading.section(ticket_words.responses(viewer, found))
        responses_table(viewer, found, selected)

with alone.section(viewer.say):
    explanation(viewer, selected)
with alone.section(viewer.say):
    take_away(
        viewer,
        f"{viewer.say('page.ticket')} {file_safe(found.code)}",
        pages.ticket(found.source, found.ticket_id, found.response_ids),
    )
