"""Who looks, and what they may see: the one place that decides it.

Whatever is unclear lets nobody in. Without a login the dashboard serves the machine that it runs
on: asked for under another name, or listening elsewhere, it shows nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from dashboards import caller, logins, snapshot
from pipeline.errors import SettingsError
from pipeline.marts import EVERYBODY, Scope
from pipeline.settings.access import Access, load_access
from pipeline.settings.login import LOOPBACK, Login, load_login
from pipeline.workspace import Workspace

Standing = Literal["local", "manager", "customer", "signed_out", "stranger", "unverified", "closed"]
"""On this machine without a login; known people; and those who may see nothing."""

NOBODY = Scope(frozenset())

_NOT_LOGGED_IN: Mapping[str, Any] = {"is_logged_in": False}

_LOG = logging.getLogger(__name__)
_Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Rules:
    """Who may see what, and where they log in; neither where nobody logs in."""

    access: Access | None
    login: Login | None


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
    try:
        found = rules()
    except SettingsError as error:
        return _closed(str(error))
    about = claims()
    can_log_in = "is_logged_in" in about
    if found.access is None:
        if can_log_in or not _is_asked_here():
            return _closed("without access.yml the dashboard serves the machine it runs on alone")
        return Visitor("local", EVERYBODY)
    if not can_log_in:
        return _closed("access.yml or secrets.toml is new: start the dashboard again")
    return recognised(found.access, about, unless_said=_is_verified_unless_said(found))


def welcomes(cookies: Mapping[str, str]) -> bool:
    """Whether somebody with these cookies may see anything, where no page is asked for.

    Without a login that is whoever gets here, which is for the gate to say.
    """
    try:
        found = rules()
    except SettingsError:
        return False
    if found.access is None or found.login is None:
        return True
    login = logins.in_force(cookies, found.login)
    about = login.claims if login else _NOT_LOGGED_IN
    return recognised(found.access, about, unless_said=_is_verified_unless_said(found)).is_welcome


def recognised(access: Access, about: Mapping[str, Any], *, unless_said: bool = False) -> Visitor:
    """Who somebody is by what the identity provider says about them.

    `unless_said` is whether an address is verified of which the provider does not say so.
    """
    if about.get("is_logged_in") is not True:
        return Visitor("signed_out")
    email = about.get("email")
    if not isinstance(email, str) or not email:
        return _stranger(access)
    if _is_over(access.logins_count_since(email), about.get(logins.BEGAN)):
        return Visitor("signed_out")
    if not _is_verified(about, unless_said=unless_said):
        return Visitor("unverified", email=email, contact=access.contact)
    if access.is_manager(email):
        return Visitor("manager", EVERYBODY, email)
    own = Scope(access.customers_of(email))
    is_known = own != NOBODY
    return Visitor("customer", own, email) if is_known else _stranger(access, email)


def claims() -> Mapping[str, Any]:
    """What the identity provider says about the viewer, from the signed cookie of their login.

    `is_logged_in` is there wherever people can log in at all.
    """
    said = st.user.to_dict()
    if said.get("is_logged_in") is not True:
        return said
    try:
        provider = rules().login
    except SettingsError:
        return _NOT_LOGGED_IN
    login = logins.in_force(st.context.cookies, provider) if provider else None
    return login.claims if login else _NOT_LOGGED_IN


def is_served_here(headers: Mapping[str, str]) -> bool:
    """Whether the server listens to this machine alone, and is asked by it."""
    return st.get_option("server.address") in LOOPBACK and caller.is_here(headers)


def _stranger(access: Access, email: str | None = None) -> Visitor:
    return Visitor("stranger", email=email, contact=access.contact)


def _is_verified(about: Mapping[str, Any], *, unless_said: bool) -> bool:
    said = about.get("email_verified")
    if said is None and not unless_said:
        _log_once(
            "of addresses that are not confirmed: the identity provider does not say "
            "email_verified; access.yml tells when secrets.toml may say it for all of them"
        )
    return unless_said if said is None else str(said).lower() == "true"


def _is_verified_unless_said(found: Rules) -> bool:
    return found.login is not None and found.login.email_is_verified


def _is_over(since: datetime | None, began: object) -> bool:
    """Whether a login is older than logins that count; also where nobody knows when it was."""
    return since is not None and not (isinstance(began, datetime) and began >= since)


def _closed(reason: str) -> Visitor:
    _log_once(reason)
    return Visitor("closed", reason=reason if _is_asked_here() else None)


@lru_cache
def _log_once(reason: str) -> None:  # not at every run of every page
    _LOG.warning("nobody is let in: %s", reason)


def _is_asked_here() -> bool:
    headers = st.context.headers
    if not headers:  # nobody asks from anywhere: the page is run without a server
        return st.get_option("server.address") in LOOPBACK
    return is_served_here(headers) and not caller.is_of_another_origin(headers)


def rules() -> Rules:
    """The rules of the workspace. Raises SettingsError for a mistake, or half of them."""
    workspace = snapshot.workspace()
    return _read(workspace.root, _stamp(workspace.access_file), _stamp(workspace.secrets_file))


@lru_cache(maxsize=4)
def _read(root: Path, _access_stamp: _Stamp, _secrets_stamp: _Stamp) -> Rules:
    workspace = Workspace(root)
    access = load_access(workspace)
    return Rules(access, load_login(workspace.secrets_file) if access else None)


def _stamp(file: Path) -> _Stamp:
    """What changes when the file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
