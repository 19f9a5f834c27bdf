"""A third kind of source, added to a copy of the project by the steps of docs/help-desks.md."""

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from pipeline import marts
from pipeline.errors import SettingsError
from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import plain_rows
from tests.pipeline.command_line import REPOSITORY

DECLARATIONS = '''\
"""The kind `bell`: a desk where visitors ring, and a log of who said what."""

from pipeline.landing.entities import Code, Column, Entity, SourceKind

CASES = Entity(
    "cases",
    (
        Column("case_no", required=True, filled=True, landed_as="ticket_id"),
        Column("client", landed_as="account_id"),
        Column("mood"),
        Column("opened", "timestamp"),
    ),
)
POSTS = Entity(
    "posts",
    (
        Column("post_no", required=True, filled=True, landed_as="event_id"),
        Column("case_no", required=True, filled=True, landed_as="ticket_id"),
        Column("at", "timestamp", required=True, filled=True, is_bounded=True),
        Column("side", required=True),
        Column("who"),
    ),
)
CLERKS = Entity("clerks", (Column("clerk", required=True, filled=True, landed_as="agent_id"),))

BELL = SourceKind(
    "bell",
    (CASES, POSTS, CLERKS),
    event_times=(("bell_posts", "at"),),
    accounts="""
        select source, ticket_id, account_id, account_id as account_name from landing.bell_cases
        """,
    severities="""
        select
            source, ticket_id, 'field' as mark, 'mood' as name,
            lower(coalesce(mood, '')) as value
        from landing.bell_cases
        """,
    codes=(Code("side", "V", "customer"), Code("side", "D", "agent")),
    severity_field="mood",
)
'''
STAGING = {
    "cases": "ticket_id, account_id, mood as severity_label, opened as created_at",
    "posts": 'event_id, ticket_id, side as side_code, who as actor_id, "at" as occurred_at',
    "clerks": "agent_id",
}
# What each union is given, and the columns of a part that the kind has something to say about.
MAPPED = {
    "int_tickets": (
        "tickets",
        'from {{ ref("stg_bell__cases") }}',
        {"source", "ticket_id", "account_id", "severity_label", "created_at"},
    ),
    "int_exported_events": (
        "events",
        """from {{ ref("stg_bell__posts") }} as posts
inner join {{ source("landing", "policy_codes") }} as sides
    on sides.kind = 'bell' and sides.topic = 'side' and posts.side_code = sides.code""",
        {"source", "event_id", "ticket_id", "occurred_at", "actor_id"},
    ),
    "int_agents": ("agents", 'from {{ ref("stg_bell__clerks") }}', {"source", "agent_id"}),
    "int_accounts": (
        "accounts",
        'from {{ ref("stg_bell__cases") }} where account_id is not null',
        {"source", "account_id"},
    ),
}
TYPES = {
    "created_at": "timestamp with time zone",
    "updated_at": "timestamp with time zone",
    "tier": "integer",
}
SAID = {"kind": "'message'", "actor_kind": "sides.meaning", "is_bot": "false"}

EXPORTS = {
    "cases.csv": "case_no,client,mood,opened\nC-1,acme,furious,2026-03-02 08:59:00\n",
    "posts.csv": "post_no,case_no,at,side,who\n"
    "1,C-1,2026-03-02 09:00:00,V,\n"
    "2,C-1,2026-03-02 09:10:00,?,\n"
    "3,C-1,2026-03-02 09:30:00,D,anna\n",
    "clerks.csv": "clerk\nanna\n",
}
REGISTER = """\
customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to
acme,Acme,All-Inclusive,vip,2020-01-01,,1000,de,
"""


