"""A person's word on a month: `reports/notes/<month>/<customer>.md` in the workspace.

    # Comment
    Paragraphs of plain text, a blank line between them.

    # Causes and measures
    ## QT-4711
    Cause: what happened.
    Measure: what was done about it.

    # Next steps
    - The first step.

Every part may be left out, headings and labels may be in any language that reports are told in.
A response is named by its ticket's number, or by its id where a ticket has several. Text is text:
no markup in it is followed. On all customers together it is portfolio.md, which names no response.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.errors import ReportError
from pipeline.marts.records import Record
from pipeline.marts.tickets import OfResponse
from pipeline.printable import one_line
from pipeline.settings.text_file import read_bytes
from pipeline.settings.wording import nearest, told, told_lines
from pipeline.wording.catalogues import LANGUAGES, Language, Wording, entries

CATALOGUE = Path(__file__).parent / "catalogue"
LARGEST_BYTES = 50_000
"""More than anybody reads in a report."""

MISTAKES_IN = Language("en")
"""As everything that files and commands are told in."""

MOST_NAMES = 8
"""So many of what could be meant are named where nothing looks like it."""

PARTS = ("comment", "measures", "next_steps")
_HEADING = re.compile(r"(#{1,3})\s+(.*?)\s*#*\s*")
_STEP = re.compile(r"[-*]\s+(.+)|\d+[.)]\s+(.+)")
_LABEL = re.compile(r"(\w+)\s*:\s*(.*)")


class Measure(Record):
    """Why a response was as it was, and what was done about it; one of the two may be empty."""

    response_id: str
    cause: str
    measure: str


class Note(Record):
    """A person's word on a month, as plain text."""

    sha256: str
    """Of the file that it was read from."""
    comment: tuple[str, ...]
    """Its paragraphs."""
    measures: tuple[Measure, ...]
    """In the order of the file, a response once."""
    next_steps: tuple[str, ...]


def note_file(reports: Path, month: date, name: str) -> Path:
    """Where the note on a month is kept; `name` is the report's subject as files have it."""
    return reports / "notes" / f"{month:%Y-%m}" / f"{name}.md"


