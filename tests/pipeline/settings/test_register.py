from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.register import (
    AbsenceRow,
    AccountRow,
    CustomerRow,
    MeetingRow,
    Register,
    RosterRow,
    WaiverRow,
    load_register,
)

TEMPLATE = Path(__file__).parents[3] / "pipeline" / "template" / "register"
HEADERS = {
    "customers": (
        "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to"
    ),
    "accounts": "source,account_id,customer_id",
    "roster": "customer_id,source,agent_id,valid_from,valid_until",
    "absences": "source,agent_id,valid_from,valid_until,stand_in_id",
    "waivers": "response_id,opened_at,reason,approved_by,approved_on,note",
    "meetings": (
        "meeting_id,customer_id,source,agent_id,kind,booked_at,scheduled_at,held_at,status"
    ),
}


def loaded(folder: Path, **rows: str | bytes) -> Register:
    """Text is what stands below the header; bytes are the whole file."""
    register = folder / "register"
    register.mkdir()
    for name, content in ({"customers": ""} | rows).items():
        whole = content if isinstance(content, bytes) else f"{HEADERS[name]}\n{content}".encode()
        (register / f"{name}.csv").write_bytes(whole)
    return load_register(register, ["helpdesk", "phone"])


def mistakes_in(folder: Path, **rows: str | bytes) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, **rows)
    return str(caught.value).splitlines()


def test_the_template_has_every_header_and_no_row() -> None:
    assert load_register(TEMPLATE, []) == Register()
    assert {
        path.stem: path.read_text(encoding="utf-8").strip() for path in TEMPLATE.glob("*.csv")
    } == HEADERS


def test_rows_of_every_file(tmp_path: Path) -> None:
    register = loaded(
        tmp_path,
        customers="K-1,Müller GmbH,All-Inclusive,vip,2024-01-01,2024-12-31,1000,de,a@b.de;c@d.de\n",
        accounts="helpdesk,0071,K-1\n",
        roster="K-1,helpdesk,agent07,2024-01-01,\n",
        absences="helpdesk,agent07,2024-05-01,2024-05-10,agent08\nhelpdesk,agent07,11.05.2024,,\n",
        waivers='helpdesk:1:1,2024-05-01T10:00:00+02:00,"late, agreed",Eva,2024-05-02,\n',
        meetings="m1,K-1,,,review,2024-05-01T10:00:00Z,2024-05-03T10:00:00Z,,booked\n",
    )
    assert register == Register(
        customers=(
            CustomerRow(
                row=2,
                customer_id="K-1",
                name="Müller GmbH",
                plan="All-Inclusive",
                add_on="vip",
                valid_from=date(2024, 1, 1),
                valid_until=date(2024, 12, 31),
                monthly_fee_eur=Decimal(1000),
                language="de",
                report_to=("a@b.de", "c@d.de"),
            ),
        ),
        accounts=(AccountRow(row=2, source="helpdesk", account_id="0071", customer_id="K-1"),),
        roster=(
            RosterRow(
                row=2,
                customer_id="K-1",
                source="helpdesk",
                agent_id="agent07",
                valid_from=date(2024, 1, 1),
            ),
        ),
        absences=(
            AbsenceRow(
                row=2,
                source="helpdesk",
                agent_id="agent07",
                valid_from=date(2024, 5, 1),
                valid_until=date(2024, 5, 10),
                stand_in_id="agent08",
            ),
            AbsenceRow(row=3, source="helpdesk", agent_id="agent07", valid_from=date(2024, 5, 11)),
        ),
        waivers=(
            WaiverRow(
                row=2,
                response_id="helpdesk:1:1",
                opened_at=datetime(2024, 5, 1, 8, tzinfo=UTC),
                reason="late, agreed",
                approved_by="Eva",
                approved_on=date(2024, 5, 2),
            ),
        ),
        meetings=(
            MeetingRow(
                row=2,
                meeting_id="m1",
                customer_id="K-1",
                kind="review",
                booked_at=datetime(2024, 5, 1, 10, tzinfo=UTC),
                scheduled_at=datetime(2024, 5, 3, 10, tzinfo=UTC),
                status="booked",
            ),
        ),
    )


