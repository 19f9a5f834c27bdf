"""The rules of the house that every model keeps: read from the files, and from the snapshot."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipeline.landing.sources import KINDS
from pipeline.running.dbt import PROJECT

LONGEST_MODEL = 120  # lines

# No time zones, no clock, and nothing that another engine spells differently or does slowly.
FORBIDDEN = re.compile(
    r"\bat\s+time\s+zone\b|\btimezone\s*\(|\basof\b|\bepoch\w*\s*\(|\bgenerate_series\b"
    r"|\bquantile_\w+|\bdayofweek\b|\bnow\s*\(|\btoday\s*\(|\bcurrent_(timestamp|date|time)\b"
    r"|\bget_current_\w+|\blocal(timestamp|time)\b|run_started_at",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Model:
    """A model's file, and what the .yml beside it says."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def folders(self) -> tuple[str, ...]:
        return self.path.parent.relative_to(PROJECT / "models").parts

    @property
    def layer(self) -> str:
        return self.folders[0]

    @property
    def sql(self) -> str:
        """Without comments."""
        text = self.path.read_text(encoding="utf-8")
        return re.sub(r"--[^\n]*|\{#.*?#\}", "", text, flags=re.DOTALL)

    @property
    def refs(self) -> set[str]:
        return set(re.findall(r"""\bref\(\s*["'](\w+)["']\s*\)""", self.sql))

    @property
    def sources(self) -> set[str]:
        return set(re.findall(r"""\bsource\(\s*["']landing["'],\s*["'](\w+)["']\s*\)""", self.sql))

    @property
    def described(self) -> dict[str, Any]:
        """Its entry in the .yml beside it, which holds no other."""
        [entry] = _yaml(self.path.with_suffix(".yml"))["models"]
        assert entry["name"] == self.name
        return dict(entry)

    @property
    def tests(self) -> list[Any]:
        """Tests of the model and of its columns."""
        columns = self.described.get("columns", [])
        return [test for it in (self.described, *columns) for test in it.get("data_tests", [])]

    @property
    def settings(self) -> dict[str, Any]:
        """What dbt_project.yml sets for it: the more particular outranks the general."""
        found: dict[str, Any] = {}
        level = _yaml(PROJECT / "dbt_project.yml")["models"]["vip_sla"]
        for part in (*self.folders, self.name):
            level = level.get(part, {})
            found |= {key: value for key, value in level.items() if key.startswith("+")}
        return found


@cache
def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


MODELS = [Model(path) for path in sorted((PROJECT / "models").rglob("*.sql"))]
BY_NAME = {model.name: model for model in MODELS}


def of_layer(layer: str) -> Iterator[Model]:
    return (model for model in MODELS if model.layer == layer)


def test_there_are_models_in_three_layers() -> None:
    assert {model.layer for model in MODELS} == {"staging", "intermediate", "marts"}
    assert len(BY_NAME) == len(MODELS)


def test_every_model_is_described_beside_it_by_what_a_row_is() -> None:
    descriptions = {model.name: model.described["description"] for model in MODELS}

    assert [name for name in descriptions if not descriptions[name].startswith("One row per")] == []


def test_every_description_stands_beside_a_model() -> None:
    files = {path.stem for path in (PROJECT / "models").rglob("*.yml")}

    assert files - BY_NAME.keys() == {"sources", "exposures"}


def test_materialisation_is_set_by_folder_and_never_in_a_model() -> None:
    assert [model.name for model in MODELS if re.search(r"\bconfig\s*\(", model.sql)] == []
    assert [model.name for model in MODELS if "config" in model.described] == []


def test_every_mart_has_an_enforced_contract_and_comments_that_reach_the_file() -> None:
    for mart in of_layer("marts"):
        assert mart.settings["+contract"] == {"enforced": True}
        assert mart.settings["+persist_docs"] == {"relation": True, "columns": True}


def test_every_column_of_a_mart_is_described_and_typed() -> None:
    marts = list(of_layer("marts"))
    assert [
        f"{mart.name}.{column['name']}"
        for mart in marts
        for column in mart.described["columns"]
        if not (column.get("description", "").strip() and column.get("data_type"))
    ] == []
    assert all(mart.described["columns"] for mart in marts)


def test_every_table_has_its_key_tested_or_says_where_it_is() -> None:
    tables = [model for model in MODELS if model.settings["+materialized"] == "table"]

    assert [
        table.name
        for table in tables
        if not any(test == "unique" or "unique_key" in test for test in table.tests)
        and "key is tested" not in " ".join(table.described["description"].split())
    ] == []


