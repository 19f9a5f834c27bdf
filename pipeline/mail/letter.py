"""A letter: what is said to one address, and which letter it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.wording.catalogues import Language


@dataclass(frozen=True)
class Link:
    """Where a click leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Item:
    """One thing of several: what it is, and more about it."""

    title: str
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Body:
    """What a letter says, in the order of reading; text without any markup."""

    language: Language
    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()  # label and value
    items: tuple[Item, ...] = ()
    link: Link | None = None
    closing: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Letter:
    """One letter to one address. `key` says which letter it is: with one key, one is sent.

    It is what is to be told, not yet how: a mail and a chat write it each in their own way.
    """

    key: str
    to: str
    subject: str
    body: Body
    attachments: tuple[Attachment, ...] = ()
    about: tuple[Mapping[str, Any], ...] = ()
    """What it tells as values, for channels that programs read."""
