"""The register: who is dedicated, who serves them and stands in, what was waived, who met whom.

What cannot be read is a mistake here, and an absence that leaves open who is there. What else reads
well and makes no sense (periods that overlap, a waiver that fits nothing, two dedicated agents at
once) is left to the models, which report it as a finding.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from babel.numbers import is_currency
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo

from pipeline.errors import SettingsError
from pipeline.settings.addresses import bare_address, is_address
from pipeline.settings.csv_file import read_csv
from pipeline.settings.model import Mistake, Settings, Text, from_text, part
from pipeline.settings.moments import Day, Instant
from pipeline.settings.wording import did_you_mean, told, told_lines
from pipeline.wording.languages import SpokenLanguage


def _not_before_start(valid_until: date | None, info: ValidationInfo) -> date | None:
    valid_from = info.data.get("valid_from")
    if valid_until and valid_from and valid_until < valid_from:
        raise ValueError(f"{valid_until} is before valid_from, {valid_from}; it is the last day")
    return valid_until


def _known_source(source: str, info: ValidationInfo) -> str:
    sources: Collection[str] | None = (info.context or {}).get("sources")
    if sources is not None and source not in sources:
        raise ValueError(
            f"{source!r} is not a source of vip-sla.yml; {did_you_mean(source, sources)}"
        )
    return source


EUROS = "EUR"
"""What a fee is in where nothing else is said."""


def _parse_fee(text: str) -> Decimal:
    amount = text.strip().removesuffix("€").removesuffix(EUROS).strip()
    if not re.fullmatch(r"\d{1,9}([.,]\d{1,2})?", amount, re.ASCII):
        raise ValueError(
            f"{text!r} is not an amount in euros; write e.g. 1000 or 1000.50, and name another "
            "currency in a column currency"
        )
    return Decimal(amount.replace(",", "."))


def _parse_currency(text: str) -> str:
    if is_currency(code := text.upper()):
        return code
    raise ValueError(f"{text!r} is not the code of a currency; write e.g. EUR, CHF or USD")


def _parse_add_on(text: str) -> str:
    if text.lower() != "vip":
        raise ValueError(f"{text!r} is not an add-on that is measured; write vip or leave it empty")
    return "vip"


def _addresses(cell: object) -> object:
    if not isinstance(cell, str):
        return () if cell is None else cell
    return tuple(address for part in cell.split(";") if (address := part.strip()))


def _an_address(address: str) -> str:
    if is_address(address):
        return address
    bare = bare_address(address)
    remedy = f"write {bare} alone" if bare else "put ';' between several"
    raise ValueError(f"{address!r} is not an e-mail address; {remedy}")


_LowerCase = from_text(str.lower)
_KnownSource = AfterValidator(_known_source)
_LastDay = Annotated[Day | None, AfterValidator(_not_before_start)]
_Id = Annotated[Text, Field(description="every row needs one")]
_FirstDay = Annotated[Day, Field(description="write the first day, e.g. 2026-01-01")]


class Row(Settings):
    """One row; `row` is the number that a spreadsheet shows beside it (header = 1)."""

    row: int

    OPTIONAL: ClassVar[tuple[str, ...]] = ()
    """Columns that the file may have."""

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The columns that the file must have."""
        return tuple(name for name in cls.model_fields if name not in ("row", *cls.OPTIONAL))

    def key(self) -> tuple[str, ...] | None:
        """What no other row of the file may have; None if anything may come again."""
        return None


class CustomerRow(Row):
    """One coverage period of a customer, both days included; without `valid_until` it lasts."""

    OPTIONAL = ("currency",)

    customer_id: _Id
    name: Text | None = None
    plan: Text | None = None
    add_on: Annotated[Literal["vip"] | None, from_text(_parse_add_on)] = None
    valid_from: _FirstDay
    valid_until: _LastDay = None
    monthly_fee_eur: Annotated[Decimal, from_text(_parse_fee)] | None = None
    """In the currency beside it."""
    currency: Annotated[
        str, from_text(_parse_currency), BeforeValidator(lambda cell: cell or EUROS)
    ] = EUROS
    language: Annotated[SpokenLanguage | None, _LowerCase] = None
    report_to: Annotated[
        tuple[Annotated[str, AfterValidator(_an_address)], ...], BeforeValidator(_addresses)
    ] = ()

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """A fee in euros beside another currency."""
        fee, currency = str(part(data, "monthly_fee_eur")), str(part(data, "currency") or EUROS)
        if fee.endswith(("€", EUROS)) and currency.upper() != EUROS:
            yield ("currency",), f"{currency} is not what the fee is in, {fee}; keep one of them"


class AccountRow(Row):
    """Whose account it is, where a source's id of it is not the customer_id."""

    source: Annotated[_Id, _KnownSource]
    account_id: _Id
    customer_id: _Id

    def key(self) -> tuple[str, ...]:
        """An account belongs to one customer."""
        return self.source, self.account_id


class RosterRow(Row):
    """A customer's dedicated agent, both days included; without `valid_until` it lasts."""

    customer_id: _Id
    source: Annotated[_Id, _KnownSource]
    agent_id: _Id
    valid_from: _FirstDay
    valid_until: _LastDay = None


