"""Why a share changed: the greatest part in a sentence, every part in a table and as steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.marts.causes import Dimension, GroupChange
from pipeline.marts.selection import FILTERS, UNKNOWN, Chosen
from pipeline.reports.document import Cell, Column, Row, Table
from pipeline.reports.telling.teller import NOTHING, Teller
from pipeline.statistics.decomposition import Decomposition, Part, decompose
from pipeline.statistics.shares import Share, are_telling
from pipeline.wording.channels import channel

Split = Decomposition[GroupChange]

MOST_STEPS = 7
"""So many groups at most have a step of their own; those that did least share one."""


@dataclass(frozen=True)
class Step:
    """A step from the share before to the share after."""

    name: str
    tenths: int
    """Of a percentage point."""
    told: tuple[str, ...]
    """What it is made of."""
    group: GroupChange | None = None
    """Whose step it is, if one group's."""


def split(groups: Iterable[GroupChange]) -> Split | None:
    """The change by groups; None where one period counts nothing, or too little to compare."""
    found = decompose({group: group.shares for group in groups})
    return found if found and found.change.is_telling else None


def cause(tell: Teller, dimension: Dimension, found: Split | None, before: str) -> str | None:
    """Which part did most; None where nothing changed, or there is one group alone.

    `before` is what the period before is called.
    """
    if found is None or not found.difference or len(found.parts) == 1:
        return None
    show, tenths = tell.show, found.tenths
    if part := found.greatest:
        return tell.say(
            "causes.rate",
            before=before,
            group=group_name(tell, dimension, part.group),
            points=show.points(tenths[part.group][0]),
            was=tell.counts(part.change.before),
            now=tell.counts(part.change.after),
        )
    part = found.greatest_mix
    was, now = _weights(found, part)
    return tell.say(
        "causes.mix",
        before=before,
        group=group_name(tell, dimension, part.group),
        points=show.points(sum(mix for _, mix in tenths.values())),
        was=show.share(was),
        now=show.share(now),
    )


def group_name(tell: Teller, dimension: Dimension, group: GroupChange) -> str:
    """What a group is called."""
    if group.group is None:
        return tell.say("causes.nobody")
    match dimension:
        case "severity":
            return tell.severity(int(group.group))
        case "metric":
            return tell.say(f"metric.{group.group}")
        case "channel":
            return channel(tell.say, group.group)
        case "service_hours":
            return tell.say(f"causes.service_hours.{group.group}")
        case _:
            is_unknown = group.group_name is None and group.group.endswith(UNKNOWN)
            return tell.say("causes.unknown") if is_unknown else group.group_name or group.group


def steps(tell: Teller, dimension: Dimension, found: Split) -> Sequence[Step]:
    """Each group's rate, the greatest first, and last what the mix did; they add up."""
    tenths = found.tenths
    by_size = sorted(found.parts, key=lambda part: (-abs(part.rate), -abs(part.mix)))
    own = [part for part in by_size[:MOST_STEPS] if tenths[part.group][0]]
    rest = [part for part in by_size if part not in own]
    told = [
        Step(
            group_name(tell, dimension, part.group),
            tenths[part.group][0],
            (_counts(tell, part),),
            part.group,
        )
        for part in own
    ]
    if rest:
        name = tell.say("causes.others", count=len(rest))
        told.append(Step(name, sum(tenths[part.group][0] for part in rest), ()))
    mix = sum(mix for _, mix in tenths.values())
    return [*told, Step(tell.say("causes.of_mix"), mix, (tell.say("causes.mix_meaning"),))]


def causes_table(tell: Teller, dimension: Dimension, found: Split) -> Table:
    """A row per group: its shares, its weights, and what either did to the share of all."""
    say, tenths = tell.say, found.tenths
    points = [tenths[part.group] for part in found.parts]
    total = tuple(sum(each) for each in zip(*points, strict=True))
    everything = Row(
        (
            Cell(say("causes.sum"), tone="strong"),
            tell.judged_cell(found.change.before),
            tell.judged_cell(found.change.after),
            Cell(""),
            *(_points(tell, each) for each in (*total, sum(total))),
            Cell(say(f"causes.direction.{found.change.direction}")),
        ),
        is_sum=True,
    )
    return Table(
        say("causes.title"),
        say("causes.caption"),
        (
            Column(say(f"causes.by.{dimension}"), width=2),
            Column(say("causes.before"), "share"),
            Column(say("causes.after"), "share"),
            Column(say("causes.weights"), "share"),
            Column(say("causes.of_rate"), "count"),
            Column(say("causes.of_mix"), "count"),
            Column(say("causes.together"), "count"),
            Column(say("causes.compared")),
        ),
        (
            *tell.rows(found.parts, lambda part: _row(tell, dimension, found, part)),
            everything,
        ),
    )


def _row(tell: Teller, dimension: Dimension, found: Split, part: Part[GroupChange]) -> Row:
    rate, mix = found.tenths[part.group]
    before, after = part.change.before, part.change.after
    was, now = _weights(found, part)
    direction = part.change.direction
    return Row(
        (
            Cell(group_name(tell, dimension, part.group), tone="strong"),
            tell.judged_cell(before, beside=after if after.whole else None),
            tell.judged_cell(after, beside=before if before.whole else None),
            Cell(f"{tell.show.share(was)} → {tell.show.share(now)}"),
            _points(tell, rate),
            _points(tell, mix),
            _points(tell, rate + mix),
            Cell(tell.say(f"causes.direction.{direction}"), tone="muted"),
        ),
        of=chosen(dimension, part.group),
    )


def chosen(dimension: Dimension, group: GroupChange) -> Chosen | None:
    """The filter that lets the group's responses through; None where there is no such filter."""
    if group.group is None or dimension not in FILTERS:
        return None
    return {dimension: (group.group,)}


def _points(tell: Teller, tenths: int) -> Cell:
    return Cell(tell.show.points(tenths), tenths / 10, tone="" if tenths else "muted")


def _weights(found: Split, part: Part[GroupChange]) -> tuple[Share, Share]:
    """A group's part of all cases, before and after."""
    return (
        Share(part.change.before.whole, found.change.before.whole),
        Share(part.change.after.whole, found.change.after.whole),
    )


def _counts(tell: Teller, part: Part[GroupChange]) -> str:
    before, after = part.change.before, part.change.after
    told = [
        (tell.show.share(share) + " · " if are_telling(before, after) else "") + tell.counts(share)
        if share.whole
        else NOTHING
        for share in (before, after)
    ]
    return " → ".join(told)
