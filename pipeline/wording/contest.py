"""What contests a response and puts figures in doubt, in words; a word too for what is new."""

from pipeline.statistics.shares import Share, are_telling
from pipeline.wording.catalogues import Wording
from pipeline.wording.formatting import Formatting


def reason(say: Wording, name: str) -> str:
    """Why a response is contested."""
    try:
        return say(f"contest.reason.{name}")
    except KeyError:  # made by a newer version
        return f"{say('contest.reason.unknown')} ({name})"


def actor(say: Wording, name: str | None, why: str) -> str:
    """Whose doing it was, for which reason it is contested; a program may have no name."""
    if why == "closed_by_program" and name in {None, "system"}:
        return say("contest.system")
    return say("contest.nobody") if name is None else name


def alarm(say: Wording, kind: str, source: str) -> str:
    """What is wrong with all figures that come from a source."""
    try:
        return say(f"alarm.{kind}", source=source)
    except KeyError:  # made by a newer version
        return say("alarm.unknown", source=source)


def worst_case(say: Wording, show: Formatting, count: int, worst: Share, net: Share) -> str:
    """How many are contested, and the share with its n, were all of them counted against us.

    Counts alone where the share as judged, `net`, is of too few to be told.
    """
    counts = say("share.of", part=show.number(worst.part), whole=show.number(worst.whole))
    if not are_telling(worst, net):
        return say("contest.worst_few", count=count, counts=counts)
    return say("contest.worst", count=count, share=show.share(worst), counts=counts)
