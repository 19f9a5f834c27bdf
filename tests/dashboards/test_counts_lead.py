"""Every count of responses on every page leads to a list of as many: of exactly those counted."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.periods import Period, parse
from pipeline.marts.responses import SORTS
from pipeline.marts.selection import FILTERS, TALLIES, Selection
from pipeline.workspace import Workspace
from tests.dashboards.looking import COUNT, Look, markup

CUSTOMER = "K-1003"
CASES = [
    ("overview", {"period": "2026-09"}),
    ("overview", {"period": "2026-Q3", "against": "year"}),
    ("overview", {"period": "2026-W37", "lang": "en"}),
    ("at_risk", {}),
    ("at_risk", {"customer": CUSTOMER, "severity": "3"}),
    ("at_risk", {"severity": "2"}),
    ("customer", {"customer": CUSTOMER, "period": "2026-10"}),
    ("customer", {"customer": "K-1001", "period": "2026", "against": "none"}),
    ("customer", {"customer": CUSTOMER, "period": "2026-08-20..2026-09-03", "lang": "en"}),
    ("team", {"period": "2026-09"}),
    ("team", {"period": "2026-W37", "customer": CUSTOMER}),
    ("contract", {"period": "2026-09", "customer": CUSTOMER}),
    ("contract", {"period": "2026-10", "lang": "en"}),
    ("ticket", {}),
    ("responses", {"period": "2026-Q3", "severity": "3", "words": "schnitt"}),
    ("responses", {"period": "2026-09", "outcome": "breached", "against": "year", "lang": "en"}),
    ("responses", {"period": "2026-Q3", "against": "year", "lang": "en"}),
    ("responses", {"period": "2026-09", "outcome": "breached", "against": "before"}),
    ("search", {"period": "2026-Q3", "words": "a"}),
]


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@cache
def responses(snapshot: Path) -> pd.DataFrame:
    """Every response, with what filters look at, slowly and without any of their SQL."""
    frame = marts.ask(snapshot, "select * from fct_responses")
    contested = marts.ask(snapshot, "select * from contested_responses where is_counted_against")
    tickets = marts.ask(snapshot, "select source, ticket_id, code, subject from fct_tickets")
    customers = marts.ask(snapshot, "select * from dim_customers").set_index("customer_id")
    [run] = marts.ask(snapshot, "select * from run_info").to_dict("records")
    frame = frame.merge(tickets, on=["source", "ticket_id"], how="left")
    frame["name"] = frame["customer_id"].map(customers["customer_name"])
    frame["is_contested"] = frame["response_id"].isin(contested["response_id"])
    zone = ZoneInfo(run["default_time_zone"])
    frame["today"] = run["as_of"].astimezone(zone).date()
    frame["due_on"] = [
        at.astimezone(zone).date() if pd.notna(at) else None for at in frame["due_at"]
    ]
    frame = frame[frame["customer_id"].map(customers["is_dedicated"])].copy()
    rows = list(frame.itertuples())
    for name, value in VALUES.items():
        frame[f"value of {name}"] = [value(row) for row in rows]
    names = ["code", "ticket_id", "subject", "name", "customer_id"]
    frame["told"] = frame[names].astype(str).agg("\n".join, axis=1).map(folded)
    return frame


def urgency(row: Any) -> str | None:
    if pd.notna(row.closed_at):
        return None
    if row.outcome == "breached":
        return "overdue"
    if row.outcome != "pending":
        return "no_target"
    if row.due_on is None:
        return "paused"
    if row.target_seconds - row.elapsed_seconds <= 3600:
        return "soon"
    return "today" if row.due_on <= row.today else "later"


def used(row: Any) -> str | None:
    """Begun tenths of the target, of what counts: the first from no time on, thirty and more."""
    if not row.is_counted:
        return None
    tenths = -(-int(row.elapsed_seconds) * 10 // int(row.target_seconds))
    return str(min(max(tenths, 1), 30))


def folded(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def of_several(snapshot: Path) -> str:
    """A ticket on which several responses were owed to a customer, as an address names it."""
    own = responses(snapshot)
    counts = own[own["customer_id"] == CUSTOMER].groupby(["source", "ticket_id"]).size()
    return ":".join(counts.idxmax())


def known(value: Any, otherwise: str) -> str:
    return otherwise if pd.isna(value) else str(value)


VALUES = {
    "customer": lambda row: row.customer_id,
    "severity": lambda row: str(row.severity),
    "metric": lambda row: row.metric,
    "channel": lambda row: known(row.channel, "unknown"),
    "outcome": lambda row: row.outcome,
    "closed": lambda row: known(row.closed_by, "owed"),
    "exclusion": lambda row: known(row.exclusion_reason, "none"),
    "contested": lambda row: "yes" if row.is_contested else "no",
    "person": lambda row: (
        f"{row.source}:{known(row.responder_id, '(unknown)')}" if row.closed_by == "reply" else None
    ),
    "dedicated": lambda row: "yes" if known(row.is_dedicated_responder, "no") == "True" else "no",
    "agent": lambda row: (
        f"{row.source}:{row.dedicated_agent_id}" if pd.notna(row.dedicated_agent_id) else None
    ),
    "weekday": lambda row: str(row.opened_weekday),
    "hour": lambda row: str(row.opened_hour),
    "used": used,
    "due": urgency,
    "ticket": lambda row: f"{row.source}:{row.ticket_id}",
}
"""What each filter looks at, of a row."""


@cache
def with_value(snapshot: Path, name: str, value: str) -> frozenset[str]:
    """The responses of which a filter looks at this value."""
    frame = responses(snapshot)
    return frozenset(frame.loc[frame[f"value of {name}"] == value, "response_id"])


@cache
def opened_in(snapshot: Path, period: Period) -> frozenset[str]:
    frame = responses(snapshot)
    is_in = frame["opened_on"].dt.date.between(period.first, period.last)
    return frozenset(frame.loc[is_in, "response_id"])


@cache
def with_words(snapshot: Path, words: str) -> frozenset[str]:
    frame = responses(snapshot)
    return frozenset(
        frame.loc[frame["told"].str.contains(folded(words), regex=False), "response_id"]
    )


def meant(snapshot: Path, asked: Mapping[str, Sequence[str]]) -> set[str]:
    """The responses that an address means, filter by filter."""
    found = set(responses(snapshot)["response_id"])
    if "period" in asked and not {"due", "ticket"} & asked.keys():
        period = parse(asked["period"][0])
        assert period
        found &= opened_in(snapshot, period)
    for name in VALUES.keys() & asked.keys():
        found &= frozenset().union(*(with_value(snapshot, name, each) for each in asked[name]))
    for words in asked.get("words", []):
        found &= with_words(snapshot, words)
    return found


def selected(asked: Mapping[str, Sequence[str]]) -> Selection:
    """What the page makes of an address."""
    period = parse(asked["period"][0]) if "period" in asked else None
    chosen = {name: asked[name] for name in FILTERS if name in asked}
    return Selection.of(period, chosen, *asked.get("words", []))


def test_every_filter_compares_what_is_told_here(snapshot: Path) -> None:
    """Of every response, so that links whose filters are the same differ in nothing but values."""
    assert VALUES.keys() == FILTERS.keys()
    own = responses(snapshot)
    columns = ", ".join(f'{comparing} as "{name}"' for name, comparing in FILTERS.items())
    found = marts.ask(snapshot, f"select response_id, {columns} from fct_responses")
    found = found.set_index("response_id").loc[own["response_id"]]
    for name in FILTERS:
        compared, told = (each.fillna("none") for each in (found[name], own[f"value of {name}"]))
        assert compared.tolist() == told.tolist(), name


@pytest.mark.parametrize(("page", "asked"), CASES)
def test_counts_lead_to_as_many(
    look: Look, demo_workspace: Workspace, snapshot: Path, page: str, asked: dict[str, str]
) -> None:
    if page == "ticket":
        asked = {**asked, "ticket": of_several(snapshot)}
    app = look(page, demo_workspace, **asked)
    link = r'<a href="([^"]*)" class="sla-count" data-sla-count="(\d+)">(.*?)</a>'
    links = set(re.findall(link, markup(app)))
    assert links
    fullest = {}
    for address, count, words in sorted(links, key=lambda each: int(each[1])):
        told = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
        expected = meant(snapshot, told)
        assert int(count) == len(expected), (words, address)
        shown = re.sub(r"(?<=\d)[.,](?=\d{3})", "", words)
        assert re.search(rf"(?<!\d){count}(?!\d)", shown), (words, count)
        fullest[frozenset(told)] = told, expected
    for told, expected in fullest.values():  # all others differ in values alone
        selection = selected(told)
        frame = marts.responses(EVERYBODY, snapshot, selection)
        [counts] = marts.response_counts(EVERYBODY, snapshot, selection).to_dict("records")
        assert len(frame) == len(expected) == counts["owed_count"], told
        assert set(frame["response_id"]) == expected, told


@pytest.mark.parametrize("asked", [{"period": "2026-Q3", "severity": "3"}, {"due": "overdue"}])
def test_the_page_itself_says_as_many(
    look: Look, demo_workspace: Workspace, snapshot: Path, asked: dict[str, str]
) -> None:
    expected = len(meant(snapshot, {name: [value] for name, value in asked.items()}))
    page = markup(look("responses", demo_workspace, lang="en", **asked))
    assert re.search(rf"<h1>[^<]*: {expected} responses?</h1>", page)


HIDDEN = re.compile(
    "<caption.*?</caption>|<style>.*?</style>"
    # judged by another clock than the run's, or by hours that no filter is for
    "|<h1>[^<]*</h1>"  # what the list itself is of
    '|<table class="[^"]*sla-(?:readings|reading-rows|by-the-wall)\\b.*?</table>',
    re.DOTALL,
)
NO_FILTER = re.compile(
    r"With fewer than \d+ (?:judged )?responses"
    r"|with \d+ of \d+ customers|internal goal \(95%\)  *\d+ of \d+|met in \d+ of \d+ months"
    r"|\(on time: \d+ of \d+, before \d+ of \d+\)"  # the table below it leads to them
    r"|on time [^(]*\(standard interpretation\)[^(]*\(literal interpretation\)"
    r"|\d+ of \d+ (?:messages|contacts|resolved|times on open tickets)"
    r"|worst case \d+\.\d% \d+ of \d+|around the clock: \d+ of \d+"
    r"|on like this, \d+ of \d+|held \d+ of \d+"
    r"|gives \d+ of \d+ on time|\d+ of \d+ actually were as quick"
)
"""What is counted there is no response of a filter: customers, months, messages, contacts, or
responses as they would have been."""


@pytest.mark.parametrize(
    "page", ["overview", "at_risk", "customer", "responses", "team", "contract", "search"]
)
def test_what_is_counted_on_a_page_is_a_link(
    look: Look, demo_workspace: Workspace, page: str
) -> None:
    """No number of responses stands there as plain text."""
    asked = {"customer": CUSTOMER, "period": "2026-10", "words": "schnitt"}
    app = look(page, demo_workspace, lang="en", **asked)
    without = re.sub("<[^>]*>", " ", HIDDEN.sub("", COUNT.sub("", markup(app))))
    told = NO_FILTER.sub("", re.sub(r"\s+", " ", without))
    unit = r"(?:responses?|replies|judged|on time|late|waived|contested|of \d+)"
    assert re.findall(rf"[^.]{{0,40}}\b[1-9]\d{{0,2}} {unit}\b", told) == []


def test_tallies_are_those_of_the_months(snapshot: Path) -> None:
    """As the models count them, whose rule it is."""
    months = marts.ask(
        snapshot,
        """
        select * from compliance_monthly
        inner join dim_customers using (customer_id)
        where is_dedicated
        """,
    )
    whole = months.groupby("opened_month").sum(numeric_only=True)
    for month, counts in whole.iterrows():
        period = parse(f"{month:%Y-%m}")
        [found] = marts.response_counts(EVERYBODY, snapshot, Selection(period)).to_dict("records")
        assert found == {name: counts[name] for name in found}
        for tally in TALLIES.keys() & {name.removesuffix("_count") for name in found}:
            narrowed = Selection(period).narrowed(TALLIES[tally])
            [own] = marts.response_counts(EVERYBODY, snapshot, narrowed).to_dict("records")
            assert own["owed_count"] == counts[f"{tally}_count"]


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")])
def test_pages_of_a_list_are_the_whole_list_in_its_order(snapshot: Path, sort: str) -> None:
    selection = Selection(parse("2026-W37"))
    whole = marts.responses(EVERYBODY, snapshot, selection, sort)["response_id"].tolist()
    assert len(whole) > 20
    pages = [
        marts.responses(EVERYBODY, snapshot, selection, sort, 20, skipped)["response_id"].tolist()
        for skipped in range(0, len(whole), 20)
    ]
    assert [each for page in pages for each in page] == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize(
    "words", ["KÜHLLOGISTIK", "kuhllogistik", "  Hanseatische   Kühl ", "k-1003"]
)
def test_words_are_found_in_any_case_without_accents_and_in_part(
    snapshot: Path, words: str
) -> None:
    selection = Selection.of(parse("2026-09"), {}, words)
    found = marts.responses(EVERYBODY, snapshot, selection)
    assert len(found) and set(found["customer_id"]) == {CUSTOMER}