def test_what_spreadsheets_do_to_files(tmp_path: Path) -> None:
    content = (
        "\ufeffremark; Name ;CUSTOMER_ID;plan;add_on;valid_from;valid_until;monthly_fee_eur;"
        "language;report_to\r\n"
        ";;;;;;;;;\r\n"
        '"two\nlines"; Müller, Söhne & Co ; K-1 ;;VIP;01.02.2024;;1000,50 €;DE;"a@b.de; c@d.de"'
        "\r\n\r\n"
        ";;K-2;;;1.2.2024"
    )
    first, second = loaded(tmp_path, customers=content.encode()).customers
    assert (first.row, first.customer_id, first.name) == (3, "K-1", "Müller, Söhne & Co")
    assert (first.add_on, first.language) == ("vip", "de")
    assert first.valid_from == date(2024, 2, 1)
    assert first.monthly_fee_eur == Decimal("1000.50")
    assert first.report_to == ("a@b.de", "c@d.de")
    assert (second.row, second.name, second.add_on, second.valid_until) == (5, None, None, None)
    assert second.report_to == ()


def test_cells_between_tabs(tmp_path: Path) -> None:
    content = f"{HEADERS['accounts']}\nphone,1,K-1\n".replace(",", "\t").encode()
    (row,) = loaded(tmp_path, accounts=content).accounts
    assert (row.source, row.account_id, row.customer_id) == ("phone", "1", "K-1")


def test_all_files_but_customers_may_be_absent(tmp_path: Path) -> None:
    assert loaded(tmp_path) == Register()


