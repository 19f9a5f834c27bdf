"""README.md and docs/ show only what is there: commands, files, tables, queries."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline import marts
from pipeline.cli.main import application
from pipeline.workspace import Workspace
from tests.documented import FENCED
from tests.pipeline.command_line import REPOSITORY
from tests.pipeline.small_desk import rows

PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
README = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
LONGEST_README = 120  # lines: it is read in one go, the rest lies in docs/
COMMANDS: dict[str, Any] = typer.main.get_command(application()).commands  # type: ignore[attr-defined]

_SHELL_OPERATORS = {"|", "||", "&&", ";", "&", ">", ">>", "2>"}
_SUFFIXES = {".md", ".yml", ".csv", ".py", ".sql", ".toml", ".png", ".duckdb", ".lock", ".json"}


@dataclass(frozen=True)
class Block:
    """A fenced block of text."""

    language: str
    text: str


BLOCKS = [Block(*found) for found in FENCED.findall(README)]
PROSE = FENCED.sub("", README)
QUOTED = re.findall(r"`([^`\n]+)`", PROSE)


def command_lines(program: str) -> list[list[str]]:
    """The arguments of every call of a program, in blocks and quoted in the text."""
    lines = [line for block in BLOCKS for line in block.text.splitlines()]
    return list(calls(program, [*lines, *QUOTED]))


def calls(program: str, lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        if not re.search(rf"(^|[\s/]){re.escape(program)}\s", line):
            continue
        words = shlex.split(line, comments=True)
        while any(word.rpartition("/")[2] == program for word in words):
            start = next(i for i, word in enumerate(words) if word.rpartition("/")[2] == program)
            words = words[start + 1 :]
            end = next((i for i, word in enumerate(words) if word in _SHELL_OPERATORS), len(words))
            if words[:end]:
                yield words[:end]


def mentioned_files() -> set[str]:
    """Names of files and folders: those quoted, and those that links and pictures lead to."""
    links = re.findall(r"\]\(([^)\s]+)\)", PROSE)
    names = {link for link in links if "://" not in link and not link.startswith("#")}
    for word in QUOTED:
        is_one_word = not re.search(r"[\s()<>=]|://", word)
        if is_one_word and not word.startswith("/") and ("/" in word or _has_suffix(word)):
            names.add(word)
    return names


def _has_suffix(word: str) -> bool:
    return Path(word).suffix in _SUFFIXES


def test_commands_are_found() -> None:
    """The other tests prove nothing where none is."""
    lines = [
        "cd /srv && .venv/bin/vip-sla run --wait | tail  # vip-sla nothing",
        "a vip-sla-like x",
    ]
    assert list(calls("vip-sla", lines)) == [["run", "--wait"]]
    shown = {arguments[0] for arguments in command_lines("vip-sla")}
    assert {"init", "check", "run", "status", "sql", "dashboard", "sample"} <= shown


@pytest.mark.parametrize("arguments", command_lines("vip-sla"), ids=" ".join)
def test_every_command_line_is_understood(arguments: list[str]) -> None:
    name, *options = arguments
    assert name in COMMANDS
    COMMANDS[name].make_context(name, options)


def test_every_target_of_make_is_there() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    shown = {arguments[0] for arguments in command_lines("make")}
    assert {"run", "test"} <= shown
    assert shown <= targets


@pytest.mark.parametrize("name", sorted(mentioned_files()))
def test_every_file_is_there(name: str, demo_workspace: Workspace) -> None:
    """In the repository, or in a workspace in which something ran."""
    for root in (REPOSITORY, demo_workspace.root):
        if any(root.glob(name.rstrip("/"))):
            return
    pytest.fail(
        f"README.md or docs/ name {name}, which is neither in the repository nor in a workspace"
    )


def test_the_readme_is_a_page_and_leads_to_every_other() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_README
    for page in PAGES[1:]:
        assert f"(docs/{page.name})" in text


def test_nothing_is_said_twice() -> None:
    """A sentence of some length stands on one page."""
    seen: dict[str, str] = {}
    for page in PAGES:
        prose = " ".join(FENCED.sub("", page.read_text(encoding="utf-8")).split())
        for sentence in re.split(r"(?<=[.:;]) ", prose):
            if len(sentence) > 60:
                assert sentence not in seen, f"{page.name} and {seen[sentence]}: {sentence}"
                seen[sentence] = page.name


def test_files_are_found() -> None:
    assert {"policy.yml", "DECISIONS.md"} <= mentioned_files()


def test_every_table_and_column_is_published(demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    tables = set(marts.tables(snapshot)["table"])
    columns = {
        row["name"] for row in rows(snapshot, "select column_name as name from duckdb_columns()")
    }
    words = {word for quoted in QUOTED for word in re.findall(r"[a-z][a-z0-9_]+", quoted)}
    looks_like_one = {word for word in words if re.fullmatch(r"(fct|dim)_\w+", word)}
    snake_case = {word for word in QUOTED if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", word)}
    assert looks_like_one <= tables
    assert snake_case <= tables | columns
    assert {"fct_responses", "compliance_monthly"} <= snake_case


def blocks(language: str) -> list[str]:
    found = [block.text for block in BLOCKS if block.language == language]
    assert found
    return found


@pytest.mark.parametrize("query", blocks("sql"))
def test_every_query_has_an_answer(query: str, demo_workspace: Workspace) -> None:
    assert rows(marts.newest_snapshot(demo_workspace), query)


def test_a_query_on_the_command_line_has_an_answer(demo_workspace: Workspace) -> None:
    queries = [
        arguments[1]
        for arguments in command_lines("vip-sla")
        if arguments[0] == "sql" and arguments[1] != "--shell"
    ]
    assert queries
    for query in queries:
        assert rows(marts.newest_snapshot(demo_workspace), query)


@pytest.mark.parametrize("program", blocks("python"))
def test_every_program_runs(
    program: str, demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").symlink_to(demo_workspace.root)
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "README.md", "exec"), {})
