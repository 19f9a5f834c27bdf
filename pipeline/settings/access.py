"""access.yml: who may see what on the dashboard, and secrets.toml: how they log in.

Either both are there, or neither: half of them lets nobody in.
"""

import re
import string
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from pipeline.errors import SettingsError
from pipeline.settings.login import load_login
from pipeline.settings.model import Mistake, Settings, Text, entries, from_text, part
from pipeline.settings.moments import Instant
from pipeline.settings.wording import did_you_mean
from pipeline.settings.yaml_file import load_yaml, read_yaml
from pipeline.workspace import Workspace

_NEAR_MISSES = 10
"""For how many mistakes of a kind it is looked up what else might be meant, which takes time."""

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def folded(address: str) -> str:
    """An address as it is compared: without regard to case, but of plain letters alone.

    Unicode's own folding makes a Kelvin sign a k, and so one person another.
    """
    return address.translate(_ASCII_LOWER)


def _parse_address(text: str) -> str:
    address = folded(text.strip())
    if address.startswith("@"):
        raise ValueError(
            f"{text!r} would let everybody of a domain in, which only managers can be; "
            "write each address"
        )
    if not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+", address):
        raise ValueError(f"{text!r} is not an e-mail address, e.g. anna@example.com")
    return address


def _parse_manager(text: str) -> str:
    domain = folded(text.strip())
    return domain if re.fullmatch(r"@[^@\s,;]+\.[^@\s,;]+", domain) else _parse_address(text)


def _parse_exception(text: str) -> str:
    if text.strip().startswith("@"):
        raise ValueError(
            f"{text!r} is a whole domain; leave it out of managers, or write addresses"
        )
    return _parse_address(text)


Address = Annotated[Text, from_text(_parse_address)]
Manager = Annotated[Text, from_text(_parse_manager)]
Exempt = Annotated[Text, from_text(_parse_exception)]


class Access(Settings):
    """The whole of access.yml."""

    managers: tuple[Manager, ...] = Field(
        default=(), description="write addresses, or @domain for everybody of a domain"
    )
    exceptions: tuple[Exempt, ...] = Field(
        default=(), alias="except", description="write addresses that a @domain above lets in"
    )
    customers: dict[Text, tuple[Address, ...]] = Field(
        default_factory=dict, description="write customer ids, each with a list of addresses"
    )
    contact: Text | None = None
    logins_since: dict[Manager, Instant] = Field(
        default_factory=dict, description="write addresses, each with a date and time"
    )

    def is_manager(self, email: str) -> bool:
        """Whether this person sees everybody."""
        return _is_one_of(email, self.managers) and folded(email) not in self.exceptions

    def customers_of(self, email: str) -> frozenset[str]:
        """The customers whose rows this person sees; none for a stranger."""
        who = folded(email)
        return frozenset(found for found, people in self.customers.items() if who in people)

    def logins_count_since(self, email: str) -> datetime | None:
        """The moment before which nobody's login as this person counts any more."""
        since = [moment for who, moment in self.logins_since.items() if _is_one_of(email, (who,))]
        return max(since, default=None)

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Nobody at all, customers that the register lacks, and people who are managers too.

        And what is meant for somebody, but holds for nobody.
        """
        managers = _addresses(part(data, "managers"))
        exceptions = _addresses(part(data, "except"))
        customers = part(data, "customers")
        yield from _exceptions_to_nothing(part(data, "except"), managers)
        yield from _logins_of_nobody(part(data, "logins_since"), managers, customers)
        if not managers and not list(entries(customers)):
            yield (), "names nobody; write managers, customers or both"
        known: Collection[str] | None = context.get("customers")
        for customer_id, people in entries(customers):
            if known is not None and customer_id not in known:
                yield (
                    ("customers", customer_id),
                    f"the register has no such customer; {did_you_mean(customer_id, known)}",
                )
            for position, address in entries(people):
                if not isinstance(address, str) or folded(address.strip()) in exceptions:
                    continue
                if _is_one_of(address, managers):
                    yield (
                        ("customers", customer_id, position),
                        f"{address!r} is a manager already and sees everybody; remove one of them",
                    )


def _addresses(listed: object) -> frozenset[str]:
    return frozenset(folded(str(item).strip()) for _, item in entries(listed))


def _exceptions_to_nothing(exceptions: object, managers: Collection[str]) -> Iterator[Mistake]:
    """Exceptions that shut nobody out, or somebody whom another line lets in by name."""
    for position, address in entries(exceptions):
        if not isinstance(address, str) or "@" not in address.strip()[1:]:
            continue  # told by itself
        if folded(address.strip()) in managers:
            words = "is named under managers too; remove one of them"
        elif not _is_one_of(address.strip(), managers):
            words = "is in no @domain under managers, so there is nothing to except it from"
        else:
            continue
        yield ("except", position), f"{address!r} {words}"


def _logins_of_nobody(
    since: object, managers: frozenset[str], customers: object
) -> Iterator[Mistake]:
    """Ends of logins of people who have none, where somebody else must have been meant."""
    known = managers.union(*(_addresses(people) for _, people in entries(customers)))
    known_or_domains = known.union(each[each.rfind("@") :] for each in known)
    seen: set[str] = set()
    nobody = 0
    for who, _ in entries(since) if isinstance(since, Mapping) else ():
        address = folded(str(who).strip())
        if address in seen:
            yield ("logins_since", who), f"{who!r} is there twice; keep one of them"
        elif address not in known_or_domains and not _is_one_of(address, managers):
            nobody += 1
            near = did_you_mean(address, known) if nobody <= _NEAR_MISSES else "check its spelling"
            yield (
                ("logins_since", who),
                f"{who!r} is nobody who may see anything; remove the line, or correct it: {near}",
            )
        seen.add(address)


def _is_one_of(email: str, managers: Collection[str]) -> bool:
    who = folded(email)
    at = who.rfind("@")
    return at > 0 and (who in managers or who[at:] in managers)


def load_access(workspace: Workspace, customers: Collection[str] | None = None) -> Access | None:
    """Who may see what; None where nobody logs in.

    `customers` are the register's; without them, any will do. Raises SettingsError for a mistake
    in access.yml or secrets.toml, and where only one of the two says something.
    """
    login = load_login(workspace.secrets_file)
    access = _load(workspace, customers)
    if access and not login:
        raise SettingsError(
            "access.yml: says who may see what, but nobody can log in; add the section [auth] to "
            f"{workspace.secrets_file} (access.yml shows its keys), or empty access.yml"
        )
    if login and not access:
        raise SettingsError(
            "secrets.toml: people can log in by its section [auth], but nothing says what they "
            f"may see; write {workspace.access_file}, or remove [auth]"
        )
    return access


def _load(workspace: Workspace, customers: Collection[str] | None) -> Access | None:
    file = workspace.access_file
    if not file.exists() or read_yaml(file).content is None:
        return None  # or as the template has it, where everything is a comment
    return load_yaml(file, Access, {"customers": customers})
