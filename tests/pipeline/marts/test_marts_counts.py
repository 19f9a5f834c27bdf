from pipeline.marts.compliance import COUNTS, Contest, Counts, added_up


def test_net_leaves_waivers_out_and_gross_puts_them_back() -> None:
    counts = Counts(
        owed_count=20, met_count=9, breached_count=1, waived_met_count=2, waived_breached_count=3
    )
    assert (counts.net.part, counts.net.whole) == (9, 10)
    assert (counts.gross.part, counts.gross.whole) == (11, 15)
    assert counts.waived_count == 5


def test_total_adds_every_count() -> None:
    one, two = (Counts(**dict(zip(COUNTS, range(0, 10 * by, by), strict=True))) for by in (1, 2))
    assert added_up(Counts, [one, one]) == two
    assert added_up(Counts, []) == Counts()
    part = Contest(contested_count=3, worst_met_count=1, worst_breached_count=2)
    assert added_up(Contest, iter([part, part])).worst_breached_count == 4
