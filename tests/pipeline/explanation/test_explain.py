"""Explanations of what is published: complete, adding up, and nobody else's."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from pipeline import marts
from pipeline.errors import UnknownResponseError
from pipeline.explanation import Explanation, explain, explain_ticket, told
from pipeline.marts import EVERYBODY, Scope
from pipeline.wording.catalogues import LANGUAGES
from pipeline.workspace import Workspace
from tests.explained import JUDGED, badly_explained, mistakes
from tests.pipeline.small_desk import rows


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def test_the_running_seconds_of_every_response_are_its_elapsed_seconds(snapshot: Path) -> None:
    assert badly_explained(snapshot) == []


@pytest.fixture(scope="module")
def right(snapshot: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Some responses and their segments, which add up."""
    judged = marts.ask(snapshot, JUDGED).head(50)
    segments = marts.response_segments(EVERYBODY, snapshot, judged["response_id"].tolist())
    assert mistakes(judged, segments) == []
    return judged, segments


@pytest.mark.parametrize(
    ("column", "change", "mistake"),
    [
        ("started_at", timedelta(seconds=1), "there is a gap or an overlap"),
        ("ended_at", timedelta(seconds=-1), "there is a gap or an overlap"),
        ("running_seconds", 1, "it runs and does not count"),
        ("seconds", -1, "a length is wrong"),
        ("segment_number", 1, "a segment is not numbered"),
    ],
)
def test_what_does_not_add_up_would_be_found(
    right: tuple[pd.DataFrame, pd.DataFrame], column: str, change: object, mistake: str
) -> None:
    judged, segments = right
    second = segments.index[segments["segment_number"] == 2][0]
    wrong = segments.copy()
    wrong.loc[second, column] = wrong.loc[second, column] + change
    assert any(mistake in line for line in mistakes(judged, wrong))
    assert mistakes(judged, segments.drop(index=second)) != []


def one(snapshot: Path, condition: str) -> Explanation:
    """The explanation of the first response that a condition holds for."""
    query = f"select min(response_id) as response_id from fct_responses where {condition}"
    [found] = rows(snapshot, query)
    return explain(EVERYBODY, snapshot, found["response_id"])


def test_the_values_are_those_of_the_marts(snapshot: Path) -> None:
    found = one(snapshot, "outcome = 'breached' and closed_by = 'reply'")
    response = found.response
    [row] = rows(snapshot, f"from fct_responses where response_id = '{response.response_id}'")
    assert {name: getattr(response, name) for name in row if hasattr(response, name)} == {
        name: value for name, value in row.items() if hasattr(response, name)
    }
    assert response.time_zone == "Europe/Berlin"
    assert response.working_day_seconds == 8 * 3600
    assert response.left_seconds == response.target_seconds - response.elapsed_seconds < 0  # type: ignore[operator]
    assert response.leg_ended_at == response.closed_at
    [leg] = [leg for leg in found.legs if leg.is_reported]
    assert (leg.target_seconds, leg.elapsed_seconds) == (
        response.target_seconds,
        response.elapsed_seconds,
    )
    assert (leg.amount_count, leg.amount_unit) == (response.amount_count, response.amount_unit)
    assert sum(segment.running_seconds for segment in found.segments) == response.elapsed_seconds
    assert found.opener.event_id == response.opened_by_event_id
    assert found.closer is not None
    assert found.closer.event_id == response.closed_by_event_id
    assert found.closer.actor_name == response.responder_name is not None


def test_amounts_are_promised_by_the_version_that_judged(snapshot: Path) -> None:
    found = marts.explained_responses(EVERYBODY, snapshot)
    assert len(found) == rows(snapshot, "select count(*) as n from fct_responses")[0]["n"]
    assert (found["amount_count"].isna() == found["target_seconds"].isna()).all()
    seconds = {"minute": 60, "hour": 3600, "working_day": 8 * 3600}
    judged = found.dropna(subset="target_seconds")
    promised = judged["amount_unit"].map(seconds) * judged["amount_count"]
    assert (promised == judged["target_seconds"]).all()
    legs = marts.response_legs(EVERYBODY, snapshot)
    assert len(legs) == rows(snapshot, "select count(*) as n from fct_response_legs")[0]["n"]
    assert legs["amount_count"].notna().all()


