import os
import shutil

import pytest

from tests.dashboards.browser import find_browser


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_without_a_browser_the_tests_are_skipped_with_a_loud_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="THE BROWSER TESTS DID NOT RUN"):
        find_browser()


def test_on_ci_its_absence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="THE BROWSER TESTS DID NOT RUN"):
        find_browser()
