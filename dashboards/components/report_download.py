"""A month's report as files, the same that `vip-sla report` writes; made when asked for."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st

from dashboards.report_desk import as_shown
from dashboards.view import View
from pipeline.reports.gather import gather
from pipeline.reports.months import plus
from pipeline.reports.render import FORMS, Form, file_safe, rendered

MEDIA: Mapping[Form, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def report_download(view: View, customer_id: str, month: date) -> None:
    """A quiet button that opens to the report's files, in the language of the page."""
    label = view.say("report_download.label", month=view.show.month(month))
    with st.popover(label, type="tertiary", key=f"report-{file_safe(customer_id)}"):
        if plus(month, 1) > view.running_month:
            st.caption(view.say("report_download.provisional"))
        endings = {form: f"{view.say.language}.{form}" for form in FORMS} | {"json": "json"}
        for form in FORMS:
            st.download_button(
                view.say(f"report_download.{form}"),
                partial(_file, view, customer_id, month, form),
                f"vip-sla-{month:%Y-%m}-{file_safe(customer_id)}.{endings[form]}",
                MEDIA[form],
                key=f"report-{form}",
                on_click="ignore",
            )


def _file(view: View, customer_id: str, month: date, form: Form) -> bytes:
    report = as_shown(view, gather(view.snapshot, customer_id, month, scope=view.scope))
    [(_, content)] = rendered(report, (form,), view.say.language)
    return content
