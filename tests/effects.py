"""`python -m tests.effects [WORD …]`: what DECISIONS.md says of effects, computed anew.

Each effect is one thing read the other way: counted otherwise from the marts as they are, written
otherwise in policy.yml or vip-sla.yml, or changed in a model. Words choose the effects whose
section or name holds one of them. The real help desk's exports lie outside the project; without
them the demo alone is measured.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import yaml

from pipeline import marts
from pipeline.running import dbt
from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.conftest import REPOSITORY, copy_settings
from tests.real_desk import AS_OF, EXPORTS, real_desk


@dataclass(frozen=True)
class Figures:
    """How many responses came to what, and the share cut to a decimal, as DECISIONS.md has it."""

    met: int
    breached: int
    unanswered: int
    no_target: int
    pending: int

    @property
    def share(self) -> str:
        """95.6 %, never rounded up."""
        tenths = 1000 * self.met // (self.met + self.breached)
        return f"{tenths // 10}.{tenths % 10} %"

    def __str__(self) -> str:
        counts = f"{self.met} met, {self.breached} breached, {self.unanswered} unanswered"
        return f"{counts}, {self.no_target} without target, {self.pending} pending: {self.share}"


AS_PUBLISHED = """
    select
        met_count as met,
        breached_count as breached,
        unanswered_count as unanswered,
        no_target_count as no_target,
        pending_count as pending
    from compliance_monthly
"""

BY_READING = AS_PUBLISHED.replace("compliance_monthly", "compliance_by_reading")


@dataclass(frozen=True)
class Effect:
    """One thing read the other way, and the section of DECISIONS.md that tells of it.

    `counted` gives rows of met, breached, unanswered, no_target and pending from the marts;
    `policy` and `config` change what the YAML files hold; `models` replaces text in a model.
    """

    section: str
    name: str
    counted: str = AS_PUBLISHED
    policy: Callable[[dict], None] | None = None  # type: ignore[type-arg]
    config: Callable[[dict], None] | None = None  # type: ignore[type-arg]
    models: Mapping[str, tuple[str, str]] | None = None

    @property
    def needs_a_run(self) -> bool:
        """Whether the marts as they are do not tell."""
        return bool(self.policy or self.config or self.models)

    def change(self, workspace: Workspace) -> None:
        """Write the settings of the effect."""
        for file, edit in (
            (workspace.policy_file, self.policy),
            (workspace.config_file, self.config),
        ):
            if edit:
                told = yaml.safe_load(file.read_text(encoding="utf-8"))
                edit(told)
                file.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")


def _calendar(**changes: object) -> Callable[[dict], None]:  # type: ignore[type-arg]
    return lambda policy: policy["calendars"]["dedicated_support"].update(changes)


def _terms(**changes: object) -> Callable[[dict], None]:  # type: ignore[type-arg]
    return lambda policy: policy["policies"][0].update(changes)


def _follow_ups(policy: dict) -> None:  # type: ignore[type-arg]
    for severity in (4, 5):
        policy["policies"][0]["targets"][severity]["follow_up"] = "2 working days"


def _around_the_clock(policy: dict) -> None:  # type: ignore[type-arg]
    policy["readings"]["default"] = {4: "wall", 5: "wall"}


def _as(was: str, becomes: str) -> str:
    """The counts, had a count been another."""
    counts = {name: f"{name}_count" for name in Figures.__annotations__}
    counts |= {was: "0", becomes: f"{becomes}_count + {was}_count"}
    columns = ", ".join(f"{told} as {name}" for name, told in counts.items())
    return f"select {columns} from compliance_monthly"


HOURS = "Hours run on opening hours for all severities"
CLOSED = "Closed without a reply is neither met nor breached"
MINUTE = "One action within a minute"
WITHIN = 'and {{ is_within_a_minute("occurred_at", "next_written_at") }}'
WITHIN_FIVE = 'and {{ seconds_between("occurred_at", "next_written_at") }} <= 300'
EFFECTS: Sequence[Effect] = (
    Effect(HOURS, "literal", f"{BY_READING} where reading = 'literal'"),
    Effect(HOURS, "strict", f"{BY_READING} where reading = 'strict'"),
    Effect(CLOSED, "as met", _as("unanswered", "met")),
    Effect(CLOSED, "as breached", _as("unanswered", "breached")),
    Effect(
        "A waiver names its response twice",
        "gross",
        "select met_count + waived_met_count as met, breached_count + waived_breached_count as "
        "breached, unanswered_count as unanswered, no_target_count as no_target, pending_count as "
        "pending from compliance_monthly",
    ),
    Effect(
        "Ways to contest a response",
        "all contested against us",
        "select worst_met_count as met, worst_breached_count as breached, 0 as unanswered, "
        "no_target_count as no_target, pending_count as pending from compliance_monthly",
    ),
    Effect(
        "Owed and overdue is breached at once",
        "left out until they close",
        "select cast(outcome = 'met' as int) as met, "
        "cast(outcome = 'breached' and closed_at is not null as int) as breached, "
        "cast(outcome = 'unanswered' as int) as unanswered, "
        "cast(outcome = 'no_target' as int) as no_target, "
        "cast(outcome = 'pending' as int) as pending from fct_responses "
        "where exclusion_reason is null",
    ),
    Effect(
        "The add-on on another plan",
        "excluded",
        f"{AS_PUBLISHED} inner join dim_customers using (customer_id) where plan = 'All-Inclusive'",
    ),
    Effect("A working day is eight open hours", "24 hours of the wall", policy=_around_the_clock),
    Effect("Follow-ups of severities 4 and 5 have no target", "two days", policy=_follow_ups),
    Effect(
        "Public holidays count as working days",
        "Berlin's holidays off",
        policy=_calendar(holidays=[{"country": "DE", "subdivision": "BE"}]),
    ),
    Effect("CET is Berlin time", "literal CET", policy=_calendar(time_zone="Etc/GMT-1")),
    Effect(
        "Nothing pauses the clock",
        "waiting and on hold",
        policy=_terms(pause_statuses=["waiting_customer", "on_hold"]),
    ),
    Effect(
        CLOSED,
        "only a reply closes",
        models={"int_event_roles": ("when event_value = 'resolved' then 'resolution'", "")},
    ),
    Effect(MINUTE, "without", models={"int_event_roles": (WITHIN, "and false")}),
    Effect(MINUTE, "five minutes", models={"int_event_roles": (WITHIN, WITHIN_FIVE)}),
    Effect(
        "A first response cannot be marked as answered",
        "it can",
        models={"int_event_roles": ("and is_status_change and agent_message_count > 0", "")},
    ),
    Effect(
        "Deleted is excluded, however late",
        "a deletion closes nothing",
        models={"int_event_roles": ("is_status_change then 'deletion'", "false then 'deletion'")},
    ),
    Effect(
        "Who may close by a status",
        "a bot, too",
        models={"int_event_roles": ("when is_status_by_bot then null", "")},
    ),
    Effect(
        "Only people answer",
        "bots, too",
        config=lambda config: [source.update(bots=[]) for source in config["sources"]],
    ),
)


def demo(root: Path) -> tuple[Workspace, str]:
    """The demo workspace."""
    root.mkdir()
    copy_settings(REPOSITORY / "data", root)
    return Workspace(root), "latest"


def real(root: Path) -> tuple[Workspace, str]:
    """The real help desk, as if everybody were covered."""
    return real_desk(root), AS_OF.isoformat()


SETS = {"demo": demo, **({"real": real} if EXPORTS.exists() else {})}


def figures(snapshot: Path, counted: str = AS_PUBLISHED) -> Figures:
    """What a query's rows come to."""
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in Figures.__annotations__)
    row: pd.Series[int] = marts.ask(snapshot, f"select {sums} from ({counted})").iloc[0]
    return Figures(**{str(name): int(count) for name, count in row.items()})