class Copy:
    """A copy of the project, to which each step of docs/help-desks.md is done."""

    def __init__(self, root: Path) -> None:
        self.root, self.touched = root, set[str]()
        for room in ("pipeline", "dbt_project"):
            leftovers = shutil.ignore_patterns("__pycache__", "target", "logs")
            shutil.copytree(REPOSITORY / room, root / room, ignore=leftovers)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        self.touched.add(path)
        (self.root / path).parent.mkdir(exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def declare(self) -> None:
        """Step 1."""
        self.write("pipeline/landing/sources/bell/__init__.py", DECLARATIONS)
        kinds = self.read("pipeline/landing/sources/__init__.py")
        named = kinds.replace("in (", "in (BELL, ").replace(
            "from pipeline.landing.sources.generic",
            "from pipeline.landing.sources.bell import BELL\nfrom pipeline.landing.sources.generic",
        )
        assert named.count("BELL") == 2
        self.write("pipeline/landing/sources/__init__.py", named)

    def stage(self) -> None:
        """Step 2."""
        sources = self.read("dbt_project/models/sources.yml")
        lines = "".join(f"      - name: bell_{entity}\n" for entity in STAGING)
        self.write(
            "dbt_project/models/sources.yml",
            sources.replace(
                "      - name: generic_tickets\n", f"{lines}      - name: generic_tickets\n"
            ),
        )
        for entity, columns in STAGING.items():
            self.write(
                f"dbt_project/models/staging/bell/stg_bell__{entity}.sql",
                f'select source, {columns} from {{{{ source("landing", "bell_{entity}") }}}}\n',
            )

    def map(self) -> None:
        """Steps 3 and 4: the kind's part of each union has the columns of the parts before."""
        for union, (name, rows, known) in MAPPED.items():
            path = f"dbt_project/models/intermediate/unified/{union}.sql"
            text = self.read(path)
            columns, joined = _joined(text, f"int_bell_{name}")
            self.write(path, joined)
            told = ",\n    ".join(_told(column, known) for column in columns)
            self.write(
                f"dbt_project/models/intermediate/bell/int_bell_{name}.sql",
                f"select\n    {told}\n{rows}\n",
            )


def _joined(union: str, model: str) -> tuple[list[str], str]:
    """The columns of a union's parts, and its text with one part more."""
    listed = re.search(r' *ref\("int_liveagent_\w+"\),\n', union)
    if listed:  # the parts are named in a list, the columns once
        [columns] = re.findall(r"select\n(.*?)\n *from {{ rows_of_a_kind", union, re.DOTALL)
        one_more = listed[0] + re.sub(r'"\w+"', f'"{model}"', listed[0])
        return re.findall(r"\w+", columns), union.replace(listed[0], one_more)
    [part] = re.findall(
        r'union all\n(\s*select\n(?:(?!union all).)*?ref\("\w*liveagent_\w+"\) }}\n)',
        union,
        re.DOTALL,
    )
    columns = re.findall(r"^ *(?:.* as )?(\w+),?$", part, re.MULTILINE)
    columns.remove("select")
    plain = ",\n".join(columns)
    return columns, union.replace(
        part, f'{part}union all\nselect\n{plain}\nfrom {{{{ ref("{model}") }}}}\n'
    )


def _told(column: str, known: set[str]) -> str:
    if column in known:
        return column
    nothing = f"cast(null as {TYPES.get(column, 'varchar')})"
    return f"{SAID.get(column, nothing)} as {column}"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("another") / "project")
    copy.declare()
    copy.stage()
    copy.map()
    return copy


def _workspace(root: Path) -> Workspace:
    workspace = create_workspace(root)
    source = {
        "name": "hall",
        "kind": "bell",
        "path": "exports/hall",
        "time_zone": "UTC",
        "severity": [{"field": "mood", "value": "Furious", "level": 1}],
    }
    config = {"as_of": "2026-03-03T00:00:00Z", "sources": [source]}
    workspace.config_file.write_text(yaml.safe_dump(config), encoding="utf-8")
    (workspace.register / "customers.csv").write_text(REGISTER, encoding="utf-8")
    folder = workspace.export_folder("exports/hall")
    folder.mkdir(parents=True)
    for name, text in EXPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return workspace


@pytest.mark.usefixtures("demo_workspace")  # what dbt parsed for it need not be parsed again
def test_its_ticket_is_judged(copy: Copy, tmp_path: Path) -> None:
    workspace = _workspace(tmp_path / "workspace")
    parsed = {name: told for name, told in os.environ.items() if name.startswith("DBT_")}

    process = subprocess.run(
        [
            *(sys.executable, "-c", "from pipeline.cli.main import main; main()"),
            *("run", "--workspace", str(workspace.root)),
        ],
        cwd=copy.root,
        env={"PATH": "", "PYTHONPATH": str(copy.root), "HOME": str(tmp_path)} | parsed,
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == 0, process.stdout + process.stderr
    query = (
        "select response_id, customer_id, severity, opened_at, closed_at, responder_id, "
        "elapsed_seconds, outcome from fct_responses"
    )
    [row] = plain_rows(marts.ask(marts.newest_snapshot(workspace), query))
    assert tuple(row.values()) == (
        "hall:C-1:1",
        "acme",
        1,
        datetime(2026, 3, 2, 9, tzinfo=UTC),
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "anna",
        1800,
        "met",
    )


def test_the_docs_name_every_place_that_was_touched(copy: Copy) -> None:
    docs = (REPOSITORY / "docs" / "help-desks.md").read_text(encoding="utf-8")
    _, steps = docs.split("## A further kind\n")
    named = {place.replace("<kind>", "bell") for place in re.findall(r"`((?:\w+/)[^`]+)`", steps)}
    named.add("pipeline/landing/sources/bell")  # beside the one that is named

    def is_named(path: str) -> bool:
        return any(path == place or path.startswith(f"{place}/") for place in named)

    assert [path for path in sorted(copy.touched) if not is_named(path)] == []


def test_a_kind_that_is_not_in_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError, match="'bell' is not known; write 'generic' or 'liveagent' or"
    ):
        run(_workspace(tmp_path / "workspace"))
