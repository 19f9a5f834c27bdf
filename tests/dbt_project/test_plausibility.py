"""What is missing or cannot be is a finding, and what is only rare is none."""

import csv
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import published
from tests.dbt_project.implausible_world import Told, write_world
from tests.retelling import untold

Rows = list[dict[str, Any]]

CASES = Path(__file__).parents[3] / "shared" / "cases"
REPORTS = ("truncated", "import_times", "merged_then_mailed", "split", "two_desks")
LAWYER = CASES / "judge" / "lawyer"

needs_reports = pytest.mark.skipif(
    not (CASES / "reports").exists(), reason=f"the reported exports are not at {CASES}"
)
needs_lawyer = pytest.mark.skipif(
    not LAWYER.exists(), reason=f"the lawyer's exports are not at {LAWYER}"
)


def _answered(ticket_id: str, day: int, hour: int = 10, **other: Any) -> Told:
    at = f"2026-03-{day:02}T{hour:02}"
    return Told(ticket_id, [(f"{at}:00:00Z", "customer"), (f"{at}:30:00Z", "anna")], **other)


def _silent(ticket_id: str, day: int, **other: Any) -> Told:
    return Told(ticket_id, created_at=f"2026-03-{day:02}T10:00:00Z", **other)


ASKED, SECOND = "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"
DELETED = [(ASKED, "customer"), (SECOND, "anna", "deleted"), ("2026-03-03T10:00:00Z", "customer")]
NEXT = "2026-03-03T12:00:00Z"