@contextmanager
def _project(models: Mapping[str, tuple[str, str]]) -> Iterator[None]:
    """dbt's project with other texts in some models."""
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(dbt.PROJECT, Path(folder) / "dbt_project")
        for name, (old, new) in models.items():
            (file,) = copied.rglob(f"{name}.sql")
            text = file.read_text(encoding="utf-8")
            assert old in text, f"{name} does not hold {old!r} any more"
            file.write_text(text.replace(old, new), encoding="utf-8")
        with patch.object(dbt, "PROJECT", copied):
            yield


def measured(effect: Effect, workspace: Workspace, as_of: str) -> Figures:
    """An effect's figures, over a copy of a workspace that has run, where that must run anew."""
    if not effect.needs_a_run:
        return figures(workspace.published.resolve(), effect.counted)
    with tempfile.TemporaryDirectory() as folder:
        other = Workspace(
            shutil.copytree(workspace.root, Path(folder) / "workspace", symlinks=True)
        )
        effect.change(other)
        with _project(effect.models) if effect.models else nullcontext():
            return figures(run(other, as_of=as_of).snapshot, effect.counted)


def main(words: Sequence[str]) -> None:
    """Print each set's figures, then those of each effect."""
    chosen = [
        effect
        for effect in EFFECTS
        if not words or any(word in f"{effect.section} {effect.name}" for word in words)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, make in SETS.items():
            workspace, as_of = make(Path(folder) / name)
            run(workspace, as_of=as_of)
            print(f"{name}: {figures(workspace.published.resolve())}", flush=True)
            for effect in chosen:
                told = measured(effect, workspace, as_of)
                print(f"{name}: {effect.section} ({effect.name}): {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
