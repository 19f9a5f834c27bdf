"""The maps in packages' docstrings are the tree: each module and package stands in its own."""

import ast
import re
from pathlib import Path

import pytest

import dashboards
import pipeline

PACKAGES = [
    file for root in (pipeline, dashboards) for file in Path(root.__path__[0]).rglob("__init__.py")
]
LINE = re.compile(r"^((?:\w+, )*\w+) {2,}\S")


def mapped(file: Path) -> set[str]:
    """What a package's docstring maps: lines of `name  what`, or `name, name  what`."""
    told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    lines = (LINE.match(line) for line in told.splitlines()[1:])
    return {name for line in lines if line for name in line[1].split(", ")}


def held(folder: Path) -> set[str]:
    """The modules and packages in a folder."""
    return {
        entry.stem
        for entry in folder.iterdir()
        if (entry.suffix == ".py" and entry.name != "__init__.py")
        or (entry.is_dir() and (entry / "__init__.py").exists())
    }


@pytest.mark.parametrize("file", PACKAGES, ids=lambda file: file.parent.name)
def test_a_map_is_the_tree(file: Path) -> None:
    names = held(file.parent)
    if mapped(file) or len(names) > 7:
        assert mapped(file) == names


def test_the_readme_draws_every_room() -> None:
    told = (Path(pipeline.__path__[0]).parent / "README.md").read_text(encoding="utf-8")
    drawn = {
        name
        for line in re.findall(r"^pipeline/[\w· ]+?(?=  )", told, re.MULTILINE)
        for name in line.removeprefix("pipeline/").split(" · ")
    } | {"cli"}
    rooms = {f.parent.name for f in Path(pipeline.__path__[0]).glob("*/__init__.py")}
    assert drawn == rooms


def test_rooms_know_those_below_them_alone() -> None:
    """In the order of the map of `pipeline`; what stands apart below it is for everybody."""
    told = ast.get_docstring(ast.parse(Path(pipeline.__file__ or "").read_text(encoding="utf-8")))
    rooms = [name for line in (told or "").splitlines() if (name := line.split("  ")[0])]
    order = {name: number for number, name in enumerate(rooms)}
    climbs = [
        f"{file.relative_to(Path(pipeline.__path__[0]))} knows {known}"
        for file in Path(pipeline.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for known in _known(node)
        if order.get(known, 99) < order.get(_room(file), -1)
    ]
    assert climbs == []


def _room(file: Path) -> str:
    return file.relative_to(Path(pipeline.__path__[0])).parts[0].removesuffix(".py")


def _known(node: ast.AST) -> list[str]:
    """The rooms of `pipeline` that an import names; `dashboards` stands above them all."""
    if isinstance(node, ast.ImportFrom) and node.module == "pipeline":
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        names = [node.module]
    else:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    return [name.split(".")[1] for name in names if name.startswith("pipeline.")]