def test_customers_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"register/customers\.csv: not found in .*init"):
        load_register(tmp_path / "register", [])


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("customers", ",Müller,,,2024-01-01", "customer_id: is empty; every row needs one"),
        (
            "customers",
            "K-1,,,,,",
            "valid_from: is empty; write the first day, e.g. 2026-01-01",
        ),
        (
            "customers",
            "K-1,,,,31.02.2024",
            "valid_from: '31.02.2024' is not a day of the calendar",
        ),
        (
            "customers",
            "K-1,,,,01/02/2024",
            "valid_from: '01/02/2024' is not a date; write e.g. 2026-12-24 or 24.12.2026",
        ),
        (
            "customers",
            "K-1,,,,2024-02-01,2024-01-31",
            "valid_until: 2024-01-31 is before valid_from, 2024-02-01; it is the last day",
        ),
        (
            "customers",
            "K-1,,,gold,2024-02-01",
            "add_on: 'gold' is not an add-on that is measured; write vip or leave it empty",
        ),
        (
            "customers",
            'K-1,,,,2024-02-01,,"1.000,00"',
            "monthly_fee_eur: '1.000,00' is not an amount in euros; write e.g. 1000 or 1000.50, "
            "and name another currency in a column currency",
        ),
        (
            "customers",
            "K-1,,,,2024-02-01,,,fr",
            "language: 'fr' is not known; write 'de' or 'en'",
        ),
        (
            "customers",
            "K-1,,,,2024-02-01,,,,Eva",
            "report_to: 'Eva' is not an e-mail address; put ';' between several",
        ),
        (
            "customers",
            "K-1,,,,2024-02-01,,,,a@b.de,c@d.de",
            "has 10 cells where the header has 9; "
            "put quotes around a cell that has a comma or semicolon in it",
        ),
        (
            "accounts",
            "helpdsk,1,K-1",
            "source: 'helpdsk' is not a source of vip-sla.yml; did you mean 'helpdesk'?",
        ),
        (
            "accounts",
            "mail,1,K-1",
            "source: 'mail' is not a source of vip-sla.yml; known here: helpdesk, phone",
        ),
        ("accounts", "helpdesk,,K-1", "account_id: is empty; every row needs one"),
        (
            "roster",
            "K-1,fax,a,2024-01-01",
            "source: 'fax' is not a source of vip-sla.yml; known here: helpdesk, phone",
        ),
        (
            "roster",
            "K-1,phone,a,2024-01-02,2024-01-01",
            "valid_until: 2024-01-01 is before valid_from, 2024-01-02; it is the last day",
        ),
        ("absences", "phone,a,,,b", "valid_from: is empty; write the first day, e.g. 2026-01-01"),
        (
            "absences",
            "phone,a,2024-01-02,2024-01-01,b",
            "valid_until: 2024-01-01 is before valid_from, 2024-01-02; it is the last day",
        ),
        (
            "absences",
            "phone,a,2024-01-02,,a",
            "stand_in_id: is who is away; name somebody else, or leave it empty",
        ),
        (
            "waivers",
            "helpdesk:1:1,2024-01-05 10:00,x,Eva,2024-01-06",
            "opened_at: '2024-01-05 10:00' has no offset, so it could be any of a day's instants; "
            "write e.g. 2026-12-24T09:30:00+01:00, or 2026-12-24T08:30:00Z for UTC",
        ),
        (
            "waivers",
            "helpdesk:1:1,2024-01-05T10:00Z,,Eva,2024-01-06",
            "reason: is empty; write why it shall not count",
        ),
        (
            "waivers",
            "helpdesk:1:1,2024-01-05T10:00Z,x,Eva,",
            "approved_on: is empty; write the day of approval, from which the waiver holds",
        ),
        (
            "meetings",
            "m1,K-1,,,review,05.01.2024 10:00,,,held",
            "booked_at: '05.01.2024 10:00' is not a date and time; "
            "write e.g. 2026-12-24T09:30:00+01:00, or 2026-12-24T08:30:00Z for UTC",
        ),
        (
            "meetings",
            "m1,K-1,,,review,,,,hold",
            "status: 'hold' is not known; write 'booked', 'held', 'missed' or 'cancelled'",
        ),
        (
            "meetings",
            "m1,K-1,,,chat,,,,held",
            "kind: 'chat' is not known; write 'review', 'support', 'training' or 'brainstorming'",
        ),
        (
            "meetings",
            'm1,"K-1',
            "cannot be split into cells (unexpected end of data); write a quote within a cell "
            "twice",
        ),
    ],
)
def test_a_mistake_is_told_with_file_row_column_and_remedy(
    tmp_path: Path, name: str, row: str, message: str
) -> None:
    assert mistakes_in(tmp_path, **{name: row}) == [f"register/{name}.csv, row 2: {message}"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; its first row must be source,account_id,customer_id"),
        (b"\n\n", "is empty; its first row must be source,account_id,customer_id"),
        (
            b"source,account,customer_id",
            "column account_id is missing; 'account' should be called so",
        ),
        (b"source,account_id\n", "column customer_id is missing; add it to the first row"),
        (
            b"source,source,account_id,customer_id",
            "column source is there 2 times; keep one of them",
        ),
        (HEADERS["accounts"].encode("utf-16"), 'is not UTF-8; save it as "CSV UTF-8"'),
        (
            f"{HEADERS['accounts']}\nphone,1,Müller".encode("latin-1"),
            'is not UTF-8; save it as "CSV UTF-8"',
        ),
    ],
)
def test_a_mistake_of_the_whole_file(tmp_path: Path, content: bytes, message: str) -> None:
    assert mistakes_in(tmp_path, accounts=content) == [f"register/accounts.csv: {message}"]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = mistakes_in(
        tmp_path,
        customers="K-1,,,,2024-13-01,,,fr\n,,,,2024-01-02,2024-01-01\n",
        accounts=b"source,account_id\n",
        meetings="m1,K-1,fax,,review,soon,,,hold\n",
    )
    assert [words.split(": ")[:2] for words in told] == [
        ["register/customers.csv, row 2", "language"],
        ["register/customers.csv, row 2", "valid_from"],
        ["register/customers.csv, row 3", "customer_id"],
        ["register/customers.csv, row 3", "valid_until"],
        ["register/accounts.csv", "column customer_id is missing; add it to the first row"],
        ["register/meetings.csv, row 2", "booked_at"],
        ["register/meetings.csv, row 2", "source"],
        ["register/meetings.csv, row 2", "status"],
    ]


def test_an_account_has_one_customer_and_a_meeting_one_row(tmp_path: Path) -> None:
    told = mistakes_in(
        tmp_path,
        accounts="helpdesk,1,K-1\nphone,1,K-2\nhelpdesk,1,K-2\n",
        meetings="m1,K-1,,,review,,,,held\nm1,K-1,,,review,,,,held\n",
    )
    assert told == [
        "register/accounts.csv, row 4: helpdesk 1 is in row 2 already; keep one of them",
        "register/meetings.csv, row 3: m1 is in row 2 already; keep one of them",
    ]