def read_note(
    file: Path, responses: Sequence[OfResponse] | None, language: Language = MISTAKES_IN
) -> Note | None:
    """The note in a file; None where there is no file, or nothing in it.

    `responses` are those that it may name, None where it is about no single ones. Raises
    ReportError, which tells every mistake with its line, in a language.
    """
    try:
        content = read_bytes(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReportError(f"{file}: cannot be read: {error.strerror}") from error
    return parse_note(content, responses, "/".join(file.parts[-4:]), language)


def parse_note(
    content: bytes,
    responses: Sequence[OfResponse] | None,
    name: str,
    language: Language = MISTAKES_IN,
) -> Note | None:
    """The same of its bytes; `name` is what the file is called where it is mistaken."""
    say = Wording(language, CATALOGUE)
    if len(content) > LARGEST_BYTES:
        raise ReportError(say("note.mistake.large", file=name, most=f"{LARGEST_BYTES // 1000}"))
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ReportError(say("note.mistake.encoding", file=name)) from None
    reader = _Reader(responses, say)
    for number, line in enumerate(lines, 1):
        reader.read(number, line.strip())
    reader.end()
    if reader.mistakes:
        mistakes = sorted(reader.mistakes)
        raise ReportError(
            told_lines(
                say("note.mistake.at", file=name, line=str(number), mistake=told(words))
                for number, words in mistakes
            )
        )
    note = reader.note(hashlib.sha256(content).hexdigest())
    return note if note.comment or note.measures or note.next_steps else None


@dataclass
class _About:
    """What is being said of a response: where it began, and what so far under which label."""

    line: int
    response_id: str | None
    said: dict[str, list[str]] = field(default_factory=dict)


class _Reader:
    """Takes a note line by line, and notes every mistake on the way."""

    def __init__(self, responses: Sequence[OfResponse] | None, say: Wording) -> None:
        self.say = say
        self.mistakes: list[tuple[int, str]] = []
        self._parts = [part for part in PARTS if part != "measures" or responses is not None]
        self._responses = {each.response_id: each for each in responses or ()}
        self._part: str | None = None
        self._is_lost = False  # below a heading that nobody knows
        self._comment: list[list[str]] = []
        self._steps: list[list[str]] = []
        self._about: list[_About] = []
        self._is_apart = True  # a blank line, or a heading, came before

    def read(self, number: int, line: str) -> None:
        heading = _HEADING.fullmatch(line)
        if heading:
            self._head(number, heading[1], one_line(heading[2]))
        elif line and not self._is_lost:
            self._take(number, one_line(line))
        self._is_apart = not line or heading is not None

    def end(self) -> None:
        labels = _either("cause", "measure", after=":")
        for each in self._about:
            if not any(each.said.values()):
                self._tell(each.line, "silent", labels=labels)

    def note(self, sha256: str) -> Note:
        return Note(
            sha256=sha256,
            comment=_joined(self._comment),
            measures=tuple(
                Measure(
                    response_id=each.response_id,
                    cause=" ".join(each.said.get("cause", ())),
                    measure=" ".join(each.said.get("measure", ())),
                )
                for each in self._about
                if each.response_id
            ),
            next_steps=_joined(self._steps),
        )

    def _head(self, number: int, level: str, title: str) -> None:
        part = _spoken(*PARTS).get(title.casefold())
        if part is None and self._part == "measures" and level != "#":
            if not self._is_lost:
                self._open(number, title)
            return
        self._part, self._is_lost = part, part not in self._parts
        if part is None:
            known = [name for each in self._parts for name in _names(each)]
            self._tell(number, "part", name=title, near=self._near(title, known))
        elif self._is_lost:
            self._tell(number, "elsewhere", name=title)

    def _open(self, number: int, name: str) -> None:
        response_id = self._named(number, name)
        if response_id and any(each.response_id == response_id for each in self._about):
            self._tell(number, "twice", name=name)
        self._about.append(_About(number, response_id))

    def _named(self, number: int, name: str) -> str | None:
        """The id of the response that a heading means."""
        if name in self._responses:
            return name
        of_ticket = [
            each.response_id
            for each in self._responses.values()
            if name in {each.number, each.ticket_id}
        ]
        if len(of_ticket) == 1:
            return of_ticket[0]
        if of_ticket:
            self._tell(number, "several", name=name, ids=", ".join(of_ticket))
        else:
            known = [each.number for each in self._responses.values()]
            self._tell(number, "ticket", name=name, near=self._near(name, known))
        return None

    def _take(self, number: int, line: str) -> None:
        match self._part:
            case "comment":
                self._add(self._comment, line)
            case "next_steps":
                self._step(number, line)
            case "measures":
                self._label(number, line)
            case _:
                headings = _either(*self._parts, before="# ")
                self._tell(number, "heading", headings=headings)
                self._is_lost = True

    def _add(self, to: list[list[str]], line: str) -> None:
        if self._is_apart:
            to.append([])
        to[-1].append(line)

    def _step(self, number: int, line: str) -> None:
        if step := _STEP.fullmatch(line):
            self._steps.append([step[1] or step[2]])
        elif self._steps and not self._is_apart:
            self._steps[-1].append(line)
        else:
            self._tell(number, "step")

    def _label(self, number: int, line: str) -> None:
        if not self._about:
            self._tell(number, "nobody")
            return
        said = self._about[-1].said
        found = _LABEL.fullmatch(line)
        label = _spoken("cause", "measure").get(found[1].casefold()) if found else None
        if found and label and label in said:
            self._tell(number, "twice", name=found[1])
        elif found and label:
            said[label] = [found[2]] if found[2] else []
        elif said:
            said[list(said)[-1]].append(line)
        else:
            self._tell(number, "neither", labels=_either("cause", "measure", after=":"))

    def _tell(self, number: int, mistake: str, **values: str) -> None:
        self.mistakes.append((number, self.say(f"note.mistake.{mistake}", None, **values)))

    def _near(self, word: str, known: Iterable[str]) -> str:
        """What was meant, or some of what there is."""
        names = sorted(set(known))
        if near := nearest(word, names):
            return self.say("note.mistake.near", name=near)
        shown = [*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else [])]
        return self.say("note.mistake.known", names=", ".join(shown) or "–")


def _joined(paragraphs: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(" ".join(lines) for lines in paragraphs)


@cache
def _spoken(*parts: str) -> Mapping[str, str]:
    """Parts by what they are called, in whatever language."""
    return {name.casefold(): part for part in parts for name in _names(part)}


def _names(part: str) -> Iterator[str]:
    for language in LANGUAGES:
        yield str(entries(language, CATALOGUE)[f"note.{part}"])


def _either(*parts: str, after: str = "", before: str = "") -> str:
    """What may be written for parts, in every language."""
    names = dict.fromkeys(f"{before}{each}{after}" for part in parts for each in _names(part))
    return " / ".join(names)
