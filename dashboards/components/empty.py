"""What to do where there is nothing to show, or nothing to this visitor."""

import logging

import streamlit as st

from dashboards import address, snapshot
from dashboards.access import Visitor
from dashboards.components import heading
from dashboards.markup import tag, together
from dashboards.view import View
from pipeline.marts import EVERYBODY
from pipeline.wording.catalogues import Wording

_LOG = logging.getLogger(__name__)

REGISTER_ROWS = (
    "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to\n"
    "K-1001,Muster GmbH,All-Inclusive,vip,2026-01-01,,1000,de,"
)
_NOTE = "vip-sla-wanted"
"""What was wanted before logging in; the identity provider sends everybody to the first page.

It never leaves the browser's tab, and holds a path on this server only.
"""
_WRITE = f"sessionStorage.setItem('{_NOTE}', location.pathname + location.search);"
_FOLLOW = f"""
const wanted = sessionStorage.getItem('{_NOTE}');
sessionStorage.removeItem('{_NOTE}');
if (wanted && /^\\/(?![\\/\\\\])/.test(wanted) && wanted !== location.pathname + location.search) {{
    location.replace(wanted);
}}
"""


def nothing_published(say: Wording, visitor: Visitor) -> None:
    """No run has published anything in this workspace yet."""
    if visitor.standing == "customer":
        _tell(say("empty.no_snapshot.title"), say("empty.no_snapshot.wait"))
        return
    _tell(say("empty.no_snapshot.title"), say("empty.no_snapshot.what"))
    st.code(f"vip-sla run --workspace {_quoted(str(snapshot.workspace().root))}", language="bash")
    _tell_more(say("empty.no_snapshot.then"))


def unreadable(say: Wording, visitor: Visitor, trouble: Exception) -> None:
    """The snapshot is not one that this version can read: what to do, for who can do it."""
    _LOG.error("%s cannot be read: %s", snapshot.newest_if_any(), trouble)
    if visitor.standing == "customer":
        _tell(say("empty.unreadable.title"), say("empty.unreadable.wait"))
        return
    _tell(say("empty.unreadable.title"), say("empty.unreadable.what"))
    st.code(f"vip-sla run --workspace {_quoted(str(snapshot.workspace().root))}", language="bash")
    with st.expander(say("empty.unreadable.reason")):
        st.code(str(trouble), language=None)


def no_dedicated_customer(view: View) -> None:
    """The register names nobody with the add-on, or none of those whom the viewer may see."""
    if view.scope != EVERYBODY:
        _tell(view.say("empty.no_customer.title"), view.say("empty.no_customer.own"))
        return
    _tell(
        view.say("empty.no_customer.title"),
        view.say(
            "empty.no_customer.what", file=str(snapshot.workspace().register / "customers.csv")
        ),
    )
    st.code(REGISTER_ROWS, language=None)
    _tell_more(view.say("empty.no_customer.then"))


def unknown_customer(view: View) -> None:
    """The address names a customer that there is not, or not for this viewer."""
    wanted = address.said("customer") or ""
    _tell(
        view.say("empty.unknown_customer.title", wanted=wanted),
        view.say("empty.unknown_customer.what"),
    )


def _tell(title: str, what: str) -> None:
    st.html(together(tag("h1", title), tag("p", what, class_="sla-lead")))


def _tell_more(what: str) -> None:
    st.html(tag("p", what, class_="sla-lead"))


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def door(say: Wording, visitor: Visitor) -> None:
    """A page without any data: a title, what to do, and a button where there is one to press."""
    contact = visitor.contact or say("door.contact")
    match visitor.standing:
        case "signed_out":
            heading.title(say("door.signed_out.title"), say("door.signed_out.what"))
            st.button(say("door.log_in"), on_click=st.login)
            _run(_WRITE)
        case "stranger" | "unverified":
            email = visitor.email or say("door.no_address")
            heading.title(
                say(f"door.{visitor.standing}.title"),
                say(f"door.{visitor.standing}.what", email=email, contact=contact),
            )
        case _:
            heading.title(say("door.closed.title"), say("door.closed.what"))
            command = "vip-sla check"
            if visitor.reason is None:
                st.code(command, language="bash")
            else:
                st.code(f"{command} --workspace {snapshot.workspace().root}", language="bash")
                st.code(visitor.reason, language=None)


def go_to_wanted() -> None:
    """After logging in: go to the page that was remembered, if one was."""
    _run(_FOLLOW)


def _run(script: str) -> None:
    st.html(f"<script>(() => {{{script}}})();</script>", unsafe_allow_javascript=True)
