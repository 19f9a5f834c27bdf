"""The promises of a month as a picture: how often each was kept, how much time was taken."""

from collections.abc import Sequence

from pipeline.marts.contract import PromiseLine
from pipeline.reports.document import Chart
from pipeline.reports.promise_svg import Words, promise_svg
from pipeline.reports.telling.teller import Teller
from pipeline.statistics.shares import Share
from pipeline.wording.durations import clock_of


def promise_chart(tell: Teller, lines: Sequence[PromiseLine]) -> Chart | None:
    """The picture of those promises of which responses were judged; None without any."""
    shown = [line for line in lines if line.counts.net.whole and line.target_seconds]
    if not shown:
        return None
    kept = sum(not line.counts.breached_count for line in shown)
    names = [_name(tell, line) for line in shown]
    alt = "; ".join(_in_words(tell, line, name) for line, name in zip(shown, names, strict=True))
    words = Words(
        share=tell.say("note.chart.share"),
        counted=tell.say("reckoning.met"),
        times=tell.say("note.chart.times"),
        target=tell.say("note.chart.target"),
        median=tell.say("promise.median"),
        within=tell.say("promise.p90"),
        longest=tell.say("promise.max"),
        lines=names,
        counts=[tell.counts(line.counts.net) for line in shown],
    )
    title = tell.say("note.chart.title", count=len(shown), met=tell.show.number(kept))
    return Chart(title, promise_svg(shown, tell.show, words, alt), alt)


def _name(tell: Teller, line: PromiseLine) -> str:
    return f"{tell.severity(line.severity)}, {tell.say(f'metric.{line.metric}')}"


def _in_words(tell: Teller, line: PromiseLine, name: str) -> str:
    told = [
        (tell.say("promise.share"), _share(tell, line.counts.net)),
        *(
            (tell.say(f"promise.{each}"), _time(tell, line, seconds))
            for each, seconds in (
                ("median", line.median_of_all_seconds),
                ("p90", line.p90_of_all_seconds),
                ("max", line.max_seconds),
                ("max_owed", line.max_owed_seconds),
            )
            if seconds is not None
        ),
        (tell.say("note.chart.target"), _time(tell, line, line.target_seconds or 0)),
    ]
    return f"{name}: {', '.join(f'{what} {figure}' for what, figure in told)}"


def _time(tell: Teller, line: PromiseLine, seconds: int) -> str:
    return tell.show.elapsed(seconds, clock_of(line.clock), line.working_day_seconds)


def _share(tell: Teller, share: Share) -> str:
    counts = tell.counts(share)
    return f"{tell.show.share(share)} ({counts})" if share.is_telling else counts
