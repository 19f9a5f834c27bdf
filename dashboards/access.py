"""Who looks, and what they may see: the one place that decides it.

Whatever is unclear lets nobody in. Without a login the dashboard serves the machine that it runs
on: asked for under another name, or listening elsewhere, it shows nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st

from dashboards import snapshot
from pipeline.errors import SettingsError
from pipeline.marts import EVERYBODY, Scope
from pipeline.settings.access import Access, load_access
from pipeline.settings.login import LOOPBACK
from pipeline.workspace import Workspace

Standing = Literal["local", "manager", "customer", "signed_out", "stranger", "unverified", "closed"]
"""On this machine without a login; known people; and those who may see nothing."""

NOBODY = Scope(frozenset())

_LOG = logging.getLogger(__name__)
_Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Visitor:
    """Whoever looks at the page."""

    standing: Standing
    scope: Scope = NOBODY
    email: str | None = None
    contact: str | None = None
    """Whom to ask, as access.yml says."""
    reason: str | None = None
    """What is wrong with the settings; told on the machine itself only."""

    @property
    def is_welcome(self) -> bool:
        """Whether there is anything for them to see."""
        return self.standing in {"local", "manager", "customer"}


def scope() -> Scope:
    """The customers that the viewer may see: for a stranger none."""
    return visitor().scope


def visitor() -> Visitor:
    """Whoever looks at the page, by the settings as they are now."""
    workspace = snapshot.workspace()
    try:
        access = _access(
            workspace.root, _stamp(workspace.access_file), _stamp(workspace.secrets_file)
        )
    except SettingsError as error:
        return _closed(str(error))
    about = claims()
    can_log_in = "is_logged_in" in about
    if access is None:
        if can_log_in or not _is_asked_here():
            return _closed("without access.yml the dashboard serves the machine it runs on alone")
        return Visitor("local", EVERYBODY)
    if not can_log_in:
        return _closed("access.yml or secrets.toml is new: start the dashboard again")
    return recognised(access, about)


def recognised(access: Access, about: Mapping[str, Any]) -> Visitor:
    """Who somebody is by what the identity provider says about them."""
    if about.get("is_logged_in") is not True:
        return Visitor("signed_out")
    email = about.get("email")
    if not isinstance(email, str) or not email:
        return Visitor("stranger", contact=access.contact)
    if str(about.get("email_verified", True)).lower() == "false":
        return Visitor("unverified", email=email, contact=access.contact)
    if access.is_manager(email):
        return Visitor("manager", EVERYBODY, email)
    if customer_ids := access.customers_of(email):
        return Visitor("customer", Scope(customer_ids), email)
    return Visitor("stranger", email=email, contact=access.contact)


def claims() -> Mapping[str, Any]:
    """What the identity provider says about the viewer, from the signed cookie.

    `is_logged_in` is there wherever people can log in at all.
    """
    return st.user.to_dict()


def _closed(reason: str) -> Visitor:
    _log_once(reason)
    return Visitor("closed", reason=reason if _is_asked_here() else None)


@lru_cache
def _log_once(reason: str) -> None:  # not at every run of every page
    _LOG.warning("nobody is let in: %s", reason)


def _is_asked_here() -> bool:
    """Whether the server listens to this machine alone and was asked for under its name.

    The name tells apart what a proxy hands on, and web pages that have made their own name ours.
    """
    host = st.context.headers.get("Host")
    asked_for = urlsplit(f"//{host}").hostname if host else None
    is_here = st.get_option("server.address") in LOOPBACK
    return is_here and (asked_for is None or asked_for in LOOPBACK)


@lru_cache(maxsize=4)
def _access(root: Path, _access_stamp: _Stamp, _secrets_stamp: _Stamp) -> Access | None:
    return load_access(Workspace(root))


def _stamp(file: Path) -> _Stamp:
    """What changes when the file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
