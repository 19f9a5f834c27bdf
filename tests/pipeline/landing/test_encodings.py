"""In which encoding a file is written is decided once, by all of it, never row by row."""

import gzip
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.landing.encodings import codec_name, recognised, to_utf8
from pipeline.landing.mapping import SourceMapping
from tests.pipeline.landing.help_desk import HelpDesk

TEXT = "customer_id,name\na,Müller & Söhne\nb,Café „Ö“ – 5 €\nc,plain\n"


def pieces(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def names(desk: HelpDesk) -> list[str]:
    return [row["name"] for row in desk.read("generic_customers")]


EXPECTED = ["Müller & Söhne", "Café „Ö“ – 5 €", "plain"]


@pytest.mark.parametrize("size", [7, 1 << 18])
@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_windows_is_read_wholly_and_told(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch, size: int, ending: str
) -> None:
    monkeypatch.setattr("pipeline.landing.plain._CHUNK", size)
    content = TEXT.encode("cp1252")
    file = desk.land_only(
        f"customers.{ending}", gzip.compress(content) if ending == "csv.gz" else content
    )
    assert (file.rows_landed, file.rows_rejected) == (3, 0)
    assert names(desk) == EXPECTED
    for _ in range(2):  # also by a run that finds it landed
        assert [
            f"desk/customers.{ending} is not UTF-8 and was read as cp1252" in notice
            for notice in desk.land().notices
        ] == [True]


@pytest.mark.parametrize("size", [7, 1 << 18])
@pytest.mark.parametrize("encoding", ["cp437", "mac-roman", "utf-8", "utf-16-le", "iso8859-15"])
def test_the_setting_tells_the_encoding(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch, size: int, encoding: str
) -> None:
    monkeypatch.setattr("pipeline.landing.plain._CHUNK", size)
    text = TEXT.replace("„Ö“ – 5 €", "Ö")
    desk.source = replace(desk.source, mapping=SourceMapping(encoding=encoding))
    file = desk.land_only("customers.csv", text.encode(encoding))
    assert (file.rows_landed, file.notices) == (3, ())
    assert names(desk) == ["Müller & Söhne", "Café Ö", "plain"]


def test_a_mark_goes_before_the_setting(desk: HelpDesk) -> None:
    desk.source = replace(desk.source, mapping=SourceMapping(encoding="cp1252"))
    desk.write("customers-1.csv", TEXT.encode("utf-8-sig"))
    desk.write("customers-2.csv", TEXT.encode("utf-16"))
    assert names(desk) == EXPECTED * 2


def test_what_is_neither_is_refused_wholly(desk: HelpDesk) -> None:
    file = desk.land_only("customers.csv", "customer_id,name\na,üö\nb,plain\n".encode("cp437"))
    assert file.rows_read == 0
    assert "is neither UTF-8 nor cp1252" in (file.error or "")
    assert "`encoding: cp437`" in (file.error or "")


@pytest.mark.parametrize("size", [7, 1 << 18])
def test_a_damaged_byte_in_much_utf8_rejects_its_row_alone(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("pipeline.landing.plain._CHUNK", size)
    content = TEXT.encode().replace(b"plain", b"\xfcber")
    file = desk.land_only("customers.csv", content)
    assert (file.rows_landed, file.rows_rejected) == (2, 1)
    assert names(desk) == EXPECTED[:2]


def test_a_byte_that_the_named_encoding_does_not_know_rejects_its_row_alone(desk: HelpDesk) -> None:
    desk.source = replace(desk.source, mapping=SourceMapping(encoding="cp1252"))
    file = desk.land_only("customers.csv", b"customer_id,name\na,\x81\nb,\xfc\n")
    assert (file.rows_landed, file.rows_rejected) == (1, 1)
    assert names(desk) == ["ü"]


@given(st.text(), st.integers(1, 9))
def test_utf8_is_recognised_in_pieces_of_any_size(text: str, size: int) -> None:
    verdict = recognised(pieces(text.encode(errors="ignore"), size))
    assert not verdict.is_windows and not verdict.is_unknown


@given(st.binary(max_size=40), st.integers(1, 9))
def test_the_size_of_pieces_does_not_matter(content: bytes, size: int) -> None:
    assert recognised(pieces(content, size)) == recognised([content])


@given(st.text(st.characters(codec="cp1252"), max_size=40), st.integers(1, 9))
def test_a_character_at_the_edge_of_a_piece_stays_whole(text: str, size: int) -> None:
    for encoding in ("cp1252", "utf-16-le", "gb18030"):
        found = b"".join(to_utf8(pieces(text.encode(encoding), size), encoding))
        assert found.decode() == text


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "idna", "unicode_escape", ""])
def test_what_is_no_encoding(name: str) -> None:
    with pytest.raises(ValueError, match="is no encoding; write e"):
        codec_name(name)
