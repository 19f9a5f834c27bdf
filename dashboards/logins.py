"""Logins: what the cookie of one says, as long as it has not been ended.

Streamlit signs what the identity provider said into a cookie that is good for a month, wherever
it was copied to and whoever has logged out. So a login is known here by what is signed in its
cookie, not by the cookie's letters, of which several spell the same. One that was ended leaves an
empty file in the workspace, named by it: so an end holds for every server of the workspace at once
and after each start, and two that end at the same time cannot lose each other's.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboards import snapshot
from pipeline.atomic import flush
from pipeline.settings.login import Login as Provider

BEGAN = "logged_in_at"
"""The moment of the login, among its claims."""

LONGEST = timedelta(days=31)
"""How long Streamlit takes a cookie, and so how long an end has to be remembered."""
_LOG = logging.getLogger(__name__)
_unwritten: set[str] = set()
"""Ended in this process, whatever became of their files."""


@dataclass(frozen=True)
class Login:
    """One login of one person in one browser, and in whatever else its cookie was copied to."""

    id: str
    claims: Mapping[str, Any]
    """What the identity provider said, with `is_logged_in` and BEGAN."""


def in_force(cookies: Mapping[str, str], provider: Provider) -> Login | None:
    """The login that these cookies are of; None where there is none, or not any more."""
    login = of(cookies, provider)
    return login if login and not _was_ended(login.id) else None


def end(cookies: Mapping[str, str], provider: Provider) -> None:
    """End the login that these cookies are of, if it is one, for good and everywhere."""
    if login := of(cookies, provider):
        _remember_end(login.id, LONGEST)


def of(cookies: Mapping[str, str], provider: Provider) -> Login | None:
    """The login that these cookies are of, ended or not; None where they are not signed by us."""
    signed_at: dict[str, datetime] = {}

    def unsigned(name: str) -> bytes | None:
        try:
            content, signed_at[name] = URLSafeTimedSerializer(
                provider.cookie_secret, salt=name
            ).loads(cookies.get(name, ""), int(LONGEST.total_seconds()), return_timestamp=True)
        except BadData:
            return None
        return content.encode() if isinstance(content, str) else None

    content = get_cookie_with_chunks(unsigned, USER_COOKIE_NAME)
    try:
        claims = json.loads(content or "")
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.pop("origin", None) != provider.origin:
        return None
    began = signed_at[USER_COOKIE_NAME].astimezone(UTC)
    known_by = sha256(f"{began.isoformat()} {content!r}".encode()).hexdigest()
    return Login(known_by, {**claims, BEGAN: began})


def _was_ended(login_id: str) -> bool:
    """Whether this login was ended; also where that cannot be looked up."""
    if login_id in _unwritten:
        return True
    try:
        (_folder() / login_id).lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        _LOG.error("%s: cannot be read, so no login counts: %s", _folder(), error.strerror)
    return True


def _remember_end(login_id: str, remembered: timedelta) -> None:
    """Remember that this login was ended; forget those whose cookies are past use anyway."""
    _unwritten.add(login_id)
    folder = _folder()
    try:
        folder.mkdir(exist_ok=True)
        (folder / login_id).touch()
        flush(folder)
    except OSError as error:
        _LOG.error(
            "%s: a logout cannot be written (%s), and ends with this server; make room there, or "
            "let the dashboard write into it",
            folder,
            error.strerror,
        )
        return
    _unwritten.discard(login_id)
    _forget(folder, time.time() - remembered.total_seconds())


def _folder() -> Path:
    return snapshot.workspace().ended_logins


def _forget(folder: Path, before: float) -> None:
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < before:
                file.unlink()
        except OSError:
            continue  # another server was here
