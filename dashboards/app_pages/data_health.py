"""Data health: what came in, what was refused, what looks odd, and what came of it."""

import streamlit as st

from dashboards import alone, view
from dashboards.components import heading
from dashboards.components.chart import show_chart
from dashboards.components.data_health import events_chart, health_words, tables
from dashboards.components.data_health.findings import findings_list
from dashboards.components.data_health.health_words import Health, by_kind
from dashboards.components.figures import figures
from dashboards.components.take_away import take_away
from dashboards.components.ticking import start_ticking
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.completeness import SourceMonth
from pipeline.marts.health import (
    EventsOfDay,
    Finding,
    LoadedFile,
    PublishedTable,
    RejectedRow,
    Source,
)
from pipeline.marts.provenance import Run

MOST_ROWS = 200
OF_EACH_KIND = 5

viewer = view.current()
say, now = viewer.say, viewer.now
if not viewer.scope.is_everybody:
    heading.title(say("data_health.not_for_you"), say("data_health.not_for_you_why"))
    st.stop()

sources = viewer.ask(Source, marts.loaded_sources)
found = viewer.ask(Finding, marts.first_findings, OF_EACH_KIND)
health = Health.of(sources, found)
with alone.section(say):
    heading.title(*health_words.title(viewer, health))
    figures(health_words.figures(viewer, health, now))

with alone.section(say):
    heading.section(
        health_words.findings(viewer, health), say("data_health.findings_note") if found else None
    )
    findings_list(viewer, by_kind(found))

with alone.section(say):
    complete = viewer.ask(SourceMonth, marts.completeness)
    heading.section(
        tables.completeness_title(viewer, complete),
        say("data_health.completeness_note", limit=viewer.show.percent(viewer.run.odd_share)),
    )
    tables.completeness_table(viewer, complete)

with alone.section(say):
    rejected = viewer.ask(RejectedRow, marts.first_rejected_rows, MOST_ROWS)
    heading.section(
        health_words.rejected(viewer, health),
        health_words.shown(viewer, len(rejected), health.rows_rejected),
    )
    tables.rejected_table(viewer, rejected)

with alone.section(say):
    files = viewer.ask(LoadedFile, marts.loaded_files, MOST_ROWS)
    heading.section(
        say("data_health.files_title", count=health.file_count),
        health_words.shown(viewer, len(files), health.file_count),
    )
    tables.sources_table(viewer, sources)
    tables.files_table(viewer, files)

with alone.section(say):
    names = [each.source for each in sources]
    if events := viewer.ask(EventsOfDay, marts.events_by_day, events_chart.DAYS):
        told = events_chart.events_message(viewer, events, names)
        heading.section(told)
        show_chart(viewer, "events", told, events_chart.events_chart(viewer, events, names))
        heading.note(say("chart.events.note"))

with alone.section(say):
    heading.section(say("data_health.run_title"))
    tables.run_table(viewer, viewer.ask(Run, marts.run_info)[0])
    with st.expander(say("data_health.tables_title")):
        tables.tables_table(viewer, viewer.ask(PublishedTable, marts.published_tables))
with alone.section(say):
    take_away(viewer, say("page.data_health"), pages.data_health(health.file_count))
start_ticking()
