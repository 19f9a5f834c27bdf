"""How to read a report, where its figures come from, and what stands around it."""

from collections.abc import Iterable, Iterator

from pipeline.marts.customers import Coverage
from pipeline.marts.reports import DedicatedAgent, PolicyVersion
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.document import Cell, Column, Fact, Facts, Paragraph, Row, Section, Table
from pipeline.reports.telling.left_open import left_open
from pipeline.reports.telling.teller import (
    NOTHING,
    UNCLASSIFIED,
    ReportTeller,
    Teller,
    working_day,
)
from pipeline.wording.names import reading

TERMS = {
    "share": "promise.share",
    "service_hours": "report.guide.service_hours",
    "working_day": "report.guide.working_day",
    "first": "metric.first_response",
    "month": "column.month",
    "waived": "reckoning.waived",
    "interval": "report.guide.interval",
    "rounding": "report.guide.rounding",
}
"""Terms, and what they are called."""


CALLED = {"reading": "column.reading", "as_of": "column.as_of"}
"""What an origin is called where it has a name elsewhere already."""
DIGITS = 8
"""So many of a checksum are told; the JSON has it in full."""


def guide_section(tell: Teller, report: Report) -> Section:
    """What the words mean, the severities in the contract's own, and what it leaves open."""
    name, open_name = tell.say("report.section.guide"), tell.say("report.section.left_open")
    return Section(
        name,
        (
            Facts(name, tuple(_terms(tell, report))),
            Paragraph(open_name, "strong"),
            Facts(open_name, tuple(left_open(tell, report))),
        ),
    )


def definitions_table(tell: Teller, report: Report) -> Table:
    """The same, for spreadsheets."""
    name = tell.say("report.section.definitions")
    return Table(
        name,
        name,
        (
            Column(tell.say("column.term"), width=1),
            Column(tell.say("column.meaning"), width=4),
        ),
        tuple(
            Row((Cell(term.name), Cell(term.value)))
            for term in (*_terms(tell, report), *left_open(tell, report))
        ),
    )


def _terms(tell: Teller, report: Report) -> Iterator[Fact]:
    values = {
        "service_hours": {"zone": report.period.time_zone},
        "working_day": {"hours": tell.show.number((working_day(report) or 0) / 3600)},
        "waived": {"section": tell.say("reckoning.waived")},
    }
    for term, name in TERMS.items():
        if term == "working_day" and not working_day(report):
            continue
        yield Fact(
            tell.say(name),
            tell.say(f"report.guide.{term}_meaning", None, **values.get(term, {})),
        )
    for severity in report.severities:
        if severity.severity != UNCLASSIFIED:
            number, name = severity.severity, severity.name(tell.say.language)
            numbered = tell.say("report.guide.severity", number=str(number), name=name)
            yield Fact(numbered, severity.definition(tell.say.language))


def origin_section(tell: ReportTeller, report: Report) -> Section:
    """Everything that is needed to make the figures again."""
    name = tell.say("report.section.origin")
    lead = Paragraph(tell.say("report.origin.lead"))
    return Section(name, (lead, Facts(name, tuple(_origin(tell, report)))))


def origin_table(tell: ReportTeller, report: Report) -> Table:
    """The same, for spreadsheets."""
    name = tell.say("report.section.origin")
    return Table(
        name,
        name,
        (
            Column(tell.say("column.what"), width=1),
            Column(tell.say("column.figure"), width=4),
        ),
        tuple(Row((Cell(fact.name), Cell(fact.value))) for fact in _origin(tell, report)),
    )


def _origin(tell: ReportTeller, report: Report) -> Iterator[Fact]:
    found, period = report.provenance, report.period
    if isinstance(report, CustomerReport):
        yield from _customer(tell, report)
    told = {
        "period": tell.say(
            "report.origin.period_value",
            start=tell.show.day(period.month),
            end=tell.show.day(period.last_day),
            zone=period.time_zone,
        ),
        "as_of": tell.as_of,
        "revision": tell.show.number(report.revision),
        "policy": "; ".join(_version(tell, version) for version in found.policy_versions) or "–",
        "reading": reading(tell.say, found.reading),
        "run": found.run_id,
        "landing_hash": found.landing_hash[:DIGITS],
        "policy_hash": found.policy_hash[:DIGITS],
        "software": tell.say("report.origin.software_value", version=found.code_version),
    }
    for name, value in told.items():
        known = CALLED.get(name)
        label = tell.say(known) if known else tell.say(f"report.origin.{name}")
        yield Fact(label, value)


def _customer(tell: Teller, report: CustomerReport) -> Iterator[Fact]:
    say = tell.say
    yield Fact(say("column.customer"), f"{report.customer_name} ({report.customer_id})")
    periods = "; ".join(_coverage(tell, period) for period in report.coverage)
    yield Fact(say("report.origin.coverage"), periods or say("report.origin.not_covered"))
    agents = "; ".join(_agent(tell, agent) for agent in report.dedicated_agents)
    yield Fact(say("report.origin.agents"), agents or say("report.origin.no_agents"))


def _coverage(tell: Teller, period: Coverage) -> str:
    start = tell.show.day(period.valid_from)
    if period.valid_until is None:
        return tell.say("report.origin.covered_since", start=start)
    end = tell.show.day(period.valid_until)
    return tell.say("report.origin.covered_between", start=start, end=end)


def _agent(tell: Teller, agent: DedicatedAgent) -> str:
    name, start = agent.agent_name or agent.agent_id, tell.show.day(agent.valid_from)
    if agent.valid_until is None:
        return tell.say("report.origin.agent_since", name=name, start=start)
    end = tell.show.day(agent.valid_until)
    return tell.say("report.origin.agent_between", name=name, start=start, end=end)


def _version(tell: Teller, version: PolicyVersion) -> str:
    if version.policy_version is None:
        return tell.say("report.origin.policy_none")
    day = tell.show.day(version.policy_version)
    if version.override_version is None:
        return tell.say("report.origin.policy_version", day=day)
    own_day = tell.show.day(version.override_version)
    return tell.say("report.origin.policy_override", day=day, own_day=own_day)


def framed(tell: ReportTeller, key: str) -> str:
    """What the report is and of which month; which edition, if it is not the first."""
    told = tell.say(key, month=tell.month)
    if tell.report.revision == 1:
        return told
    revised = tell.say("report.revised", revision=tell.show.number(tell.report.revision))
    return f"{told} · {revised}"


def as_known(tell: ReportTeller, figures: Iterable[Fact]) -> Iterator[Fact]:
    """A month's figures; where no export tells of it nothing is known, which is no zero."""
    for each in figures:
        is_told = tell.report.period.is_told
        yield each if is_told else Fact(each.name, NOTHING, tell.say("report.unknown"))


def warning(tell: ReportTeller) -> str:
    """That no export tells of the month, or that it is not over, if that is so."""
    if not tell.report.period.is_told:
        return tell.say("report.untold", month=tell.month)
    if tell.report.period.is_complete:
        return ""
    return tell.say("report.provisional", month=tell.month, as_of=tell.as_of)
