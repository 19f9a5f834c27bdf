"""What an alert says, of notices made by hand: in which order, and all that helps at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.alerts.letters import Scribe
from pipeline.alerts.notice import Notice
from pipeline.mail.body import as_text
from pipeline.mail.letter import Letter
from pipeline.settings.mail import Mail

AS_OF = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)
MAIL = Mail.model_validate(
    {"host": "localhost", "from": "sla@example.com", "dashboard_url": "https://sla.example.com"}
)
SCRIBE = Scribe(Path("none"), "de", "Europe/Berlin", AS_OF, MAIL)


def notice(number: int, severity: int, over_minutes: int, **given: Any) -> Notice:
    values = {
        "source": "desk",
        "ticket_id": f"t{number}",
        "code": f"QT-{number}",
        "response_id": f"desk:t{number}:1",
        "subject": f"Thema {number}",
        "url": f"https://desk.example/{number}",
        "severity": severity,
        "metric": "first_response",
        "opened_at": AS_OF - timedelta(hours=3),
        "customer_id": "K-1",
        "customer_name": "Muster GmbH",
        "name_de": ("Nicht eingestuft", "Kritisch", "Hoch")[severity],
        "name_en": ("Unclassified", "Critical", "High")[severity],
        "closed_at": None,
        "due_at": AS_OF - timedelta(minutes=over_minutes),
        "outcome": "breached" if over_minutes > 0 else "pending",
        "target_seconds": 3600,
        "elapsed_seconds": 3600 + 60 * over_minutes,
        "clock": "business",
        "working_day_seconds": 8 * 3600,
        "agent_id": "a1",
        "agent_name": "Anna Muster",
        "agent_email": None,
        "kind": "breached" if over_minutes > 0 else "due_soon",
        "agent_address": None,
        "addresses": (),
    }
    return Notice.model_validate(values | given)


def digest(*notices: Notice, scribe: Scribe = SCRIBE) -> Letter:
    return scribe.digest(notices, "lead@example.com")


def test_by_severity_and_then_by_lateness() -> None:
    letter = digest(
        notice(1, 2, 30), notice(2, 0, 900), notice(3, 1, -10), notice(4, 2, 80), notice(5, 1, 5)
    )
    assert [item.title.split()[2] for item in letter.body.items] == [
        "QT-5",
        "QT-3",
        "QT-4",
        "QT-1",
        "QT-2",
    ]
    assert [each["ticket"] for each in letter.about] == ["QT-5", "QT-3", "QT-4", "QT-1", "QT-2"]


def test_an_entry_says_whose_which_who_since_when_and_how_late() -> None:
    text = as_text(digest(notice(4, 2, 80)).body).replace("\u00a0", " ")
    assert text.partition("\n\n* ")[2].splitlines()[:6] == [
        "Muster GmbH: QT-4 · Thema 4",
        "  Hoch, Erste Antwort",
        "  1 Std. 20 Min. überfällig, fällig war Fr., 30. Okt., 09:20",
        "  Zuständig: Anna Muster; Kunde wartet seit Fr., 30. Okt., 07:40",
        "  QT-4 im Helpdesk: https://desk.example/4",
        "  Im Dashboard ansehen: https://sla.example.com/ticket?ticket=desk:t4",
    ]


def test_the_subject_says_how_many_and_the_first_of_them() -> None:
    letter = digest(notice(1, 1, -10), notice(2, 2, 80))
    assert letter.subject.replace("\u00a0", " ") == (
        "1 Frist verpasst, 1 Frist läuft ab; zuerst: noch 10 Min., Muster GmbH, QT-1 Thema 1 "
        "(Kritisch, Anna Muster, seit Fr., 30. Okt., 07:40)"
    )


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"closed_at": AS_OF}, "1 Std. 20 Min. zu spät: fällig war Fr., 30. Okt., 09:20, erledigt"),
        ({"agent_id": None, "agent_name": None}, "Zuständig: ohne festen Ansprechpartner"),
        ({"agent_name": None}, "Zuständig: a1;"),
        ({"subject": None}, "* Muster GmbH: QT-4\n"),
    ],
    ids=str,
)
def test_what_is_not_known_and_what_is_over(given: dict[str, Any], line: str) -> None:
    assert line in as_text(digest(notice(4, 2, 80, **given)).body).replace("\u00a0", " ")


def test_links_as_far_as_they_are_known() -> None:
    nowhere = Scribe(Path("none"), "en", "Europe/Berlin", AS_OF, None)
    letter = digest(notice(4, 2, 80, url="javascript:alert(1)"), scribe=nowhere)
    assert letter.body.items[0].links == ()


def test_a_program_gets_seconds_and_instants() -> None:
    (values,) = digest(notice(4, 2, 80)).about
    assert values["over_seconds"] == 4800
    assert values["due_at"] == "2026-10-30T08:20:00+00:00"
    assert (values["state"], values["agent"], values["closed_at"]) == (
        "overdue",
        "Anna Muster",
        None,
    )
