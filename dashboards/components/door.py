"""What those see who may see nothing (yet): where to log in, whom to ask; and back from there.

The identity provider sends everybody to the first page, also who followed a link from a mail. So
the browser notes in its tab what was wanted; the note never leaves it, and holds a path on this
server only.
"""

import streamlit as st

from dashboards import snapshot
from dashboards.access import Visitor
from dashboards.components import heading
from pipeline.wording.catalogues import Wording

_NOTE = "vip-sla-wanted"
_WRITE = f"sessionStorage.setItem('{_NOTE}', location.pathname + location.search);"
_FOLLOW = f"""
const wanted = sessionStorage.getItem('{_NOTE}');
sessionStorage.removeItem('{_NOTE}');
if (wanted && /^\\/(?![\\/\\\\])/.test(wanted) && wanted !== location.pathname + location.search) {{
    location.replace(wanted);
}}
"""


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
