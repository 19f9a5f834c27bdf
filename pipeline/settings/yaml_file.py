"""YAML for people: every value keeps its line, and text stays as it was written.

Only text, null, lists and mappings are made; the models decide which text is a number or a date.
So `22:00` is no number in base 60, `NO` is Norway, `0071` keeps its zeros and a date is what was
typed: none of YAML's guesses gets between the file and the message about it.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from pipeline.errors import SettingsError
from pipeline.settings.model import Location, Settings
from pipeline.settings.text_file import read_bytes
from pipeline.settings.wording import told, told_lines

Content = str | None | list["Content"] | dict[str, "Content"]
Model = TypeVar("Model", bound=Settings)

_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 200
_QUICK = getattr(yaml, "CSafeLoader", None)
_LONGEST_LINE = 5_000
"""For the quick reader, which ends Python itself where too much is within each other; blocks are by
their indentation.
"""
_BRACKETS = re.compile(r"[\[\]{}]")
_VALUES_BESIDE_TEXT = 10_000
"""How many values anchors may make beyond what the text could hold written out."""
_TOO_DEEP = "has brackets or blocks within each other too deep to be meant; write it flat"
_PLAIN_WORDS = {
    "mapping values are not allowed here": "has a colon where none can be; put quotes around text "
    "that has one in it, and check the indentation",
    "found character '\\t' that cannot start any token": "has a tab; indent with spaces",
    "but found another document": "begins a second document; remove the line '---'",
}


@dataclass(frozen=True)
class YamlFile:
    """One document: its content, and the line (from 1) of every key and item."""

    path: Path
    content: Content
    lines: Mapping[Location, int]
    mistakes: tuple[tuple[int, str], ...]  # line and words; what can be told beside other mistakes


def read_yaml(path: Path) -> YamlFile:
    """Reads a file. Raises SettingsError if it is not there or not YAML."""
    text = _text(path)
    if _brackets_deep(text) > _DEEPEST:
        raise SettingsError(f"{path.name}: {_TOO_DEEP}")
    try:
        root = _root(text)
    except yaml.MarkedYAMLError as error:
        raise SettingsError(f"{path.name}, {_syntax_mistake(error)}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SettingsError(
            f"{path.name}, line {line}: holds an invisible character that YAML forbids; delete it"
        ) from error
    except RecursionError:
        raise SettingsError(f"{path.name}: {_TOO_DEEP}") from None
    reader = _Reader(most_values=len(text) + _VALUES_BESIDE_TEXT)
    try:
        content = reader.value(root, ()) if root else None
    except RecursionError:
        raise SettingsError(f"{path.name}: {_TOO_DEEP}") from None
    except _TooManyValuesError as error:
        raise SettingsError(
            f"{path.name}, line {error}: anchors used within anchors make more of it than anybody "
            "could mean; write it out"
        ) from None
    return YamlFile(path, content, reader.lines, tuple(reader.mistakes))


def _root(text: str) -> yaml.Node | None:
    """What `yaml.compose` gives and raises.

    The library's reader in C is thirty times as quick, but takes tabs and what nobody sees for
    spaces, and has other words for mistakes.
    """
    lines = text.split("\n")
    if _QUICK and all(line.isprintable() and len(line) <= _LONGEST_LINE for line in lines):
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=_QUICK)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _brackets_deep(text: str) -> int:
    """How many brackets are open at once, those in texts and comments too.

    The library takes a second for a thousand of them before it finds them too many.
    """
    opened = accumulate(1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(text))
    return max(opened, default=0)


def _syntax_mistake(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if error.problem in _PLAIN_WORDS:
        return f"line {line}: {_PLAIN_WORDS[error.problem]}"
    begun = error.context_mark.line + 1 if error.context_mark else line
    context = f" ({error.context} that begins in line {begun})" if begun < line else ""
    return f"line {line}: is not YAML: {error.problem}{context}; check quotes and brackets"


def load_yaml(path: Path, model: type[Model], context: Mapping[str, Any] | None = None) -> Model:
    """The file as `model`. Raises one SettingsError with a line for every mistake."""
    return as_model(read_yaml(path), model, context)


def as_model(file: YamlFile, model: type[Model], context: Mapping[str, Any] | None = None) -> Model:
    """What was read as `model`. Raises one SettingsError with a line for every mistake."""
    mistakes = list(file.mistakes)
    content = {} if file.content is None else file.content
    try:
        settings = model.model_validate(content, context=context)
    except ValidationError as error:
        mistakes += [_located(file, found["loc"], found["msg"]) for found in error.errors()]
    except RecursionError:
        raise SettingsError(f"{file.path.name}: {_TOO_DEEP}") from None
    if mistakes:
        raise SettingsError(
            told_lines(
                f"{file.path.name}, line {line}: {told(words)}" for line, words in sorted(mistakes)
            )
        )
    return settings


class _TooManyValuesError(Exception):
    """Anchors multiply; the message is the line where it became too much."""


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise SettingsError(
            f"{path.name}: not found in {path.parent}; `vip-sla init` makes one to begin with"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name}: is not UTF-8; save it with that encoding") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def _located(file: YamlFile, location: Location, words: str) -> tuple[int, str]:
    """The nearest line, and the words behind the path as the file has it.

    Steps that the file does not have are names of pydantic's own, `[key]` or `CountryHolidays`,
    and are left out; but a last one in lower case is the key that is missing.
    """
    known: Location = ()
    missing: Location = ()
    for step in location:
        if (*known, step) in file.lines:
            known, missing = (*known, step), ()
        elif isinstance(step, str) and step.isidentifier() and step.islower():
            missing = (step,)
    return file.lines.get(known, 1), _at((*known, *missing), words)


class _Reader:
    """Makes content of YAML nodes, and notes lines and mistakes on the way."""

    def __init__(self, most_values: int) -> None:
        self._values_left = most_values
        self.lines: dict[Location, int] = {(): 1}
        self.mistakes: list[tuple[int, str]] = []
        self._open: list[yaml.Node] = []

    def value(self, node: yaml.Node, location: Location) -> Content:
        self.lines.setdefault(location, node.start_mark.line + 1)
        self._values_left -= 1
        if self._values_left < 0:
            raise _TooManyValuesError(node.start_mark.line + 1)
        if node in self._open:
            self._tell(self.lines[location], location, "holds itself by its anchor; write it out")
            return None
        self._open.append(node)
        try:
            return self._content(node, location)
        finally:
            self._open.pop()

    def _content(self, node: yaml.Node, location: Location) -> Content:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*location, i)) for i, item in enumerate(node.value)]
        return None if node.tag == _NULL else str(node.value)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> Content:
        content: dict[str, Content] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._tell(line, location, "has a list or block for a key; write text")
                continue
            key = str(key_node.value)
            here = (*location, key)
            if key in content:
                earlier = self.lines[here]
                self._tell(line, here, f"is already in line {earlier}; keep one of them")
                continue
            self.lines[here] = line
            content[key] = self.value(value_node, here)
        return content

    def _tell(self, line: int, location: Location, words: str) -> None:
        self.mistakes.append((line, _at(location, words)))


def _at(location: Location, words: str) -> str:
    """`policies[0].targets.3: words`."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return f"{path.removeprefix('.')}: {words}" if path else words
