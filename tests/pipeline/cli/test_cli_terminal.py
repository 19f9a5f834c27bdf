"""What commands print holds no line and no command that others wrote."""

import ast
import re
import shutil
from pathlib import Path

import pytest

import pipeline.cli
from pipeline import marts
from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, vip_sla
from tests.pipeline.mail.moved import Moved

A_RESPONSE = "a response"
COMMANDS = sorted(Path(pipeline.cli.__file__).parent.glob("*.py"))
SHARED = Path(__file__).parents[4] / "shared" / "cases" / "security" / "terminal-escapes"
NASTY = (
    "\x1b]0;TITLE\x1b\\\x1b[2J\x1b[31mROT \x9b32m \x7f\r\nFällig      nie\u202eeman\u2066\u2028x"
)
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def is_safe(said: Said) -> bool:
    return not FORBIDDEN.search(said.out + said.err) and not re.search(
        r"(?m)^(Fällig|Faellig) +nie", said.out + said.err
    )


@pytest.mark.parametrize("file", COMMANDS, ids=lambda file: str(file.stem))
def test_all_printing_goes_through_the_console(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        assert name not in {"print", "sys.stdout.write", "sys.stderr.write"}, name
        if file.stem != "console":
            assert name not in {"Console", "Table", "rich.print"}, name
            assert name != "typer.echo" or file.stem == "sql"  # CSV for programs
        if name in {"output.print", "errors.print", "tables.print"}:
            for text in node.args:
                own = [part.value for part in ast.walk(text) if isinstance(part, ast.Constant)]
                # a line is an argument: a line break within one is somebody else's
                in_values = {
                    inner.value
                    for call in ast.walk(text)
                    if isinstance(call, ast.Call)
                    for inner in ast.walk(call)
                    if isinstance(inner, ast.Constant)
                }
                assert not any(
                    isinstance(each, str) and "\n" in each and each not in in_values for each in own
                ), ast.unparse(node)


@pytest.fixture(scope="module")
def nasty(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    """The demo, where every text of others holds everything that a terminal obeys."""
    moved = Moved.copy_of(demo_workspace, tmp_path_factory.mktemp("nasty") / "demo")
    moved.configure("alerts: {to: [lead@example.com], stale_after: 8000 hours}")
    moved.only("K-1001")  # of whom a report is due
    text = "".join(f"\\u{ord(character):04x}" for character in NASTY)
    moved.change(
        f"update marts.fct_tickets set subject = e'{text}', code = code || e'{text}'",
        f"update marts.dim_customers set customer_name = customer_name || e'{text}'",
        f"update marts.dim_agents set agent_name = e'{text}'",
        f"update marts.data_findings set message = e'{text}', key = e'{text}'",
        f"update marts.rejected_rows set row_text = e'{text}', file = e'{text}'",
    )
    return moved


@pytest.mark.parametrize(
    "command",
    [
        ("explain", A_RESPONSE),
        ("explain", A_RESPONSE, "--json"),
        ("status",),
        ("status", "--json"),
        ("alert", "--dry-run"),
        ("alert", "--dry-run", "--json"),
        ("report", "due", "--dry-run"),
        ("explain", NASTY),
        ("verify", f"nothing{NASTY}.json"),
        ("sql", NASTY),
    ],
    ids=lambda command: " ".join(command).encode("ascii", "backslashreplace").decode()[:40],
)
def test_commands_print_no_commands(nasty: Moved, command: tuple[str, ...]) -> None:
    owed = marts.open_responses(marts.EVERYBODY, nasty.snapshot)["response_id"].iloc[0]
    arguments = [owed if each == A_RESPONSE else each for each in command]
    said = vip_sla(*arguments, "--workspace", nasty.workspace.root)
    assert said.out or said.err
    assert "Traceback" not in said.err
    assert is_safe(said), ascii(said.out + said.err)


def test_a_case_from_outside(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip(f"THE CASE FROM OUTSIDE DID NOT RUN: it is not at {SHARED}")
    desk = tmp_path / "desk"
    shutil.copytree(SHARED, desk)
    with (desk / "vip-sla.yml").open("a", encoding="utf-8") as file:
        file.write("alerts: {to: [lead@example.com], stale_after: 8000 hours}\n")
    for command in (
        ("check",),
        ("run",),
        ("status",),
        ("explain", "gen:t1:1"),
        ("alert", "--dry-run"),
        ("report", "--month", "2026-10", "--format", "json,html"),
    ):
        said = vip_sla(*command, "--workspace", desk)
        assert said.status in {0, 3}, said.all
        assert is_safe(said), ascii(said.out + said.err)
    letters = "".join(
        file.read_text(encoding="utf-8") for file in (desk / "reports" / "outbox").glob("*.eml")
    )
    assert letters
    assert not FORBIDDEN.search(letters.replace("\r\n", "\n").replace("\t", " "))
