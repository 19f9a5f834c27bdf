"""The workspace's newest snapshot, and questions to it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import pandas as pd
import streamlit as st

from pipeline import marts
from pipeline.errors import NoSnapshotError, VipSlaError
from pipeline.marts import Scope
from pipeline.settings.config import load_config
from pipeline.workspace import Workspace

WORKSPACE_VARIABLE = "VIP_SLA_WORKSPACE"
DEFAULT_WORKSPACE = "data"

P = ParamSpec("P")
Question = Callable[Concatenate[Scope, Path, P], pd.DataFrame]


def workspace() -> Workspace:
    """The workspace that the dashboard was started for."""
    return Workspace(Path(os.environ.get(WORKSPACE_VARIABLE, DEFAULT_WORKSPACE)).resolve())


def configured_language() -> str | None:
    """The language that vip-sla.yml names, where it can be read."""
    try:
        return load_config(workspace().config_file).language
    except VipSlaError:
        return None


def newest() -> Path:
    """The newest snapshot's file. Every run publishes under a new name, so that it is a key.

    Raises NoSnapshotError before the first run.
    """
    return marts.newest_snapshot(workspace())


def newest_if_any() -> Path | None:
    """The newest snapshot's file; None before the first run."""
    try:
        return newest()
    except NoSnapshotError:
        return None


def ask(
    question: Question[P], scope: Scope, snapshot: Path, *args: P.args, **kwargs: P.kwargs
) -> pd.DataFrame:
    """A question's answer, kept for as long as anybody may ask again."""
    ids = None if scope.customer_ids is None else tuple(sorted(scope.customer_ids))
    return _asked(question.__name__, ids, str(snapshot), args, kwargs)


@st.cache_data(show_spinner=False, max_entries=500)
def _asked(
    name: str,
    customer_ids: tuple[str, ...] | None,
    snapshot: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> pd.DataFrame:
    scope = Scope(None if customer_ids is None else frozenset(customer_ids))
    answer: pd.DataFrame = getattr(marts, name)(scope, Path(snapshot), *args, **kwargs)
    return answer
