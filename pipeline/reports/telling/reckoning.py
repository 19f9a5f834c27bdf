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
                    tell.count_cell(counts.owed_count, "strong", "owed"),
                    _sum(tell, counts),
                ),
                is_sum=True,
            ),
            *(_share(tell, name, counts) for name in ("net", "gross")),
            *([_worst(tell, contest, counts.net)] if contest.contested_count else []),
        ),
    )


def _line(tell: Teller, name: str, counts: Counts) -> Row:
    meaning = Cell(tell.say(f"reckoning.{name}_meaning"), tone="muted")
    if name == "waived" and counts.waived_count:
        met = tell.counted(counts.waived_met_count, "waived_met")
        breached = tell.counted(counts.waived_breached_count, "waived_breached")
        told = tell.say("reckoning.waived_split", met=met.text, breached=breached.text)
        meaning = Cell(told, tone="muted", counted=(met, breached))
    return Row(
        (
            Cell(tell.say(f"reckoning.{name}")),
            tell.count_cell(getattr(counts, f"{name}_count"), tally=name),
            meaning,
        )
    )


def _sum(tell: Teller, counts: Counts) -> Cell:
    parts = tuple(
        tell.counted(getattr(counts, f"{name}_count"), name) for name in (*COUNTED, *LEFT_OUT)
    )
    told = tell.say("report.reckoning.sum", parts=" + ".join(part.text for part in parts))
    return Cell(told, tone="muted", counted=parts)


def _share(tell: Teller, name: str, counts: Counts) -> Row:
    net, gross = counts.net, counts.gross
    share, beside = (net, gross) if name == "net" else (gross, net)
    met, judged = ("met", "judged") if name == "net" else ("gross_met", "gross")
    return Row(
        (
            Cell(tell.say(f"reckoning.{name}"), tone="strong"),
            tell.figure_cell(share, tell.share(share, beside)),
            Cell(
                tell.say(f"reckoning.{name}_meaning", counts=tell.counts(share)),
                tone="muted",
                counted=(tell.counted(share.part, met), tell.counted(share.whole, judged)),
            ),
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
