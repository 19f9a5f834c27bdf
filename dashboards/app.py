"""The dashboard's page in its frame; `vip-sla dashboard` serves it, or `dashboards.serve`."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import streamlit as st

from dashboards import access, alone, snapshot, view
from dashboards.components import empty
from dashboards.components.frame import SEARCH, alarm, frame, stale
from dashboards.wording import wording
from pipeline import marts
from pipeline.errors import NoSnapshotError, OldSnapshotError
from pipeline.marts.completeness import Alarm
from pipeline.palette import PALETTE

# a Material icon would be fetched from elsewhere
ICON = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")


def main() -> None:
    """Show the page that the address names, in its frame, to whoever may see it."""
    visitor, seen = access.visitor(), snapshot.newest_if_any()
    viewer, trouble = None, None
    alarms: Sequence[Alarm] = ()
    try:
        viewer = view.current() if visitor.is_welcome else None
        alarms = viewer.ask(Alarm, marts.alarms) if viewer else ()
    except NoSnapshotError:
        pass
    except (duckdb.Error, OldSnapshotError) as error:
        viewer, trouble = None, error
    say = viewer.say if viewer else wording(view.language(snapshot.configured_language()))
    pages = {
        "overview": st.Page("app_pages/overview.py", title=say("page.overview"), default=True),
        "at_risk": st.Page("app_pages/at_risk.py", title=say("page.at_risk")),
        "customer": st.Page("app_pages/customer.py", title=say("page.customer")),
        "responses": st.Page("app_pages/responses.py", title=say("page.responses")),
        "ticket": st.Page("app_pages/ticket.py", title=say("page.ticket")),
        "team": st.Page("app_pages/team.py", title=say("page.team")),
        "contract": st.Page("app_pages/contract.py", title=say("page.contract")),
        "data_health": st.Page("app_pages/data_health.py", title=say("page.data_health")),
        SEARCH: st.Page("app_pages/search.py", title=say("page.search")),
    }
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(
        page_title=f"{page.title} · VIP SLA",
        page_icon=ICON.replace("{mark}", PALETTE["mark"].light),
        layout="wide",
    )
    frame(say, viewer, visitor, pages, page.url_path or next(iter(pages)), seen)
    if viewer:
        stale(viewer, visitor)
        alarm(viewer, alarms, page.url_path)
    if not visitor.is_welcome:
        empty.door(say, visitor)
    elif viewer:
        if visitor.email:
            empty.go_to_wanted()
        try:
            with alone.section(say):
                page.run()
        except alone.LACKING as error:
            empty.unreadable(say, visitor, error)
    elif trouble is None:
        empty.nothing_published(say, visitor)
    else:
        empty.unreadable(say, visitor, trouble)


main()
