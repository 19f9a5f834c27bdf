"""An identity provider of our own on this machine, and a dashboard that sends people to it."""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from pipeline.workspace import Workspace
from tests.dashboards.browser import free_port, serving

COOKIE = "_streamlit_user"
COOKIE_SECRET = "not a secret, as everybody can read it here"

ACCESS = """\
managers: [chefin@example.com]
customers:
  K-1004: [it@muehlenrode.example]
contact: chefin@example.com
"""
PEOPLE: Mapping[str, Mapping[str, object]] = {
    "manager": {"email": "Chefin@Example.com", "email_verified": True},
    "customer": {"email": "it@muehlenrode.example", "email_verified": True},
    "stranger": {"email": "it@elsewhere.example", "email_verified": True},
    "unverified": {"email": "chefin@example.com", "email_verified": False},
    "unsaid": {"email": "chefin@example.com"},
}


@contextmanager
def identity_provider(folder: Path) -> Iterator[str]:
    """A real OpenID Connect server that knows these people; gives its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    people = [json.dumps({"sub": sub, **claims}) for sub, claims in PEOPLE.items()]
    command = [
        *(sys.executable, "-m", "oidc_provider_mock", "--port", str(port)),
        *(word for person in people for word in ("--user-claims", person)),
    ]
    with serving(command, f"{address}/.well-known/openid-configuration", folder):
        yield address


@contextmanager
def guarded(published: Workspace, folder: Path, access: str = ACCESS) -> Iterator[str]:
    """`vip-sla dashboard` on a published workspace, with a login; gives its address."""
    workspace = Workspace(folder)
    for name in ("vip-sla.yml", "policy.yml"):
        shutil.copy(published.root / name, folder / name)
    shutil.copytree(published.register, workspace.register)
    workspace.warehouse.symlink_to(published.warehouse)
    workspace.access_file.write_text(access, encoding="utf-8")
    port = free_port()
    address = f"http://localhost:{port}"
    with identity_provider(folder) as provider:
        workspace.secrets_file.write_text(
            f"""
            [auth]
            redirect_uri = "{address}/oauth2callback"
            cookie_secret = "{COOKIE_SECRET}"
            client_id = "vip-sla"
            client_secret = "between us"
            server_metadata_url = "{provider}/.well-known/openid-configuration"
            """,
            encoding="utf-8",
        )
        command = [
            *(sys.executable, "-c", "from pipeline.cli.main import main; main()", "dashboard"),
            *("--workspace", str(folder), "--port", str(port)),
        ]
        with serving(command, f"{address}/_stcore/health", folder):
            yield address


def log_in(page: Page, address: str, who: str) -> None:
    """Go to the dashboard, be sent to the provider, and come back as one of the people."""
    page.goto(address)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("button", name=who, exact=True).click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def session_cookie(address: str, email: str, secret: str) -> str:
    """The cookie of somebody who logged in, as Streamlit signs it."""
    told = {
        **{"sub": "x", "email": email, "email_verified": True},
        **{"origin": address, "is_logged_in": True, "provider": "default"},
    }
    return create_signed_value(secret, COOKIE, json.dumps(told)).decode()