def test_every_model_is_tested_or_says_where() -> None:
    """A finding's key is that of `data_findings`; what only names and casts has nothing to test."""
    untested = [
        model.name
        for model in MODELS
        if not model.tests
        and not _yaml(model.path.with_suffix(".yml")).get("unit_tests")
        and not model.name.startswith("finding_")
        and re.search(r"\b(join|union|group by|over|where|case)\b|with\b", model.sql)
        and "key is tested" not in " ".join(model.described["description"].split())
    ]

    assert untested == []


def test_no_model_knows_a_time_zone_a_clock_or_a_function_of_one_engine() -> None:
    found = {model.name: FORBIDDEN.search(model.sql) for model in MODELS}

    assert {name: match[0] for name, match in found.items() if match} == {}


def test_nor_does_a_macro() -> None:
    macros = sorted((PROJECT / "macros").rglob("*.sql"))
    found = {path.name: FORBIDDEN.search(Model(path).sql) for path in macros}

    assert macros
    assert {name: match[0] for name, match in found.items() if match} == {}


@pytest.mark.parametrize(
    "sql",
    [
        "cast(opened_at at time zone 'Europe/Berlin' as date)",
        "timezone('UTC', opened_at)",
        "asof join segments",
        "epoch(opened_at)",
        "epoch_ms(opened_at)",
        "from generate_series(1, 3)",
        "quantile_cont(x, 0.5)",
        "dayofweek(opened_at)",
        "now()",
        "current_timestamp",
        "TODAY()",
    ],
)
def test_what_is_forbidden_would_be_found(sql: str) -> None:
    assert FORBIDDEN.search(f"select {sql}")


def test_a_model_fits_two_screens() -> None:
    lengths = {model.name: len(model.path.read_text("utf-8").splitlines()) for model in MODELS}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODEL} == {}


# Events are written down once, as a mart, and the responses are made from there.
READ_AGAINST_THE_FLOW = {"fct_ticket_events"}


def test_data_flows_one_way() -> None:
    may_read = {
        "staging": set[str](),
        "intermediate": {"staging", "intermediate"},
        "marts": {"staging", "intermediate", "marts"},
    }
    against = [
        (model.name, name)
        for model in MODELS
        for name in sorted(model.refs)
        if BY_NAME[name].layer not in may_read[model.layer]
    ]

    assert [pair for pair in against if pair[1] not in READ_AGAINST_THE_FLOW] == []
    for name in READ_AGAINST_THE_FLOW:
        assert {BY_NAME[ref].layer for ref in BY_NAME[name].refs} == {"intermediate"}


def test_landing_is_read_in_staging_alone_and_one_entity_by_one_model() -> None:
    staged = tuple(f"{area}_" for area in (*KINDS, "policy", "register"))
    exported = {
        model.name: {name for name in model.sources if name.startswith(staged)} for model in MODELS
    }

    assert [
        name for name, tables in exported.items() if tables and not name.startswith("stg_")
    ] == []
    for model in of_layer("staging"):
        assert len(exported[model.name]) == len(model.sources) == 1


def test_every_source_that_a_model_reads_is_declared() -> None:
    [landing] = _yaml(PROJECT / "models" / "sources.yml")["sources"]
    declared = {table["name"] for table in landing["tables"]}

    assert set().union(*(model.sources for model in MODELS)) <= declared


def test_names_tell_the_layer_of_a_model() -> None:
    prefixes = {"staging": ("stg_",), "intermediate": ("int_", "finding_", "contested_")}

    for layer, wanted in prefixes.items():
        assert [model.name for model in of_layer(layer) if not model.name.startswith(wanted)] == []


def test_every_finding_is_in_the_union_of_findings() -> None:
    union = re.findall(r'"(finding_\w+)"', BY_NAME["data_findings"].sql)

    assert union == sorted(name for name in BY_NAME if name.startswith("finding_"))


def _reads_as_a_sentence(name: str) -> bool:
    return re.fullmatch(r"[a-z]+(_[a-z0-9]+){4,}", name) is not None


def test_names_of_singular_and_unit_tests_read_as_sentences() -> None:
    singular = [
        path.stem for path in (PROJECT / "tests").rglob("*.sql") if path.parent.name != "generic"
    ]
    unit = [
        test["name"]
        for path in (PROJECT / "models").rglob("*.yml")
        for test in _yaml(path).get("unit_tests", [])
    ]

    assert singular
    assert [name for name in (*singular, *unit) if not _reads_as_a_sentence(name)] == []


