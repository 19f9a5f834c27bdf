"""What a run would come to: why it would measure nothing, or little, and the remedy."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import duckdb

from pipeline.landing.loader import Landing
from pipeline.landing.sources import KINDS
from pipeline.promise.effective_policy import EffectivePolicy, effective_policies
from pipeline.running.warehouse import landed_span
from pipeline.settings.config import SeverityRule, Source, parse_as_of
from pipeline.settings.policy import Metric, Policy
from pipeline.settings.register import CustomerRow, Register
from pipeline.settings.workspace import Settings

FAR_BEHIND = timedelta(days=7)
"""So much older than `as_of` the newest event may be: then a month begins without a case."""
ADD_ON_PLAN = "all-inclusive"
_SHOWN_NAMES = 10
_NO_MARKS = [["", "", ""]]  # an empty list has no type

Span = tuple[datetime, datetime]


def forecast(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    landing: Landing,
    accounts: Collection[tuple[str, str]],
    now: datetime,
) -> Iterator[str]:
    """A sentence for each thing that would leave a run without figures, most basic first.

    The connection has the landing views, in UTC; `accounts` are those with tickets, by source.
    """
    sources = settings.config.sources
    yield from _without_exports(connection, sources, landing)
    span = landed_span(connection)
    yield from _nobody_dedicated(settings.register, accounts, span)
    yield from _other_plans(settings.register.customers)
    if span:
        yield from _wrong_moment(settings, span, now)
    for source in sources:
        yield from _without_target(connection, source, settings.policy, span)


def _without_exports(
    connection: duckdb.DuckDBPyConnection, sources: Iterable[Source], landing: Landing
) -> Iterator[str]:
    with_files = {file.source for file in landing.files}
    with_unread = {file.source for file in landing.files if file.error}  # which is told already
    for source in sources:
        kind = KINDS[source.kind]
        if source.name not in with_files:
            names = ", ".join(f"{entity.name}*" for entity in kind.entities)
            yield (
                f"source {source.name} has no exports, so there is nothing to measure; put files "
                f"into {source.path}, named {names}, as CSV, JSON or Parquet"
            )
            continue
        times = " union all ".join(
            f"select 1 from landing.{view} where source = $source" for view, _ in kind.event_times
        )
        if source.name not in with_unread and not _one(
            connection, f"select exists ({times})", source=source.name
        ):
            yield (
                f"source {source.name} has no events, so nobody asked anything and nobody "
                "answered; export who wrote when, too"
            )


def _nobody_dedicated(
    register: Register, accounts: Collection[tuple[str, str]], span: Span | None
) -> Iterator[str]:
    dedicated = [row for row in register.customers if row.add_on]
    if not dedicated:
        yield (
            "no row of register/customers.csv has the add-on, so nothing is promised to anybody; "
            "write vip into add_on of every dedicated customer"
        )
        return
    owners = {(row.source, row.account_id): row.customer_id for row in register.accounts}
    known = {owners.get(account, account[1]) for account in accounts}
    having_tickets = [row for row in dedicated if row.customer_id in known]
    if known and not having_tickets:
        yield (
            "no dedicated customer has a ticket: their customer_id is none of the accounts in the "
            f"exports ({_some(known)}); write those as customer_id, or say in "
            "register/accounts.csv whose they are"
        )
    elif known and span and not any(_covers(row, span) for row in having_tickets):
        first, last = (moment.astimezone(UTC).date() for moment in span)
        yield (
            "no dedicated customer with tickets is covered on any day of the exports, "
            f"{first} to {last}; correct valid_from and valid_until in register/customers.csv"
        )


def _covers(row: CustomerRow, span: Span) -> bool:
    # A day more on either side: local days are not those of UTC.
    first, last = (moment.astimezone(UTC).date() for moment in span)
    return row.valid_from <= last + timedelta(days=1) and (
        row.valid_until or date.max
    ) >= first - timedelta(days=1)


def _other_plans(customers: Iterable[CustomerRow]) -> Iterator[str]:
    for row in customers:
        if row.add_on and (row.plan or "").lower().replace(" ", "-") != ADD_ON_PLAN:
            yield (
                f"register/customers.csv, row {row.row}: {row.customer_id} has the add-on on plan "
                f'"{row.plan or ""}", but it exists on All-Inclusive alone; correct the plan or '
                "the add-on"
            )


def _wrong_moment(settings: Settings, span: Span, now: datetime) -> Iterator[str]:
    wanted = settings.config.as_of
    moment = parse_as_of(wanted)
    oldest, newest = span
    as_of = newest if moment == "latest" else now if isinstance(moment, str) else moment
    if as_of < oldest:
        yield (
            f"as_of is {wanted}, before the first event ({_day(oldest)}), so nothing has happened "
            "yet; write a later one, or latest, into vip-sla.yml"
        )
    elif as_of - newest > FAR_BEHIND:
        yield (
            f"as_of is {wanted}, but the newest event is of {_day(newest)}, "
            f"{(as_of - newest).days} days before: whatever is open counts as overdue, and months "
            "since then have no case; export again, or write `as_of: latest` into vip-sla.yml"
        )
    begins = settings.policy.policies[0].valid_from
    if newest.astimezone(UTC).date() + timedelta(days=1) < begins:
        yield (
            f"policy.yml promises nothing before {begins}, and the newest event is of "
            f"{_day(newest)}; let its first version begin earlier"
        )


def _without_target(
    connection: duckdb.DuckDBPyConnection, source: Source, policy: Policy, span: Span | None
) -> Iterator[str]:
    """Where most tickets would have no target: no rule knows what they are marked with, or nothing
    is promised for the severity that it means."""
    kind = KINDS[source.kind]
    marks = connection.execute(
        f"select mark, name, value, count(distinct ticket_id) from ({kind.severities}) "
        "where source = $source group by all order by 4 desc, 1, 2, 3",
        {"source": source.name},
    ).fetchall()
    default = next((rule.default for rule in source.severity if rule.default is not None), None)
    severities = [(mark, _severity(source, policy, *mark)) for *mark, _ in marks]
    meanings = [(mark, severity) for mark, severity in severities if severity is not None]
    promised = _promised(policy, span)
    # Of a ticket's marks one with a target is enough; the default is for tickets that no mark of
    # theirs grades.
    ticket_count, unknown_count, unpromised_count = connection.execute(
        f"""
        with tickets as (
            select
                ticket_id,
                bool_or([mark, name, value] in (select unnest($known))) as is_known,
                bool_or([mark, name, value] in (select unnest($promised))) as is_promised
            from ({kind.severities})
            where source = $source
            group by ticket_id
        )
        select
            count(*),
            count(*) filter (where not is_known and not $has_default),
            count(*) filter (
                where case
                    when is_known then not is_promised
                    else $has_default and not $is_default_promised
                end
            )
        from tickets
        """,
        {
            "source": source.name,
            "known": [mark for mark, _ in meanings] or _NO_MARKS,
            "promised": [mark for mark, severity in meanings if severity in promised] or _NO_MARKS,
            "has_default": default is not None,
            "is_default_promised": default in promised,
        },
    ).fetchall()[0]
    if 2 * (unknown_count + unpromised_count) <= ticket_count:
        return
    if unknown_count:
        unknown = [mark for mark, severity in severities if severity is None]
        found = [f"{name} {value}".strip() for mark, name, value in unknown if _says(mark, value)]
        seen = f"; they are marked with {_some(found)}" if found else ""
        yield (
            f"{unknown_count:,} of {ticket_count:,} tickets of source {source.name} have no "
            f"severity that policy.yml knows, so no target{seen}; say under `severity` in "
            "vip-sla.yml what they mean"
        )
    if unpromised_count:
        given = {severity for _, severity in meanings} | (
            {default} if default is not None else set()
        )
        yield (
            f"{unpromised_count:,} of {ticket_count:,} tickets of source {source.name} have a "
            f"severity for which nothing is promised ({_some(map(str, sorted(given - promised)))}),"
            " so no target; write its targets into policy.yml, or say under `severity` in "
            "vip-sla.yml what else they mean"
        )


def _promised(policy: Policy, span: Span | None) -> set[int]:
    """The severities that have a target while the events lie, whoever's it is.

    Where no version is in force then, which is told already, those of any time.
    """
    versions = [version for version in effective_policies(policy) if version.base]
    in_force = [version for version in versions if span is None or _holds(version, span)]
    return {
        severity
        for version in in_force or versions
        for severity in policy.severities
        if any(version.amount(severity, metric) for metric in get_args(Metric))
    }


def _holds(version: EffectivePolicy, span: Span) -> bool:
    first, last = span
    return (version.started_at is None or version.started_at <= last) and (
        version.ended_at is None or version.ended_at > first
    )


def _severity(source: Source, policy: Policy, mark: str, name: str, value: str) -> int | None:
    """What a mark means: the first rule that fits it, else its own number."""
    for rule in source.severity:
        if rule.default is None and _fits(rule, mark, name, value):
            return rule.severity
    is_number = name == KINDS[source.kind].severity_field and value in map(str, policy.severities)
    return int(value) if is_number else None


def _fits(rule: SeverityRule, mark: str, name: str, value: str) -> bool:
    named = {"tag": rule.tag, "department": rule.department, "field": rule.field}[mark]
    return (named or "").lower() == name and (rule.value or "").lower() == value


def _says(mark: str, value: str) -> bool:
    """Whether it is more than an empty field."""
    return mark != "field" or value != ""


def _one(connection: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> Any:
    row = connection.execute(query, parameters).fetchone()
    return row[0] if row else None


def _some(names: Iterable[str]) -> str:
    some: Sequence[str] = sorted(dict.fromkeys(names)) if isinstance(names, set) else list(names)
    return ", ".join(some[:_SHOWN_NAMES]) + ", …" * (len(some) > _SHOWN_NAMES)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"
