"""A real browser, and the dashboard served to it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import filelock
import pytest
from playwright.sync_api import Browser, sync_playwright

import dashboards
from dashboards.snapshot import WORKSPACE_VARIABLE

REPOSITORY = Path(dashboards.__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")
FRUGAL = ("--in-process-gpu", "--js-flags=--no-opt --no-maglev")
"""What is looked at once is not worth a process that draws, nor code that is optimised."""
STARTS_WITHIN_SECONDS = 180
PATIENCE_MS = 90_000
"""What a page may take on a machine that has much else to do; none is timed here."""


@contextmanager
def launched(*more: str) -> Iterator[Browser]:
    """A browser while it is needed, started with more than it usually is."""
    executable = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*arguments(), *more])
        yield browser
        browser.close()


def find_browser() -> Path:
    """Chromium or Chrome; Debian's Chromium is installed where root has none.

    Without one the test is skipped, on CI (`CI=true`) it fails.
    """
    if found := _installed() or _install():
        return found
    missing = (
        "THE BROWSER TESTS DID NOT RUN: found none of "
        f"{', '.join(NAMES)}; install one (Debian: apt-get install chromium)"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def _installed() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def _install() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    with filelock.FileLock(Path(tempfile.gettempdir()) / "vip-sla-chromium.lock"):
        if not _installed():  # another worker may have been here
            install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
            for command in (["apt-get", "update"], install):
                subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return _installed()


def arguments() -> list[str]:
    """What the browser is started with: silent, and without a sandbox where root starts it."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def served(workspace: Path, *program: str) -> Iterator[str]:
    """The dashboard of a workspace on a free port, by another program if one is given; gives its
    address.
    """
    port = free_port()
    address = f"http://localhost:{port}"
    command = [
        *(sys.executable, *(program or ("-m", "dashboards.serve"))),
        *("--server.address", "localhost", "--server.port", str(port)),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ]
    with serving(command, f"{address}/_stcore/health", workspace):
        yield address


@contextmanager
def serving(
    command: Sequence[str], health: str, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A server, from when the address of its health answers; of the workspace that is its folder,
    from this checkout, where the environment does not say otherwise.
    """
    ours = {WORKSPACE_VARIABLE: str(folder), "PYTHONPATH": str(REPOSITORY)}
    environment = environment or os.environ | ours
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(health, server)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped at once"
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
