"""A customer's report of a month: its files, and what we say of it before it may go out."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st

from dashboards.markdown import literal
from dashboards.report_desk import ReportDesk, as_shown
from dashboards.view import View
from pipeline.errors import MailError, MailInProgressError, ReportError
from pipeline.reports.due import Edition
from pipeline.reports.gather import gather
from pipeline.reports.months import plus
from pipeline.reports.render import FORMS, Form, file_safe, rendered

MEDIA: Mapping[Form, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


LINES = 260
"""Of the field, in pixels."""


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


def report_word(view: View, customer_id: str, month: date) -> None:
    """A quiet line that opens to the note and the draft; nothing for a customer's people."""
    desk = ReportDesk.of(view, customer_id, month)
    if desk is None:
        return
    say = view.say
    with st.expander(literal(say("report_word.label", month=view.show.month(month)))):
        _note(view, desk, f"{file_safe(customer_id)}-{month:%Y-%m}")
        if desk.needs_approval:
            _draft(view, desk)


def _note(view: View, desk: ReportDesk, key: str) -> None:
    say, seen_key = view.say, f"note-seen-{key}"
    written = desk.note
    seen = st.session_state.setdefault(seen_key, written)
    st.caption(literal(say("report_word.form")))
    st.code(say("report_word.example"), language=None)
    with st.form(f"note-form-{key}", border=False):
        text = st.text_area(
            say("report_word.field"), seen, height=LINES, key=f"note-{key}", max_chars=20_000
        )
        is_saved = st.form_submit_button(say("report_word.save"))
    if is_saved:
        try:
            desk.save(text, seen)
        except ReportError as error:
            for line in str(error).splitlines():
                st.error(literal(line))
        except MailInProgressError:
            st.error(say("report_word.busy"))
        else:
            st.session_state[seen_key] = text
            st.success(say("report_word.saved"))


def _draft(view: View, desk: ReportDesk) -> None:
    say, edition = view.say, desk.edition()
    if edition is None:
        st.caption(say("report_word.no_draft"))
        return
    as_of = view.show.full_moment(edition.as_of)
    if not edition.is_open_draft:
        st.caption(literal(say("report_word.sent", revision=str(edition.revision), as_of=as_of)))
        return
    if desk.is_outdated(edition):
        st.caption(say("report_word.outdated"))
        return
    _files(edition)
    if edition.approval:
        at = view.show.full_moment(edition.approval.at)
        st.caption(literal(say("report_word.approved", by=edition.approval.by, at=at)))
        return
    st.caption(literal(say("report_word.waits", as_of=as_of)))
    # by what the viewer saw: the page may have a newer draft before it is run again
    st.button(say("report_word.approve"), on_click=_approve, args=(view, desk, edition.digest))


def _files(edition: Edition) -> None:
    for file in edition.attachments():
        st.download_button(
            literal(file.name),
            file.content,
            file.name,
            file.media_type,
            key=f"draft-{file.name}",
            on_click="ignore",
        )


def _approve(view: View, desk: ReportDesk, digest: str) -> None:
    try:
        desk.approve(digest)
    except MailInProgressError:
        st.error(view.say("report_word.busy"))
    except MailError:
        st.error(view.say("report_word.refused"))
    else:
        st.success(view.say("report_word.is_approved"))
