"""What if: a scenario's result by the address, and the form for another one."""

from collections.abc import Mapping

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
    heading.section(say("what_if.title"), say("what_if.lead"))
    if warning := unknown_choice(view, "scenario", say("what_if.scenario"), names):
        heading.note(warning)
    chosen = choice("scenario", say("what_if.kept"), names, say("what_if.none")) if names else None
    if found := what_if.result(workspace, chosen):
        what_if_result(view, *found)
    what_if_form(view, customers)
