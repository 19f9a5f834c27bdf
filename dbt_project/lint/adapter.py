"""What sqlfluff puts in the place of dbt's `adapter`: the macro as DuckDB would have it."""

from collections.abc import Callable


def dispatch(macro: str, _package: str) -> Callable[..., str]:
    """The SQL that a dispatched macro stands for, near enough for a linter."""
    return lambda *arguments: f"{macro}({', '.join(map(str, arguments))})"