class AbsenceRow(Row):
    """Days on which an agent is away, both included, and who then serves their customers."""

    source: Annotated[_Id, _KnownSource]
    agent_id: _Id
    valid_from: _FirstDay
    valid_until: _LastDay = None
    stand_in_id: Text | None = None
    """Empty: nobody."""

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Nobody stands in for themselves."""
        if part(data, "stand_in_id") and part(data, "stand_in_id") == part(data, "agent_id"):
            yield ("stand_in_id",), "is who is away; name somebody else, or leave it empty"

    def meets(self, other: "AbsenceRow") -> bool:
        """Whether the two have a day in common."""
        return self.valid_from <= (other.valid_until or date.max) and (
            other.valid_from <= (self.valid_until or date.max)
        )


class WaiverRow(Row):
    """A response that shall not count. Id and opening time must both fit."""

    response_id: _Id
    opened_at: Instant = Field(description="write when the response opened, as its report says")
    reason: Text = Field(description="write why it shall not count")
    approved_by: Text = Field(description="write who approved it")
    approved_on: Day = Field(description="write the day of approval, from which the waiver holds")
    note: Text | None = None


class MeetingRow(Row):
    """A booked call."""

    meeting_id: _Id
    customer_id: _Id
    source: Annotated[Text, _KnownSource] | None = None
    agent_id: Text | None = None
    kind: Annotated[Literal["review", "support", "training", "brainstorming"], _LowerCase]
    booked_at: Instant | None = None
    scheduled_at: Instant | None = None
    held_at: Instant | None = None
    status: Annotated[Literal["booked", "held", "missed", "cancelled"], _LowerCase]

    def key(self) -> tuple[str, ...]:
        """A meeting is told once."""
        return (self.meeting_id,)


@dataclass(frozen=True)
class Register:
    """All rows of all files, in the order of the files."""

    customers: tuple[CustomerRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    roster: tuple[RosterRow, ...] = ()
    absences: tuple[AbsenceRow, ...] = ()
    waivers: tuple[WaiverRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()


AnyRow = TypeVar("AnyRow", bound=Row)


def load_register(folder: Path, sources: Collection[str]) -> Register:
    """Reads the files of the register; all but customers.csv may be absent.

    `sources` are the names that rows may use. Raises one SettingsError with a line for every
    mistake in any of the files.
    """
    mistakes: list[str] = []

    def load(name: str, model: type[AnyRow]) -> tuple[AnyRow, ...]:
        rows, found = _load_file(folder / name, model, sources)
        mistakes.extend(f"{folder.name}/{name}{words}" for words in found)
        return rows

    if not (folder / "customers.csv").exists():
        mistakes.append(
            f"{folder.name}/customers.csv: not found in {folder.parent}; every dedicated customer "
            "has its rows there (`vip-sla init` makes an empty one)"
        )
    register = Register(
        customers=load("customers.csv", CustomerRow),
        accounts=load("accounts.csv", AccountRow),
        roster=load("roster.csv", RosterRow),
        absences=load("absences.csv", AbsenceRow),
        waivers=load("waivers.csv", WaiverRow),
        meetings=load("meetings.csv", MeetingRow),
    )
    mistakes += (
        f"{folder.name}/absences.csv, row {row}: {words}"
        for row, words in _absence_mistakes(register.absences, register.roster)
    )
    if mistakes:
        raise SettingsError(told_lines(told(words) for words in mistakes))
    return register


def _absence_mistakes(
    absences: Sequence[AbsenceRow], roster: Iterable[RosterRow]
) -> Iterator[tuple[int, str]]:
    """Who is away must have customers, or stand in for somebody; be away once; with one who is not.

    A stand-in whom the help desk does not know is a finding, as on the roster.
    """
    serving = {(row.source, row.agent_id) for row in roster}
    serving |= {(row.source, row.stand_in_id) for row in absences if row.stand_in_id}
    for at, row in enumerate(absences):
        if (row.source, row.agent_id) not in serving:
            ids = [agent_id for source, agent_id in serving if source == row.source]
            yield (
                row.row,
                f"agent_id: {row.agent_id!r} is nobody's dedicated agent in roster.csv; "
                f"{did_you_mean(row.agent_id, ids)}",
            )
        for place, other in enumerate(absences):
            if other.source != row.source or not row.meets(other):
                continue
            if other.agent_id == row.agent_id and place < at:
                yield (
                    row.row,
                    f"{row.agent_id} is away on some of these days by row {other.row} already; "
                    "end one before the other begins",
                )
            if other.agent_id == row.stand_in_id:
                yield (
                    row.row,
                    f"stand_in_id: {row.stand_in_id} is away on some of these days, by row "
                    f"{other.row}; name somebody who is there, or split the row",
                )


def _load_file(
    path: Path, model: type[AnyRow], sources: Collection[str]
) -> tuple[tuple[AnyRow, ...], list[str]]:
    """The good rows of one file, and its mistakes in order of rows: `, row 3: words`."""
    if not path.exists():
        return (), []
    file = read_csv(path, model.columns(), model.OPTIONAL)
    mistakes = [(row or 0, words) for row, words in file.mistakes]
    rows: list[AnyRow] = []
    for number, cells in file.rows:
        try:
            rows.append(
                model.model_validate({"row": number, **cells}, context={"sources": sources})
            )
        except ValidationError as error:
            mistakes += [
                (number, f"{found['loc'][0]}: {found['msg']}" if found["loc"] else found["msg"])
                for found in error.errors()
            ]
    mistakes += _repeated(rows)
    return tuple(rows), [
        f", row {row}: {words}" if row else f": {words}" for row, words in sorted(mistakes)
    ]


def _repeated(rows: Iterable[Row]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = row.key()
        if key is None:
            continue
        if key in seen:
            yield row.row, f"{' '.join(key)} is in row {seen[key]} already; keep one of them"
        seen.setdefault(key, row.row)
