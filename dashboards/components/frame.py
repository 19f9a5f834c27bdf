"""Around every page: where to go, how old the data are, whether they are to be relied on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from dashboards import access, address, snapshot
from dashboards.access import Visitor
from dashboards.components.due import DEFAULT_READING, clock_note
from dashboards.markdown import literal
from dashboards.markup import Html, filled, tag, together
from dashboards.selecting import WORDS
from dashboards.view import View
from pipeline.marts.completeness import Alarm
from pipeline.wording import contest
from pipeline.wording.catalogues import LANGUAGES, Wording
from pipeline.wording.languages import SPOKEN

SCRIPT = Path(__file__).parent.parent / "script" / "going.js"
SEARCH = "search"
"""The page of what was found; its way is what is typed here."""
_LOOKED_FOR = "looked-for"
LOOKS_EVERY = timedelta(seconds=5)
"""How soon a new snapshot shows, and a change of who may see what."""
LOAD_ANEW = "<script>location.reload()</script>"
ASK_ANEW = '<script>dispatchEvent(new PopStateEvent("popstate"))</script>'
DETAILS = "data_health"


def frame(
    say: Wording,
    view: View | None,
    visitor: Visitor,
    pages: Mapping[str, Page],
    current: str,
    seen: Path | None,
) -> None:
    """The way links go, where to go, search and languages; below as_of and its age.

    `seen` is the snapshot that the page shows, or tries to.
    """
    script = tag("script", Html(SCRIPT.read_text(encoding="utf-8")), data_lang=say.language)
    with st.container(key="script"):
        st.html(script, unsafe_allow_javascript=True)
    with st.container(horizontal=True, vertical_alignment="center", key="frame", gap="medium"):
        shown = [name for name in pages if name != SEARCH] if visitor.is_welcome else []
        st.html(_navigation(say, shown, current), width="content")
        with st.container(
            horizontal=True, vertical_alignment="center", key="aside", width="content"
        ):
            if visitor.email:
                told = say("access.logged_in", email=visitor.email)
                label = say("access.log_out")
                st.button(
                    label, help=literal(told), type="tertiary", key="log_out", on_click=st.logout
                )
            if view:
                _search(say, pages, current)
            _language_switch(say)
    _pulse(view, visitor, seen)


def _navigation(say: Wording, pages: Iterable[str], current: str) -> Html:
    """Links to every page, the first of which is the server's own address."""
    links = (
        tag(
            "a",
            say(f"page.{name}"),
            href=address.link(name if number else "./"),
            aria_current="page" if name == current else None,
        )
        for number, name in enumerate(pages)
    )
    brand = tag("span", "VIP SLA", class_="sla-brand")
    return tag("nav", brand, *links, aria_label=say("page.navigation"), class_="sla-navigation")


@st.fragment(run_every=LOOKS_EVERY)
def _pulse(view: View | None, visitor: Visitor, seen: Path | None) -> None:
    """Keeps the age of the data right, and runs the page again where it shows what was.

    The browser is who asks for that, as for each page of its address: it leaves the reader where
    they are (filters, scrolling, what is open), and who has gone elsewhere meanwhile arrives there,
    while Streamlit's own rerun would bring them back. Who may see nothing any more has the page
    loaded anew: a rerun that meets the next one leaves what was.
    """
    now = access.visitor()
    if visitor.is_welcome and not now.is_welcome:
        st.html(LOAD_ANEW, unsafe_allow_javascript=True)
        return
    is_another = snapshot.newest_if_any() != seen or now != visitor
    if view:
        st.html(freshness(view, datetime.now(UTC), is_local=visitor.standing == "local"))
    if is_another or (view and view.has_become_stale()):
        with st.container(key="asking"):
            st.html(ASK_ANEW, unsafe_allow_javascript=True)


def freshness(view: View, now: datetime, *, is_local: bool = False) -> Html:
    """Which moment the data are of, on whose clock, how long ago that is, and who can see it."""
    age = now - view.run.as_of
    is_default = view.run.reading == DEFAULT_READING
    return tag(
        "p",
        together(
            view.say("column.as_of") + " ",
            tag(
                "time",
                view.show.full_moment(view.run.as_of),
                datetime=view.run.as_of.isoformat(),
            ),
            f" ({view.run.default_time_zone}), ",
            tag("span", view.show.ago(age)),
            None if is_default else together(" · ", clock_note(view)),
            together(" · ", view.say("access.local")) if is_local else None,
        ),
        class_="sla-as-of",
    )


def _search(say: Wording, pages: Mapping[str, Page], current: str) -> None:
    """Where to type what is looked for; it leads to what was found."""
    st.session_state[SEARCH] = address.said(WORDS) or "" if current == SEARCH else ""
    st.text_input(
        say("search.label"),
        key=SEARCH,
        placeholder=say("search.hint"),
        label_visibility="collapsed",
        on_change=_note_words,
        width=180,
    )
    if words := st.session_state.pop(_LOOKED_FOR, None):
        st.switch_page(pages[SEARCH], query_params=address.carried(words=words))


def _note_words() -> None:
    st.session_state[_LOOKED_FOR] = st.session_state[SEARCH].strip()


def _language_switch(say: Wording) -> None:
    st.session_state["lang"] = say.language
    st.segmented_control(
        say("language.label"),
        LANGUAGES,
        format_func=lambda language: SPOKEN[language].name,
        key="lang",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: address.say("lang", st.session_state["lang"]),
    )


def stale(view: View, visitor: Visitor) -> None:
    """That the data are older than they should be, and what to do; nothing where they are not."""
    if not view.is_stale:
        return
    age = view.show.ago(view.now - view.run.as_of)
    told = [tag("strong", tag("span", "◇ ", aria_hidden="true"), view.say("as_of.stale", age=age))]
    if visitor.standing == "customer":
        told.append(tag("span", " ", view.say("as_of.wait")))
    else:
        command = f"vip-sla run --workspace {snapshot.workspace().root}"
        renewed = filled(view.say, "as_of.renew", command=tag("code", command))
        told.append(tag("span", " ", renewed))
    st.html(tag("p", *told, class_="sla-stale", role="status"))


def alarm(view: View, found: Sequence[Alarm], page: str) -> None:
    """What is wrong, source by source, and where there is more to it; nothing where nothing is."""
    if not found:
        return
    more = None
    if view.scope.is_everybody and page != DETAILS:
        more = tag("a", view.say("data_health.alarm_more"), href=address.link(DETAILS))
    st.html(
        tag(
            "div",
            tag("strong", tag("span", "◆ ", aria_hidden="true"), view.say("alarm.title")),
            *(tag("p", contest.alarm(view.say, each.kind, each.source)) for each in found),
            tag("p", more) if more else None,
            class_="sla-alarm",
            role="alert",
        )
    )
