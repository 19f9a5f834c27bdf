"""Checking a workspace before a run: are settings and exports right, who is not in the register?"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.landing.loader import Landing, land_exports
from pipeline.landing.sources import KINDS
from pipeline.landing.views import create_landing_views
from pipeline.running.forecast import forecast
from pipeline.running.mapping_check import MappedRows, NotMapped, mapped_rows
from pipeline.settings.access import Access, load_access
from pipeline.settings.login import exposure
from pipeline.settings.workspace import Settings, load_settings
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class CheckResult:
    """What a check saw. Nothing in the workspace was changed."""

    settings: Settings
    access: Access | None  # None where nobody logs in
    landing: Landing
    exposure: str | None  # of secrets that others can read
    unregistered: pd.DataFrame  # source, account_id, customer_id, account_name, ticket_count
    mapped: tuple[MappedRows, ...] = ()  # of sources whose settings map anything
    not_mapped: tuple[NotMapped, ...] = ()
    forecast: tuple[str, ...] = ()  # why a run would measure nothing, or little

    @property
    def has_something_to_look_at(self) -> bool:
        """Rejected rows, unreadable or doubtful files, words that map to nothing, open secrets,
        accounts without a register row, a run that would come to nothing."""
        return bool(
            len(self.unregistered) or self.not_mapped or self.exposure or self.forecast
        ) or any(file.rows_rejected or file.error or file.warning for file in self.landing.files)


def check(workspace: Workspace) -> CheckResult:
    """Validate the settings, read every export aside, and list accounts the register lacks."""
    settings = load_settings(workspace)
    access = load_access(workspace, {row.customer_id for row in settings.register.customers})
    with tempfile.TemporaryDirectory() as folder:
        aside = Workspace(Path(folder))
        sources = [
            source.model_copy(update={"path": str(workspace.export_folder(source.path).resolve())})
            for source in settings.config.sources
        ]
        now = datetime.now(UTC)
        landing = land_exports(aside, sources, now)
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            create_landing_views(connection, aside, landing.files)
            tickets = " union all ".join(f"({kind.accounts})" for kind in KINDS.values())
            accounts = connection.execute(
                f"""
                select
                    source,
                    account_id,
                    min(account_name) as account_name,
                    count(distinct ticket_id) as ticket_count
                from ({tickets})
                where account_id is not null
                group by all
                order by ticket_count desc, account_id
                """
            ).df()
            severities = settings.policy.severities
            mapped = [
                each for source in sources for each in mapped_rows(connection, source, severities)
            ]
            known = list(zip(accounts["source"], accounts["account_id"], strict=True))
            foretold = tuple(forecast(connection, settings, landing, known, now))
    return CheckResult(
        settings,
        access,
        landing,
        exposure(workspace.secrets_file),
        _unregistered(accounts, settings),
        tuple(each for each in mapped if isinstance(each, MappedRows)),
        tuple(each for each in mapped if isinstance(each, NotMapped)),
        foretold,
    )


def _unregistered(accounts: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    register = settings.register
    customers = {row.customer_id for row in register.customers}
    owners = {(row.source, row.account_id): row.customer_id for row in register.accounts}
    customer_ids = [
        owners.get((source, account_id), account_id)
        for source, account_id in zip(accounts["source"], accounts["account_id"], strict=True)
    ]
    accounts.insert(2, "customer_id", pd.Series(customer_ids, dtype=object))
    is_known = accounts["customer_id"].isin(customers)
    return accounts[~is_known].reset_index(drop=True)
