"""Text and marks stand out enough (WCAG 2.1 AA), on a light page and on a dark one."""

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
from streamlit import config as st_config

import dashboards
import pipeline
from dashboards import serve
from dashboards.components.chart import TONES
from pipeline import palette

FOLDER = Path(dashboards.__file__).parent
CONFIG = tomllib.loads((FOLDER / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
STYLE = "".join(file.read_text(encoding="utf-8") for file in (FOLDER / "style").glob("*.css"))
PALETTE = {name: asdict(colour) for name, colour in palette.PALETTE.items()}
THEMES = ["light", "dark"]
DRAWING = {".css", ".html", ".js", ".py", ".svg", ".toml", ".typ"}
"""Files that could hold a colour."""
TEXT = ("ink", "muted", "link", "red", "amber")
MARKS = ("mark", "faint", "red", "amber")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def page(theme: str) -> str:
    return PALETTE["page"][theme]


@pytest.mark.parametrize("theme", THEMES)
def test_text(theme: str) -> None:
    for name in TEXT:
        for ground in (page(theme), PALETTE["wash"][theme]):
            assert contrast(PALETTE[name][theme], ground) >= 4.5, (name, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_marks(theme: str) -> None:
    colours = [PALETTE[name][theme] for name in MARKS] + [*TONES.values(), palette.QUIET]
    for colour in colours:
        assert contrast(colour, page(theme)) >= 3, colour


def test_every_colour_that_is_used_is_in_the_palette() -> None:
    assert set(re.findall(r"var\(--sla-([\w-]+)\)", STYLE)) <= set(PALETTE)


def test_streamlit_is_given_the_palette() -> None:
    told = list(serve.theme())
    options = dict(zip(told[::2], told[1::2], strict=True))
    assert options["--theme.light.textColor"] == PALETTE["ink"]["light"]
    assert options["--theme.dark.backgroundColor"] == PALETTE["page"]["dark"]
    named = {option.removeprefix("--") for option in options}
    assert named <= set(st_config.get_config_options())


def test_a_colour_is_written_in_the_palette_alone() -> None:
    colour = re.compile(
        r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?!;)|\brgba?\(\d|\bhsla?\(", re.I
    )
    rooms = (FOLDER, Path(pipeline.__file__).parent)
    files = [file for room in rooms for file in room.rglob("*") if file.suffix in DRAWING]
    assert len(files) > 200
    holding = {file for file in files if colour.search(file.read_text(encoding="utf-8"))}
    assert holding == {Path(palette.__file__)}


def test_nothing_is_reported_home() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "http" not in STYLE
