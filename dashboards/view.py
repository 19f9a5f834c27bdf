"""What every page needs: whose eyes, which snapshot, which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import ParamSpec, cast
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboards import access, address, alone, month_choice, snapshot
from dashboards.snapshot import Question
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import Scope
from pipeline.marts.contract import Severity
from pipeline.marts.provenance import Run
from pipeline.marts.records import R, records
from pipeline.reports.telling.teller import Teller
from pipeline.wording.catalogues import LANGUAGES, Language, Wording
from pipeline.wording.formatting import Formatting

P = ParamSpec("P")


@dataclass(frozen=True)
class View:
    """One viewer's view of one snapshot."""

    scope: Scope
    snapshot: Path
    run: Run
    say: Wording

    @cached_property
    def show(self) -> Formatting:
        """Numbers and dates in the viewer's language, on the contract's clock."""
        return Formatting(self.say.locale, self.run.default_time_zone, self.run.working_day_seconds)

    @property
    def running_month(self) -> date:
        """The month of as_of, which is not over yet."""
        return month_choice.month_of(
            self.run.as_of.astimezone(ZoneInfo(self.run.default_time_zone))
        )

    def month(self, month: date) -> str:
        """A month's name, with a word where it is not over."""
        name = self.show.month(month)
        return self.say("month.running", month=name) if month == self.running_month else name

    def severity(self, severity: int) -> str:
        """What a severity is called."""
        return self.severities[severity].name(self.say.language)

    def most_urgent(self, most: int) -> Mapping[int, str]:
        """So many severities by number, the most urgent ones, with what they are called."""
        classified = (number for number in self.severities if number)
        return {number: self.severity(number) for number in islice(classified, most)}

    @cached_property
    def severities(self) -> Mapping[int, Severity]:
        """Every severity by its number, the most urgent first."""
        return {each.severity: each for each in self.ask(Severity, marts.severities)}

    @cached_property
    def tell(self) -> Teller:
        """Tells tables as reports do, beside the internal goal; a row that fails stands alone."""
        attempt = partial(alone.told_row, self.say)
        return Teller(self.say, self.show, self.severities, self.run.goal, attempt)

    def ask(
        self, kind: type[R], question: Question[P], *args: P.args, **kwargs: P.kwargs
    ) -> Sequence[R]:
        """A question's answer, a row an object."""
        return records(self.frame(question, *args, **kwargs), kind)

    def frame(self, question: Question[P], *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        """A question's answer as it came, to be taken away; the SQL behind it is in its attrs."""
        return snapshot.ask(question, self.scope, self.snapshot, *args, **kwargs)


def current() -> View:
    """The view of whoever looks at the page, on the newest snapshot.

    Raises NoSnapshotError before the first run, OldSnapshotError where another version made it.
    """
    scope, newest = access.scope(), snapshot.newest()
    run = records(snapshot.ask(marts.run_info, scope, newest), Run)[0]
    return View(scope, newest, run, wording(language(run.language)))


def language(default: str | None = None) -> Language:
    """The language that the address asks for, else the workspace's, else the browser's."""
    for wanted in (address.said("lang"), default, (st.context.locale or "")[:2]):
        if wanted in LANGUAGES:
            return cast(Language, wanted)
    return LANGUAGES[0]
