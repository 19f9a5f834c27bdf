"""Around every page: where to go, how old the data are, in which language."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from dashboards import address
from dashboards.components.due import DEFAULT_READING, clock_note
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.wording.catalogues import LANGUAGES, Wording

STYLES = sorted((Path(__file__).parent.parent / "style").glob("*.css"))
STALE_AFTER = timedelta(days=1)


def frame(say: Wording, view: View | None, pages: Mapping[str, Page]) -> None:
    """The style, the line of links and languages, and below it as_of and its age."""
    for style in STYLES:
        st.html(style)
    with st.container(horizontal=True, vertical_alignment="center", key="frame", gap="medium"):
        st.html(tag("span", "VIP SLA", class_="sla-brand"), width="content")
        for name, page in pages.items():
            st.page_link(page, label=say(f"page.{name}"), query_params=address.carried())
        _language_switch(say)
    if view:
        st.html(freshness(view, datetime.now(UTC)))


def freshness(view: View, now: datetime) -> Html:
    """Which moment the data are of, on whose clock, and how long ago that is."""
    age = now - view.run.as_of
    is_default = view.run.reading == DEFAULT_READING
    stale = view.say("as_of.stale") if age > STALE_AFTER else None
    return tag(
        "p",
        together(
            view.say("as_of.label") + " ",
            tag(
                "time",
                view.show.full_moment(view.run.as_of),
                datetime=view.run.as_of.isoformat(),
            ),
            f" ({view.run.default_time_zone}), ",
            tag("span", view.show.ago(age)),
            together(" · ", tag("span", stale, class_="sla-amber")) if stale else None,
            None if is_default else together(" · ", clock_note(view)),
        ),
        class_="sla-as-of",
    )


def _language_switch(say: Wording) -> None:
    st.session_state["lang"] = say.language
    st.segmented_control(
        say("language.label"),
        LANGUAGES,
        format_func=lambda language: say(f"language.{language}"),
        key="lang",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: address.say("lang", st.session_state["lang"]),
    )
