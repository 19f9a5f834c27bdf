"""Responses are looked for among the tickets that their ids may mean."""

import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.chosen import tickets_of_key
from pipeline.workspace import Workspace


@pytest.mark.parametrize(
    ("key", "ticket_id"),
    [
        ("desk:T-1:12", "T-1"),
        ("desk:T-1", "T-1"),
        ("T-1", "T-1"),
        ("desk:a:b:3", "a:b"),
        ("desk:a:b", "a:b"),
        ("a:b", "a:b"),
        ("my:desk:T-1:2", "T-1"),
    ],
)
def test_the_ticket_is_among_what_a_key_may_mean(key: str, ticket_id: str) -> None:
    assert ticket_id in tickets_of_key(key)


@pytest.mark.parametrize("key", ["", ":", "::"])
def test_a_key_of_nothing_means_no_ticket_of_that_name(key: str) -> None:
    assert "" not in tickets_of_key(key)


def test_every_response_is_found_by_each_of_its_keys(demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    every = marts.ask(snapshot, "select * from fct_responses using sample 20 rows (reservoir, 1)")
    for row in every.itertuples():
        for key in (row.response_id, f"{row.source}:{row.ticket_id}", row.ticket_id):
            found = marts.response_keys(EVERYBODY, snapshot, key)
            assert row.response_id in set(found["response_id"])
        explained = marts.explained_responses(EVERYBODY, snapshot, [row.response_id])
        assert list(explained["response_id"]) == [row.response_id]
