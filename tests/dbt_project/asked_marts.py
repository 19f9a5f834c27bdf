"""Which marts each page, report, alert and command asks: read from the code.

`python -m tests.dbt_project.asked_marts` writes that into the exposures.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.running.dbt import PROJECT

ROOT = Path(__file__).parents[2]
EXPOSURES = PROJECT / "models" / "exposures.yml"
MARTS = {path.stem for path in (PROJECT / "models" / "marts").rglob("*.sql")}
ROOMS = {
    "monthly_report": ["pipeline/reports"],
    "alerts": ["pipeline/alerts"],
    "export": ["pipeline/exporting"],
    "explanation": ["pipeline/explanation"],
    "command_line": ["pipeline/cli"],
}
FOLLOWED = ("dashboards", "pipeline.explanation")
"""What a page is made of; reports are an exposure of their own."""


@cache
def asked_by_exposure() -> dict[str, set[str]]:
    """Each exposure's marts, by name."""
    pages = sorted((ROOT / "dashboards" / "app_pages").glob("[!_]*.py"))
    modules = {f"page_{page.stem}": _closure(page) for page in pages}
    modules["every_page"] = _closure(ROOT / "dashboards" / "app.py")
    for name, folders in ROOMS.items():
        modules[name] = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    return {name: set().union(*(_asked(path) for path in paths)) for name, paths in modules.items()}


def _closure(module: Path) -> set[Path]:
    """A module, and what it imports of the dashboard, by and by."""
    found, waiting = set[Path](), [module]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path)
    return found


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(_tree(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.startswith(FOLLOWED):
                place = ROOT / name.replace(".", "/")
                yield from (
                    it for it in (place.with_suffix(".py"), place / "__init__.py") if it.exists()
                )


def _asked(path: Path) -> set[str]:
    """The marts behind every question that a module names."""
    questions = {
        node.attr
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "marts"
    }
    imported = {
        alias.name
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline.marts")
        for alias in node.names
    }
    return set().union(*(_behind(question) for question in questions | imported))


@cache
def _behind(name: str) -> set[str]:
    """The marts in the SQL of a function or constant of `pipeline.marts`, helpers included."""
    return _words(name, frozenset())


def _words(name: str, seen: frozenset[str]) -> set[str]:
    found = set[str]()
    for definition in _definitions().get(name, ()):
        body = definition.body if isinstance(definition, ast.FunctionDef) else [definition]
        for node in (
            each for statement in body[_docstring(body) :] for each in ast.walk(statement)
        ):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"\w+", node.value)) & MARTS
            elif isinstance(node, ast.Name) and node.id not in seen | {name}:
                found |= _words(node.id, seen | {name})
    return found


def _docstring(body: list[Any]) -> int:
    first = body[0]
    return int(isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant))


@cache
def _definitions() -> dict[str, list[ast.stmt]]:
    found: dict[str, list[ast.stmt]] = {}
    for path in (ROOT / "pipeline" / "marts").glob("[!_]*.py"):
        for node in _tree(path).body:
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault(node.targets[0].id, []).append(node)
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def declared() -> dict[str, dict[str, Any]]:
    """The exposures as they are written, by name."""
    return {
        each["name"]: each for each in yaml.safe_load(EXPOSURES.read_text("utf-8"))["exposures"]
    }


def written() -> str:
    """The file of exposures with what is asked now; descriptions stay."""
    lines = ["version: 2", "", "exposures:"]
    asked = asked_by_exposure()
    for name, exposure in declared().items():
        lines += [
            f"  - name: {name}",
            f"    label: {exposure['label']}",
            f"    type: {exposure['type']}",
            "    description: >",
            f"      {exposure['description'].strip()}",
            f"    owner: {{name: {exposure['owner']['name']}}}",
            "    depends_on:",
            *(f"      - ref('{mart}')" for mart in sorted(asked.get(name, ()))),
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    EXPOSURES.write_text(written(), encoding="utf-8")
