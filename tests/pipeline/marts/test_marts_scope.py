"""Nobody sees another customer's rows: every question there is, asked by one customer's people."""

import inspect
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.marts.selection import Selection
from pipeline.workspace import Workspace

OWN, OTHER = "K-1004", "K-1001"
MONTH = date(2026, 9, 1)
OF_MONTH = containing(MONTH, "month")

WITHOUT_SCOPE = {"ask", "seal", "newest_snapshot", "tables", "trouble_counts"}
"""What is no question of anybody's rows."""

BY_TYPE: dict[object, object] = {
    int: 1000,
    date: MONTH,
    datetime: datetime(2026, 10, 1, tzinfo=UTC),
}
"""Values of parameters whose names say nothing about customers."""


def is_question(value: object) -> bool:
    if not inspect.isfunction(value):
        return False
    return Scope in {
        get_type_hints(value).get(name) for name in inspect.signature(value).parameters
    }


QUESTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(marts, name) for name in marts.__all__ if is_question(getattr(marts, name))
}


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@pytest.fixture(scope="module")
def known(snapshot: Path) -> dict[str, dict[str, Any]]:
    """What questions may be asked about, for one customer each: by parameter's name."""
    found = {}
    for customer_id in (OWN, OTHER):
        [row] = marts.ask(
            snapshot,
            """
            select
                response_id,
                source,
                ticket_id,
                calendar_id,
                coalesce(dedicated_agent_id, responder_id) as agent_id
            from fct_responses
            where customer_id = $customer_id and exclusion_reason is null
            order by dedicated_agent_id nulls last, response_id
            limit 1
            """,
            {"customer_id": customer_id},
        ).to_dict("records")
        found[customer_id] = {
            **row,
            "key": row["ticket_id"],
            "customer_id": customer_id,
            "months": [MONTH],
            "reading": "default",
            "severity": 1,
            "dimension": "person",
            "name": "fct_tickets",
            "period": OF_MONTH,
            "before": OF_MONTH.before(),
            "selection": Selection.of(OF_MONTH, {"customer": (customer_id,)}),
            "sort": "-opened",
            "skipped": 0,
            "words": customer_id,
            "started_at": datetime(2026, 9, 1, tzinfo=UTC),
            "ended_at": datetime(2026, 10, 1, tzinfo=UTC),
        }
    return found


@pytest.fixture(scope="module")
def strangers(snapshot: Path) -> tuple[re.Pattern[str], frozenset[str]]:
    """Names and ids of all other customers, wherever they stand in a cell; and their tickets."""
    own = {"own": OWN}
    names = marts.ask(
        snapshot,
        """
        select distinct unnest([customer_id, customer_name]) as name
        from dim_customers
        where customer_id <> $own
        """,
        own,
    )["name"].dropna()
    ids = marts.ask(
        snapshot,
        """
        select unnest([ticket_id, response_id]) as id
        from fct_responses
        where customer_id <> $own
        union
        select code as id
        from fct_tickets
        where customer_id <> $own
        """,
        own,
    )["id"]
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), frozenset(ids)


def arguments(question: Callable[..., Any], values: dict[str, Any]) -> dict[str, Any]:
    """Values for all parameters but the first two, the optional ones too."""
    types = get_type_hints(question)
    found = {}
    for each in list(inspect.signature(question).parameters.values())[2:]:
        if each.name in values:
            found[each.name] = values[each.name]
        elif types[each.name] in BY_TYPE:
            found[each.name] = BY_TYPE[types[each.name]]
        else:
            told = f"{question.__name__}: tell `known` a value for {each.name}"
            assert each.default is not each.empty, told
    return found


def leaks(answer: object, strangers: tuple[re.Pattern[str], frozenset[str]]) -> list[str]:
    frames = [answer] if isinstance(answer, pd.DataFrame) else []
    assert frames, "a question answers with a frame"
    names, ids = strangers
    cells = {
        str(cell)
        for frame in frames
        for name in frame.columns
        for cell in frame[name].astype(object).explode().dropna().unique()
    }
    return sorted(cell for cell in cells if cell in ids or names.search(cell))


def test_every_question_takes_a_scope_first() -> None:
    functions = {name for name in marts.__all__ if inspect.isfunction(getattr(marts, name))}
    assert functions - set(QUESTIONS) == WITHOUT_SCOPE
    for name, question in QUESTIONS.items():
        first, second, *_ = inspect.signature(question).parameters
        assert first.lstrip("_") == "scope", name
        assert second == "snapshot", name


@pytest.mark.parametrize("about", [OWN, OTHER])
@pytest.mark.parametrize("name", QUESTIONS)
def test_one_customer_s_people_see_their_own_rows_only(
    name: str,
    about: str,
    snapshot: Path,
    known: dict[str, dict[str, Any]],
    strangers: tuple[re.Pattern[str], frozenset[str]],
) -> None:
    """Whatever they ask about: their own, and what is another's."""
    question = QUESTIONS[name]
    scope = Scope(frozenset({OWN}))
    required = {
        each.name
        for each in list(inspect.signature(question).parameters.values())[2:]
        if each.default is each.empty
    }
    asked = arguments(question, known[about])
    assert leaks(question(scope, snapshot, **asked), strangers) == []
    if given := {key: value for key, value in asked.items() if key not in required}:
        fewest = {key: value for key, value in asked.items() if key not in given}
        assert leaks(question(scope, snapshot, **fewest), strangers) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_nobody_s_people_see_no_customer(
    name: str,
    snapshot: Path,
    known: dict[str, dict[str, Any]],
) -> None:
    question = QUESTIONS[name]
    asked = arguments(question, known[OWN])
    answer = question(Scope(frozenset()), snapshot, **asked)
    everybody = re.compile(r"\bK-\d{4}\b")
    assert leaks(answer, (everybody, frozenset({known[OWN]["ticket_id"]}))) == []


def test_leaks_would_be_found(
    snapshot: Path, strangers: tuple[re.Pattern[str], frozenset[str]]
) -> None:
    assert OTHER in leaks(marts.customers(EVERYBODY, snapshot), strangers)
    assert leaks(marts.open_responses(EVERYBODY, snapshot), strangers)
    assert leaks(pd.DataFrame({"note": [f"asked by {OTHER}."]}), strangers)
    assert not leaks(pd.DataFrame({"note": [f"{OTHER}0", OWN]}), strangers)


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - {"whole_table"}))  # a table is as it is
def test_every_question_that_names_a_ticket_by_its_id_tells_its_number_too(
    name: str, snapshot: Path, known: dict[str, dict[str, Any]]
) -> None:
    question = QUESTIONS[name]
    answer = question(EVERYBODY, snapshot, **arguments(question, known[OWN]))
    named = [column for column in answer.columns if column.endswith("ticket_id")]
    for column in named:
        code = f"{column.removesuffix('ticket_id')}code"
        assert code in answer.columns
        rows = answer.dropna(subset=[column])
        assert rows[code].notna().all()
    if "ticket_id" in named:
        assert "ticket_id" not in answer.columns[: list(answer.columns).index("code")]
