"""access.yml and secrets.toml: who may see what, and how they log in."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.access import Access, load_access
from pipeline.workspace import Workspace

ACCESS = """\
managers: [Anna@Example.com, "@support.example.com"]
customers:
  K-1001: [it@muster.example, ber@berater.example]
  K-1002: [ber@berater.example]
contact: Anna
"""
SECRETS = """\
[auth]
redirect_uri = "https://sla.example.com/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "vip-sla"
client_secret = "between us"
server_metadata_url = "https://login.example.com/.well-known/openid-configuration"
"""


def workspace(root: Path, access: str | None = ACCESS, secrets: str | None = SECRETS) -> Workspace:
    made = Workspace(root)
    for file, content in ((made.access_file, access), (made.secrets_file, secrets)):
        if content is not None:
            file.write_text(content, encoding="utf-8")
    return made


def load(root: Path, access: str | None = ACCESS, secrets: str | None = SECRETS) -> Access:
    found = load_access(workspace(root, access, secrets))
    assert found is not None
    return found


def mistakes(root: Path, access: str | None = ACCESS, secrets: str | None = SECRETS) -> list[str]:
    with pytest.raises(SettingsError) as error:
        load_access(workspace(root, access, secrets), {"K-1001", "K-1002"})
    return str(error.value).splitlines()


def test_who_is_who(tmp_path: Path) -> None:
    access = load(tmp_path)
    assert access.is_manager("anna@example.com")
    assert access.is_manager("ANNA@EXAMPLE.COM")
    assert access.is_manager("anybody@Support.Example.com")
    assert access.customers_of("IT@Muster.example") == {"K-1001"}
    assert access.customers_of("ber@berater.example") == {"K-1001", "K-1002"}


@pytest.mark.parametrize(
    "email",
    [
        "",
        "@",
        "@support.example.com.evil.example",
        "x@evil-support.example.com",
        "x@sub.support.example.com",
        "x@support.example.com@evil.example",
        "anna@example.com.evil.example",
        "xanna@example.com",
        "anna@example.com\n",
        "it@muſter.example",
        "ber@berater.example,it@muster.example",
        "İt@muster.example",
    ],
)
def test_who_is_nobody(tmp_path: Path, email: str) -> None:
    access = load(tmp_path)
    assert not access.is_manager(email)
    assert access.customers_of(email) == set()


def test_look_alikes_are_others(tmp_path: Path) -> None:
    """A Kelvin sign, which Unicode's folding makes a k."""
    access = load(tmp_path, "managers: [kim@example.com]")
    assert access.is_manager("KIM@example.com")
    assert not access.is_manager("\u212aim@example.com")


@pytest.mark.parametrize("access", [None, "", "# managers:\n#   - a@b.example\n"])
def test_neither_is_no_login(tmp_path: Path, access: str | None) -> None:
    assert load_access(workspace(tmp_path, access, None)) is None
    assert load_access(workspace(tmp_path, access, "[mail]\npassword = 'x'\n")) is None


def test_half_of_them_lets_nobody_in(tmp_path: Path) -> None:
    [told] = mistakes(tmp_path, secrets=None)
    assert told.startswith("access.yml: says who may see what, but nobody can log in; add")
    assert str(tmp_path / "secrets.toml") in told


@pytest.mark.parametrize("access", [None, "# nothing yet\n"])
def test_the_other_half_neither(tmp_path: Path, access: str | None) -> None:
    [told] = mistakes(tmp_path, access)
    assert told.startswith("secrets.toml: people can log in by its section [auth], but")
    assert str(tmp_path / "access.yml") in told