PROMISED = {
    "fct_responses": (
        "response_id source ticket_id cycle_number metric customer_id severity channel opened_at "
        "opened_by_event_id closed_at closed_by closed_by_event_id responder_id responder_tier "
        "dedicated_agent_id is_dedicated_responder is_opened_in_hours clock target_seconds "
        "leg_started_at elapsed_seconds business_seconds wall_seconds paused_seconds due_at "
        "outcome exclusion_reason policy_version calendar_id opened_month"
    ),
    "compliance_monthly": (
        "customer_id opened_month severity metric owed_count met_count breached_count "
        "pending_count unanswered_count no_target_count not_covered_count deleted_count "
        "waived_met_count waived_breached_count contested_count worst_met_count "
        "worst_breached_count median_seconds p90_seconds max_seconds max_owed_seconds"
    ),
    "contested_responses": (
        "response_id customer_id source ticket_id opened_month reason at by is_counted_against"
    ),
    "completeness": (
        "source created_month ticket_count ticket_without_customer_message_count "
        "answered_ticket_without_reply_count event_count event_without_ticket_count "
        "replaced_event_count response_count unclassified_response_count "
        "before_policy_response_count ticket_without_customer_message_share "
        "answered_ticket_without_reply_share event_without_ticket_share replaced_event_share "
        "unclassified_response_share before_policy_response_share"
    ),
    "dim_calendar_segments": "started_at ended_at is_open closed_reason holiday_name",
    "data_findings": "kind source key message is_about_all_figures",
    "rejected_rows": "file line entity reason row_text",
    "load_files": "rows_read rows_landed rows_rejected",
    "open_responses": "response_id due_at left_seconds",
    "run_info": "run_id as_of reading policy_hash landing_hash code_version started_at finished_at",
}
"""Columns that users script against: they may be joined by others, but they stay."""


@dataclass(frozen=True)
class Column:
    """A column of the published file."""

    table: str
    name: str
    type: str
    comment: str | None


@pytest.fixture(scope="module")
def columns(published: duckdb.DuckDBPyConnection) -> list[Column]:
    rows = published.execute(
        """
        select table_name, column_name, data_type, comment
        from duckdb_columns()
        where database_name = 'published' and schema_name = 'marts'
        order by table_name, column_index
        """
    ).fetchall()
    return [Column(*row) for row in rows]


def test_every_mart_and_nothing_else_is_published(published: duckdb.DuckDBPyConnection) -> None:
    there = {
        kind: {
            name
            for (name,) in published.execute(
                f"select schema_name || '.' || {kind}_name from duckdb_{kind}s() "
                "where database_name = 'published' and not internal"
            ).fetchall()
        }
        for kind in ("table", "view")
    }

    assert there == {
        kind: {
            f"marts.{mart.name}"
            for mart in of_layer("marts")
            if mart.settings["+materialized"] == kind
        }
        for kind in ("table", "view")
    }


def test_published_views_can_be_asked_under_any_name_of_the_file(
    published: duckdb.DuckDBPyConnection,
) -> None:
    views = [mart.name for mart in of_layer("marts") if mart.settings["+materialized"] == "view"]

    assert views
    for view in views:
        [(count,)] = published.execute(f"select count(*) from published.marts.{view}").fetchall()
        assert count > 0


@pytest.mark.parametrize("table", PROMISED)
def test_published_columns_stay(columns: list[Column], table: str) -> None:
    there = [column.name for column in columns if column.table == table]

    assert [name for name in PROMISED[table].split() if name not in there] == []


def test_comments_tell_what_every_published_table_and_column_is(
    published: duckdb.DuckDBPyConnection, columns: list[Column]
) -> None:
    tables = published.execute(
        """
        select table_name, comment from duckdb_tables() where database_name = 'published'
        union all
        select view_name, comment from duckdb_views()
        where database_name = 'published' and not internal
        """
    ).fetchall()

    assert [name for name, comment in tables if not (comment or "").startswith("One row per")] == []
    assert [column for column in columns if not (column.comment or "").strip()] == []


def test_names_of_published_columns_tell_their_types(columns: list[Column]) -> None:
    instant = "TIMESTAMP WITH TIME ZONE"
    types = (
        (r".+_at|as_of", instant),
        (r".+_seconds(_.+)?", "BIGINT"),
        (r"(?!amount_).+_count", "BIGINT"),  # an amount may be one and a half
        (r".+_date|.+_month|valid_.+", "DATE"),
        (r"is_.+", "BOOLEAN"),
        (r".+_id|source|.+_hash", "VARCHAR"),
    )
    wrong = [
        column
        for column in columns
        for pattern, wanted in types
        if re.fullmatch(pattern, column.name) and column.type != wanted
    ]

    assert wrong == []
    assert {column.type for column in columns if "TIME" in column.type} == {instant}


