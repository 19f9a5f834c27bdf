"""What is said about a verdict, in German and English."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipeline.explanation import told
from pipeline.explanation.verdict import verdict
from pipeline.explanation.voice import CATALOGUE, Voice
from pipeline.landing.sources.generic.entities import ACTOR_KINDS, EVENT_KINDS, STATUSES
from pipeline.marts.explanation import Pause
from pipeline.marts.segments import Segment
from pipeline.running.dbt import PROJECT
from pipeline.wording.catalogues import LANGUAGES, Language, entries
from tests.pipeline.explanation.made_up_explanation import (
    CLOSED_AT,
    LEG,
    OPENED_AT,
    WAIVER,
    event,
    explanation,
    made,
)

OWED: dict[str, Any] = {"closed_at": None, "closed_by": None, "closed_by_event_id": None}
NO_TARGET: dict[str, Any] = {
    "outcome": "no_target",
    "target_seconds": None,
    "amount_count": None,
    "amount_unit": None,
    "due_at": None,
}
LATE = datetime(2026, 3, 3, 9, 6, 24, tzinfo=UTC)
BREACHED: dict[str, Any] = {"outcome": "breached", "elapsed_seconds": 7584}

VERDICTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "met": (
        {},
        "Rechtzeitig: nach 1 Std. 47 Min. 56 Sek. Servicezeit beantwortet, "
        "12 Min. 4 Sek. vor Ablauf der Zielzeit.",
        "On time: answered after 1 h 47 min 56 s of service hours, "
        "12 min 4 s before the target ran out.",
    ),
    "exactly on the target": (
        {"elapsed_seconds": 7200},
        "Rechtzeitig: nach 2 Std. Servicezeit beantwortet, genau mit Ablauf der Zielzeit.",
        "On time: answered after 2 h of service hours, at the very second when the target ran out.",
    ),
    "a second too late": (
        {**BREACHED, "elapsed_seconds": 7201},
        "Verspätet: nach 2 Std. 1 Sek. Servicezeit beantwortet, 1 Sek. nach Ablauf der Zielzeit.",
        "Late: answered after 2 h 1 s of service hours, 1 s after the target ran out.",
    ),
    "late by another clock": (
        {**BREACHED, "clock": "wall_from_opening"},
        "Verspätet: nach 2 Std. 6 Min. 24 Sek. (ab Öffnung rund um die Uhr gezählt) beantwortet, "
        "6 Min. 24 Sek. nach Ablauf der Zielzeit.",
        "Late: answered after 2 h 6 min 24 s (counted round the clock from opening), "
        "6 min 24 s after the target ran out.",
    ),
    "counted since a raise": (
        {"leg_started_at": datetime(2026, 3, 2, 15, 30, tzinfo=UTC)},
        "Rechtzeitig: nach 1 Std. 47 Min. 56 Sek. Servicezeit beantwortet, 12 Min. 4 Sek. vor "
        "Ablauf der Zielzeit. Gezählt wird ab Mo., 2. März 2026, 16:30:00: "
        "Da wurde der Schweregrad angehoben.",
        "On time: answered after 1 h 47 min 56 s of service hours, 12 min 4 s before the target "
        "ran out. It is counted from Mon 2 Mar 2026, 16:30:00, when the severity was raised.",
    ),
    "overdue": (
        {**BREACHED, **OWED},
        "Überfällig: Auch 6 Min. 24 Sek. Servicezeit nach Ablauf der Zielzeit "
        "hat noch niemand geantwortet.",
        "Overdue: 6 min 24 s of service hours after the target ran out, nobody has answered yet.",
    ),
    "pending": (
        {"outcome": "pending", **OWED},
        "Offen: Bis zum Ablauf der Zielzeit bleiben 12 Min. 4 Sek. Servicezeit; "
        "fällig ist die Antwort am Di., 3. März 2026, 10:00:00.",
        "Open: 12 min 4 s of service hours remain until the target runs out; "
        "the response is due on Tue 3 Mar 2026, 10:00:00.",
    ),
    "pending, paused": (
        {"outcome": "pending", **OWED, "due_at": None},
        "Offen: Die Uhr steht. Läuft sie weiter, bleiben bis zum Ablauf der Zielzeit noch "
        "12 Min. 4 Sek. Servicezeit.",
        "Open: the clock is stopped. Once it runs on, 12 min 4 s of service hours remain until "
        "the target runs out.",
    ),
    "resolved": (
        {"outcome": "unanswered", "closed_by": "resolution"},
        "Ohne Antwort geschlossen: nach 1 Std. 47 Min. 56 Sek. Servicezeit ohne Antwort als "
        "gelöst markiert, 12 Min. 4 Sek. vor Ablauf der Zielzeit. "
        "Das zählt weder als rechtzeitig noch als verspätet.",
        "Closed without an answer: marked as resolved after 1 h 47 min 56 s of service hours, "
        "without an answer, 12 min 4 s before the target ran out. "
        "That counts neither as on time nor as late.",
    ),
    "dismissed as the target ran out": (
        {"outcome": "unanswered", "closed_by": "dismissal", "elapsed_seconds": 7200},
        "Ohne Antwort geschlossen: nach 2 Std. Servicezeit ohne Nachricht als beantwortet "
        "markiert, genau mit Ablauf der Zielzeit. "
        "Das zählt weder als rechtzeitig noch als verspätet.",
        "Closed without an answer: marked as answered after 2 h of service hours, "
        "without a message, at the very second when the target ran out. "
        "That counts neither as on time nor as late.",
    ),
    "without a target": (
        {**NO_TARGET, "metric": "follow_up", "severity": 4, "name_de": "Bugfix"},
        "Ohne Zielzeit: Für eine Folgeantwort mit Schweregrad 4 (Bugfix) ist keine Zeit "
        "zugesagt; nach 1 Std. 47 Min. 56 Sek. Servicezeit beantwortet.",
        "No target: no time is promised for a follow-up response of severity 4 (Standard); "
        "answered after 1 h 47 min 56 s of service hours.",
    ),
    "before the first policy, owed": (
        {**NO_TARGET, **OWED, "policy_version": None},
        "Ohne Zielzeit: Bei der Eröffnung galt noch keine Zusage; "
        "offen seit 1 Std. 47 Min. 56 Sek. Servicezeit.",
        "No target: nothing had been promised yet when it opened; "
        "open for 1 h 47 min 56 s of service hours.",
    ),
    "deleted": (
        {**NO_TARGET, "closed_by": "deletion", "exclusion_reason": "deleted"},
        "Ohne Zielzeit: Für eine erste Antwort mit Schweregrad 3 (Standard) ist keine Zeit "
        "zugesagt; nach 1 Std. 47 Min. 56 Sek. Servicezeit gelöscht. "
        "Zählt nicht mit, denn das Ticket wurde gelöscht.",
        "No target: no time is promised for a first response of severity 3 (Standard); "
        "deleted after 1 h 47 min 56 s of service hours. "
        "It does not count, as the ticket was deleted.",
    ),
    "not covered": (
        {**BREACHED, "exclusion_reason": "not_covered"},
        "Verspätet: nach 2 Std. 6 Min. 24 Sek. Servicezeit beantwortet, 6 Min. 24 Sek. nach "
        "Ablauf der Zielzeit. "
        "Zählt nicht mit, denn am Tag der Eröffnung war der Kunde nicht betreut.",
        "Late: answered after 2 h 6 min 24 s of service hours, 6 min 24 s after the target ran "
        "out. It does not count, as the customer was not covered on the day it opened.",
    ),
    "waived": (
        {**BREACHED, "exclusion_reason": "waived", "waiver": WAIVER},
        "Verspätet: nach 2 Std. 6 Min. 24 Sek. Servicezeit beantwortet, 6 Min. 24 Sek. nach "
        "Ablauf der Zielzeit. Zählt nicht mit, denn M. Brandt hat am 4. März 2026 eine Ausnahme "
        "genehmigt („Stromausfall“).",
        "Late: answered after 2 h 6 min 24 s of service hours, 6 min 24 s after the target ran "
        "out. It does not count, as M. Brandt approved a waiver on 4 Mar 2026 (“Stromausfall”).",
    ),
}


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("name", VERDICTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_verdict(name: str, language: Language) -> None:
    changes, german, english = VERDICTS[name]
    said = told(explanation(**changes), language)
    assert plain(said.verdict) == {"de": german, "en": english}[language]


@pytest.mark.parametrize(("changes", "rest"), [({}, ""), (OWED, " An answer is still owed.")])
def test_verdict_on_a_breach_before_severity_was_lowered(
    changes: dict[str, Any], rest: str
) -> None:
    breached = LEG.model_copy(
        update={"leg_ended_at": LATE, "is_lasting": False, "is_breached": True}
    )
    of_all = replace(explanation(**BREACHED, **changes), legs=(breached,))
    assert plain(verdict(of_all, Voice.of("en", "Europe/Berlin", 8 * 3600))) == (
        "Late: when the severity was lowered on Tue 3 Mar 2026, 10:06:24, the target for "
        "severity 3 (Standard) had already been exceeded by 6 min 24 s of service hours." + rest
    )


def test_facts() -> None:
    said = told(explanation(), "de")
    assert {fact.label: plain(fact.value) for fact in said.facts} == {
        "Ticket": "QT-1",
        "Antwort-ID": "desk:T-1:1",
        "Kunde": "Erste GmbH (K-1)",
        "Eröffnet": "Mo., 2. März 2026, 16:00:00: Der Kunde schreibt (E-Mail)",
        "Geschlossen": "Di., 3. März 2026, 09:47:56: beantwortet von Anna",
        "Zielzeit": "2 Stunden oder weniger, das sind 2 Std. Servicezeit",
        "Fällig": "Di., 3. März 2026, 10:00:00",
        "Uhr": "zählt Servicezeit von Mo., 2. März 2026, 16:00:00 bis Di., 3. März 2026, 09:47:56",
        "Gezählte Zeit": "1 Std. 47 Min. 56 Sek. Servicezeit",
        "Vertragsversion": "vom 1. Jan. 2020; Kalender: Dedizierter Support",
        "Fester Ansprechpartner": "Anna, hat geantwortet",
    }
    assert said.title == "Erste Antwort, Schweregrad 3 (Standard): QT-1 · Nichts geht"
    assert said.zone == "Alle Zeiten in der Zeitzone Europe/Berlin."


@pytest.mark.parametrize(
    ("changes", "label", "value"),
    [
        (OWED, "Closed", "not yet (as of Wed 4 Mar 2026, 13:00:00)"),
        ({"channel": None}, "Opened", "Mon 2 Mar 2026, 16:00:00: the customer writes"),
        ({"closed_by": "deletion"}, "Closed", "Tue 3 Mar 2026, 09:47:56: deleted by Anna"),
        (NO_TARGET, "Target", "no target"),
        ({**NO_TARGET}, "Due", None),
        ({"due_at": None}, "Due", "not known while the clock is stopped"),
        (
            {"paused_seconds": 61},
            "Time counted",
            "1 h 47 min 56 s of service hours; 1 min 1 s of pauses are subtracted",
        ),
        (
            {"override_version": date(2026, 1, 1)},
            "Contract version",
            "of 1 Jan 2020, with the customer's own terms of 1 Jan 2026; "
            "calendar: Dedicated support",
        ),
        (
            {"policy_version": None},
            "Contract version",
            "No contract version was in force when it opened; calendar: Dedicated support",
        ),
        ({"reading": "own"}, "Interpretation", "own"),
        (
            {"reading": "literal"},
            "Interpretation",
            "literal interpretation",
        ),
        (
            {"customer_name": "(unknown)", "customer_id": "(unknown)"},
            "Customer",
            "customer unknown",
        ),
        ({"elapsed_seconds": 288_000}, "Time counted", "10 working days of service hours"),
        ({"is_dedicated_responder": False}, "Dedicated agent", "Anna, who did not reply"),
        ({"is_dedicated_responder": None}, "Dedicated agent", "Anna"),
        ({"dedicated_agent_name": None}, "Dedicated agent", "a1, who replied"),
        (
            {"dedicated_agent_name": None, "dedicated_agent_id": None},
            "Dedicated agent",
            None,
        ),
        ({"waiver": WAIVER}, "Waiver", "Stromausfall (approved by M. Brandt on 4 Mar 2026)"),
    ],
)
def test_facts_in_other_cases(changes: dict[str, Any], label: str, value: str | None) -> None:
    said = told(explanation(**changes), "en")
    found = {fact.label: plain(fact.value) for fact in said.facts}
    assert found.get(label) == value


def test_the_clock_piece_by_piece_adds_up() -> None:
    said = told(explanation(), "de")
    assert [tuple(map(plain, row)) for row in said.segments.rows] == [
        ("Mo., 2. März 2026, 16:00:00", "Mo., 2. März 2026, 17:00:00", "läuft", "1 Std.", "3.600"),
        (
            *("Mo., 2. März 2026, 17:00:00", "Di., 3. März 2026, 09:00:00"),
            *("steht: außerhalb der Servicezeit", "16 Std.", "0"),
        ),
        (
            *("Di., 3. März 2026, 09:00:00", "Di., 3. März 2026, 09:47:56"),
            *("läuft", "47 Min. 56 Sek.", "2.876"),
        ),
    ]
    assert said.segments.total is not None
    assert [plain(cell) for cell in said.segments.total] == [
        *("Zusammen", "", "", "17 Std. 47 Min. 56 Sek.", "6.476")
    ]
    assert plain(said.total) == (
        "Zusammen 6.476 gezählte Sekunden, das sind 1 Std. 47 Min. 56 Sek. Servicezeit."
    )


@pytest.mark.parametrize(
    ("state", "why", "holiday", "german", "english"),
    [
        ("running", None, None, "läuft", "runs"),
        ("closed", "weekend", None, "steht: Wochenende", "stopped: weekend"),
        ("closed", "closed_day", None, "steht: kein Servicetag", "stopped: no service day"),
        ("closed", "holiday", "Neujahr", "steht: Neujahr", "stopped: Neujahr"),
        (
            *("closed", "holiday", None),
            *("steht: Feiertag oder Sondertag", "stopped: holiday or special day"),
        ),
        (
            *("paused", "on_hold", None),
            *("steht: Pause, Status „zurückgestellt“", "stopped: pause, status “on hold”"),
        ),
    ],
)
def test_why_the_clock_stands(
    state: str, why: str | None, holiday: str | None, german: str, english: str
) -> None:
    segment = made(Segment, 1, OPENED_AT, CLOSED_AT, state, why, holiday, 64076, 0)
    of_all = replace(explanation(), segments=(segment,))
    assert told(of_all, "de").segments.rows[0][2] == german
    assert told(of_all, "en").segments.rows[0][2] == english


def test_legs() -> None:
    raised = {"leg_number": 2, "severity": 1, "name_de": "Kritisch", "elapsed_seconds": 7201}
    legs = (
        LEG.model_copy(update={"is_reported": False}),
        LEG.model_copy(update={**raised, "is_breached": True}),
    )
    said = told(replace(explanation(), legs=legs), "de").legs
    assert [(row[0], plain(row[-1])) for row in said.rows] == [
        ("3 (Standard)", "eingehalten"),
        ("1 (Kritisch)", "um 1 Sek. überschritten – maßgeblich"),
    ]
    running = told(replace(explanation(**OWED), legs=(LEG,)), "de").legs
    assert running.rows[0][-1] == "läuft – maßgeblich"
    assert told(replace(explanation(**NO_TARGET), legs=()), "de").legs.rows == ()


@pytest.mark.parametrize(
    ("changes", "german"),
    [
        ({"channel": "phone"}, ("Kunde", "Nachricht (Telefon)")),
        ({"channel": "fax"}, ("Kunde", "Nachricht (fax)")),
        ({"actor_kind": "agent", "actor_name": "Anna"}, ("Anna", "Nachricht")),
        ({"actor_kind": "agent", "actor_id": "a9"}, ("a9", "Nachricht")),
        ({"actor_kind": "agent", "actor_id": None}, ("Mitarbeiter", "Nachricht")),
        ({"actor_kind": "bot", "actor_name": "Robo"}, ("Bot „Robo“", "Nachricht")),
        ({"actor_kind": "bot"}, ("Bot", "Nachricht")),
        ({"actor_kind": "system"}, ("System", "Nachricht")),
        ({"actor_kind": None}, ("Unbekannt", "Nachricht")),
        ({"kind": "note"}, ("Kunde", "interne Notiz")),
        ({"kind": "status", "value": "on_hold"}, ("Kunde", "Status „zurückgestellt“")),
        ({"kind": "status", "value": "Ω"}, ("Kunde", "Status „Ω“")),
        (
            {"kind": "severity", "value": "1", "previous_value": "3"},
            ("Kunde", "Schweregrad 3 → 1"),
        ),
        ({"kind": "severity", "value": "1"}, ("Kunde", "Schweregrad 1")),
        ({"kind": "severity"}, ("Kunde", "Schweregrad ohne Angabe")),
        ({"kind": "assignment", "value": "a9"}, ("Kunde", "Zuweisung an a9")),
        ({"kind": "assignment"}, ("Kunde", "Zuweisung")),
        ({"kind": "escalation", "value": "2"}, ("Kunde", "Eskalation auf Stufe 2")),
        ({"kind": "escalation"}, ("Kunde", "Eskalation")),
    ],
)
def test_who_did_what(changes: dict[str, Any], german: tuple[str, str]) -> None:
    happened = event("note", **changes)
    of_all = replace(explanation(), events=(happened,))
    [(_, *found, _)] = told(of_all, "de").events.rows
    assert tuple(found) == german


def test_what_pauses_says_so() -> None:
    hold = event("status_on_hold", kind="status", value="on_hold", event_id="e7")
    pause = made(Pause, 1, "on_hold", "e7", OPENED_AT, CLOSED_AT, False, 6476, 64076)
    of_all = replace(explanation(), events=(hold,), pauses=(pause,))
    assert told(of_all, "en").events.rows[0][-1] == "Does not close, but stops the clock."
    unpaused = replace(of_all, pauses=())
    assert told(unpaused, "en").events.rows[0][-1] != "Does not close, but stops the clock."


def reasons_of_the_models() -> set[str]:
    """Every reason that fct_ticket_events can give, read from the models."""
    models = PROJECT / "models"
    facts = (models / "marts" / "facts" / "fct_ticket_events.sql").read_text("utf-8")
    roles = (models / "intermediate" / "walk" / "int_event_roles.sql").read_text("utf-8")
    cases = facts.partition("case\n")[2].partition("end as reason")[0]
    turns = roles.rpartition("case\n")[2].partition("end as turn")[0]
    written = set(re.findall(r"then '(\w+)'", cases) + re.findall(r"then '(\w+)'", turns))
    assert "concat('status_', event_value)" in cases
    assert "concat('written_by_', actor_kind) else kind end as reason" in facts
    said_otherwise = {"resolved", "waiting_customer", "deleted"}  # by a turn, or as unchanged
    heard = {"customer", "agent"}  # those close or open
    return {
        *written,
        *(f"status_{status}" for status in STATUSES if status not in said_otherwise),
        *(f"written_by_{kind}" for kind in ACTOR_KINDS if kind not in heard),
        *(kind for kind in EVENT_KINDS if kind not in ("message", "status")),
    }


def test_every_reason_of_the_models_is_said_and_no_other() -> None:
    prefix = "explained.reason."
    said = {key.removeprefix(prefix) for key in entries("de", CATALOGUE) if key.startswith(prefix)}
    of_the_words = {"status_paused", "status_unknown"}
    assert said - of_the_words == reasons_of_the_models()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", sorted(reasons_of_the_models()))
def test_every_reason_can_be_told(reason: str, language: Language) -> None:
    value = reason.removeprefix("status_") if reason != "status_unchanged" else "open"
    of_all = replace(explanation(), events=(event(reason, kind="status", value=value),))
    assert told(of_all, language).events.rows[0][-1].endswith(".")


def test_a_status_that_nobody_knows_is_told_all_the_same() -> None:
    happened = event("status_Ω", kind="status", value="Ω")
    of_all = replace(explanation(), events=(happened,))
    assert told(of_all, "en").events.rows[0][-1] == "Does not close: this status is not known."


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_a_cell_for_every_column(language: Language) -> None:
    said = told(explanation(), language)
    for table in (said.segments, said.events, said.legs):
        rows = [*table.rows, *([table.total] if table.total else [])]
        assert {len(row) for row in rows} == {len(table.columns)}
    assert all(getattr(said, field.name) for field in fields(said))


def test_times_are_those_of_the_calendar_s_zone() -> None:
    said = told(explanation(time_zone="America/New_York"), "en")
    assert said.segments.rows[0][0] == "Mon 2 Mar 2026, 10:00:00"
    assert said.zone == "All times are in the time zone America/New_York."
