"""A third language is an entry and a folder of phrases beside each other one: done to a copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.wording.languages import LANGUAGES
from pipeline.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.pipeline.small_desk import rows

ENTRY = """\
    Language("fr"): Spoken(
        "Français",
        "fr_FR",
        Patterns(
            month="LLLL y",
            short_month="LLL",
            short_month_year="MMM y",
            day="d MMM y",
            short_day="EE d MMM",
            moment="EE d MMM HH:mm",
            full_moment="EEEE d MMMM y HH:mm",
            exact_moment="EE d MMM y HH:mm:ss",
            hours="h",
            minutes="min",
            seconds="s",
            working_days={"one": "jour ouvré", "other": "jours ouvrés"},
        ),
    ),
}
LANGUAGES ="""
PAGE = """
from streamlit import config
from streamlit.testing.v1 import AppTest

config.set_option("server.address", "localhost")  # else nobody is welcome without a login

app = AppTest.from_file("dashboards/app.py", default_timeout=180)
app.query_params["lang"] = "fr"
app.run()
assert not app.exception, app.exception[0].stack_trace
print(app.segmented_control[0].options)
print(*(each.value for each in app.html), sep="\\n")
"""
MONTH = "2026-09"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a third language, whose phrases are the English ones but for one."""
    root = tmp_path_factory.mktemp("copy")
    for room in ("pipeline", "dashboards", "dbt_project"):
        shutil.copytree(
            REPOSITORY / room, root / room, ignore=shutil.ignore_patterns("__pycache__")
        )
    languages = root / "pipeline" / "wording" / "languages.py"
    text = languages.read_text(encoding="utf-8")
    assert text.count("}\nLANGUAGES =") == 1
    languages.write_text(text.replace("}\nLANGUAGES =", ENTRY), encoding="utf-8")
    catalogues = [*root.glob("*/**/catalogue")]
    assert len(catalogues) > 4
    for catalogue in catalogues:
        assert {folder.name for folder in catalogue.iterdir()} == set(LANGUAGES)
        shutil.copytree(catalogue / "en", catalogue / "fr")
    shared = root / "pipeline" / "wording" / "catalogue" / "fr" / "shared.yml"
    phrases = shared.read_text(encoding="utf-8")
    assert "first_response: First response\n" in phrases
    shared.write_text(
        phrases.replace("first_response: First response\n", "first_response: Première réponse\n"),
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def desk(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo's settings and snapshot; its language, and that of one customer, is the third."""
    workspace = Workspace(tmp_path_factory.mktemp("french") / "desk")
    nothing_else = shutil.ignore_patterns("exports", "landing", "build", "reports")
    shutil.copytree(demo_workspace.root, workspace.root, ignore=nothing_else, symlinks=True)
    config = workspace.config_file.read_text(encoding="utf-8")
    assert "\nlanguage: de\n" in config
    workspace.config_file.write_text(
        config.replace("\nlanguage: de\n", "\nlanguage: fr\n"), encoding="utf-8"
    )
    return workspace


def said(copy: Path, desk: Workspace, program: str, *arguments: object) -> str:
    """What a program says in the copy."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(copy),
        "PYTHONPATH": str(copy),
        "VIP_SLA_WORKSPACE": str(desk.root),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        check=False,
        capture_output=True,
        cwd=copy,
        env=environment,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


COMMAND = "from pipeline.cli.main import main; main()"
SETTINGS = """
from pathlib import Path
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace
import os
print(load_settings(Workspace(Path(os.environ["VIP_SLA_WORKSPACE"]))).config.language)
"""


def test_settings_know_it(copy: Path, desk: Workspace) -> None:
    assert said(copy, desk, SETTINGS) == "fr\n"


def test_a_report_speaks_it(copy: Path, desk: Workspace) -> None:
    which = ["--month", MONTH, "--customer", "K-1001", "--format", "html,pdf"]
    said(copy, desk, COMMAND, "report", *which, "--lang", "fr")
    (file,) = (desk.reports / MONTH / "K-1001").glob("*.html")
    page = file.read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "Première réponse" in page
    assert "septembre 2026" in page
    assert "1\u202f000\u00a0€" in page
    assert "Critical" in page  # severities are the policy's own, in German and English


def test_a_page_speaks_it(copy: Path, desk: Workspace) -> None:
    page = said(copy, desk, PAGE)
    assert page.startswith("['Deutsch', 'English', 'Français']\n")
    assert "octobre 2026" in page


def test_an_explanation_speaks_it(copy: Path, desk: Workspace) -> None:
    query = "select min(response_id) as key from fct_responses where metric = 'first_response'"
    [found] = rows(desk.published.resolve(), query)
    assert "Première réponse" in said(copy, desk, COMMAND, "explain", found["key"], "--lang", "fr")
