"""Who is told what, when, and never twice. The demo's snapshot, changed by hand."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from pipeline import marts
from pipeline.alerts.letters import Scribe
from pipeline.alerts.notice import Notice
from pipeline.alerts.sending import quiet_until
from pipeline.errors import MailError
from pipeline.mail.ledger import Ledger
from pipeline.mail.post import decide
from pipeline.settings.mail import Alerts
from pipeline.settings.opening_hours import parse_interval
from tests.pipeline.alerts.desk import Desk
from tests.pipeline.small_desk import rows

LEAD = "lead@example.com"
SOON = "liveagent:4w2u24s8:1"  # due 24 minutes after as_of; agent a102
LATE = "liveagent:x8rrwjqt:1"  # agent a111
AGENT = "a102@hilfe.example"


def agent_of(desk: Desk, response_id: str) -> str:
    (row,) = rows(
        desk.moved.snapshot,
        "select email from fct_responses inner join dim_agents as agents on "
        "agents.source = fct_responses.source and agents.agent_id = dedicated_agent_id "
        f"where response_id = '{response_id}'",
    )
    return str(row["email"])


def test_everything_due_soon_and_overdue_is_told_to_agent_and_manager(whole_desk: Desk) -> None:
    """Against the table of what is owed, by another way."""
    info = marts.run_info(marts.EVERYBODY, whole_desk.moved.snapshot).iloc[0]
    owed = marts.open_responses(marts.EVERYBODY, whole_desk.moved.snapshot)
    expected = set()
    for each in owed.itertuples():
        if each.is_overdue:
            kind = "breached"
        elif each.outcome == "pending" and each.due_at - info["as_of"] <= timedelta(hours=2):
            kind = "due_soon"
        else:
            continue
        for address in (LEAD, agent_of(whole_desk, each.response_id)):
            expected.add((kind, each.response_id, address))
    told = whole_desk.told()
    assert {one for one in told if not closed(whole_desk, one[1])} == expected
    assert {kind for kind, _, _ in expected} == {"breached", "due_soon"}
    assert len(whole_desk.server.letters) == len(told)


def test_who_stands_in_is_told_in_place_of_who_is_away(whole_desk: Desk) -> None:
    # by the demo's register a109, dedicated to K-1009, is away from that day on, a203 stands in
    theirs = {
        row["response_id"]
        for row in rows(
            whole_desk.moved.snapshot,
            "select response_id from open_responses where customer_id = 'K-1009'",
        )
    }
    told = {address for _, response_id, address in whole_desk.told() if response_id in theirs}
    assert told == {LEAD, "a203@hilfe.example"}


def closed(desk: Desk, response_id: str) -> bool:
    query = f"select closed_at from fct_responses where response_id = '{response_id}'"
    return rows(desk.moved.snapshot, query)[0]["closed_at"] is not None


def test_never_twice(desk: Desk) -> None:
    assert desk.told()
    assert desk.told() == set()
    assert desk.alert().told == ()


def test_not_even_where_the_due_time_moves(desk: Desk) -> None:
    desk.alert()
    desk.moved.change(
        "update marts.fct_responses set due_at = due_at + interval 20 minute "
        f"where response_id = '{SOON}'"
    )
    assert desk.told() == set()


def test_due_soon_and_then_late_is_two_letters(desk: Desk) -> None:
    assert ("due_soon", SOON, AGENT) in desk.told()
    desk.moved.change(
        f"update marts.fct_responses set outcome = 'breached' where response_id = '{SOON}'"
    )
    assert desk.told() == {("breached", SOON, AGENT), ("breached", SOON, LEAD)}


@pytest.mark.parametrize(
    ("seconds_left", "is_told"), [(7200, True), (7201, False), (0, True)], ids=str
)
def test_due_within_counts_from_as_of(desk: Desk, seconds_left: int, is_told: bool) -> None:
    desk.moved.change(
        f"update marts.fct_responses set due_at = as_of + interval {seconds_left} second "
        f"from marts.run_info where response_id = '{SOON}'"
    )
    assert (("due_soon", SOON, LEAD) in desk.to_tell()) == is_told


def test_another_time_within(desk: Desk) -> None:
    desk.configure("alerts: {to: [lead@example.com], due_within: 10 minutes, digest_from: 50}")
    soon = {response_id for kind, response_id, _ in desk.to_tell() if kind == "due_soon"}
    assert soon == {"liveagent:v421yaro:1"}  # in nine minutes


def test_late_and_answered_since_is_told_for_a_day(desk: Desk) -> None:
    for hours, is_told in ((1, True), (23, True), (25, False)):
        desk.moved.change(
            f"update marts.fct_responses set closed_at = as_of - interval {hours} hour "
            f"from marts.run_info where response_id = '{LATE}'"
        )
        assert (LATE in {each.response_id for each in desk.found()}) == is_told


@pytest.mark.parametrize("reason", ["not_covered", "waived", "deleted"])
def test_what_does_not_count_is_not_told(desk: Desk, reason: str) -> None:
    desk.moved.change(
        f"update marts.fct_responses set exclusion_reason = '{reason}' "
        f"where response_id in ('{SOON}', '{LATE}')"
    )
    assert {SOON, LATE}.isdisjoint(response_id for _, response_id, _ in desk.to_tell())


def test_what_is_paused_or_has_no_target_is_not_told(desk: Desk) -> None:
    desk.moved.change(
        f"update marts.fct_responses set due_at = null where response_id = '{SOON}'",
        f"update marts.fct_responses set outcome = 'no_target' where response_id = '{LATE}'",
    )
    assert {SOON, LATE}.isdisjoint(response_id for _, response_id, _ in desk.to_tell())


def test_a_stale_snapshot_warns_of_nothing(desk: Desk) -> None:
    desk.later = timedelta(hours=24)
    desk.alert()
    desk.later = timedelta(hours=24, seconds=1)
    with pytest.raises(MailError, match=r"more than 24 hours ago.*call `vip-sla run` first"):
        desk.alert()
    desk.configure("alerts: {stale_after: 30 hours}")
    desk.alert()


def test_addresses_in_the_settings_outrank_exported_ones(desk: Desk) -> None:
    desk.configure("alerts: {agents: {a102: own@example.com}, digest_from: 50}")
    to = {to for _, response_id, to in desk.told() if response_id == SOON}
    assert to == {"own@example.com"}
    desk.configure("alerts: {agents: {a102: own@example.com, 'liveagent:a102': his@example.com}}")
    to = {each.agent_address for each in desk.found()}
    assert "his@example.com" in to
    assert "own@example.com" not in to


def test_a_manager_who_is_the_agent_is_told_once(desk: Desk) -> None:
    desk.configure(f"alerts: {{to: ['{AGENT.upper()}'], digest_from: 50}}")
    to = [to.lower() for _, response_id, to in desk.told() if response_id == SOON]
    assert to == [AGENT]


def test_an_agent_without_an_address(desk: Desk) -> None:
    desk.moved.change("update marts.dim_agents set email = null where agent_id = 'a102'")
    result = desk.alert()
    assert result.unknown_agents == ("liveagent:a102",)
    assert not result.needs_somebody  # the manager knows
    desk.configure("alerts: {digest_from: 50}")
    result = desk.alert()
    assert SOON in {each.response_id for each in result.untold}
    assert result.needs_somebody


def test_quiet_hours_hold_back_and_send_afterwards(desk: Desk) -> None:
    assert desk.now.hour == 9  # 10:41 in Berlin
    settings = "alerts: {{to: [lead@example.com], digest_from: 50, quiet_hours: '{}'}}"
    desk.configure(settings.format("20:00-10:42"))
    result = desk.alert()
    assert result.told == ()
    assert result.quiet_until is not None
    assert result.quiet_until.isoformat() == "2026-10-30T10:42:00+01:00"
    assert result.held_count == 2 * len(desk.found())
    assert not result.needs_somebody
    desk.later = timedelta(minutes=2)
    assert len(desk.told()) == result.held_count


@pytest.mark.parametrize(
    ("hours", "local", "until"),
    [
        ("20:00-07:00", "2026-10-29T19:59+01:00", None),
        ("20:00-07:00", "2026-10-29T20:00+01:00", "2026-10-30T07:00:00+01:00"),
        ("20:00-07:00", "2026-10-30T06:59+01:00", "2026-10-30T07:00:00+01:00"),
        ("20:00-07:00", "2026-10-30T07:00+01:00", None),
        ("20:00-00:00", "2026-10-30T23:59+01:00", "2026-10-31T00:00:00+01:00"),
        ("12:00-13:00", "2026-10-30T12:30+01:00", "2026-10-30T13:00:00+01:00"),
        # the clocks go back in this night, which is an hour longer
        ("20:00-07:00", "2026-10-24T23:00+02:00", "2026-10-25T07:00:00+01:00"),
    ],
)
def test_quiet_hours_are_those_of_the_zone(hours: str, local: str, until: str | None) -> None:
    now = datetime.fromisoformat(local).astimezone(UTC)
    end = quiet_until(now, parse_interval(hours), "Europe/Berlin")
    assert (end.isoformat() if end else None) == until


def test_many_at_once_come_as_one(desk: Desk) -> None:
    desk.configure("alerts: {to: [lead@example.com], digest_from: 3}")
    found = len(desk.found())
    told = desk.told()
    digests = [letter for letter in desk.server.taken() if letter["To"] == LEAD]
    assert len(digests) == 1
    assert sum(to == LEAD for _, _, to in told) == found
    assert desk.told() == set()
    desk.moved.change(
        "update marts.fct_responses set due_at = as_of + interval 1 hour, outcome = 'pending' "
        "from marts.run_info where response_id = 'liveagent:qku481sf:1'"
    )
    assert desk.told() == {
        ("due_soon", "liveagent:qku481sf:1", LEAD),
        ("due_soon", "liveagent:qku481sf:1", AGENT),
    }


def test_from_so_many_on(desk: Desk) -> None:
    mine = sum(each.agent_id == "a102" for each in desk.found())
    assert mine >= 2
    for threshold, letters in ((mine, 1), (mine + 1, mine)):
        desk.configure(
            f"alerts: {{digest_from: {threshold}, agents: {{a102: {threshold}@x.example}}}}"
        )
        desk.alert()
        assert (
            sum(each["To"] == f"{threshold}@x.example" for each in desk.server.taken()) == letters
        )


@pytest.mark.parametrize("digest_from", [2, 50], ids=["digest", "single letters"])
def test_a_server_that_is_busy_gets_them_later(desk: Desk, digest_from: int) -> None:
    desk.configure(f"alerts: {{to: [lead@example.com], digest_from: {digest_from}}}")
    desk.server.answers[LEAD] = "deferred"
    result = desk.alert()
    assert result.needs_somebody
    assert {each["To"] for each in desk.server.taken()}.isdisjoint({LEAD})
    desk.server.answers.clear()
    assert desk.told() == set()  # not yet
    desk.later += timedelta(minutes=5)
    assert {to for _, _, to in desk.told()} == {LEAD}
    assert desk.told() == set()


@pytest.mark.parametrize("digest_from", [2, 50], ids=["digest", "single letters"])
def test_an_answer_that_is_lost_is_not_sent_again_by_itself(desk: Desk, digest_from: int) -> None:
    desk.configure(f"alerts: {{to: [lead@example.com], digest_from: {digest_from}}}")
    desk.server.answers[LEAD] = "uncertain"
    first = [told for told in desk.alert().told if told.delivery.to == LEAD]
    assert {told.delivery.standing.state for told in first} == {"uncertain"}
    desk.server.answers.clear()
    desk.server.taken()
    desk.later += timedelta(hours=1)
    result = desk.alert()
    assert desk.server.letters == []
    assert result.needs_somebody
    ledger = Ledger.of(desk.moved.workspace)
    for told in first:
        decide(ledger, told.delivery.letter_id, "resend", desk.now)
    assert {to for _, _, to in desk.told()} == {LEAD}
    assert desk.told() == set()


def test_words(desk: Desk) -> None:
    desk.configure(
        "mail: {host: localhost, from: sla@example.com, dashboard_url: 'https://sla.example.com/'}\n"
        "alerts: {to: [lead@example.com], digest_from: 50}"
    )
    desk.moved.change(
        "update marts.fct_tickets set subject = '<b>Ärger</b> 🧨' || chr(10) || 'Bcc: x@y.example' "
        "where ticket_id = '4w2u24s8'"
    )
    desk.alert()
    letters = {(letter["Subject"], letter["To"]): letter for letter in desk.server.taken()}
    subject = (
        "Noch 24\u00a0Min.: Nordlicht Versand GmbH & Co. KG, HGC-HQFZZ-732 <b>Ärger</b> 🧨 Bcc: "
        "x@y.example (Hoch, Thomas Wegener, seit Fr., 30. Okt., 10:04)"
    )
    letter = letters[subject, AGENT]
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    words = re.sub(r"\s+", " ", text.get_content())
    assert "* Nordlicht Versand GmbH & Co. KG: HGC-HQFZZ-732 · <b>Ärger</b> 🧨 Bcc:" in words
    assert "Hoch, Erste Antwort noch 24 Min., fällig Fr., 30. Okt., 11:04" in words
    assert "Zuständig: Thomas Wegener; Kunde wartet seit Fr., 30. Okt., 10:04" in words
    assert "im Helpdesk: https://acme.example/agent/#/tickets/4w2u24s8" in words
    assert "Offen: Bis zum Ablauf der Zielzeit bleiben 24 Min. Servicezeit" in words
    assert "https://sla.example.com/ticket?ticket=liveagent:4w2u24s8" in words
    assert "&lt;b&gt;Ärger&lt;/b&gt;" in html.get_content()
    assert letter["Bcc"] is None


def test_words_in_english(desk: Desk) -> None:
    desk.moved.change("update marts.run_info set language = 'en'")
    desk.alert()
    subjects = {letter["Subject"] for letter in desk.server.letters if letter["To"] == AGENT}
    assert any(
        re.fullmatch(
            r"24\u00a0min left: Nordlicht Versand GmbH & Co. KG, HGC-HQFZZ-732 .+ "
            r"\(High, Thomas Wegener, since Fri 30 Oct, 10:04\)",
            each,
        )
        for each in subjects
    ), subjects


@pytest.mark.parametrize("digest_from", [50, 2])
def test_one_response_that_fails_is_named_and_the_others_are_told(
    whole_desk: Desk, monkeypatch: pytest.MonkeyPatch, digest_from: int
) -> None:
    desk = whole_desk
    ids = [each.response_id for each in desk.found()][:4]
    desk.moved.change(f"delete from marts.fct_responses where response_id not in {tuple(ids)}")
    desk.configure(f"alerts: {{to: [{LEAD}], digest_from: {digest_from}}}")
    broken_one, others = ids[0], set(ids[1:])
    state = Scribe.state

    def broken(self: Scribe, notice: Notice) -> str:
        if notice.response_id == broken_one:
            raise ZeroDivisionError("nobody foresaw this")
        return state(self, notice)

    addresses = {
        address
        for each in desk.found()
        if each.response_id == broken_one
        for address in each.addresses
    }
    monkeypatch.setattr(Scribe, "state", broken)
    result = desk.alert()
    assert result.needs_somebody
    assert {each.name.rpartition(" to ")[2] for each in result.failed} == addresses
    assert all(broken_one in each.name for each in result.failed)
    assert {notice.response_id for told in result.told for notice in told.notices} == others
    monkeypatch.setattr(Scribe, "state", state)
    again = {notice.response_id for told in desk.alert().told for notice in told.notices}
    assert again == {broken_one}


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: c@d.example", "A <a@b.example>", "a@b.example, c@d"]
)
def test_an_agent_s_address_from_an_export_brings_no_header(address: str) -> None:
    assert Alerts(to=(LEAD,)).address_of("desk", "a1", address) is None
