"""Back to the page that somebody wanted before logging in, as a link in a mail may have said.

The identity provider sends everybody to the first page. So the browser notes in its tab what was
wanted; the note never leaves it, and holds a path on this server only.
"""

import streamlit as st

_NOTE = "vip-sla-wanted"
_WRITE = f"sessionStorage.setItem('{_NOTE}', location.pathname + location.search);"
_FOLLOW = f"""
const wanted = sessionStorage.getItem('{_NOTE}');
sessionStorage.removeItem('{_NOTE}');
if (wanted && /^\\/(?![\\/\\\\])/.test(wanted) && wanted !== location.pathname + location.search) {{
    location.replace(wanted);
}}
"""


def note_wanted() -> None:
    """Before logging in: remember which page this is."""
    _run(_WRITE)


def go_to_wanted() -> None:
    """After logging in: go to the page that was remembered, if one was."""
    _run(_FOLLOW)


def _run(script: str) -> None:
    st.html(f"<script>(() => {{{script}}})();</script>", unsafe_allow_javascript=True)
