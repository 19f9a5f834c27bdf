"""The dashboard: `streamlit run dashboards/app.py`, or `vip-sla dashboard`."""

from pathlib import Path

import duckdb
import streamlit as st

from dashboards import snapshot, view
from dashboards.components import empty
from dashboards.components.frame import frame
from dashboards.wording import wording
from pipeline.errors import NoSnapshotError

ICON = Path(__file__).parent / "icon.svg"  # a Material icon would be fetched from elsewhere


def main() -> None:
    """Show the page that the address names, in its frame."""
    viewer, reason = None, None
    try:
        viewer = view.current()
    except NoSnapshotError:
        pass
    except duckdb.Error as error:
        reason = str(error)
    say = viewer.say if viewer else wording(view.language(snapshot.configured_language()))
    pages = {
        "overview": st.Page("app_pages/overview.py", title=say("page.overview"), default=True),
        "customer": st.Page("app_pages/customer.py", title=say("page.customer")),
    }
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{page.title} · VIP SLA", page_icon=str(ICON), layout="wide")
    frame(say, viewer, pages)
    if viewer:
        page.run()
    elif reason is None:
        empty.nothing_published(say)
    else:
        empty.unreadable(say, reason)


main()
