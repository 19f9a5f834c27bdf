"""What the mail with a report says, in the language of the report."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from pipeline.mail.letter import Body, Item, Letter, Link
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.due.changes import TIMES, Difference
from pipeline.reports.due.edition import Edition
from pipeline.reports.telling.teller import CATALOGUE as OF_REPORTS
from pipeline.reports.telling.teller import working_day
from pipeline.settings.mail import Mail
from pipeline.wording import contest
from pipeline.wording.catalogues import LOCALES, Language, Wording
from pipeline.wording.formatting import Formatting
from pipeline.wording.languages import written

CATALOGUE = Path(__file__).parent / "catalogue"
MOST_ITEMS = 40
"""So many changes are listed in a mail; the rest is in the report."""


def letter(
    edition: Edition, report: Report, changes: Sequence[Difference], to: str, mail: Mail | None
) -> Letter:
    """The letter to one address, with the files of the edition."""
    words = Words(report)
    return Letter(
        key=f"{edition.key}/{to.lower()}",
        to=to,
        subject=words.subject(),
        body=words.body(changes, mail),
        attachments=edition.attachments(),
    )


class Words:
    """A report's letter in one language."""

    def __init__(self, report: Report) -> None:
        language = cast("Language", report.language)
        self._report = report
        self._language: Language = language
        self._wording = Wording(language, CATALOGUE, OF_REPORTS)
        self._show = Formatting(LOCALES[language], report.period.time_zone, working_day(report))

    def say(self, key: str, count: float | None = None, **values: str) -> str:
        """A phrase, which may always name the customer, the month and the revision."""
        report = self._report
        return self._wording(
            key,
            count,
            customer=report.customer_name if isinstance(report, CustomerReport) else "",
            month=self._show.month(report.period.month),
            revision=str(report.revision),
            **values,
        )

    def subject(self) -> str:
        """What stands in the list of mails."""
        edition = "revised" if self._report.revision > 1 else "first"
        return self.say(f"due.subject.{edition}.{self._report.kind}")

    def body(self, changes: Sequence[Difference], mail: Mail | None) -> Body:
        """All the words."""
        kind = self._report.kind
        paragraphs = [self.say("due.greeting"), self.say(f"due.lead.{kind}")]
        if self._report.revision > 1:
            paragraphs.append(self.say("due.revised"))
            if changes:
                paragraphs.append(self.say("due.changed"))
            elif kind == "customer":
                paragraphs.append(self.say("due.revised_note"))
        return Body(
            language=self._language,
            title=self.say(f"due.title.{kind}"),
            paragraphs=(*paragraphs, *self._alarms(), self._result()),
            items=self._items(changes),
            link=self.link(mail),
            closing=self.say("due.closing"),
            foot=self.say("due.foot"),
        )

    def _result(self) -> str:
        counts = self._report.counts
        share = counts.net
        if share.whole == 0:
            return self.say("due.result.none")
        told = self.say("due.result.met", count=share.whole, part=self._number(share.part))
        if share.is_telling:
            told += " " + self.say("due.result.share", share=self._show.share(share))
        if counts.breached_count:
            kind = self._report.kind
            told += " " + self.say(f"due.result.breached.{kind}", count=counts.breached_count)
        if count := self._report.contest.contested_count:
            worst = self._report.contest.worst
            told += " " + contest.worst_case(self._wording, self._show, count, worst, share)
        return told

    def _alarms(self) -> Iterator[str]:
        """That no figure can be relied on, where that is so, above all of them."""
        if self._report.alarms:
            yield f"{self.say('alarm.title')}."
        for each in self._report.alarms:
            yield contest.alarm(self._wording, each.kind, each.source)

    def _items(self, changes: Sequence[Difference]) -> tuple[Item, ...]:
        shown = [self._item(change) for change in changes[:MOST_ITEMS]]
        if len(changes) > MOST_ITEMS:
            shown.append(Item(self.say("due.more", count=len(changes) - MOST_ITEMS)))
        return tuple(shown)

    def _item(self, change: Difference) -> Item:
        if change.kind == "response":
            title = self.say(
                "due.response",
                ticket=change.ticket or change.name,
                number=change.name.rpartition(":")[2],
                subject=change.subject or "–",
            )
            old, new = (
                self._verdict(value)
                if isinstance(value, str)
                else self.say("due.verdict.not_there")
                for value in (change.old, change.new)
            )
        else:
            figure = self._figure(change.name)
            title = figure if change.severity is None else f"{self._line(change)}: {figure}"
            old, new = (self._value(change.name, value) for value in (change.old, change.new))
        return Item(title, (f"{old} → {new}",))

    def _verdict(self, name: str) -> str:
        """What became of a response, in the words of the report."""
        verdict = self.say(f"report.outcome.{name.removeprefix('waived_')}")
        is_waived = name.startswith("waived_")
        return self.say("due.verdict.waived", verdict=verdict) if is_waived else verdict

    def _figure(self, name: str) -> str:
        if name == "owed_count":
            return self.say("due.owed_count")
        if name in TIMES:
            return self.say(TIMES[name])
        return self._verdict(name.removesuffix("_count"))

    def _line(self, change: Difference) -> str:
        severity = next(
            each for each in self._report.severities if each.severity == change.severity
        )
        name = written(severity, "name", self._language)
        return f"{name}, {self.say(f'metric.{change.metric}')}"

    def _value(self, name: str, value: int | str | None) -> str:
        if value is None:
            return "–"
        return self._show.elapsed(int(value)) if name in TIMES else self._number(int(value))

    def _number(self, value: int) -> str:
        return self._show.number(value)

    def link(self, mail: Mail | None) -> Link | None:
        """To the page that shows the same."""
        if mail is None or mail.dashboard_url is None:
            return None
        month: date = self._report.period.month
        where = {"lang": self._language, "month": f"{month:%Y-%m}"}
        page = ""  # the first one, the overview
        if isinstance(self._report, CustomerReport):
            page, where = "customer", {**where, "customer": self._report.customer_id}
        url = f"{mail.dashboard_url}/{page}?{urlencode(where)}"
        return Link(self.say("due.dashboard"), url)
