from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.settings import yaml_file
from pipeline.settings.model import Settings
from pipeline.settings.yaml_file import load_yaml, read_yaml


class Small(Settings):
    a: str = ""
    b: str = ""


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.yml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_stays_as_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path, "a: [22:00, NO, yes, 0071, 2026-01-01, 1e3, 0x1f, 1_000, '~']")
    assert read_yaml(path).content == {
        "a": ["22:00", "NO", "yes", "0071", "2026-01-01", "1e3", "0x1f", "1_000", "~"]
    }


def test_nothing_is_null(tmp_path: Path) -> None:
    path = written(tmp_path, "a:\nb: ~\nc: null\nd: ''\n")
    assert read_yaml(path).content == {"a": None, "b": None, "c": None, "d": ""}


def test_every_key_and_item_keeps_its_line(tmp_path: Path) -> None:
    lines = read_yaml(written(tmp_path, "a:\n  b:\n    - x\n    - {c: y}\n# note\n1: z\n")).lines
    assert lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "b", 0): 3,
        ("a", "b", 1): 4,
        ("a", "b", 1, "c"): 4,
        ("1",): 6,
    }


def test_an_anchor_is_what_it_stands_for(tmp_path: Path) -> None:
    path = written(tmp_path, "a: &same {x: 1}\nb: *same\n")
    assert read_yaml(path).content == {"a": {"x": "1"}, "b": {"x": "1"}}


def test_a_byte_order_mark_and_foreign_line_ends_are_fine(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert load_yaml(path, Small) == Small(a="1", b="2")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "a: b: c",
            "file.yml, line 1: has a colon where none can be; put quotes around text that has one "
            "in it, and check the indentation",
        ),
        ("a:\n\tb: c", "file.yml, line 2: has a tab; indent with spaces"),
        (
            "a: 1\n---\na: 2",
            "file.yml, line 2: begins a second document; remove the line '---'",
        ),
        (
            "a: [1,\nb: 2\n",
            "file.yml, line 3: is not YAML: expected ',' or ']', but got '<stream end>' (while "
            "parsing a flow sequence that begins in line 1); check quotes and brackets",
        ),
        (
            "a: 1\nb: *c\n",
            "file.yml, line 2: is not YAML: found undefined alias 'c'; check quotes and brackets",
        ),
        (
            "a: 1\nb: \x00",
            "file.yml, line 2: holds an invisible character that YAML forbids; delete it",
        ),
        ("a: Grün".encode("latin-1"), "file.yml: is not UTF-8; save it with that encoding"),
        ("- a", "file.yml, line 1: must be a block of 'key: value' lines"),
        ("hello", "file.yml, line 1: must be a block of 'key: value' lines"),
        ("a: 1\nb: 2\n\na: 3\n", "file.yml, line 4: a: is already in line 1; keep one of them"),
        ("a: 1\n'a': 1\n", "file.yml, line 2: a: is already in line 1; keep one of them"),
        ("? [x]\n: 1\n", "file.yml, line 1: has a list or block for a key; write text"),
        (
            "a: &x\n  b: *x\n",
            "file.yml, line 2: a.b: holds itself by its anchor; write it out",
        ),
    ],
)
def test_what_is_wrong_with_the_file(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_yaml(written(tmp_path, content), Small)
    assert message in str(caught.value).splitlines()


def test_duplicate_keys_are_told_beside_other_mistakes(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_yaml(written(tmp_path, "a: 1\nbb: 2\na: 3\n"), Small)
    assert str(caught.value).splitlines() == [
        "file.yml, line 2: bb: unknown key; did you mean 'b'?",
        "file.yml, line 3: a: is already in line 1; keep one of them",
    ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"file\.yml: not found in .*vip-sla init"):
        load_yaml(tmp_path / "file.yml", Small)


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_yaml(tmp_path, Small)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Small().a = "x"  # type: ignore[misc]


PIECES = [
    *("a", "b: 1", "c:", "0071", "~", "null", "\xe4", "\xa0", "\x85", "\u2028", "\x07", "\ufeff"),
    *("\n", "\n  ", "\n    ", "\t", " ", "- ", "? ", ": ", ", ", "# x", "|\n", ">-\n", "---\n"),
    *(
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "\\q",
        "\\u00e4",
        "&x ",
        "*x",
        "<<",
        "!!str ",
        "!x ",
        "@",
        "%YAML 1.1\n",
    ),
]


@settings(deadline=None, max_examples=200)
@example("a: \t1")
@example("a:\n\tb: 1")
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_both_readers_of_the_library_read_the_same(text: str) -> None:
    assert _read(text, yaml_file._root) == _read(text, lambda it: yaml.compose(it, yaml.SafeLoader))


def _read(text: str, root: Callable[[str], yaml.Node | None]) -> object:
    """The content with its lines, or what was raised."""
    try:
        node = root(text)
    except yaml.YAMLError as error:
        return str(error)
    reader = yaml_file._Reader(most_values=1000)
    return node and (reader.value(node, ()), reader.lines, reader.mistakes)


@pytest.mark.parametrize("deep", ["- " * 200_000, "\n".join(f"{' ' * n}a:" for n in range(3_000))])
def test_blocks_far_within_each_other_are_refused(tmp_path: Path, deep: str) -> None:
    with pytest.raises(SettingsError, match="too deep"):
        read_yaml(written(tmp_path, f"{deep}a"))