def test_every_mistake_with_its_line(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """\
managers: [anna, "@example.com"]
customers:
  K-1010: [a@b.example]
  K-1001: ["@muster.example", Bob@Example.com, c@d.example]
admins: [x@y.example]
""",
    )
    assert told == [
        "access.yml, line 1: managers[0]: 'anna' is not an e-mail address, e.g. anna@example.com",
        "access.yml, line 3: customers.K-1010: the register has no such customer; did you mean "
        "'K-1002'?",
        "access.yml, line 4: customers.K-1001[0]: '@muster.example' would let everybody of a "
        "domain in, which only managers can be; write each address",
        "access.yml, line 4: customers.K-1001[1]: 'Bob@Example.com' is a manager already and sees "
        "everybody; remove one of them",
        "access.yml, line 5: admins: unknown key; known here: contact, customers, except, "
        "logins_since, managers",
    ]


@pytest.mark.parametrize("access", ["managers: []", "managers:", "customers: {}", "contact: Anna"])
def test_naming_nobody_is_a_mistake(tmp_path: Path, access: str) -> None:
    assert "names nobody" in " ".join(mistakes(tmp_path, access))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("redirect_uri", "is missing; write the dashboard's own address and /oauth2callback"),
        ("cookie_secret", "is missing; write a long random text"),
        ("client_id", "is missing"),
        ("client_secret", "is missing"),
        ("server_metadata_url", "is missing; write the provider's address"),
    ],
)
def test_what_a_login_needs(tmp_path: Path, line: str, words: str) -> None:
    kept = "".join(each for each in SECRETS.splitlines(True) if not each.startswith(line))
    [told] = mistakes(tmp_path, secrets=kept)
    assert told.startswith(f"secrets.toml, [auth] {line}: {words}")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("https://sla.example.com", "http://sla.example.com", "must begin with https://"),
        ("https://login", "http://login", "must begin with https://"),
        ("/oauth2callback", "/", "does not end in /oauth2callback"),
        ("0123456789abcdef0", "0", "is shorter than 32 characters and could be guessed"),
    ],
)
def test_a_login_that_is_not_safe(tmp_path: Path, old: str, new: str, words: str) -> None:
    [told] = mistakes(tmp_path, secrets=SECRETS.replace(old, new))
    assert words in told


def test_a_login_on_this_machine_needs_no_certificate(tmp_path: Path) -> None:
    assert load(tmp_path, secrets=SECRETS.replace("https://sla.example.com", "http://localhost:8"))


def test_secrets_are_never_told(tmp_path: Path) -> None:
    broken = SECRETS.replace("between us", "x").replace("0123456789abcdef0", "hush")
    assert "hush" not in " ".join(mistakes(tmp_path, secrets=broken))
    assert "hush" not in " ".join(mistakes(tmp_path, secrets='[auth]\ncookie_secret = "hush'))


