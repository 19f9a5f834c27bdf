"""The command line as a person meets it: what it prints, and its exit status."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema

import pipeline.cli
from pipeline.cli.main import main
from tests.pipeline.forked import Forked

REPOSITORY = Path(__file__).parents[2]
SCHEMAS = Path(pipeline.cli.__file__).parent / "schema"


@dataclass(frozen=True)
class Said:
    """What a command said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def all(self) -> str:
        """Both streams, with the line breaks of a narrow terminal taken out."""
        return " ".join(f"{self.out} {self.err}".split())


def vip_sla(*arguments: object) -> Said:
    """Run a command in this process, which saves starting another."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with (
        patch.object(sys, "argv", ["vip-sla", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        mask = os.umask(0o022)
        os.umask(mask)
        try:
            main()
        except SystemExit as end:
            assert end.code is None or isinstance(end.code, int)
            status = end.code or 0
        finally:
            os.umask(mask)
    said = Said(status, out.getvalue(), err.getvalue())
    if "--json" in arguments and status in (0, 3):
        jsonschema.validate(said.json, json_schema(*map(str, arguments)))
    return said


@cache
def json_schema(*arguments: str) -> Any:
    """What the JSON of a command, as it is called, is published to be."""
    command = arguments[0]
    if command == "report":
        parts = {"due", "approve"} & {*arguments}
        parts |= {"revise"} if "--revise" in arguments else set()
        command = "-".join([command, *parts])
    return json.loads((SCHEMAS / f"{command}.schema.json").read_text(encoding="utf-8"))


def one_message(said: Said) -> str:
    """The complaint of a command that failed, as one line; nothing else was said."""
    assert said.status == 1
    assert said.out == ""
    assert said.err.startswith("vip-sla: ")
    assert "Traceback" not in said.err
    return said.all


def python(program: str, *arguments: object, env: Mapping[str, str] | None = None) -> Forked:
    """A program in another process, in a session of its own, with both ends of its pipes."""
    return Forked(program, [*map(str, arguments)], REPOSITORY, env or os.environ)


def said_by(process: Forked, seconds: float = 600) -> Said:
    """Wait for the end of `process`."""
    out, err = process.communicate(timeout=seconds)
    assert process.returncode is not None
    return Said(process.returncode, out, err)


def vip_sla_elsewhere(*arguments: object, env: Mapping[str, str] | None = None) -> Forked:
    """Start a command in another process; `said_by` waits for its end."""
    return python("from pipeline.cli.main import main; main()", *arguments, env=env)
