"""A model's SQL without dbt: for tests that ask one model of rows made by hand."""

from functools import cache
from typing import Any

import jinja2

from pipeline.running.dbt import PROJECT


@cache
def rendered(model: str) -> str:
    """What a model asks of the schema `marts`, in DuckDB's words."""
    [path] = (PROJECT / "models").rglob(f"{model}.sql")
    environment = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.do"])
    environment.globals.update(
        {"ref": "marts.{}".format, "return": lambda value: value, "adapter": _Adapter(environment)}
    )
    return environment.from_string(_macros() + path.read_text(encoding="utf-8")).render()


class _Adapter:
    """What dbt chooses an engine's words by."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment

    def dispatch(self, macro: str, _package: str) -> Any:
        macros: Any = self._environment.from_string(_macros()).module
        return getattr(macros, f"default__{macro}")


@cache
def _macros() -> str:
    return "".join(path.read_text("utf-8") for path in sorted((PROJECT / "macros").glob("*.sql")))