def test_secrets_that_cannot_be_read_let_nobody_in(tmp_path: Path) -> None:
    [told] = mistakes(tmp_path, None, "[auth")
    assert told.startswith("secrets.toml: is not TOML")
    (tmp_path / "secrets.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="is not TOML"):
        load_access(Workspace(tmp_path))


# who is shut out, and since when logins count


EXCEPT = ACCESS + "except: [Temp@Support.example.com, gone@support.example.com]\n"


def test_single_people_are_shut_out_of_a_domain(tmp_path: Path) -> None:
    access = load(tmp_path, EXCEPT)
    assert access.is_manager("ben@support.example.com")
    assert access.is_manager("anna@example.com")
    for email in (
        "temp@support.example.com",
        "TEMP@SUPPORT.EXAMPLE.COM",
        "gone@support.example.com",
    ):
        assert not access.is_manager(email)
        assert access.customers_of(email) == set()


def test_who_is_no_manager_may_be_a_customer_s(tmp_path: Path) -> None:
    """An exception is to what managers see: the same person may see one customer."""
    line = "  K-1002: [ber@berater.example]"
    access = load(tmp_path, EXCEPT.replace(line, "  K-1002: [temp@support.example.com]"))
    assert not access.is_manager("temp@support.example.com")
    assert access.customers_of("temp@support.example.com") == {"K-1002"}


@pytest.mark.parametrize(
    ("exception", "words"),
    [
        ("temp@elsewhere.example", "is in no @domain under managers"),
        ("temp@sub.support.example.com", "is in no @domain under managers"),
        ("it@muster.example", "is in no @domain under managers"),
        ("anna@example.com", "is named under managers too; remove one of them"),
        ('"@support.example.com"', "is a whole domain; leave it out of managers"),
        ("temp", "is not an e-mail address"),
    ],
)
def test_an_exception_to_nothing_is_a_mistake(tmp_path: Path, exception: str, words: str) -> None:
    [told] = mistakes(tmp_path, f"{ACCESS}except:\n  - {exception}\n")
    assert told.startswith("access.yml, line 7: except[0]: ")
    assert words in told


def test_since_when_somebody_s_logins_count(tmp_path: Path) -> None:
    access = load(
        tmp_path,
        ACCESS
        + "logins_since:\n"
        + "  Anna@example.com: 2026-11-29T08:00:00+01:00\n"
        + '  "@support.example.com": 2026-11-29T09:00:00Z\n'
        + "  ben@support.example.com: 2026-11-29T10:00:00Z\n"
        + '  "@berater.example": 2026-11-29T10:00:00Z\n',
    )
    eight, nine, ten = (datetime(2026, 11, 29, hour, tzinfo=UTC) for hour in (7, 9, 10))
    assert access.logins_count_since("ANNA@example.com") == eight
    assert access.logins_count_since("cy@support.example.com") == nine
    assert access.logins_count_since("ben@support.example.com") == ten
    assert access.logins_count_since("ber@berater.example") == ten
    assert access.logins_count_since("it@muster.example") is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ana@example.com: 2026-11-29T08:00:00Z", "did you mean 'anna@example.com'?"),
        ("zoe@other.example: 2026-11-29T08:00:00Z", "is nobody who may see anything"),
        ("zoe@muster.example: 2026-11-29T08:00:00Z", "is nobody who may see anything"),
        ('"@other.example": 2026-11-29T08:00:00Z', "is nobody who may see anything"),
        ("anna@example.com: 2026-11-29T08:00:00", "has no offset"),
        ("anna@example.com: yesterday", "is not a date and time"),
        ("anna: 2026-11-29T08:00:00Z", "is not an e-mail address"),
    ],
)
def test_logins_of_nobody_end_by_mistake_alone(tmp_path: Path, line: str, words: str) -> None:
    told = mistakes(tmp_path, f"{ACCESS}logins_since:\n  {line}\n")
    assert all(each.startswith("access.yml, line 7: logins_since") for each in told)
    assert words in " ".join(told)


def test_a_person_s_logins_begin_once(tmp_path: Path) -> None:
    twice = "".join(f"  {who}@example.com: 2026-11-29T08:00:00Z\n" for who in ("anna", "Anna"))
    assert "is there twice" in " ".join(mistakes(tmp_path, f"{ACCESS}logins_since:\n{twice}"))


@pytest.mark.parametrize("value", ['"true"', "1", '"no"'])
def test_that_addresses_are_verified_is_said_in_so_many_words(tmp_path: Path, value: str) -> None:
    [told] = mistakes(tmp_path, secrets=f"{SECRETS}email_is_verified = {value}\n")
    assert told == "secrets.toml, [auth] email_is_verified: must be true or false, without quotes"
    assert load(tmp_path, secrets=f"{SECRETS}email_is_verified = true\n")


def test_very_many_people_are_checked_soon(tmp_path: Path) -> None:
    people = [f"person{number}@elsewhere.example" for number in range(3000)]
    since = "".join(f"  {who}: 2026-11-29T08:00:00Z\n" for who in people)
    began = time.monotonic()
    told = mistakes(tmp_path, f"{ACCESS}except: [{', '.join(people)}]\nlogins_since:\n{since}")
    assert len(told) == 51
    assert time.monotonic() - began < 10
