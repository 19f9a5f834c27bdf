from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.settings.amounts import Amount, Unit, parse_amount

UNITS: list[Unit] = ["second", "minute", "hour", "working_day"]
YEAR_SECONDS = 366 * 24 * 3600
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "working_day": 24 * 3600}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 hour", Amount(1, "hour")),
        ("4 hours", Amount(4, "hour")),
        ("90 minutes", Amount(90, "minute")),
        ("45 seconds", Amount(45, "second")),
        ("1 working day", Amount(1, "working_day")),
        ("2 working days", Amount(2, "working_day")),
        ("2 Working Days", Amount(2, "working_day")),
        ("2 working-days", Amount(2, "working_day")),
        (" 1.5  hours ", Amount(Decimal("1.5"), "hour")),
        ("0.5 minutes", Amount(Decimal("0.5"), "minute")),
        ("1.25 working days", Amount(Decimal("1.25"), "working_day")),
        ("1hour", Amount(1, "hour")),
    ],
)
def test_an_amount_from_its_text(text: str, amount: Amount) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "2 hour sharp",
            "'2 hour sharp' is not an amount; write e.g. '2 hours' or '1 working day'",
        ),
        ("2", "'2' is not an amount; write e.g. '2 hours' or '1 working day'"),
        ("hours", "'hours' is not an amount; write e.g. '2 hours' or '1 working day'"),
        ("-1 hour", "'-1 hour' is not an amount; write e.g. '2 hours' or '1 working day'"),
        ("1,5 hours", "'1,5 hours' is not an amount; write e.g. '2 hours' or '1 working day'"),
        ("2 Stunden", "'2 Stunden' is not an amount; write e.g. '2 hours' or '1 working day'"),
        ("٢ hours", "'٢ hours' is not an amount; write e.g. '2 hours' or '1 working day'"),
        ("1 day", "'1 day' is not an amount; write '1 working day' or '24 hours'"),
        ("3 business days", "'3 business days' is not an amount; write '1 working day'"),
        ("0 hours", "'0 hours' is no time at all; for no target leave the key out"),
        ("0.5 seconds", "'0.5 seconds' is too fine; write a multiple of whole seconds"),
        ("0.01 working days", "'0.01 working days' is too fine; write a multiple of 0.05 working"),
        ("9000 hours", "'9000 hours' is more than a year; is the unit right?"),
    ],
)
def test_what_is_no_amount(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_amount(text)
    assert str(caught.value).startswith(message)


@given(
    count=st.decimals(min_value=0, max_value=400, places=2, allow_nan=False, allow_infinity=False),
    unit=st.sampled_from(UNITS),
)
def test_an_amount_is_read_as_it_is_written(count: Decimal, unit: Unit) -> None:
    assume(count > 0)
    sure_seconds = {**SECONDS, "working_day": 60}[unit]
    if count * sure_seconds % 1 or count * SECONDS[unit] > YEAR_SECONDS:
        with pytest.raises(ValueError):
            Amount(count, unit)
    else:
        amount = Amount(count, unit)
        assert parse_amount(str(amount)) == amount


@given(st.text(alphabet="0123456789. -_hourswkingdaytecmi", max_size=20))
def test_whatever_is_written_is_an_amount_or_told_to_be_none(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValueError as error:
        assert text in str(error) or "is" in str(error)
    else:
        assert parse_amount(str(amount)) == amount
