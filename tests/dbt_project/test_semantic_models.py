"""Measures and dimensions come to what the view `compliance` says, by every grouping."""

import duckdb
import yaml

from pipeline.running.dbt import PROJECT
from tests.documented import files_named

FILE = PROJECT / "models" / "marts" / "compliance" / "compliance_monthly.yml"
DECLARED = yaml.safe_load(FILE.read_text(encoding="utf-8"))
[SEMANTIC] = DECLARED["semantic_models"]
MEASURES = {each["name"]: each.get("expr", each["name"]) for each in SEMANTIC["measures"]}
METRICS = {each["name"]: each for each in DECLARED["metrics"]}
DOCS = (PROJECT.parent / "docs" / "analysts.md").read_text(encoding="utf-8")
RILL = {name: yaml.safe_load(text) for name, text in files_named(DOCS, "yaml").items()}
DEDICATED = """
    published.marts.compliance_monthly
    inner join published.marts.dim_customers using (customer_id)
    where is_dedicated
"""


def sql_of(metric: str) -> str:
    told = METRICS[metric]["type_params"]
    if METRICS[metric]["type"] == "ratio":
        return f"{sql_of(told['numerator'])} / nullif({sql_of(told['denominator'])}, 0)"
    return f"sum({MEASURES[told['measure']]})"


def test_the_share_is_that_of_the_view(published: duckdb.DuckDBPyConnection) -> None:
    columns = {each["name"]: each.get("expr", each["name"]) for each in SEMANTIC["dimensions"]}
    columns |= {each["name"]: each["expr"] for each in SEMANTIC["entities"]}
    words = {"opened": "month", "promised_metric": "metric"}
    for grouping in (["opened"], ["opened", "customer"], ["customer", "severity"], ["severity"]):
        by = ", ".join(columns[each] for each in grouping)
        found = published.execute(
            f"select {by}, {sql_of('compliance_share')}, {sql_of('counted_responses')} "
            f"from {DEDICATED} group by {by} order by {by}"
        ).fetchall()
        expected = published.execute(
            f"select {by}, compliance_share, case_count from published.marts.compliance "
            f"where grouped_by = '{', '.join(words.get(each, each) for each in grouping)}' "
            f"order by {by}"
        ).fetchall()
        assert found == expected
        assert found


def test_what_is_declared_is_there(published: duckdb.DuckDBPyConnection) -> None:
    for metric in METRICS:
        [(value,)] = published.execute(f"select {sql_of(metric)} from {DEDICATED}").fetchall()
        assert value is not None, metric
    for measure, expression in MEASURES.items():
        [(value,)] = published.execute(f"select sum({expression}) from {DEDICATED}").fetchall()
        assert value is not None, measure


def test_the_same_written_out_for_rill(published: duckdb.DuckDBPyConnection) -> None:
    assert {*RILL} == {
        "connectors/duckdb.yaml",
        "models/compliance_monthly.yaml",
        "metrics/compliance.yaml",
    }
    rows = RILL["models/compliance_monthly.yaml"]["sql"].replace("vip_sla.", "published.")
    view = RILL["metrics/compliance.yaml"]
    columns = ", ".join(each["column"] for each in view["dimensions"])
    assert published.execute(f"select {view['timeseries']}, {columns} from ({rows})").fetchall()
    for measure in view["measures"]:
        ours = f"select {sql_of(measure['name'])} from {DEDICATED}"
        theirs = f"select {measure['expression']} from ({rows})"
        assert published.execute(theirs).fetchall() == published.execute(ours).fetchall()