@pytest.mark.parametrize(
    "reason",
    [
        *("written_by_bot", "note", "first_response_marked_as_answered"),
        *("one_action_with_reply", "already_owed", "status_open"),
    ],
)
def test_what_was_ignored_on_the_way(snapshot: Path, reason: str) -> None:
    query = f"""
    select min(response_id) as response_id
    from fct_responses
    inner join fct_ticket_events using (source, ticket_id)
    where reason = '{reason}' and occurred_at > opened_at and occurred_at < closed_at
    """
    found = explain(EVERYBODY, snapshot, rows(snapshot, query)[0]["response_id"])
    assert reason in {event.reason for event in found.ignored}
    assert [event.effect for event in found.events if event.effect != "ignored"] == [
        *("opens", "closes")
    ]
    instants = [event.occurred_at for event in found.events]
    assert instants == sorted(instants)


def test_what_is_owed_has_no_closing(snapshot: Path) -> None:
    found = one(snapshot, "outcome = 'pending'")
    assert found.response.is_owed
    assert found.closer is None
    assert found.segments[-1].ended_at == found.response.as_of


def test_waived(snapshot: Path) -> None:
    found = one(snapshot, "exclusion_reason = 'waived'")
    [row] = rows(snapshot, f"from dim_waivers where response_id = '{found.response.response_id}'")
    assert found.waiver is not None
    assert (found.waiver.reason, found.waiver.approved_by) == (row["reason"], row["approved_by"])
    assert one(snapshot, "exclusion_reason is null").waiver is None


def test_waivers_apply_to_what_is_waived(snapshot: Path) -> None:
    [found] = rows(
        snapshot,
        """
        select
            count(*) as n,
            count(*) filter (
                where is_applied = coalesce(exclusion_reason = 'waived', false)
            ) as agreed,
            count(*) filter (where not is_applied) as not_applied
        from dim_waivers
        left join fct_responses using (response_id)
        """,
    )
    assert found["n"] == found["agreed"] > found["not_applied"] > 0


def test_a_ticket_is_all_its_responses(snapshot: Path) -> None:
    [row] = rows(
        snapshot,
        "select source, ticket_id, count(*) as n from fct_responses "
        "group by all order by n desc, ticket_id limit 1",
    )
    whole = explain_ticket(EVERYBODY, snapshot, row["ticket_id"])
    assert [each.response.cycle_number for each in whole] == list(range(1, row["n"] + 1))
    assert explain_ticket(EVERYBODY, snapshot, f"{row['source']}:{row['ticket_id']}") == whole
    assert explain_ticket(EVERYBODY, snapshot, whole[1].response.response_id) == (whole[1],)
    events = marts.ticket_events(EVERYBODY, snapshot, row["source"], row["ticket_id"])
    told_events = [event.event_id for each in whole for event in each.events]
    assert [each for each in events["event_id"] if each in told_events] == told_events
    assert pd.isna(events["event_number"]).any()


@pytest.mark.parametrize("key", ["nothing", "desk:nothing:1", ""])
def test_what_is_not_there(snapshot: Path, key: str) -> None:
    for question in (explain, explain_ticket):
        with pytest.raises(UnknownResponseError, match=f"no response '{key}': name a response"):
            question(EVERYBODY, snapshot, key)


def test_nobody_else_s_is_explained(snapshot: Path) -> None:
    found = one(snapshot, "customer_id = 'K-1003'").response
    own, other = Scope(frozenset({"K-1003"})), Scope(frozenset({"K-1005"}))
    assert explain(own, snapshot, found.response_id) == explain(
        EVERYBODY, snapshot, found.response_id
    )
    ids, ticket = [found.response_id], (found.source, found.ticket_id)
    for key in (found.response_id, found.ticket_id):
        with pytest.raises(UnknownResponseError):
            explain_ticket(other, snapshot, key)
    assert len(marts.ticket_events(own, snapshot, *ticket)) > 0
    for frame in (
        marts.explained_responses(other, snapshot, ids),
        marts.response_legs(other, snapshot, ids),
        marts.response_segments(other, snapshot, ids),
        marts.response_pauses(other, snapshot, ids),
        marts.response_waivers(other, snapshot, ids),
        marts.ticket_events(other, snapshot, *ticket),
    ):
        assert frame.empty


def test_everything_that_happens_in_the_demo_can_be_told(snapshot: Path) -> None:
    ids = rows(
        snapshot,
        """
        select min(response_id) as response_id
        from fct_responses
        group by outcome, closed_by, exclusion_reason
        union
        select min(response_id)
        from fct_responses
        inner join fct_ticket_events using (source, ticket_id)
        group by reason
        """,
    )
    assert len(ids) > 15
    for row in ids:
        found = explain(EVERYBODY, snapshot, row["response_id"])
        for language in LANGUAGES:
            said = told(found, language)
            assert len(said.segments.rows) == len(found.segments)
            assert len(said.events.rows) == len(found.events)