def test_what_reads_well_but_makes_no_sense_is_not_a_mistake_here(tmp_path: Path) -> None:
    register = loaded(
        tmp_path,
        customers="K-1,A,Basic,vip,2024-01-01,\nK-1,B,Basic,vip,2024-01-01,\n",
        roster="K-9,phone,a,2024-01-01,\nK-9,phone,b,2024-01-01,\n",
        waivers="no:such:1,2024-01-05T10:00Z,x,Eva,2024-01-06\n" * 2,
    )
    assert [row.row for row in register.customers] == [2, 3]
    assert [row.row for row in register.roster] == [2, 3]
    assert [row.row for row in register.waivers] == [2, 3]


def test_a_period_may_last_one_day(tmp_path: Path) -> None:
    (row,) = loaded(tmp_path, roster="K-1,phone,a,2024-01-01,2024-01-01\n").roster
    assert row.valid_from == row.valid_until == date(2024, 1, 1)


FEES = (
    "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to,"
    "currency\n"
)


def test_a_fee_in_euros_or_in_another_currency(tmp_path: Path) -> None:
    rows = "K-1,,,,2024-01-01,,1000 €,,,\nK-2,,,,2024-01-01,,900.50,,,chf\n"
    register = loaded(tmp_path, customers=f"{FEES}{rows}".encode())
    assert [(row.monthly_fee_eur, row.currency) for row in register.customers] == [
        (Decimal(1000), "EUR"),
        (Decimal("900.50"), "CHF"),
    ]


@pytest.mark.parametrize(
    ("fee", "currency", "message"),
    [
        ("1000", "franks", "'franks' is not the code of a currency; write e.g. EUR, CHF or USD"),
        ("1000 €", "USD", "USD is not what the fee is in, 1000 €; keep one of them"),
    ],
)
def test_a_currency_that_cannot_be(tmp_path: Path, fee: str, currency: str, message: str) -> None:
    rows = f"{FEES}K-1,,,,2024-01-01,,{fee},,,{currency}\n".encode()
    assert mistakes_in(tmp_path, customers=rows) == [
        f"register/customers.csv, row 2: currency: {message}"
    ]


AWAY = "is away on some of these days"


@pytest.mark.parametrize(
    ("rows", "mistakes"),
    [
        (["anna,2024-01-01,2024-01-05,zoe", "anna,2024-01-06,,zoe"], []),
        (["anna,2024-01-01,,zoe", "ben,2024-01-01,,zoe"], []),
        (["anna,2024-01-01,2024-01-05,ben", "ben,2024-01-06,,zoe"], []),
        # whoever stands in for somebody may be away on other days
        (["anna,2024-01-01,2024-01-05,zoe", "zoe,2024-01-06,,"], []),
        (
            ["ana,2024-01-01,,zoe"],
            [
                "row 2: agent_id: 'ana' is nobody's dedicated agent in roster.csv; "
                "did you mean 'anna'?"
            ],
        ),
        (
            ["anna,2024-01-01,2024-01-05,zoe", "anna,2024-01-05,,zoe"],
            [f"row 3: anna {AWAY} by row 2 already; end one before the other begins"],
        ),
        (
            ["anna,2024-01-01,2024-01-05,ben", "ben,2024-01-05,,zoe"],
            [
                f"row 2: stand_in_id: ben {AWAY}, by row 3; name somebody who is there, "
                "or split the row"
            ],
        ),
    ],
)
def test_of_every_absence_it_is_plain_who_is_there(
    tmp_path: Path, rows: list[str], mistakes: list[str]
) -> None:
    files = {
        "roster": "K-1,phone,anna,2024-01-01,\nK-2,phone,ben,2024-01-01,\n",
        "absences": "".join(f"phone,{row}\n" for row in rows),
    }
    if not mistakes:
        assert len(loaded(tmp_path, **files).absences) == len(rows)
        return
    assert mistakes_in(tmp_path, **files) == [f"register/absences.csv, {it}" for it in mistakes]


def test_an_agent_of_another_source_is_somebody_else(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(
        tmp_path, roster="K-1,phone,anna,2024-01-01,\n", absences="helpdesk,anna,2024-01-01,,\n"
    )
    assert "'anna' is nobody's dedicated agent" in mistake
