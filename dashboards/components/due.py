"""How it is said when a response is due, and how long ago that was."""

from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.owed import Owed
from pipeline.wording.durations import clock_of
from pipeline.wording.names import reading

DEFAULT_READING = "default"


def clock_note(view: View) -> str:
    """Which clock times are told on: service hours, unless the run read the promise otherwise."""
    if view.run.reading == DEFAULT_READING:
        return view.say("note.service_hours")
    return view.say("note.reading", reading=reading(view.say, view.run.reading))


def what(view: View, response: Owed) -> str:
    """Kritisch · erste Antwort: which promise it is about."""
    return f"{view.severity(response.severity)} · {view.say(f'metric.{response.metric}')}"


def overdue_by(view: View, response: Owed) -> str:
    """How long it has been overdue, on its own clock."""
    clock = clock_of(response.clock)
    return view.show.elapsed(-(response.left_seconds or 0), clock, response.working_day_seconds)


def left(view: View, response: Owed) -> str:
    """How long it has left at as_of, on its own clock."""
    clock = clock_of(response.clock)
    return view.show.remaining(response.left_seconds or 0, clock, response.working_day_seconds)


def state(view: View, response: Owed) -> Html:
    """Overdue, due soon, running, paused, without target: a word, and how long."""
    if response.is_overdue:
        said = view.say("due.overdue", time=overdue_by(view, response))
        return tag("span", tag("span", "◆ ", aria_hidden="true"), said, class_="sla-missed")
    if response.is_paused:
        return tag("span", view.say("due.paused", time=left(view, response)))
    if response.is_running:
        said = view.say("due.left", time=left(view, response))
        if response.is_due_soon:
            return tag("span", tag("span", "◇ ", aria_hidden="true"), said, class_="sla-unsure")
        return tag("span", said)
    return tag("span", view.say("report.outcome.no_target"), class_="sla-muted")


def due_at(view: View, response: Owed) -> Html:
    """When it is due, on the contract's clock."""
    if response.due_at is None:
        return tag("span", "–", class_="sla-muted")
    return tag(
        "time",
        view.show.moment(response.due_at),
        datetime=response.due_at.isoformat(),
        class_="sla-nowrap",
    )
