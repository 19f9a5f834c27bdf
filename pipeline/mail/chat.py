"""A letter as chats take it: for Slack, for Teams, and as values for programs.

What exports hold is never markup: Slack's three characters are escaped, and of Teams' cards only
parts are used that know no Markdown.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.mail.ledger import subject_id
from pipeline.mail.letter import Item, Letter, Link
from pipeline.printable import one_line
from pipeline.settings.webhooks import WebhookFormat

MOST_ITEMS = 10
"""So many items go into one message: Teams takes 28 KB, Slack 50 blocks."""

LONGEST_LINE, LONGEST_HEADER, LONGEST_TEXT = 200, 150, 3000

_NEVER_IN_A_LINK = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20"})

Message = dict[str, Any]


def chat_message(letter: Letter, form: WebhookFormat) -> Message:
    """The JSON that a chat takes."""
    return _WRITTEN[form](letter)


def _slack(letter: Letter) -> Message:
    body = letter.body
    blocks = [
        {"type": "header", "text": _plain(_cut(body.title, LONGEST_HEADER))},
        *(_section(_for_slack(words)) for words in body.paragraphs),
        *(_section("\n".join(_slack_lines(item))) for item in body.items),
    ]
    links = " · ".join(map(_slack_link, [body.link] if body.link else []))
    if foot := [text for text in (links, _for_slack(body.foot)) if text]:
        elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in foot]
        blocks.append({"type": "context", "elements": elements})
    return {
        "text": _for_slack(letter.subject),
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _plain(text: str) -> Message:
    return {"type": "plain_text", "text": text, "emoji": False}


def _section(text: str) -> Message:
    # verbatim: names and addresses that somebody wrote call nobody
    return {
        "type": "section",
        "text": {"type": "mrkdwn", "text": _cut_raw(text), "verbatim": True},
    }


def _slack_lines(item: Item) -> Iterator[str]:
    # bold ends where an asterisk stands, so there is none within
    yield f"*{_for_slack(item.title.replace('*', '∗'))}*"
    yield from map(_for_slack, item.lines)
    if item.links:
        yield " · ".join(map(_slack_link, item.links))


def _slack_link(link: Link) -> str:
    return f"<{_escaped(link.url.translate(_NEVER_IN_A_LINK))}|{_for_slack(link.label)}>"


def _for_slack(text: str) -> str:
    return _escaped(_cut(text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, longest: int = LONGEST_LINE) -> str:
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _cut_raw(text: str) -> str:
    """What is far too long even so loses whole lines, never half of an escape or a link."""
    lines = text.splitlines()
    while len("\n".join(lines)) > LONGEST_TEXT:
        lines.pop()
    return "\n".join(lines) or "…"


def _teams(letter: Letter) -> Message:
    body = letter.body
    parts: list[Message] = [
        _text(_run(body.title, size="large", weight="bolder")),
        *(_text(_run(words)) for words in body.paragraphs),
    ]
    for item in body.items:
        parts.append({**_text(_run(item.title, weight="bolder")), "separator": True})
        parts += [{**_text(_run(line)), "spacing": "none"} for line in item.lines]
        if item.links:
            parts.append({**_text(*_links(item.links)), "spacing": "none"})
    if body.link:
        parts.append(_text(*_links((body.link,))))
    if body.foot:
        parts.append(_text(_run(body.foot, size="small", is_subtle=True)))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": body.language,
        "fallbackText": _cut(letter.subject),
        "msteams": {"width": "Full"},
        "body": parts,
    }
    content = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [content]}


def _text(*runs: Message) -> Message:
    # a TextBlock would read Markdown
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _run(text: str, *, is_subtle: bool = False, **looks: str) -> Message:
    words = _cut(text).replace("{{", "{ {")  # {{DATE(…)}} would be a function
    return {"type": "TextRun", "text": words, **looks, **({"isSubtle": True} if is_subtle else {})}


def _links(links: tuple[Link, ...]) -> Iterator[Message]:
    for number, link in enumerate(links):
        if number:
            yield _run(" · ") | {"text": " · "}
        yield {**_run(link.label), "selectAction": {"type": "Action.OpenUrl", "url": link.url}}


def _json(letter: Letter) -> Message:
    body = letter.body
    return {
        "id": subject_id(letter.key),
        "language": body.language,
        "subject": one_line(letter.subject),
        "title": one_line(body.title),
        "text": [one_line(words) for words in body.paragraphs],
        "about": list(letter.about),
    }


_WRITTEN: Mapping[WebhookFormat, Callable[[Letter], Message]] = {
    "slack": _slack,
    "teams": _teams,
    "json": _json,
}
