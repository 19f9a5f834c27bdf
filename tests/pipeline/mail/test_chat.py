"""What chats are given: all the words, and none of them as markup."""

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.mail.chat import LONGEST_HEADER, LONGEST_TEXT, MOST_ITEMS, chat_message
from pipeline.mail.letter import Body, Item, Letter, Link

NASTY = "<!channel> <https://evil.example|Click> & *b* [x](https://evil.example) {{DATE(now)}}\nEnd"
URL = "https://x.example/t?a=1&b=2"


def a_letter(text: str = NASTY, url: str = URL, count: int = 1) -> Letter:
    links = (Link("Helpdesk", url), Link("Dashboard", URL))
    items = (Item(f"K-1: {text}", ("Kritisch", text), links),) * count
    body = Body("de", "Titel", ("Worte.",), items=items, link=Link("Alle", url), foot="Fuß")
    about = ({"response_id": "s:1:1", "subject": text},)
    return Letter("key", "webhook:X", text, body, about=about)


def texts(value: Any, *names: str) -> Iterator[str]:
    """All strings under such a key, wherever they are."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in names and isinstance(inner, str):
                yield inner
            yield from texts(inner, *names)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, *names)


def test_slack_reads_no_control_sequence_but_our_links() -> None:
    message = chat_message(a_letter(), "slack")
    marked = [
        block["text"]["text"] for block in message["blocks"] if block["type"] == "section"
    ] + [each["text"] for block in message["blocks"] for each in block.get("elements", [])]
    links = [found for text in marked for found in re.findall(r"<[^>]*>", text)]
    assert links == [
        "<https://x.example/t?a=1&amp;b=2|Helpdesk>",
        "<https://x.example/t?a=1&amp;b=2|Dashboard>",
        "<https://x.example/t?a=1&amp;b=2|Alle>",
    ]
    escaped = "&lt;!channel&gt; &lt;https://evil.example|Click&gt; &amp;"
    assert any(escaped in text for text in marked)
    assert message["text"].startswith("&lt;!channel&gt;")
    sections = [block["text"] for block in message["blocks"] if block["type"] == "section"]
    assert all(text["verbatim"] for text in sections)


def test_a_link_of_slack_ends_where_it_should() -> None:
    message = chat_message(a_letter(url="https://x.example/a|b>c<d"), "slack")
    assert "<https://x.example/a%7Cb%3Ec%3Cd|Helpdesk>" in json.dumps(message)


def test_teams_is_given_nothing_that_knows_markdown() -> None:
    message = chat_message(a_letter(), "teams")
    card = message["attachments"][0]["content"]
    assert {part["type"] for part in card["body"]} == {"RichTextBlock"}
    runs = [run for part in card["body"] for run in part["inlines"]]
    assert {run["type"] for run in runs} == {"TextRun"}
    said = [run["text"] for run in runs]
    assert any("[x](https://evil.example)" in text for text in said)  # as it was written
    assert not any("{{" in text for text in said)
    opened = [run["selectAction"]["url"] for run in runs if "selectAction" in run]
    assert opened == [URL, URL, URL]


def test_programs_get_values() -> None:
    message = chat_message(a_letter(), "json")
    assert message["about"] == [{"response_id": "s:1:1", "subject": NASTY}]
    assert message["title"] == "Titel"
    assert "\n" not in message["subject"]


def test_everything_fits() -> None:
    letter = a_letter(text="ä" * 40_000, url=f"https://x.example/{'y' * 200}", count=MOST_ITEMS)
    slack, teams = chat_message(letter, "slack"), chat_message(letter, "teams")
    assert len(slack["blocks"]) <= 50
    assert max(map(len, texts(slack["blocks"], "text"))) <= LONGEST_TEXT
    assert len(slack["blocks"][0]["text"]["text"]) <= LONGEST_HEADER
    assert len(json.dumps(teams, ensure_ascii=False).encode()) < 28_000


@given(st.text())
def test_whatever_is_written_a_message_is_json_without_sequences(text: str) -> None:
    letter = a_letter(text=text)
    for form in ("slack", "teams", "json"):
        message = chat_message(letter, form)  # type: ignore[arg-type]
        assert json.loads(json.dumps(message)) == message
    marked = [
        block["text"]["text"]
        for block in chat_message(letter, "slack")["blocks"]
        if block["type"] == "section"
    ]
    assert sum(each.count("<") for each in marked) == 2
    assert sum(each.count(">") for each in marked) == 2
