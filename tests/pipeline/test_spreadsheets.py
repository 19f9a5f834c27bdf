"""What people take into a spreadsheet: read back by another library, it is what it was."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import spreadsheets
from pipeline.errors import VipSlaError
from pipeline.spreadsheets import csv_bytes, xlsx_bytes

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
]
BERLIN = "Europe/Berlin"


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def everything() -> pd.DataFrame:
    return frame(
        text=["ä €", None],
        opened_at=pd.Series([datetime(2026, 7, 1, 8, 30, 5, tzinfo=UTC), None]),
        month=pd.Series([pd.Timestamp("2026-10-01"), None]),
        left_seconds=pd.array([-90, None], dtype="Int64"),
        share=[0.5, float("nan")],
        fee=[Decimal("1000.50"), None],
        is_overdue=pd.array([True, None], dtype="boolean"),
        kinds=pd.Series([np.array(["a", "b"]), None], dtype=object),
    )


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv() -> None:
    content = csv_bytes(everything(), BERLIN)
    assert content.startswith("\ufefftext,".encode())
    assert read_csv(content) == [
        [
            "text",
            "opened_at (Europe/Berlin)",
            "month",
            "left_seconds",
            "share",
            "fee",
            "is_overdue",
            "kinds",
        ],
        ["ä €", "2026-07-01 10:30:05", "2026-10-01", "-90", "0.5", "1000.5", "True", "a; b"],
        ["", "", "", "", "", "", "", ""],
    ]


def test_xlsx() -> None:
    sheet = read_xlsx(xlsx_bytes({"Offen": everything()}, BERLIN)).active
    assert sheet is not None
    assert sheet.title == "Offen"
    head, first = sheet.iter_rows()
    assert head[1].value == "opened_at (Europe/Berlin)"
    assert all(cell.font.bold for cell in head)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.column_dimensions["B"].width > len("opened_at (Europe/Berlin)")
    values = [cell.value for cell in first]
    moment, day = pd.Timestamp("2026-07-01 10:30:05"), pd.Timestamp("2026-10-01")
    assert values == ["ä €", moment, day, -90, 0.5, 1000.5, True, "a; b"]
    assert first[2].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text(text: str) -> None:
    [_, [guarded]] = read_csv(csv_bytes(frame(subject=[text])))
    assert guarded == f"'{text}"
    sheet = read_xlsx(xlsx_bytes({"a": frame(subject=[text])})).active
    assert sheet is not None
    cell = sheet["A2"]
    assert cell.data_type == "s"
    if "\r" not in text:  # which XML turns into \n
        assert cell.value == text


def test_an_address_is_no_link() -> None:
    sheet = read_xlsx(xlsx_bytes({"a": frame(url=["https://desk.example/1"])})).active
    assert sheet is not None
    assert sheet["A2"].value == "https://desk.example/1"
    assert sheet["A2"].hyperlink is None


def test_numbers_are_numbers_and_texts_of_digits_are_texts() -> None:
    cells = frame(a=[-5], b=["007"], c=[2**60])
    sheet = read_xlsx(xlsx_bytes({"a": cells})).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [-5, "007", str(2**60)]
    assert read_csv(csv_bytes(cells))[1] == ["-5", "007", str(2**60)]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")), max_size=5))
@settings(deadline=None)
def test_any_text_comes_back(texts: list[str]) -> None:
    cells = frame(text=pd.Series(texts, dtype=object))
    back = [row[0] if row else "" for row in read_csv(csv_bytes(cells))[1:]]
    assert back == [
        f"'{text}" if text.startswith(tuple("=+-@\t\n＝＋－＠")) else text for text in texts
    ]
    assert xlsx_bytes({"a": cells})


def test_very_long_text_is_cut_and_says_so() -> None:
    sheet = read_xlsx(xlsx_bytes({"a": frame(text=["x" * 40_000])})).active
    assert sheet is not None
    assert str(sheet["A2"].value).endswith("x…")
    assert len(str(sheet["A2"].value)) == spreadsheets.LONGEST_TEXT


def test_days_that_spreadsheets_do_not_know_are_text() -> None:
    sheet = read_xlsx(xlsx_bytes({"a": frame(day=[date(1899, 1, 1)])})).active
    assert sheet is not None
    assert sheet["A2"].value == "1899-01-01"


def test_names_of_sheets() -> None:
    name = "Antworten: [offen] und überfällig / Oktober"
    book = read_xlsx(xlsx_bytes(dict.fromkeys([name, name.upper(), "", "'"], frame(a=[1]))))
    assert len({title.casefold() for title in book.sheetnames}) == 4
    assert all(0 < len(title) <= 31 for title in book.sheetnames)


def test_nothing_to_tell() -> None:
    empty = frame(a=pd.Series([], dtype="Int64"))
    assert read_csv(csv_bytes(empty)) == [["a"]]
    sheet = read_xlsx(xlsx_bytes({"a": empty})).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["a"]


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 1)
    with pytest.raises(VipSlaError, match="2 rows are more than a sheet holds"):
        xlsx_bytes({"a": frame(a=[1, 2])})


def test_the_same_frames_give_the_same_bytes() -> None:
    created = datetime(2026, 10, 1, tzinfo=UTC)
    one, other = (xlsx_bytes({"a": everything()}, created=created) for _ in range(2))
    assert one == other
