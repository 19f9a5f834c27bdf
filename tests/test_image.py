"""The container image: it holds what running needs, not more, and serves the dashboard."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
import yaml

from pipeline.cli.main import _COMMANDS
from tests.pipeline.command_line import REPOSITORY

TAG = "vip-sla-test"
ENGINE = next((engine for engine in ("docker", "podman") if shutil.which(engine)), None)


def _engine(*arguments: str, timeout: float = 900) -> subprocess.CompletedProcess[str]:
    assert ENGINE is not None
    return subprocess.run(
        [ENGINE, *arguments], capture_output=True, text=True, check=False, timeout=timeout
    )


def test_the_image_is_made_of_what_the_wheel_is_made_of() -> None:
    dockerfile = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").split()
    copied = {
        name
        for line in re.findall(r"^COPY (?!--)(.*) \S+$", dockerfile, re.MULTILINE)
        for name in line.split()
    }
    assert {"pipeline", "dashboards", "dbt_project", "requirements.lock"} <= copied
    assert copied <= {name.removeprefix("!") for name in ignored if name.startswith("!")}
    assert all((REPOSITORY / name).exists() for name in copied)
    assert "USER vip-sla" in dockerfile.split("FROM")[-1]
    assert "HEALTHCHECK" in dockerfile


def test_what_compose_starts_are_commands_of_ours() -> None:
    told = yaml.safe_load((REPOSITORY / "compose.yml").read_text(encoding="utf-8"))
    assert {service["command"][0] for service in told["services"].values()} <= set(_COMMANDS)
    assert {service["image"] for service in told["services"].values()} == {"vip-sla"}


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    if ENGINE is None or _engine("info", timeout=60).returncode != 0:
        pytest.skip("no container engine runs here: the image is not built")
    built = _engine("build", "--tag", TAG, str(REPOSITORY))
    assert built.returncode == 0, built.stderr
    yield TAG
    _engine("rmi", "--force", TAG)


def test_the_image_serves_the_dashboard_and_is_not_root(image: str) -> None:
    assert _engine("run", "--rm", image, "--version").stdout.startswith("vip-sla ")
    assert _engine("run", "--rm", "--entrypoint", "id", image, "-u").stdout.strip() != "0"
    name = "vip-sla-test-dashboard"
    program = "vip-sla init . && exec vip-sla dashboard"
    started = _engine("run", "-d", "--name", name, "--entrypoint", "sh", image, "-c", program)
    try:
        assert started.returncode == 0, started.stderr
        state = ""
        for _ in range(60):
            state = _engine("inspect", "-f", "{{.State.Health.Status}}", name).stdout.strip()
            if state == "healthy":
                break
            time.sleep(2)
        assert state == "healthy", _engine("logs", name).stdout
    finally:
        _engine("rm", "--force", name)
