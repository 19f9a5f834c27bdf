"""The section [auth] of secrets.toml: the identity provider at which people log in."""

import stat
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, StrictBool, ValidationError, field_validator

from pipeline.errors import SettingsError
from pipeline.settings.model import Settings, Text
from pipeline.settings.text_file import read_bytes

CALLBACK = "/oauth2callback"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""This machine's names for itself."""

FEWEST_SECRET_CHARACTERS = 32
_OTHERS = 0o007


class Login(Settings):
    """What Streamlit needs for OpenID Connect; it may be told more."""

    model_config = ConfigDict(extra="allow")

    redirect_uri: Text = Field(
        description=f"write the dashboard's own address and {CALLBACK}, "
        f"e.g. https://sla.example.com{CALLBACK}"
    )
    cookie_secret: Text = Field(
        description="write a long random text: python3 -c 'import secrets; "
        "print(secrets.token_hex())'"
    )
    client_id: Text = Field(description="write what the identity provider calls the dashboard")
    client_secret: Text = Field(description="write what the identity provider gave with it")
    server_metadata_url: Text = Field(
        description="write the provider's address that ends in /.well-known/openid-configuration"
    )

    email_is_verified: StrictBool = Field(
        default=False,
        description="write true where the provider never says email_verified, and lets nobody "
        "have an address but their own",
    )

    @property
    def origin(self) -> str:
        """Scheme, name and port of the dashboard's own address."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("redirect_uri")
    @classmethod
    def _leads_back(cls, address: str) -> str:
        if not urlsplit(address).path.endswith(CALLBACK):
            raise ValueError(f"does not end in {CALLBACK}, where Streamlit expects people back")
        return address

    @field_validator("redirect_uri", "server_metadata_url")
    @classmethod
    def _is_safe(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
            return address
        raise ValueError("must begin with https://, else anybody on the way can read along")

    @field_validator("cookie_secret")
    @classmethod
    def _is_long(cls, secret: str) -> str:
        if len(secret) < FEWEST_SECRET_CHARACTERS:
            raise ValueError(
                f"is shorter than {FEWEST_SECRET_CHARACTERS} characters and could be guessed; "
                "write a long random text"
            )
        return secret


def exposure(path: Path) -> str | None:
    """What is wrong with who may read the secrets, and the remedy; None where nothing is."""
    if not path.is_file() or not stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        return None
    return f"{path} can be read by others on this machine; run chmod 600 on it"


def load_login(path: Path) -> Login | None:
    """The section [auth]; None where there is no file, or no such section in it.

    Raises SettingsError, which tells every mistake, but never a value: they are secrets.
    """
    try:
        content = tomllib.loads(read_bytes(path).decode("utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: is not TOML: {error}; check quotes") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    if "auth" not in content:
        return None
    try:
        return Login.model_validate(content["auth"])
    except ValidationError as error:
        mistakes = [
            f"{path.name}, [auth] {'.'.join(map(str, found['loc']))}: {found['msg']}"
            for found in error.errors()
        ]
        raise SettingsError("\n".join(mistakes)) from None
