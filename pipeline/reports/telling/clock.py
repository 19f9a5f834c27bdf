"""How the clock of a late response ran, in sentences whose times add up to the counted one."""

from collections.abc import Iterator

from pipeline.marts.segments import Segment
from pipeline.reports.content import Case
from pipeline.reports.telling.teller import Teller

MOST_STRETCHES = 5
"""More are told as the first, how many more with their time, and the last."""


def why(tell: Teller, case: Case) -> str:
    """Why a response is late: from when the clock counted, when it ran, who answered."""
    return " ".join(_sentences(tell, case))


def _sentences(tell: Teller, case: Case) -> Iterator[str]:
    say, show = tell.say, tell.show
    if case.leg_started_at > case.opened_at:
        yield say("report.breaches.raised", at=show.moment(case.leg_started_at))
    running = [segment for segment in case.segments if segment.running_seconds]
    if running:
        yield say("report.breaches.ran", stretches=tell.listed(_stretches(tell, running)))
    if len(running) > 1:
        total = sum(segment.running_seconds for segment in running)
        yield say("report.breaches.together", time=show.duration(total))
    paused = sum(segment.seconds for segment in case.segments if segment.state == "paused")
    if paused:
        yield say("report.breaches.paused", time=show.duration(paused))
    reported = next((leg for leg in case.legs if leg.is_reported), None)
    if reported and not reported.is_lasting:
        yield say("report.breaches.lowered", at=show.moment(reported.leg_ended_at))
    yield from _ending(tell, case)


def _ending(tell: Teller, case: Case) -> Iterator[str]:
    if case.closed_at is None:
        yield tell.say("report.breaches.still_owed")
    elif case.closed_by == "resolution":
        yield tell.say("report.breaches.resolution")
    elif case.closed_by == "dismissal":
        yield tell.say("report.breaches.dismissal")
    elif case.responder_name and case.is_dedicated_responder:
        yield tell.say("report.breaches.by_dedicated", name=case.responder_name)
    elif case.responder_name:
        yield tell.say("report.breaches.by", name=case.responder_name)


def _stretches(tell: Teller, running: list[Segment]) -> list[str]:
    if len(running) <= MOST_STRETCHES:
        return [_stretch(tell, segment) for segment in running]
    left_out = running[2:-1]
    more = tell.say(
        "report.breaches.more",
        count=len(left_out),
        time=tell.show.duration(sum(segment.running_seconds for segment in left_out)),
    )
    shown = [_stretch(tell, segment) for segment in (running[0], running[1], running[-1])]
    return [*shown[:2], more, shown[2]]


def _stretch(tell: Teller, segment: Segment) -> str:
    show = tell.show
    started, ended = (show.moment(at) for at in (segment.started_at, segment.ended_at))
    day, _, start_time = started.rpartition(", ")
    end_day, _, end_time = ended.rpartition(", ")
    key = "stretch_day" if day == end_day else "stretch_days"
    return tell.say(
        f"report.breaches.{key}",
        start=f"{day}, {start_time}",
        end=end_time if day == end_day else ended,
        time=show.duration(segment.running_seconds),
    )
