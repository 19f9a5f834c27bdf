"""Text and marks stand out enough (WCAG 2.1 AA), on a light page and on a dark one."""

import re
import tomllib
from pathlib import Path

import pytest

import dashboards
from dashboards.components.chart import QUIET, TONES

FOLDER = Path(dashboards.__file__).parent
CONFIG = tomllib.loads((FOLDER / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
STYLE = "".join(file.read_text(encoding="utf-8") for file in (FOLDER / "style").glob("*.css"))
PALETTE = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--sla-([\w-]+): light-dark\((#\w+), (#\w+)\)", STYLE)
}
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
    return str(CONFIG["theme"][theme]["backgroundColor"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text(theme: str) -> None:
    for name in TEXT:
        for ground in (page(theme), PALETTE["wash"][theme]):
            assert contrast(PALETTE[name][theme], ground) >= 4.5, (name, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks(theme: str) -> None:
    colours = [PALETTE[name][theme] for name in MARKS] + [*TONES.values(), QUIET]
    for colour in colours:
        assert contrast(colour, page(theme)) >= 3, colour


def test_every_colour_that_is_used_is_in_the_palette() -> None:
    assert set(re.findall(r"var\(--sla-([\w-]+)\)", STYLE)) <= set(PALETTE)


def test_nothing_is_reported_home() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "http" not in STYLE
