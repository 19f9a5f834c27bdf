"""What to do where there is nothing to show."""

import logging

import streamlit as st

from dashboards import address, snapshot
from dashboards.access import Visitor
from dashboards.markup import tag, together
from dashboards.view import View
from pipeline.marts import EVERYBODY
from pipeline.wording.catalogues import Wording

_LOG = logging.getLogger(__name__)

REGISTER_ROWS = (
    "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to\n"
    "K-1001,Muster GmbH,All-Inclusive,vip,2026-01-01,,1000,de,"
)


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
