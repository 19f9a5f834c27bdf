"""Why a share changed: steps and table add up to what is said of the whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import customer_report

from pipeline.marts.causes import GroupChange
from pipeline.reports.telling import tell as told
from pipeline.reports.telling.causes import MOST_STEPS, cause, causes_table, split, steps
from pipeline.reports.telling.teller import ReportTeller

TELL = ReportTeller.of(customer_report(), "de")


def group(name: str, met_before: int, before: int, met: int, counted: int) -> GroupChange:
    return GroupChange(
        group=name,
        met_before_count=met_before,
        counted_before_count=before,
        met_count=met,
        counted_count=counted,
    )


@st.composite
def changes(draw: st.DrawFn) -> list[GroupChange]:
    found = []
    for name in draw(st.lists(st.integers(1, 40), min_size=1, max_size=15, unique=True)):
        before, counted = draw(st.integers(0, 40)), draw(st.integers(0, 40))
        met_before, met = draw(st.integers(0, before)), draw(st.integers(0, counted))
        found.append(group(f"Kanal {name}", met_before, before, met, counted))
    return found


@settings(deadline=None)
@given(changes())
def test_steps_and_cells_add_up_to_the_change_as_it_is_told(found: list[GroupChange]) -> None:
    if (change := split(found)) is None:
        return
    shown = steps(TELL, "channel", change)
    assert sum(step.tenths for step in shown) == change.change.tenths
    assert len(shown) <= MOST_STEPS + 2  # and the others, and the mix
    assert len({step.name for step in shown}) == len(shown)
    table = causes_table(TELL, "channel", change)
    points = [[cell.value for cell in row.cells[4:7]] for row in table.rows]
    *groups, everything = ([round(float(str(each)) * 10) for each in row] for row in points)
    assert [sum(column) for column in zip(*groups, strict=True)] == everything
    assert everything[-1] == change.change.tenths
    assert all(rate + mix == together for rate, mix, together in groups)


def test_the_greatest_part_is_named_with_its_counts() -> None:
    found = split([group("1", 19, 20, 14, 20), group("3", 18, 20, 18, 20)])
    assert cause(TELL, "severity", found, "August 2026") == (
        "Den größten Beitrag zum Unterschied zu August 2026 leistet rechnerisch Kritisch: "
        "−12,5 Prozentpunkte (rechtzeitig: 14 von 20 statt 19 von 20)."
    )


def test_where_only_weights_changed_it_is_the_mix() -> None:
    found = split([group("1", 5, 10, 20, 40), group("3", 30, 30, 10, 10)])
    said = cause(TELL, "severity", found, "August 2026")
    assert said == (
        "Den größten Beitrag zum Unterschied zu August 2026 leistet rechnerisch die "
        "Zusammensetzung: −27,5 Prozentpunkte, vor allem durch Standard (20,0\u00a0% statt "
        "75,0\u00a0% aller gewerteten Antworten)."
    )


@pytest.mark.parametrize(
    "groups",
    [
        [group("1", 9, 9, 5, 40), group("3", 0, 0, 5, 5)],  # too few before
        [group("1", 10, 20, 12, 20)],  # one group alone
        [group("1", 10, 20, 10, 20), group("3", 10, 10, 10, 10)],  # no change
        [group("1", 10, 20, 12, 20), group("3", 10, 20, 8, 20)],  # one undoes the other
        [],
    ],
)
def test_nothing_is_said_where_there_is_nothing_to_split(groups: list[GroupChange]) -> None:
    assert cause(TELL, "severity", split(groups), "August 2026") is None


def test_a_report_tells_it_below_the_change_from_the_month_before() -> None:
    report = customer_report(
        change_by_severity=(group("1", 15, 15, 10, 12), group("3", 6, 6, 21, 21))
    )
    notes = told(report, "de").notes
    [place] = [place for place, note in enumerate(notes) if "Den größten Beitrag" in note]
    assert notes[place - 1].startswith("Gegenüber August 2026")
    assert "Kritisch" in notes[place]
    assert not any("Den größten Beitrag" in note for note in told(customer_report(), "de").notes)
