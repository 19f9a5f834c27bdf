"""What if: a scenario's result by the address, and the form for another one."""

from collections.abc import Mapping

import streamlit as st

from dashboards import snapshot, what_if
from dashboards.components import heading
from dashboards.components.contract.what_if_form import what_if_form
from dashboards.components.contract.what_if_result import what_if_result
from dashboards.components.filters import choice, unknown_choice
from dashboards.view import View


def what_ifs(view: View, customers: Mapping[str, str]) -> None:
    """The section, for those who see everybody alone."""
    if not view.scope.is_everybody:
        return
    workspace, say = snapshot.workspace(), view.say
    names = {name: name for name in what_if.kept(workspace)}
    answer, choosing = st.columns([7, 2], vertical_alignment="bottom")
    with answer:
        heading.section(say("what_if.title"), say("what_if.lead"))
    if warning := unknown_choice(view, "scenario", say("what_if.scenario"), names):
        heading.note(warning)
    chosen = None
    if names:
        with choosing:
            chosen = choice("scenario", say("what_if.kept"), names, say("what_if.none"))
    if found := what_if.result(workspace, chosen):
        what_if_result(view, *found)
    what_if_form(view, customers)
