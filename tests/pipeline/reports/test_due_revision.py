"""A month that changed after it was sent is told, and sent again only as a numbered revision."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message
from tests.pipeline.mail.moved import Moved
from tests.pipeline.mail.server import Certificates
from tests.pipeline.reports.due_desk import FIRST, SECOND, TO_FIRST, DueDesk, due_desk
from tests.pipeline.small_desk import rows

REVISE = ("--month", "2026-09", "--customer", FIRST, "--revise")


@pytest.fixture
def desk(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DueDesk]:
    """September is sent to two customers."""
    moved = Moved.copy_of(demo_workspace, tmp_path / "demo")
    moved.change(
        f"delete from marts.dim_coverage_periods where customer_id not in ('{FIRST}', '{SECOND}')"
    )
    certificates = Certificates.made(tmp_path)
    with due_desk(moved, tmp_path / "server", certificates, monkeypatch) as desk:
        assert desk.due().status == 0
        yield desk


def a_response(desk: DueDesk, condition: str) -> str:
    found = rows(
        desk.moved.snapshot,
        f"select response_id from fct_responses where customer_id = '{FIRST}' and opened_month "
        f"= date '2026-09-01' and exclusion_reason is null and {condition} order by all limit 1",
    )
    return str(found[0]["response_id"])


def late_export(desk: DueDesk) -> str:
    """One response of September was late after all."""
    response_id = a_response(desk, "outcome = 'met' and severity = 3 and metric = 'follow_up'")
    desk.moved.change(
        f"update marts.fct_responses set outcome = 'breached' where response_id = '{response_id}'",
        "update marts.compliance_monthly set met_count = met_count - 1, "
        f"breached_count = breached_count + 1 where customer_id = '{FIRST}' and severity = 3 "
        "and metric = 'follow_up' and opened_month = date '2026-09-01'",
    )
    return response_id


def test_late_exports_are_told_and_nothing_is_sent(desk: DueDesk) -> None:
    response_id = late_export(desk)
    for _ in range(2):
        said = desk.due()
        assert said.status == 3
        assert f"{FIRST}, 2026-09:" in said.all
        assert "figures are others than in revision 1, which was sent" in said.all
        assert f"{response_id}: met → breached" in said.all
        assert "severity 3, follow_up, breached_count:" in said.all
        assert "vip-sla report --month 2026-09 --customer K-1001 --revise" in said.all
        assert SECOND not in said.all
    assert len(desk.got) == 2
    (changed,) = desk.reports()["changed"]
    assert {"kind", "name", "old", "new"} <= set(changed["changes"][0])


def test_a_revision_is_numbered_and_lists_what_changed(desk: DueDesk) -> None:
    response_id = late_export(desk)
    said = desk.report(*REVISE)
    assert said.status == 0, said.all
    assert desk.got[2:] == [f"2026-09 revised {TO_FIRST}"]
    (_, first), _, (_, second) = desk.server.letters
    assert first["Message-ID"] != second["Message-ID"]
    assert second["Subject"].startswith("Korrigierter VIP-SLA-Bericht September 2026 – ")
    assert second["Subject"].endswith("(Fassung 2)")
    text = second.get_body(("plain",))
    assert text is not None
    words = " ".join(text.get_content().split())
    assert "Dies ist Fassung 2." in words
    ticket_id, number = response_id.split(":")[1:]
    [ticket] = rows(
        desk.moved.snapshot, f"select code from fct_tickets where ticket_id = '{ticket_id}'"
    )
    assert f"* {ticket['code']}, Antwort {number}: „" in words
    assert response_id not in words
    assert "rechtzeitig → verspätet" in words
    assert "* Standard, Folgeantwort: verspätet" in words
    assert desk.due().status == 0  # the revision is what counts now
    assert len(desk.got) == 3


def test_a_second_revision(desk: DueDesk) -> None:
    late_export(desk)
    desk.report(*REVISE)
    late_export(desk)
    assert desk.due().status == 3
    said = desk.report(*REVISE, "--json")
    assert (said.json["revision"], said.json["letters"][0]["state"]) == (3, "sent")


def test_no_revision_where_nothing_changed(desk: DueDesk) -> None:
    message = one_message(desk.report(*REVISE))
    assert f"{FIRST}, 2026-09: no figure differs from revision 1" in message
    assert len(desk.got) == 2


def test_no_revision_of_what_was_never_made(desk: DueDesk) -> None:
    message = one_message(desk.report("--month", "2026-05", "--customer", FIRST, "--revise"))
    assert "no report was made yet that could be revised" in message


def test_a_revision_is_one_customer_s(desk: DueDesk) -> None:
    said = desk.report("--month", "2026-09", "--revise")
    assert said.status == 2
    assert "needs --customer" in said.all


def test_a_rehearsed_revision(desk: DueDesk) -> None:
    late_export(desk)
    said = desk.report(*REVISE, "--dry-run")
    assert said.status == 0
    assert len(desk.got) == 2
    assert desk.due().status == 3


@pytest.mark.parametrize(
    ("what", "is_told"),
    [
        ("closed_at = timestamptz '2026-10-30 09:41:00+00', closed_by = 'reply'", False),
        ("closed_at = timestamptz '2026-10-30 09:39:00+00', closed_by = 'reply'", True),
        ("elapsed_seconds = elapsed_seconds + 3600", False),
        ("outcome = 'breached'", False),
        ("exclusion_reason = 'waived'", True),
        ("opened_at = opened_at + interval 1 second", True),
    ],
)
def test_time_alone_changes_nothing(
    demo_workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    is_told: bool,
) -> None:
    """What was owed and is closed now was told as owed; the past must not be another."""
    moved = Moved.copy_of(demo_workspace, tmp_path / "demo")
    moved.change(
        f"delete from marts.dim_coverage_periods where customer_id <> '{FIRST}'",
        "create table marts.one as select response_id from marts.fct_responses "
        f"where customer_id = '{FIRST}' and opened_month = date '2026-09-01' "
        "and closed_at is not null and exclusion_reason is null order by all limit 1",
        "update marts.fct_responses set closed_at = null, closed_by = null, outcome = 'pending' "
        "where response_id in (from marts.one)",
    )
    certificates = Certificates.made(tmp_path)
    with due_desk(moved, tmp_path / "server", certificates, monkeypatch) as desk:
        assert desk.due().status == 0
        moved.as_of("2026-11-03 12:00:00+00")
        moved.change(f"update marts.fct_responses set {what} where response_id in (from marts.one)")
        assert desk.due().status == (3 if is_told else 0)
        assert len(desk.got) == 1


def test_a_waiver_or_a_response_that_came_late_is_told(desk: DueDesk) -> None:
    response_id = a_response(desk, "closed_at is not null")
    desk.moved.change(f"delete from marts.fct_responses where response_id = '{response_id}'")
    assert desk.due().status == 3
