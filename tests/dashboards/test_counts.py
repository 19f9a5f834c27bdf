from dashboards.counts import Counts


def test_net_leaves_waivers_out_and_gross_puts_them_back() -> None:
    counts = Counts(
        owed_count=20, met_count=9, breached_count=1, waived_met_count=2, waived_breached_count=3
    )
    assert (counts.net.part, counts.net.whole) == (9, 10)
    assert (counts.gross.part, counts.gross.whole) == (11, 15)
    assert counts.waived_count == 5


def test_total_adds_every_count() -> None:
    one = Counts(*range(10))
    assert Counts.total([one, one]) == Counts(*range(0, 20, 2))
    assert Counts.total([]) == Counts()
