"""How the responses of a month become a share: what counts, what is left out and why."""

from collections.abc import Sequence

from pipeline.marts.compliance import Contest, Counts
from pipeline.reports.content import CustomerReport
from pipeline.reports.document import Cell, Column, Paragraph, Row, Section, Table
from pipeline.reports.telling.teller import ReportTeller, Teller
from pipeline.statistics.shares import Share

COUNTED = ("met", "breached")
LEFT_OUT = ("pending", "unanswered", "no_target", "waived", "not_covered", "deleted")


def reckoning_section(
    tell: ReportTeller, report: CustomerReport, listed: Sequence[Paragraph | Table]
) -> Section:
    """Every response owed, in the line where it went; the lines add up. Below, what is `listed`."""
    counts = report.counts
    if not counts.owed_count:
        empty = Paragraph(tell.say("report.headline.nothing_owed", month=tell.month))
        return Section(tell.say("report.section.reckoning"), (empty,))
    lead = tell.say(
        "report.reckoning.lead", month=tell.month, owed=tell.show.number(counts.owed_count)
    )
    blocks = (Paragraph(lead), reckoning_table(tell, counts, report.contest), *listed)
    return Section(tell.say("report.section.reckoning"), blocks)


def reckoning_table(tell: Teller, counts: Counts, contest: Contest) -> Table:
    """The lines, and the shares that come of them."""
    return Table(
        tell.say("report.section.reckoning"),
        tell.say("reckoning.caption"),
        (
            Column(tell.say("column.what"), width=1.7),
            Column(tell.say("column.count"), "count"),
            Column(tell.say("column.meaning"), width=4),
        ),
        (
            *(_line(tell, name, counts) for name in (*COUNTED, *LEFT_OUT)),
            Row(
                (
                    Cell(tell.say("reckoning.owed"), tone="strong"),
                    Cell(tell.show.number(counts.owed_count), counts.owed_count, tone="strong"),
                    Cell(_sum(tell, counts), tone="muted"),
                ),
                is_sum=True,
            ),
            *(_share(tell, name, counts) for name in ("net", "gross")),
            *([_worst(tell, contest, counts.net)] if contest.contested_count else []),
        ),
    )


def _line(tell: Teller, name: str, counts: Counts) -> Row:
    meaning = tell.say(f"reckoning.{name}_meaning")
    if name == "waived" and counts.waived_count:
        meaning = tell.say(
            "reckoning.waived_split",
            met=tell.show.number(counts.waived_met_count),
            breached=tell.show.number(counts.waived_breached_count),
        )
    return Row(
        (
            Cell(tell.say(f"reckoning.{name}")),
            tell.count_cell(getattr(counts, f"{name}_count")),
            Cell(meaning, tone="muted"),
        )
    )


def _sum(tell: Teller, counts: Counts) -> str:
    parts = (getattr(counts, f"{name}_count") for name in (*COUNTED, *LEFT_OUT))
    return tell.say("report.reckoning.sum", parts=" + ".join(map(tell.show.number, parts)))


def _share(tell: Teller, name: str, counts: Counts) -> Row:
    net, gross = counts.net, counts.gross
    share, beside = (net, gross) if name == "net" else (gross, net)
    return Row(
        (
            Cell(tell.say(f"reckoning.{name}"), tone="strong"),
            tell.figure_cell(share, tell.share(share, beside)),
            Cell(tell.say(f"reckoning.{name}_meaning", counts=tell.counts(share)), tone="muted"),
        )
    )


def _worst(tell: Teller, contest: Contest, net: Share) -> Row:
    share = contest.worst
    return Row(
        (
            Cell(tell.say("contest.worst_name"), tone="strong"),
            tell.figure_cell(share, tell.share(share, net)),
            Cell(tell.say("contest.worst_meaning", counts=tell.counts(share)), tone="muted"),
        )
    )
