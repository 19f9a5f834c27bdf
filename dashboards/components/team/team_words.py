"""What the team's page says in words, and what its figures cannot tell."""

from collections.abc import Sequence

from babel.dates import get_day_names

from dashboards.components.due import clock_note
from dashboards.components.shares import Scale, change_note, share_text
from dashboards.markup import Html, filled, joined
from dashboards.selecting import REPLIED, counts_of, leading, number, opened_in, owed_now
from dashboards.team_figures import Load, Member
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.selection import Selection
from pipeline.marts.team import Replies
from pipeline.statistics.shares import FEWEST, Share


def title(
    view: View, found: Sequence[Member], before: Sequence[Replies], customer: str | None
) -> tuple[str | Html, str, str]:
    """How many people gave how many replies, how many in time; no league table; the question."""
    replies = [each.replies for each in found if each.replies]
    count, named = sum(each.reply_count for each in replies), view.named(view.period)
    question = view.say("team.question")
    if not count:
        return view.say("team.nothing", period=named), view.say("team.lead"), question
    people = view.say("team.people", count=len(replies))
    message = view.say("team.title", count=count, period=named, people=people)
    then = Share(sum(each.met_count for each in before), sum(each.in_time.whole for each in before))
    share = _all_in_time(found)
    replied = opened_in(view.period, customer).narrowed(REPLIED)
    parts = (_in_time(view, share, replied), change_note(view, share, then), view.say("team.lead"))
    return leading(message, count, replied), joined(" ", filter(None, parts)), question


def _all_in_time(found: Sequence[Member]) -> Share:
    shares = [each.replies.in_time for each in found if each.replies]
    return Share(sum(each.part for each in shares), sum(each.whole for each in shares))


def _in_time(view: View, share: Share, replied: Selection) -> str:
    if not share.whole:
        return view.say("team.no_target")
    counts = counts_of(view, share, replied)
    if not share.is_telling:
        return filled(view.say, "team.in_time_few", counts=counts)
    return filled(
        view.say,
        "team.in_time",
        share=share_text(view, share),
        counts=counts,
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


def owed(view: View, found: Sequence[AtRisk], customer: str | None) -> str:
    """How much is owed now, and how much of it is overdue, leading there."""
    overdue = sum(each.is_overdue for each in found)
    return filled(
        view.say,
        "team.owed",
        len(found),
        number(view, len(found), owed_now(customer_id=customer)),
        overdue=number(view, overdue, owed_now("overdue", customer_id=customer)),
    )


def owed_notes(view: View) -> list[str]:
    """Whose to answer it is, as of when, and on which clock."""
    return [
        view.say("team.note_owed", moment=view.show.moment(view.run.as_of)),
        view.say("note.zone", zone=view.run.default_time_zone),
        clock_note(view),
    ]


def load(view: View, found: Load, who: str | None) -> str:
    """When most messages were written; only how many, where no hour stands out."""
    name = who or view.say("team.everybody")
    at = found.busiest
    if len(at) != 1 or found.total < FEWEST:
        return view.say("team.load", count=found.total, who=name, period=_months(view))
    weekday, hour = at[0]
    return view.say(
        "team.load_busiest",
        count=found.total,
        who=name,
        period=_months(view),
        weekday=weekday_name(view, weekday),
        start=str(hour),
        end=str(hour + 1),
        most=view.show.number(found.most),
    )


def _months(view: View) -> str:
    """The months whose messages are counted: these are told by the month."""
    first, *_, last = [*view.months, view.months[-1]]
    if first == last:
        return view.month(last)
    return view.say("period.range", first=view.month(first), last=view.month(last))


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