def test_every_duckdb_since_1_0_can_read_the_published_file(
    published: duckdb.DuckDBPyConnection,
) -> None:
    [(tags,)] = published.execute(
        "select tags from duckdb_databases() where database_name = 'published'"
    ).fetchall()

    assert tags["storage_version"] == "v1.0.0+"


def test_keys_are_told_and_checked() -> None:
    """A description, the table's comment in the file, ends with the key that is tested."""
    for model in of_layer("marts"):
        words = " ".join(str(model.described["description"]).split())
        told = [
            re.findall(r"`(\w+)`", key) for key in re.findall(r" Key: ((?:`\w+`,? ?)+)\.$", words)
        ]
        checked = [
            test["unique_key"]["arguments"]["columns"]
            for test in model.tests
            if isinstance(test, dict) and "unique_key" in test
        ]
        checked += [
            [column["name"]]
            for column in model.described["columns"]
            if "unique" in column.get("data_tests", [])
        ]
        if model.settings["+materialized"] == "table":
            assert told == checked[:1] != [], model.name
        else:  # a view whose key may be null, or without one
            assert told == [], model.name


def test_one_name_has_one_type(columns: list[Column]) -> None:
    types: dict[str, set[str]] = {}
    for column in columns:
        types.setdefault(column.name, set()).add(column.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_common_names_say_what_former_ones_said(
    published: duckdb.DuckDBPyConnection, columns: list[Column]
) -> None:
    former = [
        (column, found[1])
        for column in columns
        if (found := re.match(r"The same as (\w+); its former name", column.comment or ""))
    ]
    assert {common for _, common in former} == {"agent_id", "month"}
    for column, common in former:
        [(differing,)] = published.execute(
            f"select count(*) from published.marts.{column.table} "
            f"where {column.name} is distinct from {common}"
        ).fetchall()
        assert differing == 0, column
    of_a_month = {column.name for column in columns if column.name.endswith("_month")}
    assert of_a_month == {column.name for column, common in former if common == "month"}


LEADS_NOWHERE = {"dim_agents", "fct_tickets"}
"""An agent or a ticket that was never exported is known to others alone."""


def test_keys_are_declared_in_the_file(published: duckdb.DuckDBPyConnection) -> None:
    declared = published.execute(
        "select table_name, column_names from published.marts.table_keys where key_kind = 'primary'"
    ).fetchall()
    told = published.execute(
        "select table_name, comment from duckdb_tables() "
        "where database_name = 'published' and schema_name = 'marts'"
    ).fetchall()
    assert dict(declared) == {
        table: " ".join(comment.split()).rpartition("Key: ")[2].rstrip(".").replace("`", "")
        for table, comment in told
    }


def test_foreign_keys_find_their_row(published: duckdb.DuckDBPyConnection) -> None:
    foreign = published.execute(
        "select table_name, column_names, referenced_table "
        "from published.marts.table_keys where key_kind = 'foreign'"
    ).fetchall()
    assert ("fct_responses", "customer_id", "dim_customers") in foreign
    assert ("team_monthly", "source, agent_id", "dim_agents") in foreign
    for table, columns, other in foreign:
        key = columns.split(", ")
        is_told = " and ".join(f"{name} is not null" for name in key)
        [(lost, found)] = published.execute(
            f"select count(*) filter (({columns}) not in "
            f"(select ({columns}) from published.marts.{other})), count(*) "
            f"from published.marts.{table} where {is_told}"
        ).fetchall()
        assert lost == 0 or (other in LEADS_NOWHERE and lost < found), (table, other)


JOINS = re.findall(
    r"^\| (.+) \| `(\w+)` \| (`.+`) \|$",
    (PROJECT.parent / "docs" / "analysts.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("tables", "other", "by"), JOINS)
def test_joins_find_their_row(
    published: duckdb.DuckDBPyConnection, columns: list[Column], tables: str, other: str, by: str
) -> None:
    """docs/analysts.md: by these columns, the key of the other table, there is one row for each."""
    key = re.findall(r"`(\w+)`", by)
    description = " ".join(str(BY_NAME[other].described["description"]).split())
    assert description.endswith(f" Key: {by}.")
    for table in re.findall(r"`(\w+)`", tables):
        assert {*key} <= {column.name for column in columns if column.table == table}
        one = ", ".join(f"one.{name}" for name in key)
        [(lost,)] = published.execute(
            f"select count(*) from published.marts.{table} as one "
            f"where ({one}) not in (select ({by.replace('`', '')}) from published.marts.{other}) "
            f"and {key[-1]} is not null and {key[-1]} != '(unknown)'"
        ).fetchall()
        assert lost == 0, table
