"""Who reports: the sender, whom to ask and a logo, from the settings.

It stands in a report's content, logo and all, so that the same content gives the same files.
"""

import base64
import binascii
import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst
from pydantic import field_validator

from pipeline.errors import SettingsError
from pipeline.marts.records import Record
from pipeline.settings.mail import Reports
from pipeline.settings.text_file import read_bytes

LogoForm = Literal["png", "jpg", "svg"]
LARGEST_BYTES = 200_000
"""A logo goes with every file of every report."""


class Logo(Record):
    """A picture, small enough for a letterhead."""

    form: LogoForm
    content: str
    """In base64."""

    @property
    def picture(self) -> bytes:
        """The file itself."""
        return base64.b64decode(self.content)

    @property
    def media_type(self) -> str:
        """As the web names its form."""
        return {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}[self.form]

    @field_validator("content")
    @classmethod
    def _is_base64(cls, content: str) -> str:
        try:
            base64.b64decode(content, validate=True)
        except binascii.Error as error:
            raise ValueError("is not in base64") from error
        return content


class Letterhead(Record):
    """Who reports; what the settings do not say is empty."""

    sender: str
    contact: str
    logo: Logo | None


def load_letterhead(root: Path, reports: Reports) -> Letterhead | None:
    """What the settings say of it, `root` being the workspace; None where they say nothing.

    Raises SettingsError for a logo that cannot be shown.
    """
    if not (reports.sender or reports.contact or reports.logo):
        return None
    return Letterhead(
        sender=reports.sender or "",
        contact=reports.contact or "",
        logo=_logo(root, reports.logo) if reports.logo else None,
    )


def _logo(root: Path, name: str) -> Logo:
    where = f"vip-sla.yml: reports.logo: {name}"
    try:
        content = read_bytes(root / name)
    except FileNotFoundError:
        raise SettingsError(
            f"{where}: there is no such file in {root}; write its path from there"
        ) from None
    except OSError as error:
        raise SettingsError(f"{where}: cannot be read: {error.strerror}") from error
    if len(content) > LARGEST_BYTES:
        raise SettingsError(
            f"{where}: is {len(content):,} bytes; write a smaller one, {LARGEST_BYTES:,} at most"
        )
    form = _form(content)
    if form is None or not _is_drawn(content, form):
        raise SettingsError(f"{where}: is no whole PNG, JPEG or SVG; save it as one of them")
    return Logo(form=form, content=base64.b64encode(content).decode())


def _form(content: bytes) -> LogoForm | None:
    """By what the file begins with, whatever it is called."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "svg" if b"<svg" in content[:4096] else None


@lru_cache(maxsize=4)
def _is_drawn(content: bytes, form: LogoForm) -> bool:
    """Whether what sets the reports can draw it: a picture never costs one of them."""
    page = b"#image(bytes(json(bytes(sys.inputs.logo))), format: sys.inputs.form, width: 1cm)"
    try:
        typst.compile(
            page,
            format="svg",
            ignore_system_fonts=True,
            sys_inputs={"logo": json.dumps(list(content)), "form": form},
        )
    except typst.TypstError:
        return False
    return True