SOURCES: Mapping[str, Sequence[Told]] = {
    "silent": [Told("T1", [(ASKED, "customer"), (SECOND, "bot"), (SECOND, "system")])],
    "untargeted": [
        _answered("T1", 2, severity="Blocker"),
        _answered("T2", 3, severity="Blocker"),
        _answered("T3", 4),
    ],
    "half": [_answered("T1", 2, severity="Blocker"), _answered("T2", 3)],
    "staff": [
        _answered("T1", 2, writer_id="ben"),
        _answered("T2", 3, customer_id="ben"),
        _answered("T3", 4),
    ],
    "imported": [
        Told(ticket_id, [(first, "customer"), (last, "anna")], created_at=created, channel=channel)
        for ticket_id, first, last, created, channel in (
            ("ten", "2026-05-04T10:00:00Z", "2026-05-04T10:00:10Z", "2026-05-03T09:59:59Z", ""),
            ("one", "2026-05-04T11:00:00Z", "2026-05-04T11:00:00Z", "2026-02-01T00:00:00Z", ""),
            ("eleven", "2026-05-04T12:00:00Z", "2026-05-04T12:00:11Z", "2026-02-01T00:00:00Z", ""),
            ("a-day", "2026-05-04T13:00:00Z", "2026-05-04T13:00:00Z", "2026-05-03T13:00:00Z", ""),
            (
                "call",
                "2026-05-04T14:00:00Z",
                "2026-05-04T14:00:05Z",
                "2026-02-01T00:00:00Z",
                "call",
            ),
        )
    ]
    + [Told("one-side", [("2026-05-04T15:00:00Z", "anna")], created_at="2026-02-01T00:00:00Z")],
    "deleted": [
        Told("owed", DELETED, writer_id="c1"),
        Told("resolved", [*DELETED, (NEXT, "anna", "resolved")], writer_id="c2"),
        Told("answered", [*DELETED, (NEXT, "anna")], writer_id="c3"),
        Told(
            "again",
            [*DELETED, (NEXT, "system", "open"), (NEXT, "anna", "deleted")],
            writer_id="c4",
        ),
        Told("spam", DELETED[:2], writer_id="c5"),
    ],
    "copied": [
        _answered("one-1", 2, customer_id="K-1"),
        _answered("one-2", 2, customer_id="K-1"),
        _answered("split-1", 3),
        Told("split-2", [("2026-03-03T10:00:00Z", "customer")], created_at="2026-03-04T09:00:00Z"),
        _answered("twice-1", 5),
        Told("twice-2", [("2026-03-05T10:00:00Z", "customer"), ("2026-03-05T10:07:00Z", "ben")]),
        _answered("other-1", 6),
        Told(
            "other-2",
            [("2026-03-06T10:00:00Z", "customer")],
            writer_id="c2",
            created_at="2026-03-07T09:00:00Z",
        ),
    ],
    "old_place": [
        Told("8", [(ASKED, "customer")], customer_id="K-2", subject="Ausfall"),
        Told("9", [(SECOND, "customer")], customer_id="K-2", subject="Frage"),
    ],
    "new_place": [
        Told("A8", [(ASKED, "customer")], customer_id="K-2", subject="AUSFALL"),
        Told("A9", [(SECOND, "customer")], customer_id="K-2", subject="Rechnung"),
    ],
    # a hundredth is not more than a hundredth
    "hundred": [_answered(f"T{n}", 1 + n % 28, 10 + n // 28) for n in range(99)]
    + [_silent("T99", 1)],
    "ninety_nine": [_answered(f"T{n}", 1 + n % 28, 10 + n // 28) for n in range(98)]
    + [_silent("T98", 1, status="resolved")],
    "unborn": [_answered("T1", 2), Told("T2", created_at="2027-01-01T00:00:00Z")],
    "orphans": [_answered("T1", 2), _answered("T2", 3, has_row=False)],
    "too_early": [
        _answered("T1", 2),
        Told("T2", [("2019-12-30T10:00:00Z", "customer"), ("2019-12-30T11:00:00Z", "anna")]),
    ],
}
CALENDARS = {
    "late": {"time_zone": "Europe/Berlin", "day_hours": 15, "hours": {"mon-fri": "09:00-23:59"}},
    "midnight": {"time_zone": "UTC", "day_hours": 15, "hours": {"mon-fri": "09:00-24:00"}},
    "eve": {
        "time_zone": "Europe/Berlin",
        "day_hours": 8,
        "hours": {"mon-fri": "09:00-17:00"},
        "holidays": [{"date": "2026-03-04", "hours": "09:00-23:59", "name": "Lange Nacht"}],
    },
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What is found in the made-up sources."""
    root = write_world(tmp_path_factory.mktemp("implausible") / "workspace", SOURCES, CALENDARS)
    return published(run(Workspace(root)).snapshot, "data_findings")


def _keys(findings: Rows, kind: str) -> set[tuple[str, str]]:
    return {(row["source"], row["key"]) for row in findings if row["kind"] == kind}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("source_without_replies", {"silent", "old_place", "new_place"}),
        ("source_without_targets", {"untargeted"}),
    ],
)
def test_a_source_in_doubt_is_told_of_above_all_figures(
    findings: Rows, kind: str, found: set[str]
) -> None:
    rows = [row for row in findings if row["kind"] == kind]

    assert {row["source"] for row in rows} == found
    assert all(row["is_about_all_figures"] for row in rows)


def test_nothing_else_is_about_all_figures(findings: Rows) -> None:
    assert {row["kind"] for row in findings if row["is_about_all_figures"]} == {
        "source_without_replies",
        "source_without_targets",
    }


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("staff_as_customer", {("staff", "ben")}),
        ("messages_at_one_moment", {("imported", "one")}),
        ("message_after_deletion", {("deleted", "owed"), ("deleted", "resolved")}),
        ("message_on_two_tickets", {("copied", "split-2")}),
        ("conversation_under_two_ids", {("copied", "one-2"), ("old_place", "8")}),
        ("last_minute_closed", {("policy", "late"), ("policy", "eve")}),
        ("many_tickets_without_customer_message", {("ninety_nine", "2026-03")}),
        ("many_answered_tickets_without_reply", {("ninety_nine", "2026-03")}),
        ("many_events_without_ticket", {("orphans", "2026-03")}),
        ("many_replaced_events", set()),
        (
            "many_unclassified_responses",
            {("untargeted", "2026-03"), ("half", "2026-03"), ("orphans", "2026-03")},
        ),
        ("many_responses_before_policy", {("too_early", "2019-12")}),
    ],
)
def test_what_cannot_be_is_found_and_what_is_only_rare_is_not(
    findings: Rows, kind: str, found: set[tuple[str, str]]
) -> None:
    in_question = {
        "many_tickets_without_customer_message": {"imported"},  # where they are meant to be
        "messages_at_one_moment": set[str](),
    }.get(kind, set())
    assert {it for it in _keys(findings, kind) if it[0] not in in_question} == found


def test_every_finding_can_be_told_in_other_languages(findings: Rows) -> None:
    assert untold(row["message"] for row in findings) == []


def test_findings_name_tickets_and_what_to_do(findings: Rows) -> None:
    messages = {(row["kind"], row["source"]): row["message"] for row in findings}

    assert "2 tickets" in messages["staff_as_customer", "staff"]
    assert "(T1, T2)" in messages["staff_as_customer", "staff"]
    assert "(one, ten)" in messages["messages_at_one_moment", "imported"]
    assert "1 of 99 tickets" in messages["many_tickets_without_customer_message", "ninety_nine"]
    assert "(T98)" in messages["many_tickets_without_customer_message", "ninety_nine"]
    assert "write 24:00" in messages["last_minute_closed", "policy"]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of all reported exports in one workspace: they share no source."""
    root = create_workspace(tmp_path_factory.mktemp("reported") / "workspace").root
    sources: list[dict[str, Any]] = []
    customers = [(root / "register" / "customers.csv").read_text(encoding="utf-8").strip()]
    for name in REPORTS:
        case = CASES / "reports" / name
        config = yaml.safe_load((case / "vip-sla.yml").read_text(encoding="utf-8"))
        sources += config["sources"]
        shutil.copytree(case / "exports", root / "exports", dirs_exist_ok=True)
        register = (case / "register" / "customers.csv").read_text(encoding="utf-8")
        customers += register.strip().splitlines()[1:]
    (root / "register" / "customers.csv").write_text("\n".join(customers) + "\n", encoding="utf-8")
    (root / "vip-sla.yml").write_text(
        yaml.safe_dump({"as_of": str(config["as_of"]), "language": "de", "sources": sources}),
        encoding="utf-8",
    )
    return run(Workspace(root)).snapshot


@needs_reports
@pytest.mark.parametrize("name", REPORTS)
def test_reported_exports_are_judged_as_they_should_be(reported: Path, name: str) -> None:
    rows = {row["response_id"]: row for row in published(reported, "fct_responses")}
    with (CASES / "reports" / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))

    assert expected
    for line in expected:
        row = rows[line["response_id"]]
        assert {column: _written(row[column]) for column in line} == line


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(value).replace("+00:00", "Z").replace(" ", "T")


@needs_reports
def test_reported_exports_are_found_out(reported: Path) -> None:
    rows = published(reported, "data_findings")

    assert {(row["kind"], row["source"], row["key"]) for row in rows} == {
        ("many_tickets_without_customer_message", "truncated", "2026-03"),
        ("messages_at_one_moment", "import_times", "T1"),
        ("message_after_deletion", "merged_then_mailed", "B"),
        ("message_on_two_tickets", "split", "B"),
        # the message that moved stands on the ticket it left, too, where ids count within tickets
        ("message_on_two_tickets", "split", "D"),
        ("event_id_on_several_tickets", "split", "split"),
        ("conversation_under_two_ids", "old_desk", "4711"),
    }
    messages = {row["source"]: row["message"] for row in rows if row["key"] not in ("D", "split")}
    assert messages["truncated"].startswith("9 of 10 tickets of source truncated")
    assert "T1, T2" in messages["import_times"]
    assert "ticket A holds too" in messages["split"]
    assert "new_desk" in messages["old_desk"]
    assert untold(row["message"] for row in rows) == []


@pytest.fixture(scope="module")
def contested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of the lawyer's workspace."""
    root = tmp_path_factory.mktemp("lawyer") / "workspace"
    shutil.copytree(LAWYER, root, copy_function=shutil.copyfile)
    return run(Workspace(root)).snapshot


@needs_lawyer
def test_each_way_to_make_a_breach_vanish_is_a_breach_or_contested(contested: Path) -> None:
    outcomes = {row["response_id"]: row["outcome"] for row in published(contested, "fct_responses")}
    reasons = {
        (row["response_id"], row["reason"])
        for row in published(contested, "contested_responses")
        if row["is_counted_against"]
    }

    assert outcomes["desk:bot-marks-as-answered:2"] == "breached"
    assert outcomes["desk:thanks-after-the-solution:2"] == "breached"
    assert reasons == {
        ("desk:deleted-when-overdue:1", "deleted_late"),
        *(
            (f"desk:silent-resolutions-reset-the-clock:{number}", "closed_without_reply")
            for number in (1, 2, 3)
        ),
        ("desk:system-marks-as-answered:2", "closed_by_program"),
        ("desk:system-marks-as-answered:2", "closed_without_reply"),
        ("desk:acknowledged-in-five-seconds:1", "instant_reply"),
        ("desk:lowered-a-minute-before-the-deadline:1", "lowered_while_owed"),
    }


@needs_lawyer
def test_the_worst_case_stands_beside_the_share(contested: Path) -> None:
    counts: Counter[str] = Counter()
    for row in published(contested, "compliance_monthly"):
        for name in ("met", "breached", "contested", "worst_met", "worst_breached"):
            counts[name] += row[f"{name}_count"]

    assert counts == {
        "met": 9,
        "breached": 2,
        "contested": 7,
        "worst_met": 7,
        "worst_breached": 9,
    }
