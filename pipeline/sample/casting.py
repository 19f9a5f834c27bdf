"""The cast for a number of tickets: the written one, and extras where it would be too small."""

from pipeline.sample import crowd
from pipeline.sample.cast import Cast
from pipeline.sample.chapters import chapters, uncovered
from pipeline.sample.characters import ACCOUNTS, BOTS, DEDICATED, POOL, coverage, roster
from pipeline.sample.timeline import Timeline


def cast_for(tickets: int, seed: int, timeline: Timeline) -> Cast:
    """Everybody needed for so many tickets. Below 3,000 tickets the written cast is alone."""
    dedicated, agents, covered, duties = crowd.dedicated_extras(tickets, seed, timeline)
    others, uncovered_rows = crowd.other_extras(tickets, timeline)
    accounts = (*ACCOUNTS, *dedicated, *others)
    rows = (*coverage(timeline), *covered, *uncovered_rows)
    return Cast(
        agents=(*DEDICATED, *POOL, *BOTS, *agents, *crowd.pool_extras(tickets)),
        accounts=accounts,
        coverage=rows,
        roster=(*roster(timeline), *duties),
        chapters=(*chapters(timeline), *uncovered(timeline, accounts, rows)),
    )
