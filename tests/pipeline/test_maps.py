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
