"""Which texts are e-mail addresses: what the standard library's parser reads as one, and bare."""

import string
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings.addresses import bare_address, is_address


@pytest.mark.parametrize(
    "text",
    [
        "anna@example.com",
        "a.b+sla@sub.example.com",
        "jürgen@bücher.example",
        "o'neill@example.com",
        "a@b",
    ],
)
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "a@",
        "@b",
        "a@b@c",
        "a..b@c.example",
        "a@b..c",
        "a b@c.example",
        "a\u00a0b@c.example",
        "a@b.example, c@d.example",
        "a@b.example; c@d.example",
        "Anna <a@b.example>",
        "<a@b.example>",
        "a@b.example>",
        "a@b.example (Anna)",
        "group: a@b.example;",
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "a@b.example\r\nBcc: x@y.example",
        "a@b.example\nBcc: x@y.example",
        "a@b.example\x00",
        "a@\u202eb.example",
        "=?utf-8?q?a=40b=2Ede=0ABcc?=@c.example",
        f"{'a' * 250}@b.example",
    ],
)
def test_others_are_none(text: str) -> None:
    assert not is_address(text)


@given(st.text(alphabet=string.printable + "äß\u202e\u2028\u0085<>@;,()[]:", max_size=40))
def test_an_address_is_a_header_of_one_line_with_one_reader(text: str) -> None:
    if is_address(text):
        message = EmailMessage()
        message["To"] = text
        assert len(message["To"].addresses) == 1
        assert str(message["To"]).splitlines() == [text]


def test_the_address_beside_a_name_is_found() -> None:
    assert bare_address("Anna Muster <anna@example.com>") == "anna@example.com"
    assert bare_address("Anna Muster") is None
