"""What those see who may see nothing (yet): where to log in, whom to ask."""

import streamlit as st

from dashboards import snapshot
from dashboards.access import Visitor
from dashboards.components import heading
from dashboards.components.coming_back import note_wanted
from pipeline.wording.catalogues import Wording


def door(say: Wording, visitor: Visitor) -> None:
    """A page without any data: a title, what to do, and a button where there is one to press."""
    contact = visitor.contact or say("door.contact")
    match visitor.standing:
        case "signed_out":
            heading.title(say("door.signed_out.title"), say("door.signed_out.what"))
            st.button(say("door.log_in"), on_click=st.login)
            note_wanted()
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
