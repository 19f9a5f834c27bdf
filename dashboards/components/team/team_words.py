"""What the team's page says in words, and what its figures cannot tell."""

from collections.abc import Sequence
from datetime import date

from babel.dates import get_day_names

from dashboards.components.due import clock_note
from dashboards.components.shares import Scale, count_text, share_text
from dashboards.team_figures import Load, Member
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.statistics.shares import FEWEST, Share


def title(view: View, found: Sequence[Member], month: date) -> tuple[str, str, str]:
    """How many people gave how many replies, how many in time; no league table; the question."""
    replies = [each.month for each in found if each.month]
    count = sum(each.reply_count for each in replies)
    question = view.say("team.question")
    if not count:
        return view.say("team.nothing", month=view.month(month)), view.say("team.lead"), question
    people = view.say("team.people", count=len(replies))
    message = view.say("team.title", count=count, month=view.month(month), people=people)
    return message, f"{_in_time(view, found)} {view.say('team.lead')}", question


def _in_time(view: View, found: Sequence[Member]) -> str:
    shares = [each.month.in_time for each in found if each.month]
    share = Share(sum(each.part for each in shares), sum(each.whole for each in shares))
    if not share.whole:
        return view.say("team.no_target")
    if not share.is_telling:
        return view.say("team.in_time_few", counts=count_text(view, share))
    return view.say(
        "team.in_time",
        share=share_text(view, share),
        counts=count_text(view, share),
        interval=view.show.interval(share),
    )


def members(view: View, found: Sequence[Member]) -> str:
    """Who is dedicated to more than one customer at once."""
    several = [each for each in found if each.customers_at_once > 1]
    if not several:
        return view.say("team.members")
    return view.say("team.members_several", count=len(several))


def members_notes(view: View, scale: Scale) -> list[str]:
    """What the figures of people can tell, and what not."""
    return [
        view.say("team.note_counted"),
        view.say("team.note_sensitive"),
        view.say(
            "team.note_interval",
            low=view.show.percent(scale.low),
            high=view.show.percent(1),
        ),
        view.say("note.few", fewest=view.show.number(FEWEST)),
    ]


def owed(view: View, found: Sequence[AtRisk]) -> str:
    """How much is owed now, and how much of it is overdue."""
    overdue = sum(each.is_overdue for each in found)
    return view.say("team.owed", count=len(found), overdue=view.show.number(overdue))


def owed_notes(view: View) -> list[str]:
    """Whose to answer it is, as of when, and on which clock."""
    return [
        view.say("team.note_owed", moment=view.show.moment(view.run.as_of)),
        view.say("note.zone", zone=view.run.default_time_zone),
        clock_note(view),
    ]


def load(view: View, found: Load, who: str | None, month: date) -> str:
    """When most messages were written; only how many, where no hour stands out."""
    name = who or view.say("team.everybody")
    at = found.busiest
    if len(at) != 1 or found.total < FEWEST:
        return view.say("team.load", count=found.total, who=name, month=view.month(month))
    weekday, hour = at[0]
    return view.say(
        "team.load_busiest",
        count=found.total,
        who=name,
        weekday=weekday_name(view, weekday),
        start=str(hour),
        end=str(hour + 1),
        most=view.show.number(found.most),
    )


def load_notes(view: View) -> list[str]:
    """Which messages these are, and on which clock."""
    return [
        view.say("team.note_load"),
        view.say("team.note_zone", zone=view.run.default_time_zone),
    ]


def weekday_name(view: View, weekday: int, width: str = "wide") -> str:
    """A weekday, 1 Monday to 7 Sunday."""
    names = get_day_names(width, "stand-alone", view.say.locale)  # type: ignore[arg-type]
    return str(names[weekday - 1])
