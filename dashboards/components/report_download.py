"""A month's report as files, the same that `vip-sla report` writes; made when asked for."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from dashboards.view import View
from pipeline.marts import Scope
from pipeline.reports.gather import gather
from pipeline.reports.months import plus
from pipeline.reports.render import FORMS, Form, file_safe, rendered
from pipeline.wording.catalogues import Language

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
                partial(
                    _file, view.scope, view.snapshot, customer_id, month, form, view.say.language
                ),
                f"vip-sla-{month:%Y-%m}-{file_safe(customer_id)}.{endings[form]}",
                MEDIA[form],
                key=f"report-{form}",
                on_click="ignore",
            )


def _file(
    scope: Scope, snapshot: Path, customer_id: str, month: date, form: Form, language: Language
) -> bytes:
    [(_, content)] = rendered(gather(snapshot, customer_id, month, scope=scope), (form,), language)
    return content
